"""What every value of the design has in common: frozen, checked, one clear error."""

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from typing import Any, Protocol, Self, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError, model_validator

from ddbhelpers.errors import ModelError


def first_fault(error: ValidationError) -> tuple[tuple[str | int, ...], str]:
    """Give the place and the sentence of the first fault that pydantic found."""
    fault = error.errors(include_url=False)[0]
    place = tuple(part for part in fault["loc"] if not str(part).startswith("function"))
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
            if names[-1] in ("partition_key", "sort_key"):
                continue  # a key of one attribute, written without a list
            part = list(node)[part]
        if part in ("one", "several"):
            continue  # the tag of a union, which a person does not write
        names.append(part)
        try:
            node = node[part]
        except (KeyError, IndexError, TypeError):
            node = None
    return tuple(names)


class Value(BaseModel):
    """A frozen, validated value; unknown names are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    def __init__(self, /, **given: object) -> None:
        try:
            super().__init__(**given)
        except ValidationError as error:
            place, says = first_fault(error)
            where = ".".join([type(self).__name__, *map(str, names_of(given, place))])
            raise ModelError(f"{where}: {says}") from None

    # A value inside of another is checked by pydantic itself: it knows the whole place.
    __init__.__pydantic_base_init__ = True  # type: ignore[attr-defined]  # no type

    def changed(self, **fields: object) -> Self:
        """The same value with other fields, all of it checked again.

        Raises ModelError for what could not have been made so.
        """
        here = {name: getattr(self, name) for name in type(self).model_fields}
        return type(self)(**{**here, **fields})

    def model_copy(
        self, *, update: Mapping[str, object] | None = None, deep: bool = False
    ) -> Self:
        """Copy it; an `update` is checked as by `changed`, unlike in pydantic."""
        return self.changed(**update) if update else super().model_copy(deep=deep)

    @model_validator(mode="before")
    @classmethod
    def _refuse_unknown_keys(cls, given: object) -> object:
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


def named(given: object) -> object:
    """Take ``{name: {...}}`` for a list of values that have a name.

    >>> named({"Message": {"keys": {}}, "Group": None})
    [{'name': 'Message', 'keys': {}}, {'name': 'Group'}]
    """
    if not isinstance(given, Mapping):
        return given
    return [_named(name, body) for name, body in given.items()]


def _named(name: object, body: object) -> object:
    if isinstance(body, Value):
        return body.changed(name=name)
    if isinstance(body, Mapping) or body is None:
        return {"name": name, **(body or {})}
    return {"name": name, "type": body}


class Named(Protocol):
    """A value with a name."""

    @property
    def name(self) -> str:
        """What it is called, once among its like."""


N = TypeVar("N", bound=Named)


def put(there: Iterable[N], new: Iterable[N]) -> tuple[N, ...]:
    """Put values in the places of those of their names, and the others at the end."""
    by_name = {value.name: value for value in new}
    kept = [by_name.pop(old.name, old) for old in there]
    return (*kept, *by_name.values())
