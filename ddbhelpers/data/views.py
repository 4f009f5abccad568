"""What an entity's items say: the attributes read out of keys and maps, as a frame."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from ddbhelpers.data.frames import frame_of
from ddbhelpers.errors import TemplateError, WrongTable
from ddbhelpers.model import Entity, Model
from ddbhelpers.model.entity import KEY_ONLY
from ddbhelpers.model.types import AttributeType
from ddbhelpers.words import listed

if TYPE_CHECKING:
    from pandas import DataFrame


def to_view(
    items: Sequence[Mapping[str, object]],
    entity: Entity,
    paths: frozenset[str] | None = None,
) -> "DataFrame":
    """Make a DataFrame of the entity's own attributes, in the model's order.

    ``paths`` are the attributes that the items can have at all, where a projection
    leaves some out: an attribute that cannot be there gets no column. Raises
    WrongTable for an item of another entity.

    >>> user = Entity(name="User", keys={"pk": "USER#{id}"},
    ...               attributes={"id": {"in": "key"}, "name": {"in": "data"}})
    >>> view = to_view([{"pk": "USER#7", "data": {"name": "Ada"}}], user)
    >>> view.to_dict("records")
    [{'id': '7', 'name': 'Ada'}]
    """
    read = []
    for number, item in enumerate(items, start=1):
        try:
            read.append(entity.read(item))
        except TemplateError as error:
            raise WrongTable(
                f"item {number} of {len(items)} is no {entity.name}: {error.given}",
                allowed=f"items of {entity.name} only",
                do=f"view one entity at a time: answer.view_of({entity.name!r})",
            ) from None
    return frame_of(read, view_columns(entity, paths))


def view_columns(
    entity: Entity, paths: frozenset[str] | None = None
) -> dict[str, AttributeType]:
    """Name the entity's attributes that can be read from these paths, with types."""
    columns: dict[str, AttributeType] = {}
    for attribute in entity.attributes:
        homes = [
            key
            for key, template in entity.templates.items()
            if attribute.name in template.fields
        ]
        if attribute.place is None:
            homes.append(attribute.name)
        elif attribute.place != KEY_ONLY:
            homes += [attribute.place, f"{attribute.place}.{attribute.name}"]
        if paths is None or not paths.isdisjoint(homes):
            columns[attribute.name] = attribute.type
    return columns


def only_entity(
    items: Sequence[Mapping[str, object]], model: Model, table: str
) -> Entity | None:
    """Tell which entity all the items are; None if there are none of any entity.

    Raises WrongTable if they are of several.
    """
    found = {
        entity.name: entity
        for item in items
        if (entity := model.entity_of(item, table)) is not None
    }
    if len(found) > 1:
        raise WrongTable(
            f"the answer holds items of {listed(found)}",
            allowed="a view of one entity",
            do=f"choose one: answer.view_of({min(found)!r})",
        )
    return next(iter(found.values()), None)
