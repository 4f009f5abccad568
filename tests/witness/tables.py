"""The tables that the engines are witnesses on, and random items for them."""

from collections.abc import Callable
from random import Random
from typing import Any

from ddbhelpers.model import KeyAttribute, SecondaryIndex, Table
from tests.witness.sizes import Wire, item_size

C = KeyAttribute(name="c", type="N")
E = KeyAttribute(name="e", type="B")

CLASSIC = Table(
    name="witness-classic",
    partition_key="pk",
    sort_key="sk",
    indexes=(
        SecondaryIndex(name="gsi-all", partition_key="a", sort_key="sk"),
        SecondaryIndex(name="gsi-keys", partition_key="b", projection="KEYS_ONLY"),
        SecondaryIndex(
            name="gsi-some",
            partition_key="a",
            sort_key="d",
            projection=["inc"],
        ),
        SecondaryIndex(name="lsi-all", kind="local", partition_key="pk", sort_key="d"),
        SecondaryIndex(
            name="lsi-keys",
            kind="local",
            partition_key="pk",
            sort_key=C,
            projection="KEYS_ONLY",
        ),
        SecondaryIndex(
            name="lsi-some",
            kind="local",
            partition_key="pk",
            sort_key="b",
            projection=["inc", "größe"],
        ),
    ),
)
SIMPLE = Table(
    name="witness-simple",
    partition_key={"name": "pb", "type": "B"},
    indexes=(
        SecondaryIndex(name="gsi-number", partition_key=C),
        SecondaryIndex(
            name="gsi-binary", partition_key=E, sort_key="b", projection=["inc", "n"]
        ),
    ),
)
NUMBERS = Table(
    name="witness-numbers",
    partition_key={"name": "pn", "type": "N"},
    sort_key={"name": "sn", "type": "N"},
    indexes=(
        SecondaryIndex(name="gsi-swap", partition_key={"name": "sn", "type": "N"}),
        SecondaryIndex(
            name="lsi-binary",
            kind="local",
            partition_key={"name": "pn", "type": "N"},
            sort_key=E,
            projection=["inc"],
        ),
    ),
)
SEVERAL = Table(
    name="witness-several",
    partition_key="pk",
    indexes=(
        SecondaryIndex(
            name="gsi-several",
            partition_key=("a", C),
            sort_key=("b", "d"),
            projection=["inc"],
        ),
        SecondaryIndex(
            name="gsi-four",
            partition_key=("a", "b", C, "d"),
            projection="KEYS_ONLY",
        ),
    ),
)
TABLES = (CLASSIC, SIMPLE, NUMBERS, SEVERAL)

# Few values for each key, so that items meet again and index keys stay or move
VALUES: dict[str, tuple[Any, ...]] = {
    "pk": ("1", "zwölf", "p" * 40),
    "sk": tuple("123456789"),
    "pb": (b"\x00", b"12", b"345", b"6", b"7"),
    "pn": ("1", "-120"),
    "sn": ("0", "1", "120", "0.012", "-3.14159", "1E10"),
    "a": ("x", "y", "é" * 30),
    "b": ("x", "y"),
    "c": ("7", "1200", "-0.5"),
    "d": ("x", "y" * 100),
    "e": (b"1", b"\xff\x00"),
}
NAMES = ("inc", "n", "größe", "list", "map", "set", "flag")


def key_value(types: dict[str, Any], name: str, dice: Random) -> dict[str, Any]:
    return {types[name]: dice.choice(VALUES[name])}


def number(dice: Random) -> str:
    """Write a number of up to 38 digits, in any of its spellings."""
    digits = str(dice.randrange(10 ** dice.choice((1, 2, 3, 5, 10, 38))))
    sign = dice.choice(("", "", "-"))
    match dice.randrange(4):
        case 0:
            return sign + digits
        case 1:
            point = dice.randrange(len(digits) + 1)
            return f"{sign}{digits[:point] or '0'}.{digits[point:] or '0'}"
        case 2:
            return f"{sign}{digits}E{dice.randint(-80, 80)}"
    return f"{sign}{digits}{'0' * dice.randrange(5)}"


def value(dice: Random, depth: int = 0) -> dict[str, Any]:
    """Make a value of any type."""
    kind = dice.choice(("S", "S", "N", "N", "B", "BOOL", "NULL", "SS", "NS", "BS"))
    if depth < 3 and dice.random() < 0.3:
        kind = dice.choice("ML")
    text = dice.choice("aé日😀") * dice.randrange(20)
    match kind:
        case "S":
            return {"S": text}
        case "N":
            return {"N": number(dice)}
        case "B":
            return {"B": dice.randbytes(dice.randrange(20))}
        case "BOOL":
            return {"BOOL": dice.random() < 0.5}
        case "NULL":
            return {"NULL": True}
        case "SS":
            return {"SS": sorted({f"{n}{text}" for n in range(dice.randint(1, 3))})}
        case "NS":
            return {"NS": [str(n * 10**n + 12) for n in range(dice.randint(1, 4))]}
        case "BS":
            return {"BS": [bytes([n]) * n for n in range(1, dice.randint(2, 4))]}
        case "M":
            inner = range(dice.randrange(4))
            return {"M": {f"{text[:3]}{n}": value(dice, depth + 1) for n in inner}}
    return {"L": [value(dice, depth + 1) for _ in range(dice.randrange(4))]}


def random_item(table: Table, key: Wire, dice: Random) -> Wire:
    """Make an item of that key, in some of the indexes, often of a telling size."""
    types = table.attribute_types()
    item = dict(key)
    for name in types:
        if name not in item and dice.random() < 0.7:
            item[name] = key_value(types, name, dice)
    for name in NAMES:
        if dice.random() < 0.4:
            item[name] = value(dice)
    return padded(table, item, dice)


def padded(table: Table, item: Wire, dice: Random) -> Wire:
    """Fill it to a whole number of units, or just past one: itself, or an entry."""
    pad, sized = "pad", item
    measured: Callable[[Wire], Wire] = dict
    index = dice.choice((None, None, *table.indexes))
    if index is not None and index.projection.attributes:
        pad, kept = "inc", {*table.key_names, *index.key_names, "inc", "größe", "n"}
        kept &= {*table.key_names, *index.key_names, *index.projection.attributes}
        measured = lambda it: {n: v for n, v in it.items() if n in kept}  # noqa: E731
    unit = dice.choice((1024, 1024, 4096))
    # 100 bytes less: where DynamoDB Local's local indexes round up
    target = unit * dice.randint(1, 3) + dice.choice((-100, -99, -1, 0, 0, 1, 1, 2))
    if dice.random() < 0.3:
        target = dice.randrange(6000)
    sized = {**item, pad: {"S": ""}}
    missing = target - item_size(measured(sized))
    return {**item, pad: {"S": "x" * max(0, missing)}} if missing >= 0 else item
