"""The item-collection table as HTML."""

from collections.abc import Container

from ddbhelpers.model.collections import OTHER
from ddbhelpers.show.html import HAIR, QUIET, RULE, code, element, text
from ddbhelpers.show.item_collections.gathered import (
    LONGEST,
    Collection,
    CollectionLine,
    Gathered,
)
from ddbhelpers.show.plots.palette import tint
from ddbhelpers.show.view import caption, table
from ddbhelpers.words import counted

CELL = "text-align:left;border:none"
HIGH = "vertical-align:top"
LOW = "vertical-align:bottom"
PAD = "padding:3px 8px 3px 6px"
ATTRIBUTE = "max-width:230px;overflow-wrap:break-word"
CLEAR = "background-color:transparent"


def drawn(view: Gathered) -> str:
    """Draw the item collections as one table, without an id and without a class."""
    names = _names(view)
    wide = max((len(held) for held in names.values()), default=0) or 1
    body, above = [], None
    for collection in view.collections:
        body += _collection(view, collection, names, wide, above)
        above = collection.lines[-1].entity if collection.lines else above
    notes = [_note(note, wide) for note in view.notes]
    parts = [
        caption(text(view.caption) + _legend(view, names)),
        element("thead", _heads(view.keys, wide)),
        element("tbody", "\n".join(body)),
        element("tfoot", "".join(notes)) if notes else "",
    ]
    return table("\n".join(part for part in parts if part), font_px=12)


def _names(view: Gathered) -> dict[str, tuple[str, ...]]:
    """Give each entity its attributes' names, in order: its columns."""
    names: dict[str, dict[str, None]] = {}
    for collection in view.collections:
        for line in collection.lines:
            columns = names.setdefault(line.entity, {})
            columns |= dict.fromkeys(name for name, _ in line.attributes)
    return {entity: tuple(held) for entity, held in names.items()}


def _legend(view: Gathered, present: Container[str]) -> str:
    chips = [
        element(
            "span",
            f"&nbsp;{text(entity)}&nbsp;",
            f"background-color:{_tint(view, entity, 0.3)}",
            f"border-left:4px solid {_tint(view, entity)};font-weight:normal",
        )
        for entity in (*view.entities, OTHER)
        if entity in present
    ]
    return "".join(f"&emsp;{chip}" for chip in chips)


def _tint(view: Gathered, entity: str, opacity: float = 1.0) -> str:
    place = view.entities.index(entity) if entity in view.entities else None
    return tint(place, opacity)


def _heads(keys: tuple[str, str], wide: int) -> str:
    def head(words: str, name: str, **spans: object) -> str:
        under = f"<br>{code(text(name))}" if name else ""
        small = element("small", words, QUIET, "font-weight:normal")
        style = f"{CELL};{HIGH};{PAD};border-bottom:{RULE}"
        return element("th", small + under, style, align="left", **spans)

    cells = head("Partition key", keys[0])
    if keys[1]:
        cells += head("Sort key ↓", keys[1])
    return element("tr", cells + head("Attributes", "", colspan=wide), CLEAR)


def _collection(
    view: Gathered,
    collection: Collection,
    names: dict[str, tuple[str, ...]],
    wide: int,
    above: str | None,
) -> list[str]:
    """Draw the lines of one item collection; names stand where the entity changes."""
    lines = []
    for line in collection.lines:
        if line.entity != above:
            lines.append(_names_line(view, line.entity, names[line.entity], wide))
            above = line.entity
        rule = HAIR if lines else RULE
        lines.append(_item(view, line, names[line.entity], wide, rule))
    if collection.hidden:
        more = element("i", f"… {collection.hidden:,} more", QUIET)
        style = f"{CELL};{PAD};border-top:{HAIR}"
        columns = wide + bool(view.keys[1])
        lines.append(element("td", more, style, colspan=columns, align="left"))
    key = code(text(collection.partition_key, short_ids=view.short_ids))
    kinds = " and ".join(collection.entities)
    said = f"{text(kinds)}, {counted(collection.count, 'item')}"
    merged = element(
        "td",
        f"{element('b', key)}<br>{element('small', said, QUIET)}",
        f"{CELL};{HIGH};{PAD};border-top:{RULE};white-space:nowrap",
        rowspan=len(lines),
        align="left",
        valign="top",
        nowrap="",
    )
    lines[0] = merged + lines[0]
    return [element("tr", cells, CLEAR) for cells in lines]


def _names_line(view: Gathered, entity: str, names: tuple[str, ...], wide: int) -> str:
    """Name the entity, and its attributes above their values."""
    back = f"background-color:{_tint(view, entity, 0.3)}"
    style = f"{CELL};{LOW};{PAD};border-top:{RULE};{back}"
    name = element("b", text(entity))
    shown = [element("small", _attribute(name)) for name in names]
    if not view.keys[1]:
        return _spread([f"{name} {''.join(shown[:1])}", *shown[1:]], wide, style)
    mark = f"border-left:4px solid {_tint(view, entity)}"
    return element("td", name, style, mark, align="left") + _spread(shown, wide, style)


def _attribute(name: str) -> str:
    """Name an attribute; a map's name stands above its member's."""
    held, dot, member = name.partition(".")
    return (
        f"{element('span', text(held + dot), QUIET)}<br>{text(member)}"
        if dot
        else (text(name))
    )


def _item(
    view: Gathered,
    line: CollectionLine,
    names: tuple[str, ...],
    wide: int,
    rule: str,
) -> str:
    back = f"background-color:{_tint(view, line.entity, 0.1)}"
    style = f"{CELL};{HIGH};{PAD};border-top:{rule};{back}"
    cells = ""
    if view.keys[1]:
        key = code(text(line.sort_key, short_ids=view.short_ids))
        mark = f"border-left:4px solid {_tint(view, line.entity)};white-space:nowrap"
        cells = element("td", key, style, mark, align="left", valign="top", nowrap="")
    held = dict(line.attributes)
    shown = [
        text(held.get(name, ""), short_ids=view.short_ids, longest=LONGEST)
        for name in names
    ]
    return cells + _spread(shown, wide, f"{style};{ATTRIBUTE}")


def _spread(shown: list[str], wide: int, style: str) -> str:
    """Draw cells; the last one takes the columns that only other entities have."""
    *cells, last = shown or [""]
    drawn = [element("td", cell, style, align="left", valign="top") for cell in cells]
    span = wide - len(cells)
    return "".join(drawn) + element(
        "td",
        last,
        style,
        colspan=span if span > 1 else None,
        align="left",
        valign="top",
    )


def _note(note: str, wide: int) -> str:
    style = f"{CELL};padding:6px 0 0 8px;{QUIET}"
    cell = element("td", element("small", text(note)), style, colspan=wide + 2)
    return element("tr", cell, CLEAR)
