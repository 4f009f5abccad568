from collections import Counter
from collections.abc import Callable
from io import StringIO
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from ddbhelpers.show import Column, TableView
from ddbhelpers.show.view import WIDTH, packed

Read = Callable[[str], Any]
UUID = "3f2b8c1e-5d4a-4e6f-9a7b-0c1d2e3f4a5b"
UNITS = TableView(
    (Column("pattern", fixed=True), Column("read units", "RRU", right=True)),
    (("AP1", "0.5"), ("AP7", "240.0"), ("all", "240.5")),
    caption="What was consumed",
    note="Eventually consistent.",
    total=True,
)


def on_terminal(view: TableView, width: int) -> str:
    shown = StringIO()
    Console(file=shown, width=width).print(view, crop=False)
    return shown.getvalue()


def test_the_text_form() -> None:
    assert repr(UNITS) == "\n".join(
        [
            "What was consumed",
            "",
            "         read units",
            "pattern       (RRU)",
            "-------  ----------",
            "AP1             0.5",
            "AP7           240.0",
            "-------  ----------",
            "all           240.5",
            "",
            "Eventually consistent.",
        ]
    )


def test_the_html_form_says_the_same(read: Read) -> None:
    table = read(UNITS._repr_html_())
    assert table.caption.strip() == "What was consumed"
    assert table.texts == [
        ["pattern", "read units\nRRU"],
        ["AP1", "0.5"],
        ["AP7", "240.0"],
        ["all", "240.5"],
        ["Eventually consistent."],
    ]


def test_numbers_stand_right_also_where_styles_are_taken_away(read: Read) -> None:
    table = read(UNITS._repr_html_())
    assert [cell["align"] for cell in table.lines[1]] == ["left", "right"]


def test_what_a_cell_holds_is_text_and_no_markup(read: Read) -> None:
    view = TableView((Column("<b>"),), (("<script>alert(1)</script> & so on",),))
    table = read(view._repr_html_())
    assert table.texts == [["<b>"], ["<script>alert(1)</script> & so on"]]


def test_a_shortened_uuid_can_be_hovered_over() -> None:
    view = TableView((Column("key"),), ((f"MSG#{UUID}",),))
    assert f'<span title="MSG#{UUID}">MSG#3f2b8c1e…</span>' in view._repr_html_()
    assert "MSG#3f2b8c1e…" in repr(view)


def test_uuids_are_whole_on_request() -> None:
    view = TableView((Column("key"),), ((UUID,),), short_ids=False)
    assert UUID in repr(view)
    assert "…" not in view._repr_html_()


def test_a_long_text_is_wrapped_between_words() -> None:
    words = " ".join(["word"] * 40)
    view = TableView((Column("n", right=True), Column("text")), (("1", words),))
    lines = repr(view).splitlines()
    assert len(lines) == 5
    assert all(len(line) <= WIDTH for line in lines)
    assert " ".join(" ".join(lines[2:]).split()) == f"1 {words}"


def test_too_many_columns_are_stacked() -> None:
    names = [f"a_rather_long_name_{n}" for n in range(8)]
    view = TableView(tuple(map(Column, names)), (tuple("abcdefgh"), tuple("ijklmnop")))
    first, second = repr(view).split("\n\n")
    assert first.splitlines()[0] == "a_rather_long_name_0  a"
    assert second.splitlines()[7] == "a_rather_long_name_7  p"


def test_a_table_without_lines_has_its_headings(read: Read) -> None:
    view = TableView((Column("item"),), ())
    assert repr(view) == "item\n----"
    assert read(view._repr_html_()).texts == [["item"]]


WORDS = st.text(st.characters(codec="ascii", categories=["L", "N"]), min_size=1)
TEXTS = st.lists(WORDS.filter(lambda word: len(word) <= 40), max_size=20).map(" ".join)


@given(st.lists(st.tuples(TEXTS, TEXTS, TEXTS), min_size=1, max_size=4))
def test_no_line_is_too_wide_and_no_word_is_broken(
    read: Read, lines: list[tuple[str, str, str]]
) -> None:
    columns = (Column("name"), Column("question"), Column("answer"))
    view = TableView(columns, tuple(lines), short_ids=False)
    words = Counter(" ".join(" ".join(cells) for cells in lines).split())
    for drawn, width in ((repr(view), WIDTH), (on_terminal(view, 60), 60)):
        assert all(len(line) <= width for line in drawn.splitlines())
        assert words <= Counter(drawn.split())
    read(view._repr_html_())


def test_the_terminal_form() -> None:
    assert [line.rstrip() for line in on_terminal(UNITS, 80).splitlines()] == [
        "What was consumed",
        "",
        "         read units",
        "pattern       (RRU)",
        "───────────────────",
        "AP1             0.5",
        "AP7           240.0",
        "───────────────────",
        "all           240.5",
        "",
        "Eventually consistent.",
    ]


def test_a_key_is_whole_on_a_narrow_terminal() -> None:
    columns = (Column("pk"), Column("[text]"), Column("n", right=True))
    text = "[bold]two words[/bold] or more"
    view = TableView(columns, ((f"MSG#{UUID}", text, "12"),), short_ids=False)
    folded = on_terminal(view, 62).splitlines()
    assert [line.split() for line in folded[2:]] == [
        [f"MSG#{UUID}", "[bold]two", "12"],
        ["words[/bold]", "or"],
        ["more"],
    ]
    stacked = on_terminal(view, 49).splitlines()
    assert stacked == [f"pk      MSG#{UUID}", f"[text]  {text}", "n       12"]
    assert on_terminal(view, 20).splitlines()[0] == f"pk      MSG#{UUID}"


def test_a_share_stays_with_its_sign() -> None:
    view = TableView((Column("verdict"),), (("it throttles 64.7 % of units",),))
    assert on_terminal(view, 18).splitlines()[2:] == [
        "it throttles      ",
        "64.7 % of units   ",
    ]


def test_the_tabbed_form_is_for_programs() -> None:
    columns = (Column("what"), Column("month", "USD", right=True))
    lines = (("1,024 items\nat\tmost", "1,234,567.50"), ("–", "–"))
    assert TableView(columns, lines).tabbed.split("\n") == [
        "what\tmonth (USD)",
        "1,024 items; at most\t1234567.50",
        "–\t",
    ]


@pytest.mark.parametrize("width", [6, 20])
def test_pieces_are_set_side_by_side_and_none_is_broken_in_vain(width: int) -> None:
    assert packed(["a=1", "b=2"], width) == (
        ["a=1  b=2"] if width == 20 else ["a=1", "b=2"]
    )
    assert packed(["one two three", "b=2"], 8) == ["one two", "three", "b=2"]
