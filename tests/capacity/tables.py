"""The tables that these tests charge, with every kind of index."""

from ddbhelpers.model import KeyAttribute, SecondaryIndex, Table

PLAIN = Table(name="plain", partition_key="pk")

# `mail` has a sparse GSI that holds all, one with keys only, one with INCLUDE, and
# a local index with keys only.
MAIL = Table(
    name="mail",
    partition_key="pk",
    sort_key="sk",
    indexes=(
        SecondaryIndex(name="by-group", partition_key="group", sort_key="sk"),
        SecondaryIndex(name="by-day", partition_key="day", projection="KEYS_ONLY"),
        SecondaryIndex(name="by-user", partition_key="user", projection=["title"]),
        SecondaryIndex(
            name="by-rank",
            kind="local",
            partition_key="pk",
            sort_key=KeyAttribute(name="rank", type="N"),
            projection="KEYS_ONLY",
        ),
    ),
)

# Keys of several attributes: three for the partition, two to sort.
CUPS = Table(
    name="cups",
    partition_key="pk",
    indexes=(
        SecondaryIndex(
            name="by-place",
            partition_key=("cup", "region", {"name": "year", "type": "N"}),
            sort_key=("round", "bracket"),
            projection="KEYS_ONLY",
        ),
    ),
)
