"""Tables of a month, with the sums that they show done by hand."""

import datetime as dt
from typing import Any

import pytest

from ddbhelpers.capacity.charge import Unit
from ddbhelpers.plan import ModeChange, deadlines_of, load_prices, utilisation_curve
from ddbhelpers.show import (
    TableView,
    assumptions_table,
    bill_table,
    deadlines_table,
    load_table,
    mode_changes_table,
    option_table,
    pattern_load_table,
    utilisation_table,
)
from tests.show.plans import ONE_UNIT_USD, bill, load, notes, stock_of

START = dt.date(2026, 1, 1)
DATED = "Prices of us-east-1, 01 September 2026, 730 h a month."


def column(table: TableView, title: str) -> list[str]:
    at = [column.title for column in table.columns].index(title)
    return [line[at] for line in table.lines]


def test_a_load_has_a_line_for_each_throughput() -> None:
    shown = load_table(load(peak=3))
    # two half units are read each second; a put writes a unit to both
    assert shown.lines == (
        ("notes", "1", "1", "1", "3"),
        ("index by-day", "0", "0", "1", "3"),
    )
    assert [column.heading for column in shown.columns[1:3]] == [
        "read units, average (per s)",
        "read units, peak (per s)",
    ]
    assert shown.caption == "notes: what 2 access patterns consume each second"
    assert shown.note == "Not counted: wonder (no rate)."


def test_a_load_by_pattern_adds_up() -> None:
    shown = pattern_load_table(load())
    assert shown.lines == (
        ("write_note", "1", "2", "0", "2"),
        ("get_note", "2", "0.5", "1", "0"),
        ("together", "", "", "1", "2"),
    )
    assert shown.total


def test_a_bill_names_the_cheapest_and_stands_in_its_order() -> None:
    shown = bill_table(bill(peak=5))
    dollars = [float(usd) for usd in column(shown, "month")]
    assert dollars == sorted(dollars)
    assert column(shown, "verdict").count("cheapest") == 1
    assert shown.lines[0][0] == bill(peak=5).cheapest.name
    assert shown.lines[0][-1] == "cheapest"
    line = shown.lines[column(shown, "option").index("on demand, Standard")]
    # 2 writes and a read of a unit each second, a fifth of its price
    throughput = 2.2 * ONE_UNIT_USD
    # a million items of 1,000 bytes and as many entries, 100 bytes more for each
    stored = 2 * 1_100_000_000 / 1024**3 * 0.25
    assert line[1:4] == (
        f"{throughput:.2f}",
        f"{stored:.2f}",
        f"{throughput + stored:.2f}",
    )
    assert line[4] == "–"


def test_a_bill_says_its_month_its_price_date_and_the_free_tier() -> None:
    assert bill_table(bill()).note == f"{DATED} The free tier is used up elsewhere."
    assert option_table(bill()).note.startswith(DATED)


def test_what_does_not_serve_stands_last_and_says_why() -> None:
    given = bill(peak=5, provisioned=True)
    shown = bill_table(given)
    failing = [one for one in given.options if not one.serves]
    assert failing
    below = shown.lines[-2:]
    assert all("as modelled" in line[0] for line in below)
    assert all(line[-1].startswith("does not serve: throttles ") for line in below)
    # cheaper than what serves, and still not the first
    assert float(below[0][3]) < float(shown.lines[0][3])


def test_the_share_that_is_throttled() -> None:
    given = bill(peak=5, provisioned=True)
    asked = sum(sum(arm.by_minute) * 60 for arm in given.load.arms)
    option = given.option("provisioned as modelled")
    share = option.throttled_units / asked
    line = [o for o in bill_table(given).lines if o[0] == option.name]
    assert 0 < share < 1
    assert line[0][-1].endswith(f"throttles {share * 100:.1f} % of units")


def test_reserved_capacity_that_does_not_pay_is_left_out() -> None:
    names = column(bill_table(bill()), "option")
    assert not [name for name in names if "reserved" in name]
    assert [one.name for one in bill().options if one.reserved_years]


def test_an_option_line_by_line_adds_up() -> None:
    shown = option_table(bill(), bill().option("on demand"))
    assert shown.caption == "on demand, Standard"
    assert shown.lines[1] == ("writes of notes", "2,628,000", "WRU", "1.64")
    # nobody reads the index: what costs nothing is no line
    assert "reads of index by-day" not in column(shown, "what")
    total = bill().option("on demand").monthly_usd
    assert shown.lines[-1] == ("together", "", "", f"{total:.2f}")
    assert option_table(bill()).caption == bill().cheapest.name


def test_mode_changes_are_told_in_multiples_of_the_rate() -> None:
    shown = mode_changes_table(
        [ModeChange(0.02125, "on demand, Standard", "auto scaling")]
    )
    assert shown.lines == (("× 0.0213", "on demand, Standard", "auto scaling"),)
    assert shown.caption.startswith("The cheapest changes 1 time from 0.01")


def test_no_flip_is_said_too() -> None:
    shown = mode_changes_table([])
    assert shown.lines == ()
    assert shown.caption == "The cheapest is the same from 0.01 to 100 times the rate"


@pytest.mark.parametrize("unit", ["read", "write"])
def test_the_crossings_of_the_curve(unit: Unit) -> None:
    curve = utilisation_curve(load_prices(), unit=unit)
    shown = utilisation_table(curve)
    assert shown.caption == f"100 {unit} units per second"
    assert shown.lines[0][2] == "28.9 %"
    times = {"read": 1, "write": 5}[unit]
    assert shown.lines[0][1] == f"{9.49 * times:.2f}"
    assert shown.lines[-1] == ("on demand, all used", f"{32.85 * times:.2f}", "–")
    assert shown.note == f"{DATED} Without free tier."


def test_infrequent_access_has_no_reserved_capacity() -> None:
    curve = utilisation_curve(load_prices(), table_class="STANDARD_INFREQUENT_ACCESS")
    assert column(utilisation_table(curve), "way to pay") == [
        "provisioned",
        "on demand, all used",
    ]


def test_deadlines_stand_in_their_order() -> None:
    found = deadlines_of(
        stock_of(notes()), start=START, item_growth={"Note": 1024 * 10}
    )
    shown = deadlines_table(found)
    assert column(shown, "limit") == [
        "partition 10 GB",
        "partition 10 GB",
        "item 400 KB",
    ]
    # 409,600 less 1,000 bytes at 10,240 a month of 730 hours
    days = int((409_600 - 1_000) / 10_240 * 730 / 24)
    day = START + dt.timedelta(days=days)
    assert shown.lines[-1][1:] == ("Note", "1000 bytes", "10 KB", day.isoformat())
    assert shown.caption.startswith("The next limit: partition 10 GB, notes, on ")
    assert shown.note == "Counted from 01 January 2026; a month is 730 h."


def test_a_deadline_that_passed_and_one_that_never_comes() -> None:
    # 20 million notes of 1,000 bytes are 18.6 GB
    shown = deadlines_table(deadlines_of(stock_of(notes(), 2e7), start=START))
    assert column(shown, "passed on") == ["passed", "passed", "never"]
    assert column(shown, "now")[0] == "18.6 GB"
    assert shown.caption == "No limit lies ahead"


def test_assumptions_are_numbered() -> None:
    shown = assumptions_table(bill())
    assert [line[1] for line in shown.lines] == list(bill().assumptions)
    assert [line[0] for line in shown.lines][:3] == ["1", "2", "3"]


def test_every_table_fits_the_page(read: Any) -> None:
    found = deadlines_of(stock_of(notes()), start=START)
    for shown in (
        load_table(load()),
        pattern_load_table(load()),
        bill_table(bill(5, True)),
        option_table(bill()),
        deadlines_table(found),
        assumptions_table(bill()),
    ):
        assert max(map(len, repr(shown).splitlines())) <= 88
        assert read(shown._repr_html_()).caption == shown.caption
