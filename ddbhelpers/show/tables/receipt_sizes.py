"""The sized items of a receipt: one by its attributes, several by their keys."""

from collections.abc import Mapping, Sequence
from typing import Any

from ddbhelpers.capacity.receipt import ItemSize, Receipt, ReceiptPart
from ddbhelpers.show.tables.table import tabled
from ddbhelpers.show.view import TableView
from ddbhelpers.words import counted, cut, shorten_uuids

MOST_ATTRIBUTES = 24
MOST_ITEMS = 12
_LONGEST_KEY = 40
_ABSENT = "absent"
_ROLES = {"stored": "before", "attempted": "after"}
Line = dict[str, Any]


def sizes_table(receipt: Receipt) -> TableView | None:
    """Show what was sized; None where nothing was."""
    sized = [item for part in receipt.parts for item in part.items]
    there = [item for item in sized if item.there]
    if not sized:
        return None
    one_item = len({item.role for item in sized}) == len(sized) <= 2
    if len(receipt.parts) == 1 and there and one_item:
        return _by_attribute(str(receipt), sized)
    return _by_item(str(receipt), receipt.parts)


def _by_attribute(caption: str, items: Sequence[ItemSize]) -> TableView:
    there = [item for item in items if item.there]
    held: dict[str, Line] = {}
    for item in there:
        for size in item.attributes or ():
            line = held.setdefault(size.name, {"attribute": size.name})
            line["type"] = _changed(line.get("type", ""), size.type)
            line |= {"name": size.name_bytes, item.role: size.value_bytes}
    roles = [item.role for item in there]
    lines = _folded([*held.values()], MOST_ATTRIBUTES, "attribute", ("name", *roles))
    total = {item.role: item.item_bytes for item in there}
    values = {role: f"{role} value" if len(items) > 1 else "value" for role in roles}
    columns = {name: name for name in ("attribute", "type", "name")} | values
    return tabled(
        [*lines, {"attribute": "item, names and values", **total}],
        columns,
        units=dict.fromkeys(("name", *roles), "bytes"),
        caption=caption,
        note=" ".join(map(_left, items)),
        total=True,
    )


def _changed(before: str, after: str) -> str:
    return before if after in before else f"{before} → {after}" if before else after


def _left(item: ItemSize) -> str:
    role = item.role.capitalize()
    if not item.there:
        return f"{role}: {_ABSENT}."
    units = f"{item.units:,} × {item.unit_bytes:,} bytes"
    return f"{role}: {units}, {counted(item.bytes_left, 'byte')} left."


def _by_item(caption: str, parts: Sequence[ReceiptPart]) -> TableView:
    """Show a line for each item, its images beside each other."""
    lines: list[Line] = []
    roles: dict[str, None] = {}
    for place, part in enumerate(parts, 1):
        for group in _groups(part):
            line: Line = {"#": place, "action": part.says}
            for item in group:
                role = _ROLES.get(item.role, item.role)
                roles[role] = None
                line[role] = item.item_bytes if item.there else _ABSENT
                if item.key:
                    line["key"] = cut(shorten_uuids(" ".join(item.key)), _LONGEST_KEY)
            lines.append(line)
    columns = ["#", "action", "key", *roles]
    sums: Line = {"key": counted(len(lines), "item")}
    sums |= {role: _sum(lines, role) for role in roles}
    return tabled(
        _folded(lines, MOST_ITEMS, "key", tuple(roles)),
        columns if len(parts) > 1 else columns[2:],
        units=dict.fromkeys(roles, "bytes"),
        caption=caption,
        fixed=("key",),
        sums=sums,
    )


def _groups(part: ReceiptPart) -> list[tuple[ItemSize, ...]]:
    """Set side by side what belongs to one item."""
    if any(item.role in ("before", "stored") for item in part.items):
        return [part.items]
    fetched = [item for item in part.items if item.role == "fetched"]
    walked = [item for item in part.items if item.role != "fetched"]
    if len(fetched) == len(walked):
        return list(zip(walked, fetched, strict=True))
    return [(item,) for item in part.items]


def _folded(lines: list[Line], most: int, name: str, sums: Sequence[str]) -> list[Line]:
    """Keep the first lines, and fold the rest into one."""
    if len(lines) <= most:
        return lines
    kept, rest = lines[: most - 1], lines[most - 1 :]
    folded: Line = dict.fromkeys(lines[0], "") | {name: f"… {len(rest):,} more"}
    return [*kept, folded | {role: _sum(rest, role) for role in sums}]


def _sum(lines: Sequence[Mapping[str, Any]], name: str) -> int:
    values = (line.get(name) for line in lines)
    return sum(value for value in values if isinstance(value, int))
