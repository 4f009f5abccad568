"""Item collections as values: what the picture shows, without a way to draw it."""

from dataclasses import dataclass

LONGEST = 72  # of an attribute's value; what is cut is in the HTML's title


@dataclass(frozen=True)
class CollectionLine:
    """One item: its sort key, its entity, its other attributes by name."""

    sort_key: str
    entity: str
    attributes: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Collection:
    """An item collection: a partition key, its first items, and how many there are."""

    partition_key: str
    lines: tuple[CollectionLine, ...]
    count: int

    @property
    def hidden(self) -> int:
        """How many items are not shown."""
        return self.count - len(self.lines)

    @property
    def entities(self) -> tuple[str, ...]:
        """The entities of the items that are shown, in order of appearance."""
        return tuple(dict.fromkeys(line.entity for line in self.lines))


@dataclass(frozen=True)
class Gathered:
    """What the item-collection table shows.

    ``keys`` names the partition key and the sort key; ``entities`` are the model's,
    in its order, which is the order of the tints.
    """

    keys: tuple[str, str]
    collections: tuple[Collection, ...]
    entities: tuple[str, ...]
    caption: str
    notes: tuple[str, ...] = ()
    short_ids: bool = True
