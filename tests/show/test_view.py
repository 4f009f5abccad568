from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

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


TEXTS = st.text(st.characters(codec="ascii", categories=["L", "N", "Zs"]), max_size=120)


@given(st.lists(st.tuples(TEXTS, TEXTS, TEXTS), min_size=1, max_size=4))
def test_no_line_is_wider_than_a_page(
    read: Read, lines: list[tuple[str, str, str]]
) -> None:
    columns = (Column("name"), Column("question"), Column("answer"))
    view = TableView(columns, tuple(lines), short_ids=False)
    drawn = repr(view)
    assert all(len(line) <= WIDTH for line in drawn.splitlines())
    letters = sorted("".join("".join(cells) for cells in lines).replace(" ", ""))
    shown = drawn.splitlines()[2:]
    assert sorted("".join(shown).replace(" ", "")) == letters
    read(view._repr_html_())


@pytest.mark.parametrize("width", [6, 20])
def test_pieces_are_set_side_by_side_and_none_is_broken_in_vain(width: int) -> None:
    assert packed(["a=1", "b=2"], width) == (
        ["a=1  b=2"] if width == 20 else ["a=1", "b=2"]
    )
    assert packed(["one two three", "b=2"], 8) == ["one two", "three", "b=2"]
