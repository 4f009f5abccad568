"""Receipts, by hand: every byte, every rounding, every arm of every kind of request."""

from typing import Any

import pytest

from ddbhelpers.capacity import (
    CancelledAction,
    ConditionCheck,
    FailedWrite,
    ItemsRead,
    ItemWrite,
    Receipt,
    ReplayedWrite,
    Witness,
    item_bytes,
    read_charge,
    write_charge,
)
from ddbhelpers.capacity.open_rules import (
    CANCELLED_TRANSACTION,
    FAILED_WRITE,
    REPLAYED_WRITE,
)
from ddbhelpers.errors import CapacityError
from ddbhelpers.model import KeyAttribute, Table
from tests.capacity.tables import MAIL, PLAIN


def item(size: int, key: str = "1") -> dict[str, Any]:
    made = {"pk": key, "x": "x" * (size - 3 - len(key))}
    assert item_bytes(made) == size
    return made


# a conversation that moves to the top: 33 bytes of keys and group, 900 of text
COPY = {"pk": "GRP#a", "sk": "2023-03-01", "group": "MSG#1"}
MOVED = ({**COPY, "text": "x" * 700}, {**COPY, "text": "x" * 1100})


def test_a_write_names_its_bytes_its_rounding_and_each_arm() -> None:
    receipt = Receipt.of(ItemWrite(MAIL, *MOVED))
    (part,) = receipt.parts
    before, after = part.items
    assert [
        (size.name, size.type, size.name_bytes, size.value_bytes)
        for size in after.attributes or ()
    ] == [
        ("pk", "S", 2, 5),
        ("sk", "S", 2, 10),
        ("group", "S", 5, 5),
        ("text", "S", 4, 1100),
    ]
    assert (before.item_bytes, before.units, before.bytes_left) == (733, 1, 291)
    assert (after.item_bytes, after.units, after.bytes_left) == (1133, 2, 915)
    assert [(line.label, str(line.step), line.bytes_left) for line in part.lines] == [
        ("mail", "the larger of before and after, whole items: max(1, 2) = 2", 915),
        ("mail/by-group", "same index key, entry changed: max(1, 2) = 2", 915),
        ("mail/by-day", "not in the index: 0", None),
        ("mail/by-user", "not in the index: 0", None),
        ("mail/by-rank", "not in the index: 0", None),
    ]
    assert receipt.units == {"mail": 2, "mail/by-group": 2}
    assert receipt.total == 4
    assert str(receipt) == "write on mail: 4 write units"


def test_its_sums_are_those_of_the_charge() -> None:
    receipt = Receipt.of(ItemWrite(MAIL, *MOVED, transactional=True))
    assert receipt.charges == {
        "mail": write_charge(MAIL, *MOVED, transactional=True),
    }
    assert receipt.units == {"mail": 4, "mail/by-group": 2}
    assert "× 2 (transaction)" in str(receipt.lines[0].step)


def test_deleting_what_is_not_there_costs_one() -> None:
    receipt = Receipt.of(ItemWrite(PLAIN, None, None))
    assert [str(item) for item in receipt.parts[0].items] == [
        "before: absent",
        "after: absent",
    ]
    assert repr(receipt).splitlines() == [
        "write on plain: 1 write unit",
        "  before: absent",
        "  after: absent",
        "  plain 1: nothing there to delete, the least there is: 1",
    ]


def test_a_page_is_summed_and_rounded_once() -> None:
    items = [item(3000, key) for key in "123"]
    receipt = Receipt.of(ItemsRead(PLAIN, items))
    (line,) = receipt.lines
    assert [item.item_bytes for item in receipt.parts[0].items] == [3000] * 3
    assert (line.units, line.bytes_left) == (1.5, 3 * 4096 - 9000)
    assert receipt.charges["plain"] == read_charge(PLAIN, items)


def test_an_empty_page_costs_the_least() -> None:
    receipt = Receipt.of(ItemsRead(PLAIN, []))
    assert receipt.parts[0].items == ()
    assert receipt.total == 0.5
    assert receipt.lines[0].bytes_left == 4096


def test_single_items_are_rounded_one_by_one() -> None:
    receipt = Receipt.of(
        ItemsRead(PLAIN, [item(4097), None], consistency="strong", each=True)
    )
    assert str(receipt.lines[0].step) == "each item rounded on its own: 2 + 1 = 3"
    assert receipt.lines[0].bytes_left is None
    there, absent = receipt.parts[0].items
    assert (there.there, there.bytes_left) == (True, 4095)
    assert (absent.there, absent.key, absent.bytes_left) == (False, (), 4096)


def test_a_page_of_an_index_is_sized_on_its_entries() -> None:
    stored = {"pk": "p", "sk": "s", "rank": 7, "text": "x" * 5000}
    receipt = Receipt.of(
        ItemsRead(MAIL, [stored], index="by-rank", fetched=[stored]),
        title="Query",
    )
    entry, fetched = receipt.parts[0].items
    assert (entry.role, entry.item_bytes) == ("entry", 3 + 3 + 6)
    assert (fetched.role, fetched.item_bytes) == ("fetched", 3 + 3 + 6 + 5004)
    assert receipt.units == {"mail": 1, "mail/by-rank": 0.5}
    assert receipt.parts[0].says == "read of a page of index by-rank"


def test_an_entry_stands_for_its_item() -> None:
    entry = {"pk": "p", "sk": "s", "rank": 7}
    receipt = Receipt.of(ItemsRead(MAIL, [entry], index="by-rank"))
    assert receipt.units == {"mail/by-rank": 0.5}


def test_a_failed_write_is_charged_on_the_table_alone() -> None:
    receipt = Receipt.of(FailedWrite(MAIL, *MOVED))
    assert receipt.units == {"mail": 2}
    items = receipt.parts[0].items
    assert [(item.role, item.item_bytes) for item in items] == [
        ("stored", 733),
        ("attempted", 1133),
    ]
    assert receipt.notes == (FAILED_WRITE,)


def test_an_unknown_attempt_is_sized_on_what_is_there_and_marked() -> None:
    stored = item(1500)
    receipt = Receipt.of(FailedWrite(PLAIN, stored, None, attempted_known=False))
    assert receipt.units == {"plain": 2}
    assert [item.role for item in receipt.parts[0].items] == ["stored"]
    assert receipt.notes == (FAILED_WRITE,)
    absent = Receipt.of(FailedWrite(PLAIN, None, None, attempted_known=False))
    assert (absent.total, absent.notes) == (1, ())


def test_a_transaction_is_the_sum_of_its_actions() -> None:
    receipt = Receipt.of(
        ItemWrite(PLAIN, None, item(300), transactional=True),
        ItemWrite(PLAIN, None, item(300, "2"), transactional=True),
        ConditionCheck(PLAIN, item(1025, "3")),
        ItemWrite(MAIL, *MOVED, transactional=True),
    )
    assert receipt.units == {"plain": 2 + 2 + 4, "mail": 4, "mail/by-group": 2}
    assert receipt.title == "write in a transaction, condition check on plain, mail"
    (checked,) = receipt.parts[2].items
    assert (checked.role, checked.item_bytes) == ("item", 1025)


def test_a_replay_is_charged_in_read_units() -> None:
    receipt = Receipt.of(
        ReplayedWrite(PLAIN, None, item(300)), ReplayedWrite(PLAIN, item(5000), None)
    )
    assert (receipt.unit, receipt.total) == ("read", 2 + 4)
    assert repr(receipt).splitlines()[1:] == [
        "  before: absent",
        "  after: 300 bytes, 3,796 left",
        "  plain 2: token used again, answered by a read: 1 × 2 (transaction) = 2",
        "  before: 5,000 bytes, 3,192 left",
        "  after: absent",
        "  plain 4: token used again, answered by a read: 2 × 2 (transaction) = 4",
        "  " + str(REPLAYED_WRITE),
    ]


def test_a_cancelled_transaction_is_charged_and_marked() -> None:
    actions = (
        ItemWrite(MAIL, *MOVED, transactional=True),
        ConditionCheck(MAIL, None),
    )
    receipt = Receipt.of(*(CancelledAction(action) for action in actions))
    assert receipt.units == {"mail": 4 + 2}
    assert receipt.notes == (CANCELLED_TRANSACTION,)
    sized = [
        [(item.role, item.item_bytes) for item in part.items] for part in receipt.parts
    ]
    assert sized == [[("stored", 733), ("attempted", 1133)], [("item", 0)]]


def test_open_rules_stand_in_the_receipt() -> None:
    tight = {"pk": "1", "n": 120, "x": "x" * (1024 - 3 - 3 - 1)}
    receipt = Receipt.of(ItemWrite(PLAIN, None, tight))
    assert "the bytes of numbers such as 120 and 0.012" in repr(receipt)


@pytest.mark.parametrize(
    ("units", "verdict", "why", "says"),
    [
        ({"plain": 1.0}, "agreed", (), "an engine reported 1 write unit (agreed)"),
        (
            None,
            "unreported",
            ("As DynamoDB.",),
            "an engine reported nothing (unreported): As DynamoDB.",
        ),
        (
            {"plain": 2, "plain/i": 3},
            "explained",
            ("It does.", "Twice."),
            "an engine reported 5 write units (explained): It does. Twice.",
        ),
    ],
)
def test_what_an_engine_reported_stands_beside(
    units: Any, verdict: Any, why: tuple[str, ...], says: str
) -> None:
    witness = Witness("an engine", "write", units, verdict, why)
    receipt = Receipt.of(
        ItemWrite(PLAIN, None, item(10)), witness=witness, remarks=["And so on."]
    )
    assert repr(receipt).splitlines()[-2:] == [f"  {says}", "  And so on."]


def test_reads_and_writes_are_no_one_request() -> None:
    allowed = "one or more actions, all of which read or all of which write"
    for actions, said in (
        (
            (ItemWrite(PLAIN, None, item(9)), ItemsRead(PLAIN, [])),
            "reads and writes in one request",
        ),
        ((), "no action"),
    ):
        with pytest.raises(CapacityError) as refused:
            Receipt.of(*actions)
        assert (refused.value.given, refused.value.allowed) == (said, allowed)


def test_what_dynamodb_refuses_has_no_receipt() -> None:
    with pytest.raises(CapacityError, match="409,601 bytes"):
        Receipt.of(ItemWrite(PLAIN, None, item(409_601)))


def test_keys_are_told_in_words() -> None:
    receipt = Receipt.of(ItemWrite(MAIL, None, {"pk": "a", "sk": "b"}))
    assert receipt.parts[0].items[1].key == ("a", "b")
    table = Table(name="binary", partition_key=KeyAttribute(name="pk", type="B"))
    receipt = Receipt.of(ItemWrite(table, None, {"pk": b"\x0f\xff"}))
    assert receipt.parts[0].items[1].key == ("0fff",)
