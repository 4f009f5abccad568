"""What DynamoDB charges, as pure arithmetic: no engine, no clock, no guess.

`item_bytes` and `index_entry` size things; the `..._charge` functions give a `Charge`
in read or write units, by table and index. An `Action` is what one of them charges; its
steps tell how the charge comes about. A `Receipt` shows all of it, with the bytes of
every attribute, for the actions of one request. Every limit stands in
`limits`, every rule that sources disagree on in `OPEN_RULES`.
"""

from ddbhelpers.capacity.action import Action
from ddbhelpers.capacity.charge import Arm, Charge, add_up
from ddbhelpers.capacity.form import as_dynamodb_json, is_dynamodb_json
from ddbhelpers.capacity.index import index_entry
from ddbhelpers.capacity.number import number_bytes
from ddbhelpers.capacity.open_rules import OPEN_RULES, OpenRule
from ddbhelpers.capacity.read import ItemsRead, read_charge
from ddbhelpers.capacity.receipt import Receipt, Witness
from ddbhelpers.capacity.size import attribute_bytes, item_bytes
from ddbhelpers.capacity.step import Step
from ddbhelpers.capacity.write import (
    CancelledAction,
    ConditionCheck,
    FailedWrite,
    ItemWrite,
    ReplayedWrite,
    condition_check_charge,
    failed_write_charge,
    transact_replay_charge,
    write_charge,
)

__all__ = [
    "OPEN_RULES",
    "Action",
    "Arm",
    "CancelledAction",
    "Charge",
    "ConditionCheck",
    "FailedWrite",
    "ItemWrite",
    "ItemsRead",
    "OpenRule",
    "Receipt",
    "ReplayedWrite",
    "Step",
    "Witness",
    "add_up",
    "as_dynamodb_json",
    "attribute_bytes",
    "condition_check_charge",
    "failed_write_charge",
    "index_entry",
    "is_dynamodb_json",
    "item_bytes",
    "number_bytes",
    "read_charge",
    "transact_replay_charge",
    "write_charge",
]
