"""A table as a value: it shows itself as HTML, as text, on a terminal, in a pipe."""

import re
import textwrap
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ddbhelpers.show.html import HAIR, QUIET, RULE, element, text
from ddbhelpers.words import NOTHING, shorten_uuids

if TYPE_CHECKING:
    from rich.console import Console, ConsoleOptions, RenderResult

WIDTH = 88
GAP = 2
GLUE = "\xa0"
THOUSANDS = re.compile(r"(?<=\d),(?=\d{3})")
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
    takes 88 columns of characters, a terminal as many as it has, and ``tabbed`` is for
    other programs. Texts wrap between words, and a word is never broken: where a table
    is too wide even so, each of its lines becomes a block.

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
        parts = [self.caption, _drawn(self.columns, self._shown, self.total), self.note]
        parts[0], parts[2] = (textwrap.fill(part, WIDTH) for part in parts[::2])
        return "\n\n".join(part for part in parts if part)

    def __rich_console__(
        self, console: "Console", options: "ConsoleOptions"
    ) -> "RenderResult":
        """Draw the table on a terminal, as wide as that is."""
        from rich.box import HORIZONTALS
        from rich.table import Column as Drawn
        from rich.table import Table
        from rich.text import Text

        if self.caption:
            yield Text(f"{self.caption}\n", style="bold")
        lines, room = self._shown, options.max_width
        widths = _widths(self.columns, lines, room)
        if not widths:
            for label, piece in _stacked(self.columns, lines, room):
                yield Text.assemble((label, "bold"), piece, overflow="ignore")
        else:
            headings = _headings(self.columns, widths)
            heads = zip(self.columns, headings, widths, strict=True)
            table = Table(
                *(
                    Drawn(
                        # Text, not str: an attribute's brackets are no markup
                        Text(heading),
                        width=width,
                        justify="right" if column.right else "left",
                    )
                    for column, heading, width in heads
                ),
                box=HORIZONTALS,
                show_edge=False,
                pad_edge=False,
                padding=(0, GAP - 1, 0, 0),
                header_style="bold",
            )
            for line in lines:
                if self.total and line is lines[-1]:
                    table.add_section()
                cells = zip(line, widths, strict=True)
                table.add_row(*(Text("\n".join(wrap(*cell))) for cell in cells))
            yield table
        if self.note:
            yield Text(f"\n{self.note}")

    @property
    def tabbed(self) -> str:
        """The table as lines of tabbed values, their headings first.

        Numbers have no separators, ids are whole, and each line of the table is one.

        >>> view = TableView((Column("n", right=True), Column("on")), (("1,200", "–"),))
        >>> view.tabbed
        'n\\ton\\n1200\\t–'
        """
        lines = [[column.heading for column in self.columns]]
        for line in self.lines:
            cells = zip(self.columns, line, strict=True)
            lines.append([_plain(cell) if c.right else cell for c, cell in cells])
        return "\n".join(
            "\t".join(cell.replace("\n", "; ").replace("\t", " ") for cell in line)
            for line in lines
        )

    @property
    def _shown(self) -> Lines:
        if not self.short_ids:
            return self.lines
        return tuple(tuple(map(shorten_uuids, line)) for line in self.lines)

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


def _plain(number: str) -> str:
    return "" if number == NOTHING else THOUSANDS.sub("", number)


def _drawn(columns: tuple[Column, ...], lines: Lines, total: bool) -> str:
    widths = _widths(columns, lines, WIDTH)
    if not widths:
        blocks = _stacked(columns, lines, WIDTH)
        return "\n".join(f"{label}{piece}".rstrip() for label, piece in blocks)
    rule = (" " * GAP).join("-" * width for width in widths)
    drawn = [*drawn_line(columns, widths, _headings(columns, widths), low=True), rule]
    for line in lines:
        if total and line is lines[-1]:
            drawn.append(rule)
        drawn += drawn_line(columns, widths, line)
    return "\n".join(drawn)


def _headings(columns: tuple[Column, ...], widths: list[int]) -> list[str]:
    """Put the unit beside the title where there is place, else below it."""
    return [
        column.heading
        if len(column.heading) <= width or not column.unit
        else f"{column.title}\n({column.unit})"
        for column, width in zip(columns, widths, strict=True)
    ]


def drawn_line(
    columns: tuple[Column, ...],
    widths: list[int],
    cells: tuple[str, ...] | list[str],
    low: bool = False,
) -> list[str]:
    """Draw one line of cells, each wrapped to its width; headings stand low."""
    wrapped = [wrap(cell, width) for cell, width in zip(cells, widths, strict=True)]
    height = max(map(len, wrapped))
    drawn = []
    for drawn_line in range(height):
        line = ""
        for column, width, parts in zip(columns, widths, wrapped, strict=True):
            part = drawn_line - (height - len(parts)) if low else drawn_line
            piece = parts[part] if 0 <= part < len(parts) else ""
            line += piece.rjust(width) if column.right else piece.ljust(width)
            line += " " * GAP
        drawn.append(line.rstrip())
    return drawn


def _stacked(
    columns: tuple[Column, ...], lines: Lines, room: int
) -> Iterator[tuple[str, str]]:
    """Give a block for each line, where the columns do not fit beside each other."""
    width = _longest(column.heading for column in columns) + GAP
    for number, line in enumerate(lines):
        if number:
            yield "", ""
        for column, cell in zip(columns, line, strict=True):
            label = column.heading
            for piece in wrap(cell, max(room - width, 1)):
                yield label.ljust(width), piece
                label = ""


def wrap(given: str, width: int) -> list[str]:
    """Break a text between words into lines of this width, keeping its own breaks."""
    return [
        piece.replace(GLUE, " ")
        for part in _glued(given).split("\n")
        for piece in textwrap.wrap(
            part, max(width, 1), break_on_hyphens=False, break_long_words=False
        )
        or [""]
    ]


def _glued(given: str) -> str:
    """Make one word of a share."""
    return given.replace(" %", f"{GLUE}%")


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


def _widths(columns: tuple[Column, ...], lines: Lines, room: int) -> list[int]:
    """Give each column what it needs; where that is too much, take from the widest.

    Headings are wrapped first, then texts between words. Columns that do not fit even
    so have no widths: the table is stacked.
    """
    headings = [_longest([c.title, _unit(c)]) for c in columns]
    words = [_longest([*c.title.split(), _unit(c)]) for c in columns]
    cells = list(zip(*lines, strict=True)) or [()] * len(columns)
    whole = [_longest("\n".join(held).split("\n")) for held in cells]
    parts = [
        needed
        if column.right or column.fixed
        else _longest(re.split("[ \n]", _glued("\n".join(held))))
        for column, held, needed in zip(columns, cells, whole, strict=True)
    ]
    widths = list(map(max, headings, whole))
    room -= GAP * (len(columns) - 1)
    for least in list(map(max, words, whole)), list(map(max, words, parts)):
        while sum(widths) > room:
            spare = [n for n, width in enumerate(widths) if width > least[n]]
            if not spare:
                break
            widths[max(spare, key=lambda n: widths[n])] -= 1
    return widths if sum(widths) <= room else []


def _unit(column: Column) -> str:
    return f"({column.unit})" if column.unit else ""


def _longest(texts: Iterable[str]) -> int:
    return max(map(len, texts), default=0)
