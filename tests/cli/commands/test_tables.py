"""`ddb schema-load | list-tables | drop` on each engine, and what they refuse."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from ddbhelpers.data import create_table, describe_table, drop_table, list_tables
from ddbhelpers.engine import Engine
from ddbhelpers.model import Table, load_model
from tests.cli.conftest import Ddb

AWS = ("--endpoint", "aws", "--region", "eu-west-1")


def test_the_model_becomes_a_table(bench: Ddb, engine: Engine) -> None:
    said = bench("schema-load")
    assert said.exit_code == 0
    assert said.stdout == (
        "table\tkey\tindexes\tcapacity\twas\n"
        "cli-messages\tpk, sk\tmessage-group-sk-index\t5 RCU, 5 WCU\tcreated\n"
    )
    assert said.line == f"1 table created on {engine.name}"
    wanted = load_model("cli-messages.yaml").table()
    assert describe_table(engine, "cli-messages").table == wanted


def test_a_second_time_it_is_there(bench: Ddb) -> None:
    assert bench("schema-load").exit_code == 0
    said = bench("schema-load")
    assert said.exit_code == 0
    assert said.stdout.splitlines()[1].endswith("\tthere")
    assert said.line.startswith("0 tables created")


def test_schema_load_in_json(bench: Ddb) -> None:
    first, second = bench("schema-load", "--json"), bench("--json", "schema-load")
    assert json.loads(first.stdout) == {"created": ["cli-messages"], "found": []}
    assert json.loads(second.stdout) == {"created": [], "found": ["cli-messages"]}
    assert first.stderr == ""


def test_a_table_on_demand(shop_bench: Ddb) -> None:
    said = shop_bench("schema-load")
    assert said.stdout.splitlines()[1] == (
        "cli-shop\tpk, sk\tstatus-index, total-index\ton demand\tcreated"
    )


def test_a_table_with_another_schema_is_refused(bench: Ddb, engine: Engine) -> None:
    create_table(engine, Table(name="cli-messages", partition_key="id"))
    said = bench("schema-load")
    assert (said.exit_code, said.stdout) == (1, "")
    assert "'cli-messages' exists with another schema: key: " in said.line
    assert "type ddb drop cli-messages" in said.line


def test_a_table_that_the_model_has_not_is_refused(bench: Ddb) -> None:
    said = bench("schema-load", "orders")
    assert (said.exit_code, said.stdout) == (1, "")
    assert "has no table 'orders'; allowed: cli-messages" in said.line


def test_a_model_without_a_table_is_refused(ddb: Ddb, tmp_path: Path) -> None:
    (tmp_path / "bare.yaml").write_text("name: bare\n", "utf-8")
    for command in ("schema-load", "drop", "scan"):
        said = ddb(command, "--model", "bare.yaml")
        assert (said.exit_code, said.stdout) == (1, "")
        assert "model 'bare' has no table yet" in said.line


def test_tables_are_listed(bench: Ddb, engine: Engine) -> None:
    before = bench("list-tables").stdout.split()
    assert "cli-messages" not in before
    bench("schema-load")
    said = bench("list-tables")
    assert said.stdout.split() == sorted([*before, "cli-messages"])
    assert said.line.endswith(f"on {engine.name}")
    assert json.loads(bench("list-tables", "--json").stdout) == {
        "tables": said.stdout.split()
    }


def test_tables_are_listed_without_botocore(engine: Engine) -> None:
    line = ["--endpoint", str(engine.endpoint), "list-tables"]
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "ddbhelpers", *line],
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    loaded = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines()}
    assert "ddbhelpers.engine.listing" in loaded
    assert {"botocore", "boto3", "pydantic", "rich"}.isdisjoint(loaded)


def test_an_engine_is_found_and_no_model_is_needed(ddb: Ddb, engine: Engine) -> None:
    said = ddb("list-tables", "--endpoint", engine.endpoint)
    assert (said.exit_code, said.stdout.split()) == (0, list_tables(engine))


def test_the_models_table_is_dropped(bench: Ddb, engine: Engine) -> None:
    bench("schema-load")
    said = bench("drop")
    assert (said.exit_code, said.stdout) == (0, "cli-messages\n")
    assert "cli-messages" not in list_tables(engine)


def test_any_table_is_dropped_by_its_name(
    ddb: Ddb, engine: Engine, at_engine: tuple[str, str]
) -> None:
    create_table(engine, Table(name="cli-other", partition_key="id"))
    said = ddb("drop", "cli-other", "--json", *at_engine)
    assert json.loads(said.stdout) == {"dropped": ["cli-other"]}
    assert "cli-other" not in list_tables(engine)


def test_a_missing_table_cannot_be_dropped(bench: Ddb) -> None:
    said = bench("drop")
    assert (said.exit_code, said.stdout) == (1, "")
    assert "there is no table 'cli-messages'" in said.line
    assert "schema-load" not in said.line


def test_all_tables_of_a_model(
    ddb: Ddb, engine: Engine, at_engine: tuple[str, str], tmp_path: Path
) -> None:
    (tmp_path / "two.yaml").write_text(
        "name: two\n\ntables:\n"
        "  cli-one: {partition_key: pk}\n"
        "  cli-two: {partition_key: pk}\n",
        "utf-8",
    )
    two = ddb.with_options("--model", "two.yaml", *at_engine)
    try:
        made = json.loads(two("schema-load", "--json").stdout)
        assert made == {"created": ["cli-one", "cli-two"], "found": []}
        assert two("drop", "cli-one").stdout == "cli-one\n"
        assert two("scan").exit_code == 2
        assert two("drop").stdout == "cli-two\n"
    finally:
        for name in {"cli-one", "cli-two"} & {*list_tables(engine)}:
            drop_table(engine, name)


@pytest.mark.parametrize("wrong", [(), ("--confirm", "other")])
def test_aws_wants_the_tables_name(
    ddb: Ddb, messaging: Path, wrong: tuple[str, ...]
) -> None:
    """Nothing is sent: this test has no sockets."""
    said = ddb("drop", "--model", messaging, *AWS, *wrong)
    assert (said.exit_code, said.stdout) == (1, "")
    assert "direct-messages on AWS DynamoDB in eu-west-1" in said.line
    assert said.line.endswith("add: --confirm direct-messages")


def test_an_address_of_aws_is_no_way_around(ddb: Ddb) -> None:
    url = "https://dynamodb.eu-west-1.amazonaws.com"
    said = ddb("list-tables", "--endpoint", url)
    assert (said.exit_code, said.stdout) == (1, "")
    assert said.line.endswith("if you mean it, type: --endpoint aws")


def test_no_engine_at_the_endpoint(ddb: Ddb, sockets: None) -> None:
    said = ddb("list-tables", "--endpoint", "http://127.0.0.1:9")
    assert (said.exit_code, said.stdout) == (1, "")
    assert "nothing answers at http://127.0.0.1:9" in said.line


def test_an_endpoint_that_is_none(ddb: Ddb) -> None:
    said = ddb("list-tables", "--endpoint", "ftp://here")
    assert (said.exit_code, said.stdout) == (1, "")
    assert "endpoint 'ftp://here'; allowed: " in said.line
