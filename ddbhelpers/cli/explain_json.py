"""A receipt as one JSON document."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ddbhelpers.capacity import Receipt
    from ddbhelpers.capacity.receipt import ItemSize, ReceiptLine


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


def _item_as_json(item: "ItemSize") -> dict[str, Any]:
    if not item.there:
        return {"role": item.role, "item_bytes": None}
    return {
        "role": item.role,
        "key": list(item.key),
        "item_bytes": item.item_bytes,
        "bytes_left": item.bytes_left,
        "attributes": [
            {
                "name": one.name,
                "type": one.type,
                "name_bytes": one.name_bytes,
                "value_bytes": one.value_bytes,
            }
            for one in item.attributes or ()
        ],
    }


def _arm_as_json(line: "ReceiptLine") -> dict[str, Any]:
    return {
        "arm": line.label,
        "says": str(line.step),
        "sizes_bytes": list(line.step.sizes),
        "units": line.units,
        "bytes_left": line.bytes_left,
    }
