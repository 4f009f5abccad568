"""A table as a value: it shows itself as HTML and as text, always the same."""

import textwrap
from collections.abc import Iterable
from dataclasses import dataclass

from ddbhelpers.show.html import HAIR, QUIET, RULE, element, text
from ddbhelpers.words import shorten_uuids

WIDTH = 88
GAP = 2
NARROWEST = 9
Lines = tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Column:
    """A column's title and unit; ``right`` for numbers, ``fixed`` never wraps."""

    title: str
    unit: str = ""
    right: bool = False
    fixed: bool = False

    @property
    def heading(self) -> str:
        """The title with its unit, as one text."""
        return f"{self.title} ({self.unit})" if self.unit else self.title


@dataclass(frozen=True)
class TableView:
    """A table to look at: columns, lines of text, a caption, a note below.

    It is made by the functions of ``tables``. ``total`` sets the last line off as a
    sum; ``short_ids`` shows the first eight characters of each uuid. The text form
    takes at most 88 columns of characters.

    >>> TableView(
    ...     (Column("operation"), Column("read units", right=True)),
    ...     (("Query", "0.5"), ("Scan", "240.0")), caption="Twenty messages",
    ... )
    Twenty messages
    <BLANKLINE>
    operation  read units
    ---------  ----------
    Query             0.5
    Scan            240.0
    """

    columns: tuple[Column, ...]
    lines: Lines
    caption: str = ""
    note: str = ""
    total: bool = False
    short_ids: bool = True

    def __repr__(self) -> str:
        """Draw the table with characters."""
        lines = self.lines
        if self.short_ids:
            lines = tuple(tuple(map(shorten_uuids, line)) for line in lines)
        parts = [self.caption, _drawn(self.columns, lines, self.total), self.note]
        parts[0], parts[2] = (textwrap.fill(part, WIDTH) for part in parts[::2])
        return "\n\n".join(part for part in parts if part)

    def _repr_html_(self) -> str:
        """Draw the table as HTML, with inline styles only."""
        body = [
            self._html_line(line, last=self.total and line is self.lines[-1])
            for line in self.lines
        ]
        heads = "".join(self._html_head(column) for column in self.columns)
        row = element("tr", heads, "background-color:transparent")
        parts = [
            caption(text(self.caption, short_ids=self.short_ids)),
            element("thead", row),
            element("tbody", "\n".join(body)),
        ]
        if self.note:
            note = text(self.note, short_ids=self.short_ids)
            cell = element(
                "td",
                element("small", note),
                "text-align:left;padding:6px 0 0 0;border:none",
                QUIET,
                colspan=len(self.columns),
                align="left",
            )
            parts.append(
                element("tfoot", element("tr", cell, "background-color:transparent"))
            )
        return table("\n".join(part for part in parts if part))

    def _html_head(self, column: Column) -> str:
        side = "right" if column.right else "left"
        title = text(column.title)
        if column.unit:
            unit = element("small", text(column.unit), "font-weight:normal", QUIET)
            title += f"<br>{unit}"
        return element(
            "th",
            title,
            f"text-align:{side};vertical-align:bottom;font-weight:600",
            f"padding:4px 14px 4px 0;border:none;border-bottom:{RULE}",
            align=side,
        )

    def _html_line(self, line: tuple[str, ...], last: bool) -> str:
        rule = f"border:none;border-top:{RULE if last else HAIR}"
        cells = ""
        for column, given in zip(self.columns, line, strict=True):
            side = "right" if column.right else "left"
            whole = column.right or column.fixed
            content = text(given, short_ids=self.short_ids)
            cells += element(
                "td",
                element("b", content) if last else content,
                f"text-align:{side};vertical-align:top;padding:4px 14px 4px 0;{rule}",
                "white-space:nowrap"
                if whole
                else "max-width:420px;overflow-wrap:break-word",
                align=side,
                valign="top",
            )
        return element("tr", cells, "background-color:transparent")


def table(content: str, font_px: int = 13) -> str:
    """Wrap the parts of a table."""
    style = f"border-collapse:collapse;font-size:{font_px}px;line-height:1.4"
    style += ";margin:4px 0 8px 0"
    return element("table", f"\n{content}\n", style, border="0")


def caption(content: str) -> str:
    """Write a table's caption, above it and to the left; nothing without a text."""
    style = "caption-side:top;text-align:left;font-weight:600;padding:0 0 6px 0"
    return element("caption", content, style, align="left") if content else ""


def _drawn(columns: tuple[Column, ...], lines: Lines, total: bool) -> str:
    widths = _widths(columns, lines)
    if sum(widths) + GAP * (len(widths) - 1) > WIDTH:
        return _stacked(columns, lines)
    rule = (" " * GAP).join("-" * width for width in widths)
    drawn = [*_line(columns, widths, _headings(columns, widths), low=True), rule]
    for line in lines:
        if total and line is lines[-1]:
            drawn.append(rule)
        drawn += _line(columns, widths, line)
    return "\n".join(drawn)


def _headings(columns: tuple[Column, ...], widths: list[int]) -> list[str]:
    """Put the unit beside the title where there is place, else below it."""
    return [
        column.heading
        if len(column.heading) <= width or not column.unit
        else f"{column.title}\n({column.unit})"
        for column, width in zip(columns, widths, strict=True)
    ]


def _line(
    columns: tuple[Column, ...],
    widths: list[int],
    cells: tuple[str, ...] | list[str],
    low: bool = False,
) -> list[str]:
    """Draw one line of cells, each wrapped to its width; headings stand low."""
    wrapped = [wrap(cell, width) for cell, width in zip(cells, widths, strict=True)]
    height = max(map(len, wrapped))
    drawn = []
    for at in range(height):
        line = ""
        for column, width, parts in zip(columns, widths, wrapped, strict=True):
            part = at - (height - len(parts)) if low else at
            piece = parts[part] if 0 <= part < len(parts) else ""
            line += piece.rjust(width) if column.right else piece.ljust(width)
            line += " " * GAP
        drawn.append(line.rstrip())
    return drawn


def _stacked(columns: tuple[Column, ...], lines: Lines) -> str:
    """Draw one block for each line, where the columns do not fit beside each other."""
    width = max(len(column.heading) for column in columns)
    blocks = []
    for line in lines:
        drawn = []
        for column, given in zip(columns, line, strict=True):
            pieces = wrap(given, WIDTH - width - GAP)
            labels = [column.heading] + [""] * (len(pieces) - 1)
            drawn += [
                f"{label:{width}}{' ' * GAP}{piece}".rstrip()
                for label, piece in zip(labels, pieces, strict=True)
            ]
        blocks.append("\n".join(drawn))
    return "\n\n".join(blocks)


def wrap(given: str, width: int) -> list[str]:
    """Break a text into lines of at most this width, keeping its own line breaks."""
    return [
        piece
        for part in given.split("\n")
        for piece in textwrap.wrap(part, width, break_on_hyphens=False) or [""]
    ]


def packed(pieces: list[str], width: int) -> list[str]:
    """Set pieces side by side, each on one line if it fits on one.

    >>> packed(["a=1", "b=2", "c=a long one"], 10)
    ['a=1  b=2', 'c=a long', 'one']
    """
    lines: list[str] = []
    open_ = False  # whether the last line has place for more, and is no continuation
    for piece in pieces:
        if open_ and len(lines[-1]) + GAP + len(piece) <= width:
            lines[-1] += " " * GAP + piece
        else:
            lines += wrap(piece, width)
            open_ = len(piece) <= width
    return lines


def _widths(columns: tuple[Column, ...], lines: Lines) -> list[int]:
    """Give each column what it needs; where that is too much, take from the widest.

    Headings are wrapped first, then texts between words, then texts anywhere. Columns
    that do not fit even so are left too wide, and the table is stacked.
    """
    headings = [_longest([c.title, _unit(c)]) for c in columns]
    words = [_longest([*c.title.split(), _unit(c)]) for c in columns]
    cells = [
        _longest(part for line in lines for part in line[at].split("\n"))
        for at in range(len(columns))
    ]
    firm = [column.right or column.fixed for column in columns]
    parts = [
        needed
        if fixed
        else _longest(word for line in lines for word in line[at].split())
        for at, (needed, fixed) in enumerate(zip(cells, firm, strict=True))
    ]
    broken = [
        part if fixed else min(part, NARROWEST)
        for part, fixed in zip(parts, firm, strict=True)
    ]
    widths = list(map(max, headings, cells))
    for least in (
        list(map(max, words, cells)),
        list(map(max, words, parts)),
        list(map(max, words, broken)),
    ):
        while sum(widths) + GAP * (len(widths) - 1) > WIDTH:
            spare = [at for at, width in enumerate(widths) if width > least[at]]
            if not spare:
                break
            widths[max(spare, key=lambda at: widths[at])] -= 1
    return widths


def _unit(column: Column) -> str:
    return f"({column.unit})" if column.unit else ""


def _longest(texts: Iterable[str]) -> int:
    return max(map(len, texts), default=0)
