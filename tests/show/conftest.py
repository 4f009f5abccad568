"""What JupyterLab and GitHub let through of a notebook's HTML."""

import re
from html.parser import HTMLParser

import pytest

# JupyterLab's sanitizer, @jupyterlab/apputils: property, and the shape of its value.
COLOUR = r"(#[0-9a-f]{6}|rgba\(\d+,\d+,\d+,(0|1|0\.\d+)\)|transparent)"
LENGTH = r"(0|-?[\d.]+(px|em))"
BORDER = rf"(none|\d+px solid {COLOUR})"
ALLOWED = {
    "background-color": COLOUR,
    "color": COLOUR,
    "border": BORDER,
    "border-top": BORDER,
    "border-bottom": BORDER,
    "border-left": BORDER,
    "border-collapse": "collapse",
    "caption-side": "top",
    "font-size": r"[\d.]+(px|%)",
    "font-weight": "normal|bold|[1-9]00",
    "line-height": r"[\d.]+",
    "margin": rf"{LENGTH}( {LENGTH}){{0,3}}",
    "max-width": r"\d+px",
    "opacity": r"0\.\d+",
    "overflow-wrap": "break-word",
    "padding": rf"{LENGTH}( {LENGTH}){{0,3}}",
    "text-align": "left|right",
    "vertical-align": "top|bottom",
    "white-space": "nowrap",
}
TAGS = [
    "table",
    "caption",
    "thead",
    "tbody",
    "tfoot",
    "tr",
    "th",
    "td",
    "span",
    "small",
    "b",
    "i",
    "code",
    "br",
]
ATTRIBUTES = [
    "style",
    "title",
    "align",
    "valign",
    "nowrap",
    "rowspan",
    "colspan",
    "border",
]


class Reader(HTMLParser):
    """Takes a table apart, and refuses what a reader would take away."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.lines: list[list[dict[str, str]]] = []
        self.cell: dict[str, str] | None = None
        self.caption = ""
        self.feed(html)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in TAGS, tag
        given = {name: value or "" for name, value in attrs}
        assert set(given) <= set(ATTRIBUTES), given
        for declaration in filter(None, given.get("style", "").split(";")):
            name, value = declaration.split(":")
            assert re.fullmatch(ALLOWED[name], value), declaration
        if tag == "br":
            if self.cell is not None:
                self.cell["text"] += "\n"
            return
        self.open.append(tag)
        if tag == "tr":
            self.lines.append([])
        if tag in ("td", "th"):
            self.cell = {**given, "text": ""}
            self.lines[-1].append(self.cell)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag
        if tag in ("td", "th"):
            self.cell = None

    def handle_data(self, data: str) -> None:
        if self.cell is not None:
            self.cell["text"] += data
        elif "caption" in self.open:
            self.caption += data

    @property
    def texts(self) -> list[list[str]]:
        return [[cell["text"] for cell in line] for line in self.lines]


@pytest.fixture(scope="session")
def read() -> type[Reader]:
    """Give the reader: ``read(html)``."""
    return Reader
