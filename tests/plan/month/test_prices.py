"""The price book: what it says, that a person can replace it, and what it refuses."""

from pathlib import Path

import pytest

from ddbhelpers.capacity.charge import Unit
from ddbhelpers.errors import PlanError
from ddbhelpers.plan import load_prices
from ddbhelpers.plan.month.prices import OUR_BOOK, Years


@pytest.fixture
def book(tmp_path: Path) -> Path:
    copy = tmp_path / "prices.yaml"
    copy.write_text(OUR_BOOK.read_text("utf-8"), "utf-8")
    return copy


def change(book: Path, old: str, new: str) -> None:
    text = book.read_text("utf-8")
    assert old in text
    book.write_text(text.replace(old, new, 1), "utf-8")


def test_us_east_1() -> None:
    prices = load_prices()
    assert str(prices) == "us-east-1, 01 September 2026, 730 h a month"
    assert prices.standard.request_usd("read") == 0.125 / 1e6
    assert prices.infrequent_access.request_usd("write") == 0.78 / 1e6
    assert prices.standard.unit_hour_usd("write") == 0.00065
    assert prices.infrequent_access.free_storage_gb == 0
    assert prices.standard.free_unit_hours("write") == 18_600


@pytest.mark.parametrize(
    ("years", "unit", "block_month"),
    [
        (1, "read", 30 / 12 + 0.0025 * 730),
        (1, "write", 150 / 12 + 0.0128 * 730),
        (3, "read", 36 / 36 + 0.0016 * 730),
        (3, "write", 180 / 36 + 0.0081 * 730),
    ],
)
def test_a_reserved_block_a_month(years: Years, unit: Unit, block_month: float) -> None:
    prices = load_prices()
    assert prices.reserved_block_month_usd(years, unit) == pytest.approx(block_month)
    assert prices.reserved_unit_hour_usd(years, unit) == pytest.approx(
        block_month / 730 / 100
    )


def test_a_book_of_ones_own(book: Path) -> None:
    change(book, "us-east-1", "moon-1")
    change(book, "storage_gb_month_usd: 0.25", "storage_gb_month_usd: 9")
    change(book, "2026-09-01", "2030-01-31")
    prices = load_prices(book, region="moon-1")
    assert prices.standard.storage_gb_month_usd == 9
    assert str(prices) == "moon-1, 31 January 2030, 730 h a month"
    assert load_prices().standard.storage_gb_month_usd == 0.25


def test_a_term_that_is_not_in_the_book(book: Path) -> None:
    text = book.read_text("utf-8")
    start, end = text.index("    3:\n"), text.index("  point_in_time")
    book.write_text(text[:start] + text[end:], "utf-8")
    prices = load_prices(book)
    says = "^reserved capacity of 3 years in us-east-1; allowed: 1$"
    with pytest.raises(PlanError, match=says):
        prices.reserved_block_month_usd(3, "read")
    bare = prices.model_copy(update={"reserved": {}})
    with pytest.raises(PlanError, match=r"; allowed: none in this price book$"):
        bare.reserved_block_month_usd(1, "read")


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        (
            *("0.125", "-1"),
            "prices.yaml: us-east-1.standard.on_demand.million_read_units_usd: -1 "
            "given; input should be greater than 0",
        ),
        ("0.125", "cheap", "million_read_units_usd: 'cheap' given"),
        ("0.125", ".inf", "million_read_units_usd: inf given"),
        (
            *("month_hours: 730", "month_hours: 745"),
            "month_hours: 745 given; input should be less than or equal to 744",
        ),
        ("free_storage_gb", "free_storage", "standard: unknown key 'free_storage'"),
        ("export_gb_usd: 0.10", "", "us-east-1: 'export_gb_usd' is missing"),
        ("    3:", "    2:", "us-east-1.reserved.2.[key]: 2 given"),
        (
            *("us-east-1:", "eu-south-2: 5\neu-west-1:"),
            "prices.yaml has no prices of 'us-east-1'; allowed: eu-south-2, eu-west-1; "
            "copy ddbhelpers/plan/month/prices.yaml, add the region, and name the copy",
        ),
        ("us-east-1:", "us-east-1: 5\neu-west-1:", "prices.yaml: us-east-1: 5 given"),
        (
            *("us-east-1:", "us-east-1: ["),
            "prices.yaml: not YAML: expected ',' or ']', but got ':'",
        ),
    ],
)
def test_what_a_book_cannot_say(book: Path, old: str, new: str, says: str) -> None:
    change(book, old, new)
    with pytest.raises(PlanError) as error:
        load_prices(book)
    assert says in str(error.value)
    assert "prices.yaml" in str(error.value)
    assert "\n" not in str(error.value)


def test_no_such_book(tmp_path: Path) -> None:
    with pytest.raises(PlanError, match="there is no such file"):
        load_prices(tmp_path / "none.yaml")
    (tmp_path / "list.yaml").write_text("- 1\n", "utf-8")
    says = r"^list\.yaml is no mapping; allowed: prices by region$"
    with pytest.raises(PlanError, match=says):
        load_prices(tmp_path / "list.yaml")
    (tmp_path / "empty.yaml").write_text("{}", "utf-8")
    with pytest.raises(PlanError, match="; allowed: a file with a region in it; copy"):
        load_prices(tmp_path / "empty.yaml")
