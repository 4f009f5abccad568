"""A design whose sizes can be counted by hand, and loads without any items."""

from typing import Any

from hypothesis import settings

from ddbhelpers.capacity.charge import Unit
from ddbhelpers.capacity.limits import GB
from ddbhelpers.model import Model
from ddbhelpers.model.wire import Item
from ddbhelpers.plan import ArmLoad, Load, Storage, load_prices
from ddbhelpers.plan.load.day import MINUTES

BOOK = load_prices()
RATE = {"average": 1, "peak": 1}
FEW = settings(max_examples=25)  # a bill has ten options of 1,440 minutes each
KEY = {"pk": "L#{owner}"}


def mail(*patterns: dict[str, Any], **table: Any) -> Model:
    """A table of letters with a sparse global index on `group`, on demand."""
    indexes = {"by-group": {"partition_key": "group", "sort_key": "sk"}}
    asked = [{"question": "?", "rate": RATE, **pattern} for pattern in patterns]
    return Model(
        name="mail",
        tables=[
            {
                "name": "mail",
                "partition_key": "pk",
                "sort_key": "sk",
                "indexes": indexes,
                **table,
            }
        ],
        entities={
            "Letter": {
                "keys": {"pk": "L#{owner}", "sk": "{number:04}"},
                "attributes": {
                    "owner": {"in": "key"},
                    "number": {"type": "integer", "in": "key"},
                    "group": {"optional": True},
                    "text": {"type": "text"},
                },
            }
        },
        access_patterns=asked,
    )


def after_another_table(model: Model) -> Model:
    """The same design, in a table that is not the model's first."""
    return model.changed(
        tables=[{"name": "post", "partition_key": "id"}, *model.tables],
        entities=[entity.changed(table="mail") for entity in model.entities],
        access_patterns=[
            asked.changed(table="mail") for asked in model.access_patterns
        ],
    )


def letter(number: int, size: int, group: str = "", owner: str = "a") -> Item:
    """A letter of exactly so many bytes, in the index if it has a group."""
    item: Item = {"pk": f"L#{owner}", "sk": f"{number:04}"}
    item |= {"group": group} if group else {}
    # the names pk, sk, text and group, and their values
    used = 2 + 2 + 4 + len(item["pk"]) + 4 + (5 + len(group) if group else 0)
    return {**item, "text": "x" * (size - used)}


def flat(write: float = 0, read: float = 0, gb: float = 0, **model: Any) -> Load:
    """A load that is the same all day, on a table without indexes."""
    return shaped((write,) * MINUTES, (read,) * MINUTES, gb, **model)


def shaped(
    write: tuple[float, ...], read: tuple[float, ...], gb: float = 0, **table: Any
) -> Load:
    """A load of given days."""

    def arm(unit: Unit, day: tuple[float, ...]) -> ArmLoad:
        return ArmLoad("mail", None, unit, sum(day) / len(day), max(day), day)

    return Load(
        model=mail(indexes={}, **table),
        patterns=(),
        arms=(arm("read", read), arm("write", write)),
        storage=(Storage("mail", None, 0, gb * GB),),
        left_out=(),
        assumptions=(),
    )
