"""A receipt as one JSON document, and back."""

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from ddbhelpers.cli.output import as_json
from ddbhelpers.errors import ItemFileError

if TYPE_CHECKING:
    from ddbhelpers.capacity import Receipt
    from ddbhelpers.capacity.receipt import ItemSize, ReceiptLine
    from ddbhelpers.model.wire import Document


def receipt_as_json(receipt: "Receipt") -> dict[str, Any]:
    """Give a receipt: its sum, its actions with what was sized, and each arm."""
    return {
        **as_json(receipt, "title", "unit", "total", "units"),
        "actions": [
            {
                **as_json(part, "table", "says"),
                "items": [_item_as_json(item) for item in part.items],
                "arms": [_arm_as_json(line) for line in part.lines],
            }
            for part in receipt.parts
        ],
        "open_rules": [
            {"name": rule.name, "says": str(rule)} for rule in receipt.notes
        ],
        "remarks": receipt.remarks,
    }


def receipt_from_json(document: "Document") -> "Receipt":
    """Give the receipt that a document was made of. Raises ItemFileError."""
    from pydantic import TypeAdapter, ValidationError

    from ddbhelpers.capacity import Receipt
    from ddbhelpers.model.base import first_fault

    try:
        parts = [
            {
                **action,
                "unit": document["unit"],
                "items": [{"key": (), "attributes": None} | i for i in action["items"]],
                "steps": [arm["step"] for arm in action["arms"]],
            }
            for action in document["actions"]
        ]
        return TypeAdapter(Receipt).validate_python({**document, "parts": parts})
    except ValidationError as error:
        place, says = first_fault(error)
        fault = f"{'.'.join(map(str, place))}: {says}"
    except (KeyError, TypeError) as error:
        fault = f"{type(error).__name__}: {error}"
    raise ItemFileError(
        f"a receipt that cannot be read: {fault}",
        allowed="what `ddb explain --json` prints",
    )


def _item_as_json(item: "ItemSize") -> dict[str, Any]:
    if item.attributes is None:
        return as_json(item, "role", "unit_bytes") | {"item_bytes": None}
    sizes = as_json(item, "role", "unit_bytes", "key", "item_bytes", "bytes_left")
    return {**sizes, "attributes": list(map(asdict, item.attributes))}


def _arm_as_json(line: "ReceiptLine") -> dict[str, Any]:
    return {
        "says": str(line.step),
        **as_json(line, "units", "bytes_left", arm="label", sizes_bytes="step.sizes"),
        "step": asdict(line.step),
    }
