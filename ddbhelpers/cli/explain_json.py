"""A receipt as one JSON document, and back."""

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from ddbhelpers.errors import ItemFileError

if TYPE_CHECKING:
    from ddbhelpers.capacity import Receipt, Step
    from ddbhelpers.capacity.receipt import ItemSize, ReceiptLine
    from ddbhelpers.model.wire import Document


def receipt_as_json(receipt: "Receipt") -> dict[str, Any]:
    """Give a receipt: its sum, its actions with what was sized, and each arm."""
    return {
        "title": receipt.title,
        "unit": receipt.unit,
        "total": receipt.total,
        "units": receipt.units,
        "actions": [
            {
                "table": part.table,
                "says": part.says,
                "items": [_item_as_json(item) for item in part.items],
                "arms": [_arm_as_json(line) for line in part.lines],
            }
            for part in receipt.parts
        ],
        "open_rules": [
            {"name": rule.name, "says": str(rule)} for rule in receipt.notes
        ],
        "remarks": list(receipt.remarks),
    }


def receipt_from_json(document: "Document") -> "Receipt":
    """Give the receipt that a document was made of. Raises ItemFileError."""
    from ddbhelpers.capacity import Receipt
    from ddbhelpers.capacity.receipt import ReceiptPart

    try:
        parts = tuple(
            ReceiptPart(
                action["table"],
                action["says"],
                document["unit"],
                tuple(map(_item_from_json, action["items"])),
                tuple(_step_from_json(arm["step"]) for arm in action["arms"]),
            )
            for action in document["actions"]
        )
        remarks = tuple(document["remarks"])
        return Receipt(document["title"], document["unit"], parts, remarks=remarks)
    except (KeyError, TypeError, ValueError) as error:
        raise ItemFileError(
            f"a receipt that cannot be read: {type(error).__name__}: {error}",
            allowed="what `ddb explain --json` prints",
        ) from None


def _item_as_json(item: "ItemSize") -> dict[str, Any]:
    told: dict[str, Any] = {"role": item.role, "unit_bytes": item.unit_bytes}
    if item.attributes is None:
        return {**told, "item_bytes": None}
    return {
        **told,
        "key": list(item.key),
        "item_bytes": item.item_bytes,
        "bytes_left": item.bytes_left,
        "attributes": list(map(asdict, item.attributes)),
    }


def _item_from_json(told: "Document") -> "ItemSize":
    from ddbhelpers.capacity.receipt import AttributeSize, ItemSize

    attributes = None
    if told["item_bytes"] is not None:
        attributes = tuple(AttributeSize(**size) for size in told["attributes"])
    key = tuple(told.get("key", ()))
    return ItemSize(told["role"], key, attributes, told["unit_bytes"])


def _arm_as_json(line: "ReceiptLine") -> dict[str, Any]:
    step = line.step
    return {
        "arm": line.label,
        "says": str(step),
        "sizes_bytes": list(step.sizes),
        "units": line.units,
        "bytes_left": line.bytes_left,
        "step": asdict(step),
    }


def _step_from_json(told: "Document") -> "Step":
    from ddbhelpers.capacity import OpenRule, Step
    from ddbhelpers.capacity.charge import plain
    from ddbhelpers.capacity.step import Factor, Weight

    weights, (times, because) = told["weights"], told["factor"]
    return Step(
        **{
            **told,
            "weights": tuple(Weight(*weight) for weight in weights),
            "factor": Factor(plain(float(times)), because),
            "least": tuple(told["least"]),
            "noted": tuple(OpenRule(**rule) for rule in told["noted"]),
        }
    )
