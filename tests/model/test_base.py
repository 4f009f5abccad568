"""A changed value is checked as a new one is; a template stands where its text does."""

import inspect
from pathlib import Path

import pytest
from pydantic import BaseModel

import ddbhelpers
from ddbhelpers.errors import ModelError
from ddbhelpers.model import (
    AccessPattern,
    Attribute,
    Condition,
    Entity,
    KeyTemplate,
    Model,
    SecondaryIndex,
    Table,
    Throughput,
    Write,
)
from ddbhelpers.model.base import Value

INDEX = SecondaryIndex(name="by-group", partition_key="group")
TABLE = Table(name="mail", partition_key="pk", indexes=[INDEX])
MAIL = Entity(
    name="Mail",
    keys={"pk": "MAIL#{id}"},
    attributes={"id": {"in": "key"}, "group": "string"},
)
MODEL = Model(name="mail", tables=[TABLE], entities=[MAIL])


def test_a_misspelt_field_is_refused() -> None:
    with pytest.raises(ModelError, match=r"unknown key 'sort_keys'.*'sort_key'"):
        TABLE.changed(sort_keys="sk")
    with pytest.raises(ModelError, match="unknown key 'sort_keys'"):
        TABLE.model_copy(update={"sort_keys": "sk"})


@pytest.mark.parametrize(
    ("table", "says"),
    [
        (
            {"table_class": "X"},
            "table_class: 'X' given; "
            "input should be 'STANDARD' or 'STANDARD_INFREQUENT_ACCESS'",
        ),
        (
            {"partition_key": {"name": "pk", "type": "X"}},
            "partition_key.type: 'X' given; input should be 'S', 'N' or 'B'",
        ),
        ({"partition_key": {}}, "partition_key: 'name' is missing"),
        ({"sort_key": {}}, "sort_key: 'name' is missing"),
        ({"sort_key": ["sk", {}]}, "sort_key.1: 'name' is missing"),
    ],
)
def test_a_fault_is_named_by_its_place(table: dict[str, object], says: str) -> None:
    with pytest.raises(ModelError) as refused:
        Model(name="mail", tables={"mail": {"partition_key": "pk", **table}})
    assert str(refused.value) == f"Model.tables.mail.{says}"


def test_what_is_missing_is_named() -> None:
    with pytest.raises(ModelError, match=r"^Model: 'name' is missing$"):
        Model(**{})


def test_an_index_with_throughput_needs_a_table_with_throughput() -> None:
    own = INDEX.changed(throughput=Throughput(read=1, write=1))
    for made in (
        lambda: TABLE.changed(indexes=[own]),
        lambda: TABLE.model_copy(update={"indexes": (own,)}),
        lambda: TABLE.with_index(own),
        lambda: MODEL.with_index(own),
    ):
        with pytest.raises(ModelError, match="throughput belongs to"):
            made()


def test_an_entity_writes_the_keys_that_it_says() -> None:
    assert MAIL.item(id="1", group="a")["pk"] == "MAIL#1"
    letter = MAIL.model_copy(update={"keys": {"pk": "LETTER#{id}"}})
    assert letter.item(id="1", group="a")["pk"] == "LETTER#1"
    assert MAIL.changed(name="Post").item(id="1", group="a")["pk"] == "MAIL#1"


def test_a_copy_without_changes_is_the_same() -> None:
    assert TABLE.model_copy() == TABLE == TABLE.changed()
    assert MODEL.model_copy(deep=True) == MODEL


def test_indexes_and_tables_are_put_in_the_places_of_their_names() -> None:
    other = SecondaryIndex(name="by-day", partition_key="day")
    both = TABLE.with_index(other)
    assert [index.name for index in both.indexes] == ["by-group", "by-day"]
    keys_only = INDEX.changed(projection="KEYS_ONLY")
    assert both.with_index(keys_only).indexes == (keys_only, other)
    assert both.without_index("by-group").indexes == (other,)
    with pytest.raises(ModelError, match="no index 'by-month'"):
        both.without_index("by-month")
    model = MODEL.with_index(other)
    assert model.table() == both
    assert model.with_table(Table(name="more", partition_key="pk")).tables[0] == both
    assert model.with_table(TABLE) == MODEL


def test_python_values_stand_where_their_text_does() -> None:
    made = Entity(
        name="Mail",
        keys={"pk": KeyTemplate("MAIL#{id}")},
        attributes={"id": Attribute(name="id", place="key"), "group": "string"},
    )
    assert made == MAIL
    pattern = AccessPattern(
        name="get",
        question="?",
        operation="Query",
        key={"pk": KeyTemplate("MAIL#{id}")},
    )
    written = {"operator": "equals", "operands": ["MAIL#{id}"]}
    assert pattern.key == {"pk": Condition.model_validate(written)}
    put = Write(action="put", entity="Mail", items=2)
    texts = {"action": "put", "entity": "Mail", "items": 2}
    said = {"name": "put", "question": "?", "operation": "PutItem"}
    assert AccessPattern(**said, writes=[put]) == AccessPattern(**said, writes=[texts])


def test_every_public_value_of_the_package_is_one_that_checks() -> None:
    package = Path(ddbhelpers.__file__).parent
    plain = [
        file.name
        for file in package.rglob("*.py")
        if "(BaseModel)" in file.read_text("utf-8") and file.name != "base.py"
    ]
    assert plain == []
    assert inspect.getmro(Table)[1:3] == (Value, BaseModel)
