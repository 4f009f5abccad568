"""`ddb cost | compare`: dollars with their month and date, and what they refuse."""

import json
from pathlib import Path

import pytest

from ddbhelpers.data import sample, save_items
from ddbhelpers.model import Model, load_model, save_model
from ddbhelpers.plan import (
    Bill,
    compare_designs,
    load_prices,
    mode_changes,
    monthly_bill,
    pattern_loads,
    take_stock,
    without_map,
)
from ddbhelpers.plan.month.prices import OUR_BOOK
from tests.cli.conftest import Ddb

MANY, VOLUME = 500, 1_000_000
SAMPLE = ("--sample", MANY, "--seed", 4, "--volume", VOLUME)
Line = dict[str, str]


def bill_of(path: Path, free_tier: bool = True) -> Bill:
    model = load_model(path)
    stock = take_stock(model, sample(model, items=MANY, seed=4), volume=VOLUME)
    return monthly_bill(pattern_loads(stock), load_prices(), free_tier=free_tier)


def lines_of(stdout: str) -> list[Line]:
    titles, *lines = [line.split("\t") for line in stdout.splitlines()]
    return [dict(zip(titles, line, strict=True)) for line in lines]


@pytest.fixture
def attributes(messaging: Path, tmp_path: Path) -> Path:
    """The worked example without its map."""
    path = tmp_path / "attributes.yaml"
    save_model(without_map(load_model(messaging), "data"), path)
    return path


@pytest.mark.parametrize("free_tier", [True, False])
def test_the_month_of_a_sample(ddb: Ddb, messaging: Path, free_tier: bool) -> None:
    option = "--free-tier" if free_tier else "--no-free-tier"
    said = ddb("cost", "--model", messaging, *SAMPLE, option)
    bill = bill_of(messaging, free_tier)
    lines = {line["option"]: line for line in lines_of(said.stdout)}
    assert said.exit_code == 0
    for name, line in lines.items():
        [one] = [one for one in bill.options if one.name == name]
        assert float(line["month (USD)"]) == pytest.approx(one.monthly_usd, abs=0.006)
        assert line["verdict"].startswith("does not serve") == (not one.serves)
    first = lines_of(said.stdout)[0]
    assert (first["option"], first["verdict"]) == (bill.cheapest.name, "cheapest")
    assert [line["verdict"] for line in lines.values()].count("cheapest") == 1


def test_it_says_the_month_the_price_date_and_what_is_assumed(
    ddb: Ddb, messaging: Path
) -> None:
    said = ddb("cost", "--model", messaging, *SAMPLE)
    lines = said.stderr.splitlines()
    bill = bill_of(messaging)
    assert lines[0] == (
        f"cheapest: {bill.cheapest.name}, {bill.cheapest.monthly_usd:,.2f} USD; "
        "prices of us-east-1, 01 September 2026, 730 h a month"
    )
    assert lines[1:] == [f"assumed: {says}" for says in bill.assumptions]


def test_everything_is_in_json(ddb: Ddb, messaging: Path) -> None:
    said = ddb("cost", "--model", messaging, *SAMPLE, "--json", "--no-free-tier")
    document = json.loads(said.stdout)
    bill = bill_of(messaging, free_tier=False)
    assert (said.exit_code, said.stderr) == (0, "")
    assert document["region"] == "us-east-1"
    assert document["prices_as_of"] == "2026-09-01"
    assert document["month_hours"] == 730
    assert document["free_tier"] is False
    assert document["cheapest"] == bill.cheapest.name
    assert [one["name"] for one in document["options"]] == [
        one.name for one in bill.options
    ]
    for one in document["options"]:
        lines = sum(line["monthly_usd"] for line in one["lines"])
        assert one["monthly_usd"] == pytest.approx(lines, abs=1e-5)
    assert document["arms"][0]["average_per_second"] == pytest.approx(
        bill.load.arms[0].average, abs=1e-6
    )
    assert document["assumptions"] == list(bill.assumptions)
    assert "flips" not in document


def test_the_flips_where_they_are_asked_for(ddb: Ddb, tmp_path: Path) -> None:
    table = {"tables": {"notes": {"partition_key": "pk"}}, "name": "notes"}
    note = {"keys": {"pk": "N#{n}"}, "attributes": {"n": {"in": "key"}}}
    write = {
        "question": "Keep it?",
        "rate": {"average": 10, "peak": 60},
        "operation": "PutItem",
        "writes": [{"action": "put", "entity": "Note"}],
    }
    model = Model(**table, entities={"Note": note}, access_patterns={"keep": write})
    save_model(model, tmp_path / "notes.yaml")
    line = ("cost", "--model", "notes.yaml", "--sample", 2, "--flips")
    stock = take_stock(model, sample(model, items=2, seed=1))
    expected = mode_changes(pattern_loads(stock), load_prices())
    assert expected
    document = json.loads(ddb(*line, "--json").stdout)
    assert [one["above"] for one in document["flips"]] == [f.above for f in expected]
    said = [one for one in ddb(*line).stderr.splitlines() if one.startswith("from ×")]
    assert said == [f"from × {f.rate_factor:.3g} the rate: {f.above}" for f in expected]


def test_sizes_of_every_kind_of_file(
    ddb: Ddb, messaging: Path, conversation: Path, tmp_path: Path
) -> None:
    model = load_model(messaging)
    save_items(sample(model, items=MANY, seed=4), tmp_path / "items.jsonl")
    line = ("cost", "--model", messaging, "--volume", VOLUME)
    made = ddb("cost", "--model", messaging, *SAMPLE).stdout
    assert ddb(*line, "--items", "items.jsonl").stdout == made
    told = ddb(*line, "--items", conversation)
    assert told.exit_code == 0
    assert told.stdout != made


def test_a_price_book_of_one_s_own(ddb: Ddb, messaging: Path, tmp_path: Path) -> None:
    book = OUR_BOOK.read_text("utf-8").replace("us-east-1:", "eu-west-1:")
    book = book.replace("as_of: 2026-09-01", "as_of: 2027-01-31")
    (tmp_path / "book.yaml").write_text(book, "utf-8")
    line = ("cost", "--model", messaging, *SAMPLE, "--prices", "book.yaml")
    said = ddb(*line, "--region", "eu-west-1")
    assert said.exit_code == 0
    assert "prices of eu-west-1, 31 January 2027" in said.stderr
    refused = ddb(*line)
    assert refused.exit_code == 1
    assert refused.line.startswith("ddb: book.yaml has no prices of 'us-east-1'")


def test_a_region_without_prices_is_refused(ddb: Ddb, messaging: Path) -> None:
    said = ddb("--region", "mars-1", "cost", "--model", messaging, *SAMPLE)
    assert said.exit_code == 1
    assert said.stdout == ""
    assert "no prices of 'mars-1'; allowed: us-east-1" in said.line


@pytest.mark.parametrize("sizes", [(), (*SAMPLE, "--items", "items.jsonl")])
@pytest.mark.parametrize("name", ["cost", "compare"])
def test_sizes_come_from_one_place(
    ddb: Ddb, messaging: Path, name: str, sizes: tuple[object, ...]
) -> None:
    given = ("--model", messaging) if name == "cost" else (messaging, messaging)
    said = ddb(name, *given, *sizes)
    assert said.exit_code == 2
    assert "Give either --items FILE or --sample ITEMS." in said.usage


def test_a_file_that_is_not_there(ddb: Ddb, messaging: Path) -> None:
    said = ddb("cost", "--model", messaging, "--items", "none.jsonl")
    assert said.exit_code == 1
    assert "there is no such file" in said.line


def test_a_volume_of_nothing_is_wrong_usage(ddb: Ddb, messaging: Path) -> None:
    said = ddb("cost", "--model", messaging, "--sample", 10, "--volume", 0)
    assert said.exit_code == 2
    assert "--volume" in said.usage


def test_what_is_not_counted_is_said(ddb: Ddb, shop: Path) -> None:
    said = ddb("cost", "--model", shop, "--sample", 60)
    assert said.exit_code == 0
    assert "not counted: search_orders: no rate" in said.stderr
    assert "-0.00" not in said.stdout
    document = json.loads(ddb("cost", "--model", shop, *SAMPLE, "--json").stdout)
    assert document["not_counted"]["search_orders"] == "no rate"


def test_two_designs_pattern_by_pattern(
    ddb: Ddb, messaging: Path, attributes: Path
) -> None:
    said = ddb("compare", messaging, attributes, *SAMPLE)
    model = load_model(messaging)
    stock = take_stock(model, sample(model, items=MANY, seed=4), volume=VOLUME)
    expected = compare_designs(stock, load_model(attributes), load_prices())
    *lines, stored, together = lines_of(said.stdout)
    patterns = [line["access pattern"] for line in lines]
    assert said.exit_code == 0
    assert patterns == [pattern.pattern for pattern in expected.patterns]
    for line, pattern in zip(lines, expected.patterns, strict=True):
        assert pattern.a is not None
        assert pattern.b is not None
        for name, side in (("direct_messaging", pattern.a), ("attributes", pattern.b)):
            usd = float(line[f"{name} (USD)"])
            assert usd == pytest.approx(side.monthly_usd, abs=0.006)
        more = float(line["more (USD)"])
        assert more == pytest.approx(pattern.monthly_usd_more, abs=0.006)
    assert stored["access pattern"].startswith("storage, ")
    whole = expected.patterns_usd[0] + expected.a.stored_usd
    usd = float(together["direct_messaging (USD)"])
    assert usd == pytest.approx(whole, abs=0.006)
    scan = lines[-1]
    assert float(scan["more (USD)"]) < 0
    assert "changed: entities.Message.attributes.text.place: data → none" in said.stderr
    assert "assumed: Prices of us-east-1, 01 September 2026" in said.stderr


def test_a_comparison_in_json(ddb: Ddb, messaging: Path, attributes: Path) -> None:
    said = ddb("compare", messaging, attributes, *SAMPLE, "--json")
    document = json.loads(said.stdout)
    assert (said.exit_code, said.stderr) == (0, "")
    assert [one["name"] for one in document["designs"]] == [
        "direct_messaging",
        "attributes",
    ]
    before, after = (one["storage_gb"] for one in document["designs"])
    assert after < before
    assert document["prices_as_of"] == "2026-09-01"
    assert document["month_hours"] == 730
    for one in document["patterns"]:
        more = one["b"]["monthly_usd"] - one["a"]["monthly_usd"]
        assert one["monthly_usd_more"] == pytest.approx(more, abs=2e-6)
    assert len(document["changed"]) == 9


def test_designs_of_the_same_file_name_are_told_apart(
    ddb: Ddb, messaging: Path, tmp_path: Path
) -> None:
    (tmp_path / "other").mkdir()
    other = tmp_path / "other" / messaging.name
    other.write_text(messaging.read_text("utf-8"), "utf-8")
    said = ddb("compare", messaging, other, *SAMPLE, "--json")
    names = [one["name"] for one in json.loads(said.stdout)["designs"]]
    assert names == [str(messaging), str(other)]


def test_a_design_without_the_entities_is_refused(
    ddb: Ddb, messaging: Path, shop: Path
) -> None:
    said = ddb("compare", messaging, shop, *SAMPLE)
    assert said.exit_code == 1
    assert said.stdout == ""
    assert said.line.startswith("ddb: ")


def test_a_model_that_is_not_there(ddb: Ddb, messaging: Path) -> None:
    said = ddb("compare", messaging, "none.yaml", *SAMPLE)
    assert said.exit_code == 1
    assert said.line.startswith("ddb: none.yaml: there is no such file")
