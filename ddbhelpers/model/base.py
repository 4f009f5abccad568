"""What every value of the design has in common: frozen, checked, one clear error."""

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic._internal._model_construction import ModelMetaclass

from ddbhelpers.errors import ModelError


def first_fault(error: ValidationError) -> tuple[tuple[str | int, ...], str]:
    """Give the place and the sentence of the first fault that pydantic found."""
    fault = error.errors(include_url=False)[0]
    place = tuple(part for part in fault["loc"] if not str(part).startswith("function"))
    if fault["type"] == "extra_forbidden":
        return place[:-1], f"unknown key {place[-1]!r}"
    if fault["type"] == "missing":
        return place[:-1], f"{place[-1]!r} is missing"
    says = fault["msg"].removeprefix("Value error, ")
    given = fault["input"]
    if fault["type"] != "value_error" and not isinstance(given, (Mapping, list)):
        says = f"{given!r} given; {says[0].lower()}{says[1:]}"
    return place, says


class OneError(ModelMetaclass):
    """Turn pydantic's report into one sentence where a person calls the class."""

    def __call__(cls, *args: Any, **kwargs: Any) -> Any:
        """Make the value, or say what is wrong with it."""
        try:
            return super().__call__(*args, **kwargs)
        except ValidationError as error:
            place, says = first_fault(error)
            where = ".".join([cls.__name__, *map(str, place)])
            raise ModelError(f"{where}: {says}") from None


class Value(BaseModel, metaclass=OneError):
    """A frozen, validated value; unknown names are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


def named(given: Any) -> Any:
    """Take ``{name: {...}}`` for a list of values that have a name.

    >>> named({"Message": {"keys": {}}, "Group": None})
    [{'name': 'Message', 'keys': {}}, {'name': 'Group'}]
    """
    if not isinstance(given, Mapping):
        return given
    return [
        {"name": name, **(body or {})}
        if isinstance(body, Mapping) or body is None
        else {"name": name, "type": body}
        for name, body in given.items()
    ]
