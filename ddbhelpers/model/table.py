"""A table and its secondary indexes, as CreateTable knows them."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from ddbhelpers.errors import ModelError
from ddbhelpers.model.base import Value, named, put
from ddbhelpers.model.wire import Document

KeyType = Literal["S", "N", "B"]
MAX_KEY_ATTRIBUTES = 4  # of one kind, in a global secondary index (Constraints)


class KeyAttribute(Value):
    """A key attribute: its name, and its type S, N or B."""

    name: str
    type: KeyType = "S"


class Throughput(Value):
    """Provisioned capacity, in read and write units per second."""

    read: int = Field(ge=1)
    write: int = Field(ge=1)

    def of(self, unit: Literal["read", "write"]) -> int:
        """Give the units per second of one kind."""
        return self.read if unit == "read" else self.write

    def as_argument(self) -> dict[str, int]:
        """Give CreateTable's ``ProvisionedThroughput``."""
        return {"ReadCapacityUnits": self.read, "WriteCapacityUnits": self.write}


def _key(given: object) -> object:
    """Take ``pk``, ``{name: n, type: N}``, or several of them, for key attributes."""
    if given is None:
        return ()
    several = given if isinstance(given, (list, tuple)) else [given]
    return [{"name": key} if isinstance(key, str) else key for key in several]


def _projection(given: object) -> object:
    """Take ``ALL``, ``KEYS_ONLY`` or a list of attribute names."""
    if isinstance(given, str):
        return {"type": given}
    if isinstance(given, (list, tuple)):
        return {"type": "INCLUDE", "attributes": given}
    return given


Key = Annotated[tuple[KeyAttribute, ...], BeforeValidator(_key)]


class Projection(Value):
    """Which attributes an index entry holds besides the keys."""

    type: Literal["ALL", "KEYS_ONLY", "INCLUDE"] = "ALL"
    attributes: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _attributes_only_with_include(self) -> Self:
        if bool(self.attributes) != (self.type == "INCLUDE"):
            raise ValueError(
                f"projection {self.type} with attributes {list(self.attributes)}; "
                "allowed: ALL, KEYS_ONLY, or a list of attribute names"
            )
        return self


class SecondaryIndex(Value):
    """A global or local secondary index.

    ``throughput`` is the global index's own, None for a local one or on demand.

    >>> SecondaryIndex(name="by-group", partition_key="message_group_uuid").key_names
    ('message_group_uuid',)
    """

    name: str
    kind: Literal["global", "local"] = "global"
    partition_key: Key
    sort_key: Key = ()
    projection: Annotated[Projection, BeforeValidator(_projection)] = Projection()
    throughput: Throughput | None = None

    @model_validator(mode="after")
    def _key_has_its_shape(self) -> Self:
        most = MAX_KEY_ATTRIBUTES if self.kind == "global" else 1
        for part, key in (("partition", self.partition_key), ("sort", self.sort_key)):
            if len(key) > most:
                raise ValueError(
                    f"index {self.name!r} has {len(key)} {part} key attributes; "
                    f"allowed: at most {most} in a {self.kind} secondary index"
                )
        if not self.partition_key or (self.kind == "local" and not self.sort_key):
            raise ValueError(
                f"index {self.name!r} lacks a key; allowed: a partition key, "
                "and in a local secondary index a sort key"
            )
        return self

    @property
    def key(self) -> tuple[KeyAttribute, ...]:
        """All key attributes, the partition key first."""
        return self.partition_key + self.sort_key

    @property
    def key_names(self) -> tuple[str, ...]:
        """The names of all key attributes, the partition key first."""
        return tuple(attribute.name for attribute in self.key)

    def as_argument(self) -> dict[str, Any]:
        """Give the index as CreateTable takes it."""
        projection: dict[str, Any] = {"ProjectionType": self.projection.type}
        if self.projection.attributes:
            projection["NonKeyAttributes"] = list(self.projection.attributes)
        argument = {
            "IndexName": self.name,
            "KeySchema": _key_schema(self.partition_key, self.sort_key),
            "Projection": projection,
        }
        if self.throughput:
            argument["ProvisionedThroughput"] = self.throughput.as_argument()
        return argument


class Table(Value):
    """A table: its keys, its indexes, and its capacity (None: on demand).

    >>> table = Table(name="direct-messages", partition_key="pk", sort_key="sk")
    >>> table.key_names, table.billing_mode
    (('pk', 'sk'), 'PAY_PER_REQUEST')
    """

    name: str = Field(pattern=r"^[A-Za-z0-9_.-]{3,255}$")
    partition_key: Key
    sort_key: Key = ()
    throughput: Throughput | None = None
    table_class: Literal["STANDARD", "STANDARD_INFREQUENT_ACCESS"] = "STANDARD"
    time_to_live: str | None = None
    indexes: Annotated[tuple[SecondaryIndex, ...], BeforeValidator(named)] = ()

    @model_validator(mode="after")
    def _is_a_table(self) -> Self:
        if len(self.partition_key) != 1 or len(self.sort_key) > 1:
            raise ValueError(
                f"table {self.name!r} has {len(self.partition_key)} partition key and "
                f"{len(self.sort_key)} sort key attributes; allowed: exactly one "
                "partition key attribute and at most one sort key attribute"
            )
        names = [index.name for index in self.indexes]
        if twice := {name for name in names if names.count(name) > 1}:
            raise ValueError(f"table {self.name!r} has two indexes named {min(twice)}")
        for index in self.indexes:
            if index.kind == "local" and index.partition_key != self.partition_key:
                raise ValueError(
                    f"local secondary index {index.name!r} has another partition key; "
                    f"allowed: the table's own, {self.partition_key[0].name!r}"
                )
            if bool(index.throughput) != bool(
                self.throughput and index.kind == "global"
            ):
                raise ValueError(
                    f"index {index.name!r}: throughput belongs to each global "
                    "secondary index of a provisioned table, and to no other"
                )
        self.attribute_types()
        return self

    @property
    def key(self) -> tuple[KeyAttribute, ...]:
        """The table's own key attributes, the partition key first."""
        return self.partition_key + self.sort_key

    @property
    def key_names(self) -> tuple[str, ...]:
        """The names of the table's own key attributes, the partition key first."""
        return tuple(attribute.name for attribute in self.key)

    @property
    def billing_mode(self) -> str:
        """PROVISIONED or PAY_PER_REQUEST."""
        return "PROVISIONED" if self.throughput else "PAY_PER_REQUEST"

    def index(self, name: str) -> SecondaryIndex:
        """Find an index by its name; ModelError if there is none."""
        for index in self.indexes:
            if index.name == name:
                return index
        known = ", ".join(index.name for index in self.indexes) or "no index at all"
        raise ModelError(
            f"table {self.name!r} has no index {name!r}",
            allowed=known,
            do="correct the name, or add the index to the table",
        )

    def attribute_types(self) -> dict[str, KeyType]:
        """Map every key attribute, the indexes' too, to its type."""
        types: dict[str, KeyType] = {}
        for key in (self.key, *(index.key for index in self.indexes)):
            for attribute in key:
                if types.setdefault(attribute.name, attribute.type) != attribute.type:
                    raise ValueError(
                        f"key attribute {attribute.name!r} has two types, "
                        f"{types[attribute.name]} and {attribute.type}"
                    )
        return types

    def renamed(self, name: str) -> "Table":
        """The same table under another name."""
        return self.changed(name=name)

    def with_index(self, index: SecondaryIndex) -> "Table":
        """The same table with this index: in the place of one of its name, or added."""
        return self.changed(indexes=put(self.indexes, [index]))

    def without_index(self, name: str) -> "Table":
        """The same table without this index; ModelError if there is none."""
        gone = self.index(name)
        return self.changed(indexes=tuple(i for i in self.indexes if i != gone))

    def create_arguments(self) -> dict[str, Any]:
        """Give CreateTable's arguments.

        >>> Table(name="tab", partition_key="pk").create_arguments()["BillingMode"]
        'PAY_PER_REQUEST'
        """
        arguments: dict[str, Any] = {
            "TableName": self.name,
            "AttributeDefinitions": [
                {"AttributeName": name, "AttributeType": type_}
                for name, type_ in self.attribute_types().items()
            ],
            "KeySchema": _key_schema(self.partition_key, self.sort_key),
            "BillingMode": self.billing_mode,
        }
        if self.throughput:
            arguments["ProvisionedThroughput"] = self.throughput.as_argument()
        if self.table_class != "STANDARD":
            arguments["TableClass"] = self.table_class
        for kind in ("local", "global"):
            if indexes := [i.as_argument() for i in self.indexes if i.kind == kind]:
                arguments[f"{kind.title()}SecondaryIndexes"] = indexes
        return arguments

    @classmethod
    def from_create_table(cls, arguments: Document) -> "Table":
        """Read CreateTable's arguments, or the Table that DescribeTable answers.

        >>> table = Table(name="direct-messages", partition_key="pk", sort_key="sk")
        >>> Table.from_create_table(table.create_arguments()) == table
        True
        """
        try:
            return cls(**_table_fields(arguments))
        except KeyError as missing:
            raise ModelError(
                f"table description without {missing}",
                allowed="CreateTable's arguments, or DescribeTable's Table",
            ) from None


def _key_schema(
    partition: Sequence[KeyAttribute], sort: Sequence[KeyAttribute]
) -> list[dict[str, str]]:
    return [
        {"AttributeName": attribute.name, "KeyType": kind}
        for kind, key in (("HASH", partition), ("RANGE", sort))
        for attribute in key
    ]


def _table_fields(arguments: Document) -> dict[str, Any]:
    types = {
        part["AttributeName"]: part["AttributeType"]
        for part in arguments["AttributeDefinitions"]
    }

    def keys(schema: Sequence[Mapping[str, str]], kind: str) -> list[dict[str, str]]:
        names = [part["AttributeName"] for part in schema if part["KeyType"] == kind]
        return [{"name": name, "type": types[name]} for name in names]

    def throughput(given: Document) -> dict[str, int] | None:
        units = given.get("ProvisionedThroughput") or {}
        # DescribeTable answers zeros for a table on demand
        if not units.get("ReadCapacityUnits"):
            return None
        return {
            "read": units["ReadCapacityUnits"],
            "write": units["WriteCapacityUnits"],
        }

    mode = arguments.get("BillingMode") or arguments.get("BillingModeSummary", {}).get(
        "BillingMode"
    )
    on_demand = mode == "PAY_PER_REQUEST"
    indexes = []
    for kind in ("global", "local"):
        for index in arguments.get(f"{kind.title()}SecondaryIndexes") or ():
            projection = index["Projection"]
            indexes.append(
                {
                    "name": index["IndexName"],
                    "kind": kind,
                    "partition_key": keys(index["KeySchema"], "HASH"),
                    "sort_key": keys(index["KeySchema"], "RANGE"),
                    "projection": {
                        "type": projection["ProjectionType"],
                        "attributes": projection.get("NonKeyAttributes") or (),
                    },
                    "throughput": None if on_demand else throughput(index),
                }
            )
    return {
        "name": arguments["TableName"],
        "partition_key": keys(arguments["KeySchema"], "HASH"),
        "sort_key": keys(arguments["KeySchema"], "RANGE"),
        "throughput": None if on_demand else throughput(arguments),
        "table_class": arguments.get("TableClass")
        or arguments.get("TableClassSummary", {}).get("TableClass")
        or "STANDARD",
        "indexes": indexes,
    }
