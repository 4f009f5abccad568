import pytest
from hypothesis import given
from hypothesis import strategies as st

from ddbhelpers.errors import ModelError
from ddbhelpers.model import Projection, SecondaryIndex, Table, Throughput

UNITS = {"read": 5, "write": 5}
INDEX = {"name": "by-b", "partition_key": "b"}


def table(**parts: object) -> Table:
    return Table(**{"name": "tab", "partition_key": "pk", **parts})


names = st.text("abcdefgh", min_size=3, max_size=8)


@st.composite
def tables(draw: st.DrawFn) -> Table:
    provisioned = draw(st.booleans())
    kinds = st.sampled_from("SNB")
    indexes: list[dict[str, object]] = []
    for place in range(draw(st.integers(0, 3))):
        local = draw(st.booleans())
        count = 1 if local else draw(st.integers(1, 4))
        key = [{"name": f"k{place}{n}", "type": draw(kinds)} for n in range(count)]
        indexes.append(
            {
                "name": f"index-{place}",
                "kind": "local" if local else "global",
                "partition_key": "pk" if local else key,
                "sort_key": key if local else draw(st.sampled_from([(), "sk"])),
                "projection": draw(
                    st.sampled_from(["ALL", "KEYS_ONLY", ["total", "open"]])
                ),
                "throughput": None if local or not provisioned else UNITS,
            }
        )
    return table(
        name=draw(names),
        sort_key="sk",
        throughput=UNITS if provisioned else None,
        table_class=draw(st.sampled_from(["STANDARD", "STANDARD_INFREQUENT_ACCESS"])),
        # DescribeTable gives the local indexes and the global ones apart
        indexes=sorted(indexes, key=lambda index: index["kind"] == "local"),
    )


@given(tables())
def test_a_table_survives_create_table(given: Table) -> None:
    assert Table.from_create_table(given.create_arguments()) == given


def test_reads_what_describe_table_answers() -> None:
    described = {
        "TableName": "tab",
        "TableStatus": "ACTIVE",
        "ItemCount": 3,
        "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}],
        "AttributeDefinitions": [{"AttributeName": "pk", "AttributeType": "N"}],
        "ProvisionedThroughput": {"ReadCapacityUnits": 0, "WriteCapacityUnits": 0},
        "BillingModeSummary": {"BillingMode": "PAY_PER_REQUEST"},
        "TableClassSummary": {"TableClass": "STANDARD_INFREQUENT_ACCESS"},
    }
    read = Table.from_create_table(described)
    assert read.partition_key[0].type == "N"
    assert (read.billing_mode, read.table_class) == (
        "PAY_PER_REQUEST",
        "STANDARD_INFREQUENT_ACCESS",
    )


@pytest.mark.parametrize(
    "mode",
    [
        {"BillingMode": "PAY_PER_REQUEST"},
        {"BillingModeSummary": {"BillingMode": "PAY_PER_REQUEST"}},
    ],
)
def test_on_demand_is_believed_where_an_engine_leaves_old_throughput(
    mode: dict[str, object],
) -> None:
    given = table(throughput=UNITS, indexes=[INDEX | {"throughput": UNITS}])
    arguments = given.create_arguments()
    assert arguments.pop("BillingMode") == "PROVISIONED"
    assert Table.from_create_table(arguments) == given
    read = Table.from_create_table({**arguments, **mode})
    assert read == table(indexes=[INDEX])
    assert read.create_arguments()["BillingMode"] == "PAY_PER_REQUEST"


def test_throughput_is_of_reads_or_of_writes() -> None:
    units = Throughput(read=3, write=5)
    assert (units.of("read"), units.of("write")) == (3, 5)


def test_create_table_gets_each_key_attribute_once() -> None:
    given = table(
        sort_key="sk",
        throughput=UNITS,
        indexes={
            "inverted": {"partition_key": "sk", "sort_key": "pk"}
            | {"throughput": UNITS}
        },
    )
    arguments = given.create_arguments()
    assert [part["AttributeName"] for part in arguments["AttributeDefinitions"]] == [
        "pk",
        "sk",
    ]
    assert arguments["ProvisionedThroughput"] == {
        "ReadCapacityUnits": 5,
        "WriteCapacityUnits": 5,
    }
    assert not {"LocalSecondaryIndexes", "TableClass"} & arguments.keys()


@pytest.mark.parametrize(
    ("parts", "says"),
    [
        ({"name": "a b"}, "'a b' given; string should match pattern"),
        ({"partition_key": ["a", "b"]}, "exactly one partition key"),
        ({"sort_key": ["a", "b"]}, "at most one sort key"),
        ({"indexes": [INDEX, INDEX]}, "two indexes named by-b"),
        ({"indexes": [INDEX | {"kind": "local", "sort_key": "c"}]}, "table's own"),
        ({"indexes": [INDEX | {"throughput": UNITS}]}, "throughput belongs to each"),
        ({"throughput": UNITS, "indexes": [INDEX]}, "throughput belongs to each"),
        (
            {"indexes": [INDEX | {"sort_key": {"name": "pk", "type": "N"}}]},
            "'pk' has two types, S and N",
        ),
        ({"colour": "red"}, "unknown key 'colour'"),
    ],
)
def test_refuses_what_create_table_would_refuse(
    parts: dict[str, object], says: str
) -> None:
    with pytest.raises(ModelError) as refused:
        table(**parts)
    assert says in str(refused.value)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    ("parts", "says"),
    [
        ({"partition_key": list("abcde")}, "at most 4 in a global"),
        ({"kind": "local", "partition_key": "p"}, "in a local secondary index a sort"),
        ({"kind": "local", "partition_key": "p", "sort_key": ["a", "b"]}, "at most 1"),
        ({"partition_key": []}, "lacks a key"),
        ({"partition_key": "p", "projection": "SOME"}, "'SOME' given"),
    ],
)
def test_refuses_an_index_that_cannot_be(parts: dict[str, object], says: str) -> None:
    with pytest.raises(ModelError) as refused:
        SecondaryIndex(name="by", **parts)
    assert says in str(refused.value)


def test_an_index_key_may_have_four_attributes_of_each_kind() -> None:
    index = SecondaryIndex(name="by", partition_key=list("abcd"), sort_key=list("efgh"))
    assert index.key_names == tuple("abcdefgh")


def test_projection_names_attributes_only_with_include() -> None:
    with pytest.raises(ModelError, match="ALL, KEYS_ONLY, or a list"):
        Projection(type="ALL", attributes=("a",))
    with pytest.raises(ModelError, match="ALL, KEYS_ONLY, or a list"):
        Projection(type="INCLUDE")


def test_an_unknown_index_is_named_with_the_known_ones() -> None:
    other = {"name": "by-c", "partition_key": "c"}
    for indexes, allowed in (([INDEX, other], "by-b, by-c"), ([], "no index at all")):
        with pytest.raises(ModelError) as refused:
            table(indexes=indexes).index("x")
        assert str(refused.value) == (
            f"table 'tab' has no index 'x'; allowed: {allowed}; "
            "correct the name, or add the index to the table"
        )


def test_renaming_changes_nothing_else() -> None:
    given = table(sort_key="sk", indexes=[INDEX])
    assert given.renamed("other").renamed("tab") == given


def test_a_description_without_keys_is_refused() -> None:
    with pytest.raises(ModelError) as refused:
        Table.from_create_table({"TableName": "tab"})
    assert str(refused.value) == (
        "table description without 'AttributeDefinitions'; "
        "allowed: CreateTable's arguments, or DescribeTable's Table"
    )
