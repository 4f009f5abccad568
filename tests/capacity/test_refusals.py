"""What DynamoDB refuses has no charge, and says what is allowed."""

from collections.abc import Callable
from typing import Any

import pytest

from ddbhelpers.capacity import (
    Charge,
    as_dynamodb_json,
    condition_check_charge,
    failed_write_charge,
    item_bytes,
    read_charge,
    transact_replay_charge,
    write_charge,
)
from ddbhelpers.errors import CapacityError
from ddbhelpers.model import Table
from tests.capacity.tables import CUPS, MAIL, PLAIN

Ask = Callable[[Table, dict[str, Any]], Charge]
ASKS: dict[str, Ask] = {
    "put": lambda table, item: write_charge(table, None, item),
    "delete": lambda table, item: write_charge(table, item, None),
    "failed": lambda table, item: failed_write_charge(table, None, item),
    "checked": condition_check_charge,
    "replayed": lambda table, item: transact_replay_charge(table, [(None, item)]),
    "page": lambda table, item: read_charge(table, [item]),
    "get": lambda table, item: read_charge(table, [item], each=True),
    "fetched": lambda table, item: read_charge(
        MAIL, [], index="by-rank", fetched=[{"sk": "1", **item}]
    ),
}
MAIL_KEY = {"pk": "1", "sk": "1"}


def refused(table: Table, item: dict[str, Any]) -> CapacityError:
    with pytest.raises(CapacityError) as found:
        write_charge(table, None, item)
    return found.value


def nested(levels: int, value: Any = "x") -> Any:
    """Put a value into that many maps."""
    for _ in range(levels):
        value = {"a": value}
    return value


@pytest.mark.parametrize("ask", ASKS.values(), ids=ASKS)
@pytest.mark.parametrize(
    "wrong",
    [
        {"x": "x" * 409_600},
        {"n": 10**126},
        {"s": set()},
        {"pk": 5},
        {"pk": ""},
        {"pk": "x" * 2049},
        {"m": nested(32)},
    ],
    ids=lambda wrong: str(wrong)[:20],
)
def test_every_charge_refuses_what_cannot_be_stored(
    ask: Ask, wrong: dict[str, Any]
) -> None:
    assert ask(PLAIN, {"pk": "1"}).total > 0
    with pytest.raises(CapacityError):
        ask(PLAIN, {"pk": "1", **wrong})


def test_an_item_of_409_600_bytes_passes_and_of_409_601_is_refused() -> None:
    largest = {"pk": "1", "x": "x" * (409_600 - 4)}
    assert item_bytes(largest) == 409_600
    assert write_charge(PLAIN, None, largest).table == 400
    error = refused(PLAIN, {**largest, "x": largest["x"] + "x"})
    assert error.given == "an item of 409,601 bytes"


@pytest.mark.parametrize(
    ("key", "limit", "said"),
    [
        ("pk", 2048, "partition key 'pk' of 2,049 bytes"),
        ("sk", 1024, "sort key 'sk' of 1,025 bytes"),
        ("day", 2048, "partition key of index 'by-day' 'day' of 2,049 bytes"),
    ],
)
def test_a_key_has_its_size(key: str, limit: int, said: str) -> None:
    assert write_charge(MAIL, None, {**MAIL_KEY, key: "x" * limit}).table > 1
    assert refused(MAIL, {**MAIL_KEY, key: "x" * (limit + 1)}).given == said
    assert refused(MAIL, {**MAIL_KEY, key: "é" * (limit // 2) + "x"}).given == said


def test_several_key_attributes_share_one_limit() -> None:
    match = {"pk": "1", "cup": "x" * 1000, "region": "y" * 1046, "year": 5}
    assert write_charge(CUPS, None, match).table == 3  # year has 2 bytes: 2,048
    assert refused(CUPS, {**match, "region": "y" * 1047}).given == (
        "partition key of index 'by-place' 'cup' + 'region' + 'year' of 2,049 bytes"
    )
    assert refused(CUPS, {"pk": "1", "round": "x" * 1000, "bracket": "y" * 25}).given


@pytest.mark.parametrize(
    ("wrong", "said", "allowed"),
    [
        ({"pk": 1}, "partition key 'pk' of type N", "type S, a string"),
        ({"sk": b"1"}, "sort key 'sk' of type B", "type S, a string"),
        (
            {"rank": "1"},
            "sort key of index 'by-rank' 'rank' of type S",
            "type N, a number",
        ),
        (
            {"day": None},
            "partition key of index 'by-day' 'day' of type NULL",
            "type S, a string",
        ),
    ],
)
def test_a_key_has_its_type(wrong: dict[str, Any], said: str, allowed: str) -> None:
    error = refused(MAIL, {**MAIL_KEY, **wrong})
    assert (error.given, error.allowed) == (said, allowed)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"pk": ""}, "an empty partition key 'pk'"),
        ({"sk": ""}, "an empty sort key 'sk'"),
        ({"day": ""}, "an empty partition key of index 'by-day' 'day'"),
    ],
)
def test_an_empty_key_is_refused(wrong: dict[str, Any], said: str) -> None:
    error = refused(MAIL, {**MAIL_KEY, **wrong})
    assert (error.given, error.do) == (said, "leave the attribute out, or fill it")


def test_an_empty_binary_key_is_refused_and_zero_is_not_empty() -> None:
    table = Table(
        name="binary",
        partition_key={"name": "pk", "type": "B"},
        sort_key={"name": "sk", "type": "N"},
    )
    assert refused(table, {"pk": b"", "sk": 0}).given == "an empty partition key 'pk'"
    assert write_charge(table, None, {"pk": b"\x00", "sk": 0}).table == 1


def test_an_empty_value_that_is_no_key_is_allowed() -> None:
    item = {"pk": "1", "text": "", "data": b"", "m": {}, "l": [], "s": {""}}
    assert write_charge(PLAIN, None, item).table == 1


@pytest.mark.parametrize("missing", ["pk", "sk"])
def test_a_missing_key_is_refused(missing: str) -> None:
    item = {name: value for name, value in MAIL_KEY.items() if name != missing}
    error = refused(MAIL, {**item, "x": "x"})
    assert error.given == f"an item without the key attribute {missing!r}"
    assert error.allowed == "items of table 'mail' have pk and sk"


@pytest.mark.parametrize(
    ("value", "where"),
    [
        ({"N": "1E126"}, "n"),
        ({"NS": ["1", "1E126"]}, "n"),
        ({"L": [{"N": "1"}, {"N": "1E126"}]}, "n[1]"),
        ({"M": {"a": {"M": {"b": {"N": "1E126"}}}}}, "n.a.b"),
    ],
)
def test_a_number_out_of_range_is_found_wherever_it_is(
    value: dict[str, Any], where: str
) -> None:
    error = refused(PLAIN, {"pk": {"S": "1"}, "n": value})
    assert error.given == f"{where} is a number of magnitude 1E+126"


def test_a_number_of_39_digits_is_refused() -> None:
    assert write_charge(PLAIN, None, {"pk": "1", "n": 10**38 - 1}).table == 1
    assert refused(PLAIN, {"pk": "1", "n": 10**38 + 1}).given.endswith("39 digits")


@pytest.mark.parametrize("kind", ["SS", "NS", "BS"])
def test_an_empty_set_is_refused(kind: str) -> None:
    error = refused(PLAIN, {"pk": {"S": "1"}, "s": {"L": [{kind: []}]}})
    assert error.given == "s[0] is an empty set"


@pytest.mark.parametrize(
    "value", [{"SS": ["a", "a"]}, {"NS": ["1", "1.0"]}, {"BS": [b"a", b"a"]}]
)
def test_a_set_with_a_member_twice_is_refused(value: dict[str, Any]) -> None:
    error = refused(PLAIN, {"pk": {"S": "1"}, "s": value})
    assert error.given == "s is a set that has one member twice"


def test_null_is_true_or_refused() -> None:
    item = {"pk": {"S": "1"}, "n": {"NULL": False}}
    assert refused(PLAIN, item).given == "n is NULL: False"


def test_32_levels_are_allowed_with_the_item_as_the_first() -> None:
    assert write_charge(PLAIN, None, {"pk": "1", "m": nested(31)}).table == 1
    assert write_charge(PLAIN, None, {"pk": "1", "m": [nested(30)]}).table == 1
    for wrong in (nested(32), [nested(31)], nested(31, [])):
        error = refused(PLAIN, {"pk": "1", "m": wrong})
        assert error.given.endswith("nested in more than 32 levels")


def test_an_attribute_has_a_name_of_at_most_65_535_bytes() -> None:
    assert write_charge(PLAIN, None, {"pk": "1", "x" * 65_535: ""}).table == 64 + 1
    assert refused(PLAIN, {"pk": "1", "x" * 65_536: ""}).given == (
        "an attribute name of 65,536 bytes"
    )
    assert refused(PLAIN, {"pk": "1", "": "x"}).given == "an attribute name of 0 bytes"


def test_an_item_keeps_its_primary_key() -> None:
    with pytest.raises(CapacityError) as found:
        write_charge(MAIL, MAIL_KEY, {**MAIL_KEY, "sk": "2"})
    assert str(found.value) == (
        "a write from {'pk': {'S': '1'}, 'sk': {'S': '1'}} "
        "to {'pk': {'S': '1'}, 'sk': {'S': '2'}}; "
        "allowed: an item keeps its primary key; count it as a delete and a put"
    )
    with pytest.raises(CapacityError, match="keeps its primary key"):
        failed_write_charge(MAIL, MAIL_KEY, {**MAIL_KEY, "pk": "2"})


def test_a_key_written_as_1_and_as_1_0_is_one_key() -> None:
    table = Table(name="numbers", partition_key={"name": "pk", "type": "N"})
    before, after = ({"pk": {"N": text}} for text in ("1", "1.0"))
    assert write_charge(table, before, after).table == 1


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (
            {"x": {"S": "x" * 500_000}},
            "an item of 500,004 bytes; allowed: at most 409,600 bytes, names included; "
            "split it, compress it, or keep its largest attribute elsewhere",
        ),
        (
            {"pk": {"S": ""}},
            "an empty partition key 'pk'; allowed: 1 to 2,048 bytes; "
            "leave the attribute out, or fill it",
        ),
        (
            {"pk": {"S": "x" * 2049}},
            "partition key 'pk' of 2,049 bytes; allowed: at most 2,048 bytes; "
            "shorten it, or use a hash of it",
        ),
        (
            {"": {"S": "x"}},
            "an attribute name of 0 bytes; allowed: 1 to 65,535 bytes",
        ),
        (
            {"m" * 50: as_dynamodb_json({"a": nested(32)})["a"]},
            f"{'m' * 40}… nested in more than 32 levels; "
            "allowed: 32 levels, the item itself is the first; "
            "flatten it, or store the inner part as a string",
        ),
        ({"n": {"NULL": False}}, "n is NULL: False; allowed: NULL: True"),
        (
            {"s": {"SS": []}},
            "s is an empty set; allowed: a set of at least one member; "
            "leave the attribute out",
        ),
        (
            {"s": {"SS": ["a", "a"]}},
            "s is a set that has one member twice; allowed: each member once",
        ),
        (
            {"n": {"N": "1" * 39}},
            "n is a number of 39 digits; allowed: at most 38 significant digits; "
            "round it, or store it as a string",
        ),
        (
            {"n": {"N": "1E126"}},
            "n is a number of magnitude 1E+126; "
            "allowed: 0, or 1E-130 up to 9.99…E+125; scale it, or store it as a string",
        ),
    ],
    ids=lambda given: str(given)[:40],
)
def test_a_refusal_is_one_line_of_up_to_three_parts(
    wrong: dict[str, Any], said: str
) -> None:
    assert str(refused(PLAIN, {"pk": {"S": "1"}, **wrong})) == said
