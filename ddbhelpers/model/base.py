"""What every value of the design has in common: frozen, checked, one clear error."""

from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError, model_validator
from pydantic._internal._model_construction import ModelMetaclass

from ddbhelpers.errors import ModelError


def first_fault(error: ValidationError) -> tuple[tuple[str | int, ...], str]:
    """Give the place and the sentence of the first fault that pydantic found.

    Of a misspelt name pydantic says that the right one is missing and that this one
    is unknown: the second helps more.
    """
    faults = error.errors(include_url=False)
    unknown = [
        fault
        for fault in faults
        if fault["type"] == "extra_forbidden"
        and fault["loc"][:-1] == faults[0]["loc"][:-1]
    ]
    fault = unknown[0] if unknown and faults[0]["type"] == "missing" else faults[0]
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


def names_of(tree: Any, place: tuple[str | int, ...]) -> tuple[str | int, ...]:
    """Follow pydantic's place through what was given, where a list may be a mapping.

    >>> names_of({"tables": {"shop": {}}}, ("tables", 0, "sort_key"))
    ('tables', 'shop', 'sort_key')
    """
    names: list[str | int] = []
    node = tree
    for part in place:
        if isinstance(node, Mapping) and isinstance(part, int):
            part = list(node)[part] if part < len(node) else part
        if part in ("one", "several"):
            continue  # the tag of a union, which a person does not write
        names.append(part)
        try:
            node = node[part]
        except (KeyError, IndexError, TypeError):
            node = None
    return tuple(names)


class OneError(ModelMetaclass):
    """Turn pydantic's report into one sentence where a person calls the class."""

    def __call__(cls, *args: Any, **kwargs: Any) -> Any:
        """Make the value, or say what is wrong with it."""
        try:
            return super().__call__(*args, **kwargs)
        except ValidationError as error:
            place, says = first_fault(error)
            names = names_of(kwargs, place)
            where = ".".join([cls.__name__, *map(str, names)])
            raise ModelError(f"{where}: {says}") from None


class Value(BaseModel, metaclass=OneError):
    """A frozen, validated value; unknown names are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    @model_validator(mode="before")
    @classmethod
    def _refuse_unknown_keys(cls, given: Any) -> Any:
        """Refuse a misspelt key with the one that was meant, and all that there are."""
        if not isinstance(given, Mapping):
            return given
        names = [field.alias or name for name, field in cls.model_fields.items()]
        for key in given:
            if key in names or key in cls.model_fields:
                continue
            meant = get_close_matches(str(key), names, n=1)
            hint = f"did you mean {meant[0]!r}? " if meant else ""
            allowed = ", ".join(names)
            raise ValueError(f"unknown key {key!r}; {hint}allowed: {allowed}")
        return given


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
