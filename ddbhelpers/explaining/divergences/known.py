"""Where the local engines are known to differ from the real DynamoDB, as data.

No engine is the authority on capacity: `ddbhelpers.capacity` is, and an engine is a
witness. Where the two differ, one of these says why. Each was measured (dynoxide
1.2.1, DynamoDB Local 3.3.1), and has a test that turns red once an engine is mended.
"""

from dataclasses import dataclass
from typing import Literal

Product = Literal["dynoxide", "DynamoDB Local", "DynamoDB", "unknown"]
_DYNOXIDE: tuple[Product, ...] = ("dynoxide",)
_LOCAL: tuple[Product, ...] = ("DynamoDB Local",)
_BOTH: tuple[Product, ...] = (*_DYNOXIDE, *_LOCAL)


@dataclass(frozen=True)
class Divergence:
    """One way in which engines differ from DynamoDB.

    `about` says whether it changes the reported units, or what is answered.

    >>> [d.name for d in DIVERGENCES if d.about == "units"][0]
    'projected-get-is-cheaper'
    """

    name: str
    products: tuple[Product, ...]
    about: Literal["units", "answers"]
    says: str


DIVERGENCES = (
    Divergence(
        "projected-get-is-cheaper",
        _DYNOXIDE,
        "units",
        "GetItem with a projection is charged for the projected attributes, "
        "TransactGetItems for these and the keys; DynamoDB charges the whole item.",
    ),
    Divergence(
        "lsi-fetch-is-summed",
        _DYNOXIDE,
        "units",
        "Items that an LSI read fetches from the table are summed and then rounded; "
        "DynamoDB rounds each item on its own.",
    ),
    Divergence(
        "lsi-projection-fetches-nothing",
        _DYNOXIDE,
        "units",
        "A read of an LSI whose projection names an attribute that the index does not "
        "hold reports no fetch; DynamoDB fetches every item from the table.",
    ),
    Divergence(
        "lsi-scan-is-the-tables",
        _DYNOXIDE,
        "units",
        "A Scan of an LSI is reported on the table; DynamoDB reports it on the index.",
    ),
    Divergence(
        "number-digits-in-pairs",
        _LOCAL,
        "units",
        "Numbers such as 120 and 0.012, with an odd number of zeros between an even "
        "number of digits and the decimal point, weigh one byte more. Which is right "
        "is an open rule: see ddbhelpers.capacity.OPEN_RULES.",
    ),
    Divergence(
        "lsi-write-costs-one-more",
        _LOCAL,
        "units",
        "An LSI entry is written as if it weighed 100 bytes more (what DynamoDB adds "
        "for storage only), which at some sizes is one unit more.",
    ),
    Divergence(
        "lsi-projection-always-fetches",
        _LOCAL,
        "units",
        "A Query of an LSI with a projection is charged for fetching every item from "
        "the table, also where the index holds all that is asked for; DynamoDB fetches "
        "only what the index does not hold.",
    ),
    Divergence(
        "two-halves-of-a-key-cost-an-entry",
        _LOCAL,
        "units",
        "A write that takes away one attribute of an index's key and brings another is "
        "charged for an entry, though the item was not in the index, and is not now; "
        "DynamoDB charges nothing.",
    ),
    Divergence(
        "index-scan-costs-whole-items",
        _LOCAL,
        "units",
        "A Scan of an index is charged for the whole items; DynamoDB charges the "
        "entries as the index holds them.",
    ),
    Divergence(
        "empty-page-is-free",
        _LOCAL,
        "units",
        "A Query or Scan that evaluates nothing reports 0; DynamoDB charges 0.5, or 1 "
        "when strongly consistent.",
    ),
    Divergence(
        "missing-key-in-batch-is-free",
        _LOCAL,
        "units",
        "A key that BatchGetItem does not find reports 0; DynamoDB charges 0.5, or 1 "
        "when strongly consistent.",
    ),
    Divergence(
        "missing-delete-in-batch-costs-two",
        _LOCAL,
        "units",
        "BatchWriteItem reports 2 for deleting an item that does not exist; DynamoDB "
        "charges 1.",
    ),
    Divergence(
        "transaction-counts-equals-once",
        _LOCAL,
        "units",
        "TransactWriteItems counts actions that cost the same only once, and doubles "
        "the indexes too; DynamoDB adds up every action, and doubles the table's units "
        "only.",
    ),
    Divergence(
        "missing-delete-in-transaction-costs-one",
        _LOCAL,
        "units",
        "TransactWriteItems reports 1 for deleting an item that does not exist; "
        "DynamoDB charges 2.",
    ),
    Divergence(
        "condition-check-is-a-read",
        _LOCAL,
        "units",
        "A ConditionCheck is rounded up to 4 KB, as a read; DynamoDB rounds it up to "
        "1 KB, as a write.",
    ),
    Divergence(
        "replay-is-a-write",
        _LOCAL,
        "units",
        "A ClientRequestToken used again is not reported as read units, counts actions "
        "that cost the same only once, and is sized on the items as they are now; "
        "DynamoDB charges the replay as reads, each action for itself.",
    ),
    Divergence(
        "partiql-reports-nothing",
        _LOCAL,
        "units",
        "PartiQL statements report no ConsumedCapacity; DynamoDB reports what the "
        "classic call costs.",
    ),
    Divergence(
        "scanned-count-one-too-high",
        _DYNOXIDE,
        "answers",
        "ScannedCount is one too high on a page that the 1 MB limit cuts.",
    ),
    Divergence(
        "partiql-in-one-page",
        _DYNOXIDE,
        "answers",
        "ExecuteStatement returns everything in one page; DynamoDB cuts at 1 MB.",
    ),
    Divergence(
        "index-keys-may-be-long",
        _DYNOXIDE,
        "answers",
        "An index key of more than 2,048 or 1,024 bytes is accepted, and the item left "
        "out of the index; DynamoDB refuses the write.",
    ),
    Divergence(
        "attribute-names-are-not-checked",
        _DYNOXIDE,
        "answers",
        "An empty attribute name, or one of more than 65,535 bytes, is accepted; "
        "DynamoDB refuses it.",
    ),
    Divergence(
        "gsi-throughput-stays",
        _DYNOXIDE,
        "answers",
        "UpdateTable leaves a GSI's throughput as it was created.",
    ),
    Divergence(
        "no-table-size",
        _DYNOXIDE,
        "answers",
        "TableSizeBytes is always 0; DynamoDB brings it up to date every six hours.",
    ),
    Divergence(
        "no-multi-attribute-keys",
        _DYNOXIDE,
        "answers",
        "A GSI key of several attributes is accepted and then answers wrongly; the "
        "workbench refuses to create one there.",
    ),
    Divergence(
        "tags-are-refused",
        _LOCAL,
        "answers",
        "Tagging operations are refused as unknown.",
    ),
    Divergence(
        "table-names-ignore-case",
        _BOTH,
        "answers",
        "A table whose name differs from another's only in upper and lower case cannot "
        "be created.",
    ),
    Divergence(
        "nothing-is-throttled",
        _BOTH,
        "answers",
        "Provisioned capacity is accepted and not enforced: throttling is computed by "
        "the workbench, never observed on a local engine.",
    ),
)
