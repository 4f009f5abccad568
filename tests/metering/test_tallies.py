from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from ddbhelpers.capacity import Charge
from ddbhelpers.errors import ModelError
from ddbhelpers.metering import (
    query_against_scan,
    runs_per_second,
    tally_of,
    units_by_pattern,
    write_amplification,
)
from ddbhelpers.metering.tallies import TALLY, most_units
from ddbhelpers.model import Model, load_model

SHOP = load_model(Path(__file__).parents[1] / "models" / "shop.yaml")


def metered(pattern: str | None, kind: str, units: Any) -> dict[str, Any]:
    total = sum(units.values()) if units else pd.NA
    return {
        "pattern": pattern if pattern else pd.NA,
        "operation": "Query" if kind == "read" else "PutItem",
        "read_units": total if kind == "read" else 0.0,
        "write_units": total if kind == "write" else 0.0,
        "units": units,
    }


def tab() -> Model:
    return Model(
        name="m",
        tables={
            "tab": {
                "partition_key": "pk",
                "sort_key": "sk",
                "throughput": {"read": 5, "write": 4},
                "indexes": {
                    "by-day": {
                        "partition_key": "day",
                        "throughput": {"read": 3, "write": 2},
                    },
                    "by-size": {
                        "kind": "local",
                        "partition_key": "pk",
                        "sort_key": "n",
                    },
                },
            }
        },
        access_patterns={
            "ask": {"question": "?", "rate": {"average": 1, "peak": 2}},
        },
    )


FRAME = pd.DataFrame(
    [
        metered("put", "write", {"tab": 1.0, "tab/by-day": 2.0}),
        metered("ask", "read", {"tab/by-day": 0.5}),
        metered("put", "write", {"tab": 1.0}),
        metered("put", "write", None),
        metered(None, "read", {"tab": 4.0}),
    ]
)


def test_units_are_summed_by_pattern_kind_and_arm() -> None:
    assert units_by_pattern(FRAME).to_dict("split")["data"] == [
        ["put", "write", "table", 2.0, 2],
        ["put", "write", "by-day", 2.0, 1],
        ["ask", "read", "by-day", 0.5, 1],
        ["Query", "read", "table", 4.0, 1],
    ]


def test_the_sum_of_the_parts_is_the_whole() -> None:
    total = units_by_pattern(FRAME)["units"].sum()
    assert total == FRAME["read_units"].sum() + FRAME["write_units"].sum()


def test_no_request_at_all() -> None:
    assert list(units_by_pattern(FRAME.iloc[:0]).columns) == [
        "pattern",
        "kind",
        "arm",
        "units",
        "requests",
    ]


def test_patterns_keep_their_order_with_reads_and_the_table_first() -> None:
    frame = pd.DataFrame(
        [
            metered("put", "write", {"tab/by-day": 2.0}),
            metered("ask", "read", {"tab": 0.5}),
            metered("put", "write", {"tab": 1.0}),
            metered("put", "read", {"tab": 1.0}),
        ]
    )
    assert units_by_pattern(frame)[["pattern", "kind", "arm"]].to_numpy().tolist() == [
        ["put", "read", "table"],
        ["put", "write", "table"],
        ["put", "write", "by-day"],
        ["ask", "read", "table"],
    ]


def test_the_pattern_with_the_most_units_is_set_against_its_own_kind() -> None:
    tally = units_by_pattern(FRAME)
    assert most_units(tally) == ("put", "write", 4.0, 4.0)  # of equals, the first
    most = most_units(tally[tally["kind"] == "read"])
    assert most is not None
    assert most == ("Query", "read", 4.0, 4.5)
    assert most.share == 4.0 / 4.5
    assert most_units(units_by_pattern(FRAME.iloc[:0])) is None


def test_an_index_multiplies_the_write() -> None:
    assert write_amplification(FRAME).to_dict("records") == [
        {"pattern": "put", "table_units": 2.0, "index_units": 2.0, "times": 2.0}
    ]
    alone = pd.DataFrame([metered("put", "write", {"tab/by-day": 2.0})])
    assert write_amplification(alone)["times"].tolist() == [float("inf")]


def test_operations_are_set_beside_each_other_by_the_size_of_the_table() -> None:
    frames = {
        size: pd.DataFrame(
            [
                {"operation": "Query", "read_units": 0.5},
                {"operation": "Scan", "read_units": size / 200},
                {"operation": "Scan", "read_units": size / 200},
            ]
        )
        for size in (100, 1000)
    }
    assert query_against_scan(frames).to_dict("records") == [
        {"items": 100, "Query": 0.5, "Scan": 1.0, "times": 2.0},
        {"items": 1000, "Query": 0.5, "Scan": 10.0, "times": 20.0},
    ]


def test_operations_of_one_kind_have_no_ratio() -> None:
    frame = pd.DataFrame({"items": [1], "operation": ["Scan"], "read_units": [0.5]})
    assert list(query_against_scan(frame).columns) == ["items", "Scan"]


def test_the_arm_that_is_used_up_first_decides() -> None:
    (put, ask, _) = runs_per_second(FRAME, tab()).to_dict("records")
    # two writes of the table at 4 per second, two of the index at 2 per second
    assert put["arm"] == "by-day"
    assert (put["units"], put["provisioned"], put["per_second"]) == (2, 2, 1)
    assert put["peak"] != put["peak"]
    assert (ask["arm"], ask["per_second"], ask["peak"]) == ("by-day", 6, 2)
    assert ask["carried"] == 3


def test_a_local_index_uses_up_the_tables_capacity() -> None:
    line = metered("put", "write", {"tab": 1.0, "tab/by-size": 1.0})
    (put,) = runs_per_second(pd.DataFrame([line]), tab()).to_dict("records")
    assert (put["arm"], put["units"], put["per_second"]) == ("table", 2, 2)


def test_a_table_on_demand_has_no_reach() -> None:
    line = metered("list_orders", "read", {"shop": 0.5})
    with pytest.raises(ModelError, match=r"'shop' is on demand .* throughput"):
        runs_per_second(pd.DataFrame([line]), SHOP)


def test_worked_out_charges_stand_beside_metered_ones() -> None:
    sent = Charge(unit="write", table=10, gsi={"by-group": 4})
    read = Charge(unit="read", gsi={"by-group": 0.5})
    tally = tally_of({"send_message": sent, "find_copies": read})
    assert list(tally.columns) == TALLY
    assert tally.to_dict("list") == {
        "pattern": ["send_message", "send_message", "find_copies"],
        "kind": ["write", "write", "read"],
        "arm": ["table", "by-group", "by-group"],
        "units": [10.0, 4.0, 0.5],
        "requests": [1, 1, 1],
    }
