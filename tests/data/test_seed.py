"""Seeding: everything is stored, once, in order, whatever the engine leaves over."""

import sys
from collections.abc import Callable, Iterator
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest

from ddbhelpers.capacity.limits import MAX_BATCH_BYTES
from ddbhelpers.data import Seeded, ask, describe_table, from_frame, scan
from ddbhelpers.data import seed as seed_items
from ddbhelpers.data.seed import _sent_bytes, batches, pause
from ddbhelpers.engine import Engine
from ddbhelpers.errors import (
    CapacityError,
    ConsentMissing,
    EngineError,
    ModelError,
    SeedStopped,
    TableMissing,
    WrongItem,
    WrongTable,
)
from ddbhelpers.metering import meter
from ddbhelpers.model import Model, Table
from ddbhelpers.model.wire import WireItem
from tests.data.conftest import Create, Make, Uuid

Sick = Callable[..., list[int]]
AWS = Engine("aws", None, "eu-west-1")
SEED = sys.modules[Seeded.__module__]  # the module; the name is the function's


@pytest.fixture
def home(created: Create, messages: Model) -> Model:
    created(messages)
    return messages


@pytest.fixture
def naps(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Note how long seeding would have slept, instead of sleeping."""
    slept: list[float] = []
    monkeypatch.setattr(SEED, "time", SimpleNamespace(sleep=slept.append))
    longest = SimpleNamespace(uniform=lambda least, most: most)
    monkeypatch.setattr(SEED, "random", longest)
    return slept


@pytest.fixture
def sick(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> Sick:
    """Make the engine's BatchWriteItem answer as told; give the batches' sizes."""

    def make(*illnesses: str | None) -> list[int]:
        client: Any = engine.client
        healthy = client.batch_write_item
        left, sizes = list(illnesses), []

        def batch_write_item(**asked: Any) -> Any:
            [(name, puts)] = asked["RequestItems"].items()
            sizes.append(len(puts))
            illness = left.pop(0) if left else None
            if illness is None:
                return healthy(**asked)
            if illness == "half":
                some = {name: puts[: len(puts) // 2]}
                answer = healthy(**{**asked, "RequestItems": some})
                rest = {name: puts[len(puts) // 2 :]}
                return {**answer, "UnprocessedItems": rest}
            if illness == "none":
                return {"UnprocessedItems": {name: puts}, "ConsumedCapacity": []}
            raise client.exceptions.ClientError(
                {"Error": {"Code": illness, "Message": "slow down"}}, "BatchWriteItem"
            )

        monkeypatch.setattr(client, "batch_write_item", batch_write_item)
        return sizes

    return make


@pytest.mark.parametrize("workers", [1, 4])
def test_every_item_is_stored(
    engine: Engine, home: Model, message: Make, workers: int
) -> None:
    items = [message(n) for n in range(130)]
    told: list[tuple[int, int | None]] = []
    with meter(engine) as m:
        seeded = seed_items(
            engine,
            home,
            items,
            workers=workers,
            progress=lambda done, total: told.append((done, total)),
        )
    stored = scan(engine, home).items
    assert sorted(stored, key=lambda item: item["sk"]) == items
    assert (seeded.items, seeded.requests, seeded.retried) == (130, 6, 0)
    assert seeded.write_units == 130
    assert seeded.arms == {"test-messages": 130}
    assert told[-1] == (130, 130)
    assert [done for done, _ in told] == sorted({done for done, _ in told})
    assert m.write_units == 130


def test_an_index_is_charged_too(
    engine: Engine, home: Model, conversation: Make
) -> None:
    seeded = seed_items(engine, home, [conversation(user) for user in range(1, 4)])
    assert seeded.arms == {
        "test-messages": 3,
        "test-messages/message-group-sk-index": 3,
    }
    said = "3 items stored in test-messages, 1 request, 6 write units"
    assert repr(seeded) == said


def test_a_generator_does_not_say_how_many_there_are(
    engine: Engine, home: Model, message: Make
) -> None:
    told: list[tuple[int, int | None]] = []
    items = (message(n) for n in range(30))
    seed_items(engine, home, items, progress=lambda *done: told.append(done))
    assert told == [(25, None), (30, None)]
    assert scan(engine, home).count == 30


def test_nothing_to_store(engine: Engine, home: Model) -> None:
    assert seed_items(engine, home, []) == Seeded(
        "test-messages", write_units=0.0, arms={}
    )


@pytest.mark.parametrize("workers", [1, 3])
@pytest.mark.parametrize("apart", [1, 24, 25, 60])
def test_of_two_items_with_one_key_the_later_stays(
    engine: Engine,
    home: Model,
    message: Make,
    made_uuid: Uuid,
    apart: int,
    workers: int,
) -> None:
    items = [message(n) for n in range(70)]
    items[3 + apart] = message(3, text="later")
    seed_items(engine, home, items, workers=workers)
    assert scan(engine, home).count == 69
    answer = ask(
        engine,
        home,
        "get_conversation",
        message_group_uuid=made_uuid(1),
        when="2023-03-01T09:18",
    )
    assert answer.view["text"].tolist() == ["later"]


def test_what_is_left_over_is_sent_again(
    engine: Engine, home: Model, message: Make, sick: Sick, naps: list[float]
) -> None:
    sizes = sick(
        "half", "none", "ProvisionedThroughputExceededException", "ThrottlingException"
    )
    items = [message(n) for n in range(30)]
    seeded = seed_items(engine, home, items)
    assert scan(engine, home).count == 30
    assert sizes == [25, 13, 13, 13, 13, 5]
    assert (seeded.requests, seeded.retried) == (6, 52)
    # after half was taken the pauses start anew, and then double
    assert naps == [0.05, 0.1, 0.2, 0.4]


def test_an_engine_that_takes_nothing_is_given_up(
    engine: Engine, home: Model, message: Make, sick: Sick, naps: list[float]
) -> None:
    sick(None, *["none"] * 12)
    items = [message(n) for n in range(60)]
    with pytest.raises(SeedStopped) as caught:
        seed_items(engine, home, items)
    assert caught.value.stored == 25
    assert str(caught.value) == (
        "seeding stopped after 25 items: table 'test-messages' took no item in 12 "
        "tries; give it more write capacity, or wait; go on with seed(..., skip=25)"
    )
    assert naps[-1] == 20.0
    rest = seed_items(engine, home, items, skip=caught.value.stored)
    assert (rest.items, rest.skipped) == (35, 25)
    assert scan(engine, home).count == 60


def test_what_is_stored_is_known_with_several_workers(
    engine: Engine, home: Model, message: Make, sick: Sick, naps: list[float]
) -> None:
    sizes = sick(*[None] * 8, "ValidationException")
    items = [message(n) for n in range(450)]
    with pytest.raises(SeedStopped, match="after 200 items: BatchWriteItem was refu"):
        seed_items(engine, home, items, workers=2)
    assert sizes[:8] == [25] * 8
    seed_items(engine, home, items, skip=200, workers=2)
    assert scan(engine, home).count == 450


def test_a_first_batch_that_is_refused_is_told_as_it_is(
    engine: Engine, home: Model, message: Make, sick: Sick
) -> None:
    sick("ValidationException")
    with pytest.raises(EngineError, match=r"^BatchWriteItem was refused: Validation"):
        seed_items(engine, home, [message(1)])


def test_items_of_another_model_are_refused_before_any_is_stored(
    engine: Engine, home: Model, message: Make
) -> None:
    items = [message(1), {"pk": "CUST#1", "sk": "PROFILE"}]
    with pytest.raises(WrongItem) as caught:
        seed_items(engine, home, items)
    assert str(caught.value).startswith(
        "item 2 (pk='CUST#1', sk='PROFILE') is of no entity of 'direct messaging': "
        "pk is 'CUST#1' and sk is 'PROFILE'; "
        "allowed: Message with pk=MSG#{message_group_uuid} and sk="
    )
    assert scan(engine, home).count == 0


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"quantity": "two"}, "OrderLine.quantity is 'two'; allowed: integer"),
        ({"quantity": Decimal("2.5")}, "OrderLine.quantity is Decimal('2.5'); allowed"),
        ({"quantity": True}, "OrderLine.quantity is True; allowed: integer"),
        ({"quantity": None}, "OrderLine.quantity is None; allowed: integer"),
        ({"price": None}, "OrderLine.price is missing; allowed: number"),
    ],
)
def test_a_wrong_attribute_is_refused_before_any_is_stored(
    engine: Engine, created: Create, shop: Model, change: dict[str, Any], says: str
) -> None:
    home = shop.with_table_named("test-shop")
    created(home)
    line = home.entity("OrderLine").item(
        order_id=f"{'0' * 8}-0000-0000-0000-{'0' * 12}",
        line=1,
        product_id=f"{'0' * 8}-0000-0000-0000-{'0' * 12}",
        quantity=Decimal("2.0"),  # whole
        price=2,
    )
    wrong = {**line, "sk": line["sk"].replace("001", "002"), **change}
    if change == {"price": None}:
        del wrong["price"]
    with pytest.raises(WrongItem) as caught:
        seed_items(engine, home, [line, wrong])
    assert str(caught.value).startswith("item 2 (pk='ORDER#")
    assert says in str(caught.value)
    assert str(caught.value).endswith(
        "; correct it, or take items as they are: check=False, --as-is"
    )
    assert scan(engine, home).count == 0
    assert seed_items(engine, home, [line, wrong], check=False).items == 2


def test_a_stranger_in_a_stream_stops_it_where_it_stands(
    engine: Engine, home: Model, message: Make
) -> None:
    def items() -> Iterator[dict[str, Any]]:
        yield from (message(n) for n in range(30))
        yield {"pk": "CUST#1", "sk": "PROFILE"}

    with pytest.raises(SeedStopped, match=r"after 25 items: item 31 \(pk='CUST#1'"):
        seed_items(engine, home, items())
    assert scan(engine, home).count == 25


def test_a_table_with_items_of_another_model_is_refused(
    engine: Engine, home: Model, shop: Model, message: Make
) -> None:
    seed_items(engine, home, [message(1)])
    stranger = shop.with_table_named("test-messages")
    customer = {"pk": f"CUST#{'0' * 8}-0000-0000-0000-{'0' * 12}", "sk": "PROFILE"}
    with pytest.raises(WrongTable) as caught:
        seed_items(engine, stranger, [customer])
    assert str(caught.value).startswith(
        "table 'test-messages' holds items of another model, such as pk='MSG#"
    )
    assert "type ddb drop test-messages" in str(caught.value)
    assert scan(engine, home).count == 1


def test_an_item_that_dynamodb_would_refuse_is_named(
    engine: Engine, home: Model, message: Make
) -> None:
    large = message(2, text="x" * 410_000)
    with pytest.raises(CapacityError, match=r"^item 2 \(pk='MSG#.*an item of 41"):
        seed_items(engine, home, [message(1), large])
    with pytest.raises(CapacityError, match=r"item 1 .* cannot be stored"):
        seed_items(engine, home, [{**message(1), "extra": object()}])


def test_what_is_no_item_is_refused(engine: Engine, home: Model, message: Make) -> None:
    frame = pd.DataFrame([message(1), message(2)])
    with pytest.raises(ModelError, match=r"item 1 is a str, 'pk'; .* from_frame"):
        seed_items(engine, home, frame)  # type: ignore[arg-type]  # refused
    assert seed_items(engine, home, from_frame(frame)).items == 2


def test_large_items_go_in_small_batches(engine: Engine, created: Create) -> None:
    table = Table(name="test-large", partition_key="pk")
    created(table)
    text = "é" * 190_000  # 380 KB stored, 1.1 MB in the request
    items = [{"pk": str(n), "text": text} for n in range(20)]
    seeded = seed_items(engine, Model(name="large", tables=(table,)), items)
    assert (seeded.items, seeded.requests) == (20, 2)
    assert describe_table(engine, table).items == 20


def test_a_batch_never_grows_past_its_limits() -> None:
    item: WireItem = {"pk": {"S": "A"}, "b": {"B": b"x" * 300_000}}
    cut = list(batches([item] * 60))
    assert sum(map(len, cut)) == 60
    assert max(map(len, cut)) == 25
    cut = list(batches([{"pk": {"S": "é" * 300_000}}] * 30))
    assert [len(batch) for batch in cut] == [9, 9, 9, 3]
    assert all(sum(map(_sent_bytes, batch)) <= MAX_BATCH_BYTES for batch in cut)


def test_pauses_are_random_and_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    slept: list[float] = []
    monkeypatch.setattr(SEED, "time", SimpleNamespace(sleep=slept.append))
    for _ in range(50):
        pause(3)
        pause(30)
    assert len(set(slept)) > 50
    assert all(0 <= nap <= 0.4 for nap in slept[::2])
    assert all(0 <= nap <= 20 for nap in slept[1::2])


def test_a_missing_table_is_told(
    engine: Engine, messages: Model, message: Make
) -> None:
    gone = messages.with_table_named("test-gone")
    with pytest.raises(TableMissing, match="there is no table 'test-gone'"):
        seed_items(engine, gone, [message(1)])


@pytest.mark.parametrize("confirm", [None, "yes", "Test-messages"])
def test_aws_is_not_seeded_without_the_tables_name(
    messages: Model, confirm: str | None
) -> None:
    with pytest.raises(ConsentMissing, match="confirm='test-messages'"):
        seed_items(AWS, messages, [], confirm=confirm)


def test_the_question_before_seeding_aws_says_what_it_costs(
    messages: Model, message: Make
) -> None:
    items = [message(number) for number in range(200)]
    with pytest.raises(ConsentMissing, match="writes of 200 items") as asked:
        seed_items(AWS, messages, items)
    # each is one unit, at 0.625 USD a million
    assert "some 200 write units, 0.000125 USD on demand" in str(asked.value)
    with pytest.raises(ConsentMissing, match="which is not known before"):
        seed_items(AWS, messages, iter(items))
