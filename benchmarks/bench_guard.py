"""What do the ways to keep web pages from the embedded engine cost? In one run.

    python benchmarks/bench_guard.py

The engine as it is (a drawn loopback address and a port that browsers block), the same
on 127.0.0.1 and an ordinary port, and a guard before it: a proxy that refuses requests
with an Origin or without a key. Each request is sent to all three in turns; a ratio is
that of two neighbours, with its quartiles. The guard is the smallest there can be.
"""

import argparse
import asyncio
import os
import statistics
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from ddbhelpers.engine import Engine, connect
from ddbhelpers.engine.server import embedded
from ddbhelpers.engine.server.address import Address, free_port

Call = Callable[[Any], object]


async def guard(port: int, engine: Address) -> None:
    """Pass requests of clients that show the key on to the engine, for ever."""

    async def pump(source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
        while data := await source.read(65536):
            sink.write(data)
            await sink.drain()
        sink.close()

    async def serve(source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
        inner, outer = await asyncio.open_connection(*engine)
        answers = asyncio.ensure_future(pump(inner, sink))
        try:
            while head := await source.readuntil(b"\r\n\r\n"):
                names = dict(
                    line.lower().split(b": ", 1) for line in head.split(b"\r\n")[1:-2]
                )
                if b"origin" in names or b"workbench" not in names[b"authorization"]:
                    break
                outer.write(head)
                outer.write(
                    await source.readexactly(int(names.get(b"content-length", 0)))
                )
        except asyncio.IncompleteReadError:
            pass
        outer.close()
        await answers

    server = await asyncio.start_server(serve, "127.0.0.1", port, limit=1 << 20)
    await server.serve_forever()


def calls() -> dict[str, Call]:
    """Give the requests that are timed."""
    item = {"pk": {"S": "a"}, "sk": {"S": "0"}, "text": {"S": "x" * 300}}
    key = {"pk": {"S": "a"}, "sk": {"S": "0"}}
    page: dict[str, Any] = {
        "TableName": "kept",
        "KeyConditionExpression": "pk = :p",
        "ExpressionAttributeValues": {":p": {"S": "a"}},
    }
    return {
        "GetItem": lambda client: client.get_item(TableName="kept", Key=key),
        "PutItem": lambda client: client.put_item(TableName="kept", Item=item),
        "Query, 100 items": lambda client: client.query(**page, Limit=100),
        "Query, 1 MB": lambda client: client.query(**page),
    }


def fill(client: Any) -> None:
    """Make a table with more than 1 MB in one item collection."""
    client.create_table(
        TableName="kept",
        KeySchema=[
            {"AttributeName": "pk", "KeyType": "HASH"},
            {"AttributeName": "sk", "KeyType": "RANGE"},
        ],
        AttributeDefinitions=[
            {"AttributeName": part, "AttributeType": "S"} for part in ("pk", "sk")
        ],
        BillingMode="PAY_PER_REQUEST",
    )
    for number in range(3000):
        client.put_item(
            TableName="kept",
            Item={
                "pk": {"S": "a"},
                "sk": {"S": f"{number}"},
                "text": {"S": "x" * 400},
            },
        )


def timed(call: Call, client: Any) -> float:
    """Give the seconds of one call."""
    began = time.perf_counter()
    call(client)
    return time.perf_counter() - began


def main() -> None:
    """Print the ratios."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--turns", type=int, default=400)
    turns = parser.parse_args().turns
    with tempfile.TemporaryDirectory() as folder:
        plain, hidden = Path(folder, "plain"), Path(folder, "hidden")
        ordinary, guarded = free_port(), free_port()
        embedded.start(plain, port=ordinary)
        drawn = embedded.start(hidden)
        assert drawn.address is not None
        passing = guard(guarded, drawn.address)
        threading.Thread(target=asyncio.run, args=(passing,), daemon=True).start()
        os.environ.pop("AWS_ENDPOINT_URL_DYNAMODB", None)
        urls = [f"http://127.0.0.1:{ordinary}", drawn.endpoint]
        urls += [f"http://127.0.0.1:{guarded}"]
        engines: list[Engine] = [connect(url) for url in urls]
        for engine in engines[:2]:
            fill(engine.client)
        for name, call in calls().items():
            rounds = turns if "1 MB" not in name else turns // 20
            seconds = [[timed(call, e.client) for e in engines] for _ in range(rounds)]
            for place, what in ((1, "drawn address"), (2, "guard")):
                ratios = [each[place] / each[0] for each in seconds]
                low, middle, high = statistics.quantiles(ratios, n=4)
                print(f"{name:18}{what:15}{middle:5.2f} ({low:.2f}–{high:.2f})")
        for home in (plain, hidden):
            embedded.stop(home)


if __name__ == "__main__":
    main()
