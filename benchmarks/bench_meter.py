"""What does the meter cost, against the bare boto3 call? In one run, on one engine.

    python benchmarks/bench_meter.py

Each request is sent in turns by a client that no meter sees, by one under
`meter(images=False)`, and by one under `meter()`; the ratio of two neighbours is what
to compare between machines: its median, and its quartiles as the spread. Then the
memory that ten metered pages of 1 MB leave behind. It makes a table of its own on the
embedded engine, and drops it.
"""

import argparse
import gc
import statistics
import time
import tracemalloc
import uuid
from collections.abc import Callable
from random import Random
from typing import Any

from ddbhelpers.engine import Engine, connect
from ddbhelpers.metering import meter

WORDS = ("we", "met", "at", "the", "station", "and", "walked", "home", "late")
Call = Callable[[Any], object]


def message(number: int, dice: Random, words: int = 60) -> dict[str, Any]:
    """Make a message of some 400 bytes."""
    return {
        "pk": {"S": "MSG#1"},
        "sk": {"S": f"2026-03-01T12:00:00Z#{number:08}"},
        "from": {"S": f"{dice.getrandbits(128):032x}"},
        "text": {"S": " ".join(dice.choices(WORDS, k=words))},
        "likes": {"N": str(dice.randrange(200))},
    }


def make_table(engine: Engine, name: str) -> None:
    """Make a table with more than 1 MB of messages in one item collection."""
    client: Any = engine.unmetered
    dice = Random(4)
    client.create_table(
        TableName=name,
        KeySchema=[
            {"AttributeName": "pk", "KeyType": "HASH"},
            {"AttributeName": "sk", "KeyType": "RANGE"},
        ],
        AttributeDefinitions=[
            {"AttributeName": part, "AttributeType": "S"} for part in ("pk", "sk")
        ],
        BillingMode="PAY_PER_REQUEST",
    )
    for batch in range(0, 3000, 25):
        puts = [message(batch + n, dice) for n in range(25)]
        client.batch_write_item(
            RequestItems={name: [{"PutRequest": {"Item": put}} for put in puts]}
        )


def calls(table: str) -> dict[str, Call]:
    """Give the requests that are timed."""
    dice = Random(5)
    item, large = message(0, dice), message(1, dice, 40_000)
    key = {name: item[name] for name in ("pk", "sk")}
    query: dict[str, Any] = {
        "TableName": table,
        "KeyConditionExpression": "pk = :p",
        "ExpressionAttributeValues": {":p": {"S": "MSG#1"}},
    }
    return {
        "GetItem, 0.4 KB": lambda client: client.get_item(TableName=table, Key=key),
        "PutItem, 0.4 KB": lambda client: client.put_item(TableName=table, Item=item),
        "PutItem, 200 KB": lambda client: client.put_item(TableName=table, Item=large),
        "Query, 20 items": lambda client: client.query(**query, Limit=20),
        "Query, 1 MB": lambda client: client.query(**query),
    }


def seconds(call: Call, client: Any) -> float:
    """Time one call."""
    start = time.perf_counter()
    call(client)
    return time.perf_counter() - start


def ratios(engine: Engine, call: Call, turns: int) -> tuple[list[float], list[float]]:
    """Time a call bare, metered, and metered with images, by turns."""
    meters = meter(engine, images=False), meter(engine)
    found: tuple[list[float], list[float]] = [], []
    for turn in range(turns + 1):
        for metered, ratios in zip(meters, found, strict=True):
            bare = seconds(call, engine.unmetered)
            with metered:
                ratio = seconds(call, engine.client) / bare
            if turn:  # the first warms up
                ratios.append(ratio)
            assert len(metered.records) == turn + 1
    return found


def left_behind(engine: Engine, call: Call, *, images: bool) -> int:
    """Measure the bytes that ten metered calls leave behind."""
    call(engine.client)
    tracemalloc.start()
    with meter(engine, images=images) as metered:
        call(engine.client)
        gc.collect()
        before = tracemalloc.get_traced_memory()[0]
        for _ in range(10):
            call(engine.client)
        gc.collect()
        after = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    assert len(metered.records) == 11
    return after - before


def said(found: list[float]) -> str:
    """Say a median and its quartiles."""
    low, middle, high = statistics.quantiles(found, n=4)
    return f"{middle:8.2f} ({low:.2f} to {high:.2f})"


def main() -> None:
    """Print each request's ratio to the bare call, and the memory left behind."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--turns", type=int, default=300)
    given = parser.parse_args()
    engine, table = connect("embedded"), f"bench-meter-{uuid.uuid4().hex[:8]}"
    make_table(engine, table)
    try:
        print(f"{'bare = 1':18}{'without images':>24}{'with images':>26}")
        for name, call in calls(table).items():
            turns = given.turns if "MB" not in name else max(10, given.turns // 10)
            plain, imaged = ratios(engine, call, turns)
            print(f"{name:18}{said(plain):>24}{said(imaged):>26}")
        page = calls(table)["Query, 1 MB"]
        for images in (False, True):
            left = left_behind(engine, page, images=images)
            print(f"ten pages of 1 MB, images={images}: {left / 1e6:.2f} MB are left")
    finally:
        engine.unmetered.delete_table(TableName=table)


if __name__ == "__main__":
    main()
