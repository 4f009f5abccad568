"""`ddb heat`: what it prints, its JSON, and what it refuses. No engine, no model."""

import json
from typing import Any

import pytest

from tests.cli.conftest import Ddb

CELEBRITY = ("heat", "--writes-per-second", 3000, "--celebrity", 0.61, "--keys", 30)


def test_a_celebrity_and_the_shards_that_clear_it(ddb: Ddb) -> None:
    said = ddb(*CELEBRITY)
    lines = said.stdout.splitlines()
    assert said.exit_code == 0
    assert lines[0].split("\t") == [
        "key",
        "share (of all writes)",
        "throttled share (of all writes)",
        "asked (write units/s)",
        "throttled (write units/s)",
    ]
    assert lines[1] == "celebrity\t61.0 %\t24.9 %\t1830.0\t747"
    assert lines[2] == "key-2\t1.3 %\t0.0 %\t40.3\t0"
    assert len(lines) == 11
    says = said.stderr.splitlines()
    assert says[0].startswith("one celebrity with 61 % among 30 keys: 2,688,000 of")
    assert says[1] == (
        "2 write shards for celebrity; a read of one takes 2 queries "
        "and 5 read units, not 2.5"
    )
    assert says[2].startswith("It is a simulation")


def test_everything_is_in_json(ddb: Ddb) -> None:
    said = ddb(*CELEBRITY, "--json")
    document = json.loads(said.stdout)
    assert (said.exit_code, said.stderr) == (0, "")
    assert document["traffic"] == "one celebrity with 61 % among 30 keys"
    assert (document["asked"], document["throttled"]) == (10_800_000, 2_688_000)
    assert document["first_throttled_second"] == 361
    assert document["keys"][0]["key"] == "celebrity"
    assert document["keys"][0]["throttled"] == 2_688_000
    [table] = document["arms"]
    assert table["throttled_by_partition"] == 2_688_000
    assert table["throttled_by_capacity"] == 0
    assert table["buckets"][0]["empty_from_second"] == 361
    assert document["shards"] == {
        "count": 2,
        "keys": ["celebrity"],
        "queries_per_read": 2,
        "read_units_before": 2.5,
        "read_units_after": 5.0,
    }
    assert document["assumptions"][0].startswith("It is a simulation")


def test_given_shards_are_tried(ddb: Ddb) -> None:
    document = json.loads(ddb(*CELEBRITY, "--shards", 2, "--json").stdout)
    assert document["throttled"] == 0
    assert document["keys"][0]["key"] == "celebrity#0"
    assert document["shards"] is None


def test_an_index_holds_the_table_back(ddb: Ddb) -> None:
    said = ddb(
        *("heat", "--writes-per-second", 10, "--seconds", 400, "--json"),
        *("--capacity", 100, "--index-capacity", 5),
    )
    document = json.loads(said.stdout)
    table, index = document["arms"]
    assert (document["throttled"], document["first_throttled_second"]) == (500, 300)
    assert (table["throttled_by_capacity"], index["throttled_by_capacity"]) == (0, 500)
    assert document["shards"] is None
    assert "which no number of write shards changes" in document["advice"]


def test_reads_by_zipf_at_random(ddb: Ddb) -> None:
    line = ("heat", "--reads-per-second", 100, "--zipf", 1.1, "--seconds", 30)
    first, again = (ddb(*line, "--seed", 3, "--json").stdout for _ in range(2))
    document = json.loads(first)
    assert first == again
    assert document["kind"] == "read"
    assert document["asked"] == pytest.approx(3000, rel=0.1)
    assert document["asked"] == int(document["asked"])
    assert document["traffic"] == "Zipf 1.1 over 1,000 keys"


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ((), "Give --writes-per-second or --reads-per-second."),
        (("--writes-per-second", 1, "--reads-per-second", 1), "Give --writes-per-sec"),
        (
            ("--writes-per-second", 1, "--zipf", 1, "--celebrity", 0.5),
            "Give --zipf or --celebrity, not both.",
        ),
        (("--writes-per-second", 1, "--sort-key", "falls"), "'falls' is not one of"),
    ],
)
def test_wrong_usage_ends_with_two(ddb: Ddb, line: Any, says: str) -> None:
    said = ddb("heat", *line)
    assert said.exit_code == 2
    assert says in said.usage


@pytest.mark.parametrize(
    ("more", "says"),
    [
        (("--celebrity", 1.5), "a celebrity with a share of 1.5; allowed: above 0"),
        (("--seconds", 0), "0 seconds; allowed: 1 to"),
        (("--keys", 0), "0 keys; allowed"),
        (("--capacity", 50_000), "allowed: 40,000, the table quota"),
        (("--capacity", 0), "a capacity of 0; allowed: 1 unit"),
        (("--index-capacity", 0), "index with a capacity of 0"),
        (("--shards", 0), "0 write shards; allowed: 1 or more"),
        (("--item-bytes", 0), "items of 0 bytes"),
        (("--split-seconds", -1), "a split after -1 seconds"),
    ],
)
def test_refusals_are_one_line(ddb: Ddb, more: Any, says: str) -> None:
    said = ddb("heat", "--writes-per-second", 1, *more)
    assert said.exit_code == 1
    assert said.line.startswith("ddb: ")
    assert says in said.line


def test_negative_writes_are_refused(ddb: Ddb) -> None:
    said = ddb("heat", "--writes-per-second", -1)
    assert said.exit_code == 1
    assert said.line == "ddb: -1 requests per second; allowed: 0 to 1,000,000"
