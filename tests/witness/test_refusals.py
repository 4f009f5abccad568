"""What we refuse, each engine refuses; what it lets pass is named."""

import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from botocore.exceptions import ClientError

from ddbhelpers.capacity import read_charge, write_charge
from ddbhelpers.engine import Engine
from ddbhelpers.errors import CapacityError
from ddbhelpers.model import Table
from tests.witness.sizes import Wire
from tests.witness.tables import CLASSIC

KEY: Wire = {"pk": {"S": "1"}, "sk": {"S": "1"}}


def text(size: int) -> dict[str, Any]:
    return {"S": "x" * size}


def nested(levels: int, kind: str = "M") -> dict[str, Any]:
    value: dict[str, Any] = {"S": "x"}
    for _ in range(levels):
        value = {"M": {"a": value}} if kind == "M" else {"L": [value]}
    return value


# name: attributes, whether it is stored, the divergence where an engine differs
CASES: dict[str, tuple[Wire, bool, str | None]] = {
    "item of 409,600 bytes": ({"x": text(409_593)}, True, None),
    "item of 409,601 bytes": ({"x": text(409_594)}, False, None),
    "partition key of 2,048 bytes": ({"pk": text(2048)}, True, None),
    "partition key of 2,049 bytes": ({"pk": text(2049)}, False, None),
    "sort key of 1,024 bytes": ({"sk": text(1024)}, True, None),
    "sort key of 1,025 bytes": ({"sk": text(1025)}, False, None),
    "index partition key of 2,048 bytes": ({"a": text(2048)}, True, None),
    "index partition key of 2,049 bytes": (
        {"a": text(2049)},
        False,
        "index-keys-may-be-long",
    ),
    "index sort key of 1,024 bytes": ({"d": text(1024)}, True, None),
    "index sort key of 1,025 bytes": (
        {"d": text(1025)},
        False,
        "index-keys-may-be-long",
    ),
    "empty partition key": ({"pk": text(0)}, False, None),
    "empty sort key": ({"sk": text(0)}, False, None),
    "empty index key": ({"b": text(0)}, False, None),
    "empty string": ({"x": text(0)}, True, None),
    "empty binary": ({"x": {"B": b""}}, True, None),
    "empty map": ({"x": {"M": {}}}, True, None),
    "empty list": ({"x": {"L": []}}, True, None),
    "partition key of type N": ({"pk": {"N": "1"}}, False, None),
    "index key of type S for N": ({"c": {"S": "1"}}, False, None),
    "index key of type NULL": ({"b": {"NULL": True}}, False, None),
    "number of 38 digits": ({"x": {"N": "1" * 38}}, True, None),
    "number of 38 digits and zeros": ({"x": {"N": "1" * 38 + "000"}}, True, None),
    "number of 39 digits": ({"x": {"N": "1" * 39}}, False, None),
    "number 9.9E+125": ({"x": {"N": "9." + "9" * 37 + "E+125"}}, True, None),
    "number 1E+126": ({"x": {"N": "1E+126"}}, False, None),
    "number 1E-130": ({"x": {"N": "-1E-130"}}, True, None),
    "number 9E-131": ({"x": {"N": "9E-131"}}, False, None),
    "number 0E500": ({"x": {"N": "0E500"}}, True, None),
    "number NaN": ({"x": {"N": "NaN"}}, False, None),
    "number 1_000": ({"x": {"N": "1_000"}}, False, None),
    "number with a space": ({"x": {"N": " 1"}}, False, None),
    "number +1": ({"x": {"N": "+1"}}, True, None),
    "number .5": ({"x": {"N": ".5"}}, True, None),
    "number in a set in a list": ({"x": {"L": [{"NS": ["1E+126"]}]}}, False, None),
    "empty set": ({"x": {"SS": []}}, False, None),
    "set of an empty string": ({"x": {"SS": [""]}}, True, None),
    "string set with a member twice": ({"x": {"SS": ["a", "a"]}}, False, None),
    "number set with a member twice": ({"x": {"NS": ["1", "1.0"]}}, False, None),
    "binary set with a member twice": ({"x": {"BS": [b"a", b"a"]}}, False, None),
    "NULL: False": ({"x": {"NULL": False}}, False, None),
    "31 maps": ({"x": nested(31)}, True, None),
    "32 maps": ({"x": nested(32)}, False, None),
    "31 lists": ({"x": nested(31, "L")}, True, None),
    "32 lists": ({"x": nested(32, "L")}, False, None),
    "name of 65,535 bytes": ({"x" * 65_535: text(1)}, True, None),
    "name of 65,536 bytes": (
        {"x" * 65_536: text(1)},
        False,
        "attribute-names-are-not-checked",
    ),
    "empty name": ({"": text(1)}, False, "attribute-names-are-not-checked"),
}


@pytest.fixture(scope="module")
def table(engine: Engine) -> Iterator[Table]:
    table = CLASSIC.renamed(f"witness-refusals-{uuid.uuid4().hex[:8]}")
    engine.client.create_table(**table.create_arguments())
    yield table
    engine.client.delete_table(TableName=table.name)


def refuses(engine: Engine, table: Table, item: Wire) -> bool:
    client: Any = engine.client
    try:
        client.put_item(TableName=table.name, Item=item)
    except ClientError as error:
        return error.response["Error"]["Code"] == "ValidationException"
    return False


@pytest.mark.parametrize("name", CASES)
def test_we_refuse_what_an_engine_refuses(
    engine: Engine, table: Table, name: str
) -> None:
    attributes, stored, divergence = CASES[name]
    item = {**KEY, **attributes}
    if stored:
        assert write_charge(table, None, item).total >= 1
    else:
        with pytest.raises(CapacityError):
            write_charge(table, None, item)
    lenient = divergence in {known.name for known in engine.divergences}
    assert refuses(engine, table, item) == (not stored and not lenient)


def test_a_strong_read_of_a_gsi_is_refused_by_both(
    engine: Engine, table: Table
) -> None:
    with pytest.raises(CapacityError):
        read_charge(table, [], index="gsi-all", consistency="strong")
    with pytest.raises(ClientError, match="global secondary index"):
        engine.client.scan(
            TableName=table.name, IndexName="gsi-all", ConsistentRead=True
        )
