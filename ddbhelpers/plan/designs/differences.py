"""What is different between two models, by name, in short sentences."""

from collections.abc import Iterator, Mapping

from ddbhelpers.model import Model

NO_MATTER = {"description", "sample", "question", "screen"}  # changes no charge


def differences_of(before: Model, after: Model) -> tuple[str, ...]:
    """Name what is stored, keyed or asked differently.

    >>> one = Model(name="mail", tables={"mail": {"partition_key": "pk"}})
    >>> two = Model(name="mail", tables={"mail": {"partition_key": "id"}})
    >>> differences_of(one, two)
    ('tables.mail.partition_key: pk → id',)
    """
    both = (_tree(model.model_dump(exclude={"name"})) for model in (before, after))
    return tuple(_walk((), *both))


def _tree(value: object) -> object:
    """Turn lists of named things into mappings, and drop what changes no charge."""
    if isinstance(value, Mapping):
        return {n: _tree(it) for n, it in value.items() if n not in NO_MATTER}
    if isinstance(value, (list, tuple)):
        if value and all(isinstance(it, Mapping) and "name" in it for it in value):
            if all({*it} == {"name", "type"} for it in value):
                return ", ".join(it["name"] for it in value)  # key attributes
            return {it["name"]: _tree(it) for it in value}
        return [_tree(it) for it in value]
    return value


def _walk(place: tuple[str, ...], old: object, new: object) -> Iterator[str]:
    if old == new:
        return
    where = ".".join(place)
    # no named things at all are an empty list
    if isinstance(old, Mapping) or isinstance(new, Mapping):
        old, new = old or {}, new or {}
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        for name in dict.fromkeys([*old, *new]):
            if name not in new:
                yield f"{where}.{name}: removed"
            elif name not in old:
                yield f"{where}.{name}: added"
            else:
                yield from _walk((*place, name), old[name], new[name])
    else:
        yield f"{where}: {_said(old)} → {_said(new)}"


def _said(value: object) -> str:
    if value is None or value in ([], {}):
        return "none"
    if isinstance(value, list):
        return ", ".join(map(_said, value))
    if isinstance(value, Mapping):
        return " ".join(_said(it) for it in value.values() if it is not None)
    return str(value)
