"""Each divergence's class against the plain telling of the same, without any engine.

And the plain telling is plain: it knows nothing of what it is compared with.
"""

from pathlib import Path
from random import Random
from typing import get_args

import pytest

from ddbhelpers import capacity
from ddbhelpers.capacity.read import Consistency
from ddbhelpers.explaining import DIVERGENCES
from ddbhelpers.explaining.divergences.divergence import DivergenceInUnits
from ddbhelpers.explaining.divergences.known import reported as told_by_classes
from ddbhelpers.model import SecondaryIndex, Table
from tests.witness import sizes
from tests.witness.model import (
    MODELLED,
    Action,
    Read,
    ReadWay,
    Request,
    Write,
    WriteWay,
    reported,
)
from tests.witness.model import (
    told as told_as_text,
)
from tests.witness.sizes import Wire
from tests.witness.tables import NAMES, TABLES, key_value, random_item

IN_UNITS = {d.name: d for d in DIVERGENCES if isinstance(d, DivergenceInUnits)}
BATCHES = {"single": "PutItem", "batch": "BatchWriteItem"}
GETS = {"get": "GetItem", "batch": "BatchGetItem", "transaction": "TransactGetItems"}


def test_every_divergence_in_units_is_told_twice() -> None:
    assert IN_UNITS.keys() == MODELLED


def test_the_plain_telling_imports_nothing_of_what_it_is_compared_with() -> None:
    for path in sorted(Path(sizes.__file__).parent.glob("*.py")):
        if path.name != "ours.py" and not path.name.startswith("test_"):
            for room in ("capacity", "explaining"):
                assert f"ddbhelpers.{room} import" not in path.read_text("utf-8"), path
                assert f"ddbhelpers.{room}." not in path.read_text("utf-8"), path


def a_write(table: Table, dice: Random) -> tuple[Write, list[capacity.Action]]:
    ways: tuple[WriteWay, ...] = get_args(WriteWay)
    way = dice.choice(ways)
    actions: list[Action] = []
    ours: list[capacity.Action] = []
    for _ in range(1 if way == "single" else dice.randint(1, 3)):
        types = table.attribute_types()
        key = {name: key_value(types, name, dice) for name in table.key_names}
        images = [random_item(table, key, dice) for _ in range(2)]
        before, after = (dice.choice((image, image, None)) for image in images)
        if before and after and dice.random() < 0.3:
            after = {**before, "pad": {"S": "y" * dice.randrange(1200)}}
        if way == "transaction" and dice.random() < 0.2:
            actions.append(Action("check", before, before))
            ours.append(capacity.ConditionCheck(table, before))
        elif way == "replay":
            actions.append(Action("put", before, after))
            ours.append(capacity.ReplayedWrite(table, before, after))
        else:
            kind = "put" if after else "delete"
            actions.append(Action(kind, before, after))
            doubled = way == "transaction"
            ours.append(capacity.ItemWrite(table, before, after, doubled))
    partiql = way == "single" and dice.random() < 0.2
    return Write(table, tuple(actions), way, partiql), ours


def a_read(table: Table, dice: Random) -> tuple[Read, list[capacity.Action]]:
    ways: tuple[ReadWay, ...] = get_args(ReadWay)
    way = dice.choice(ways)
    each = way in GETS
    items: list[Wire | None] = []
    for _ in range(1 if way == "get" else dice.randrange(1 if each else 0, 4)):
        types = table.attribute_types()
        key = {name: key_value(types, name, dice) for name in table.key_names}
        items.append(random_item(table, key, dice))
    index: SecondaryIndex | None = None
    if each:
        items = [dice.choice((item, item, None)) for item in items]
    else:
        index = dice.choice((None, *table.indexes))
    if index is not None:
        keys = set(index.key_names)
        items = [item for item in items if item and keys <= item.keys()]
    partial = (
        index is not None and index.kind == "local" and index.projection.type != "ALL"
    )
    names = None
    if dice.random() < 0.5:
        names = tuple(dice.sample((*table.attribute_types(), *NAMES), 2))
    fetched = partial and bool(items) and dice.random() < 0.5
    local = index is not None and index.kind == "local"
    strong = dice.random() < 0.5 and (index is None or local)
    read = Read(table, tuple(items), way, index, strong, fetched, names)
    consistency: Consistency = "strong" if strong else "eventual"
    if way == "transaction":
        consistency = "transactional"
    ours = capacity.ItemsRead(
        table,
        items,
        index=index,
        consistency=consistency,
        each=each,
        fetched=[item for item in items if item] if fetched else (),
        scan=way == "scan",
        projected=names,
    )
    return read, [ours]


def operation(request: Request) -> str:
    if request.partiql:
        return "ExecuteStatement"
    if isinstance(request, Write):
        return BATCHES.get(request.way, "TransactWriteItems")
    return GETS.get(request.way, request.way.title())


def test_a_projected_get_weighs_the_keys_in_a_transaction_alone() -> None:
    table = Table(name="mail", partition_key="pk")
    item = {
        name: {"S": name * size} for name, size in (("p", 1), ("x", 4095), ("y", 9))
    }
    item["pk"] = item.pop("p")
    cheaper = [IN_UNITS["projected-get-is-cheaper"]]
    ways: tuple[tuple[str, Consistency, float], ...] = (
        ("GetItem", "strong", 1),
        ("TransactGetItems", "transactional", 4),
    )
    for operation, consistency, units in ways:
        read = capacity.ItemsRead(
            table, [item], consistency=consistency, each=True, projected=("x",)
        )
        told = told_by_classes(operation, [read], cheaper)
        assert told is not None
        assert told.units == {"mail": units}


@pytest.mark.parametrize("product", ["dynoxide", "DynamoDB Local"])
def test_the_classes_tell_what_the_plain_telling_tells(product: str) -> None:
    dice = Random(7)
    known = [d for d in IN_UNITS.values() if product in d.products]
    met: set[str] = set()
    for _ in range(500):
        make = dice.choice((a_write, a_read))
        request, actions = make(dice.choice(TABLES), dice)
        some = [d for d in known if dice.random() < 0.4]
        as_dynamodb = reported(request)
        for divergences in ([], known, some, *([alone] for alone in known)):
            names = frozenset(d.name for d in divergences)
            plain = reported(request, names)
            told = told_by_classes(operation(request), actions, divergences)
            if plain is None or told is None:
                assert (plain, told) == (None, None)
                continue
            name = request.table.name
            arms = {f"{name}/{arm}".rstrip("/"): n for arm, n in plain.arms}
            assert told.units == arms, (sorted(names), told_as_text(request))
            if plain != as_dynamodb and len(names) == 1:
                met |= names
        if isinstance(request, Write) and request.partiql:
            met.add("partiql-reports-nothing")
    assert met >= {d.name for d in known}
