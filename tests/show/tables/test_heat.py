"""The tables of heat: the numbers of its pictures, and what is assumed."""

from ddbhelpers.plan.heat import (
    Behaviour,
    celebrity_traffic,
    even_traffic,
    simulate_heat,
)
from ddbhelpers.show import burst_table, heat_table

CELEBRITY = simulate_heat(celebrity_traffic(3000, share=0.61, keys=30, seconds=3600))


def test_the_hottest_keys_and_what_is_assumed() -> None:
    view = heat_table(CELEBRITY, limit=2)
    assert view.caption == str(CELEBRITY)
    assert view.lines == (
        ("celebrity", "61.0 %", "24.9 %", "1,830.0", "747"),
        ("key-2", "1.3 %", "0.0 %", "40.3", "0"),
    )
    assert view.note.startswith("28 more keys. It is a simulation")
    for sentence in CELEBRITY.assumptions:
        assert sentence in view.note


def test_all_keys_leave_none() -> None:
    view = heat_table(CELEBRITY, limit=40)
    assert len(view.lines) == 30
    assert view.note == " ".join(CELEBRITY.assumptions)


def test_the_bucket_over_time() -> None:
    view = burst_table(CELEBRITY, lines=4)
    assert view.lines[2][:2] == ("1,800", "3,000")
    assert view.lines[2][-1] == "0.0 %"
    assert "hottest partition of table, 300,000 write units" in view.note


def test_no_bucket_where_nothing_bursts() -> None:
    heat = simulate_heat(
        even_traffic(5000, keys=99, seconds=20),
        behaviour=Behaviour(partitions_burst=False),
    )
    view = burst_table(heat)
    assert {line[-1] for line in view.lines} == {"none"}
    assert view.note == ""
