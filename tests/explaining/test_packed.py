"""Actions that are packed come out as they went in."""

from typing import Any

from ddbhelpers.capacity import (
    Action,
    CancelledAction,
    ConditionCheck,
    ItemsRead,
    ItemWrite,
)
from ddbhelpers.explaining.packed import Packed
from ddbhelpers.model import SecondaryIndex, Table

BY_GROUP = SecondaryIndex(name="by-group", partition_key="g")
MAIL = Table(name="mail", partition_key="pk", indexes=(BY_GROUP,))
POST = Table(name="post", partition_key="pk")


def item(size: int) -> dict[str, Any]:
    return {"pk": {"S": "a"}, "g": {"S": "g"}, "x": {"S": "x" * size}}


def test_actions_come_out_as_they_went_in_with_their_tables() -> None:
    actions: tuple[Action, ...] = (
        ItemWrite(MAIL, None, {**item(3), "b": {"B": b"\x00"}}),
        ItemsRead(POST, [item(1), None], consistency="strong", each=True),
        ItemsRead(MAIL, [item(2)], index="by-group"),
        CancelledAction(ConditionCheck(MAIL, None)),
    )
    packed = Packed(actions)
    for _ in range(2):  # as often as they are looked at
        unpacked = tuple(packed)
        assert unpacked == actions
        assert [action.table for action in unpacked] == [MAIL, POST, MAIL, MAIL]
        assert all(action.table in (MAIL, POST) for action in unpacked)
        assert unpacked[0].table is MAIL
        assert unpacked[2].table is MAIL


def test_what_is_packed_is_a_copy() -> None:
    image = item(3)
    packed = Packed([ItemWrite(MAIL, None, image)])
    image["x"]["S"] = "changed"
    (write,) = packed
    assert write.images()[1].image == item(3)


def test_what_is_large_is_compressed() -> None:
    for size, most in ((60_000, 70_000), (70_000, 1000)):
        packed = Packed([ItemWrite(MAIL, None, item(size))])
        assert len(packed._data) < most
        (write,) = packed
        assert write.images()[1].image == item(size)
    assert len(Packed([ItemWrite(MAIL, None, item(60_000))])._data) > 60_000
