import pandas as pd

from ddbhelpers.show import comparison_table, show_table


def test_a_frame_and_a_list_show_the_same() -> None:
    lines: list[dict[str, object]] = [
        {"pattern": "AP1", "read_units": 0.5},
        {"pattern": "AP7"},
    ]
    shown = show_table(lines, units={"read_units": "RRU"}, caption="Units")
    assert shown == show_table(
        pd.DataFrame(lines), units={"read_units": "RRU"}, caption="Units"
    )
    assert shown.lines == (("AP1", "0.5"), ("AP7", "–"))
    assert [column.heading for column in shown.columns] == [
        "pattern",
        "read units (RRU)",
    ]
    assert shown.columns[1].right


def test_a_column_with_a_unit_stands_right_whatever_is_in_it() -> None:
    shown = show_table([{"usd": "1.50 or more", "way": "1"}], units={"usd": "USD"})
    assert [column.right for column in shown.columns] == [True, False]


def test_columns_are_chosen_and_ordered() -> None:
    shown = show_table([{"a": 1, "b": 2, "c": 3}], columns=["c", "a"])
    assert shown.lines == (("3", "1"),)


def test_nullable_dtypes_are_shown() -> None:
    frame = pd.DataFrame({"n": pd.array([1, None], "Int64"), "s": ["a", pd.NA]})
    assert show_table(frame).lines == (("1", "a"), ("–", "–"))


def test_an_empty_frame_shows_its_columns() -> None:
    shown = show_table(pd.DataFrame({"a": [], "b": []}))
    assert [column.title for column in shown.columns] == ["a", "b"]
    assert shown.lines == ()


def test_two_designs_are_compared_by_their_ratio() -> None:
    shown = comparison_table(
        {
            "attributes": {"read_units": 1.5, "bytes": 0, "serves": "all"},
            "one map": {"read_units": 1.0, "bytes": 5, "serves": "most"},
        },
        units={"read_units": "RRU"},
    )
    assert shown.lines == (
        ("read units (RRU)", "1.5", "1.0", "× 0.67"),
        ("bytes", "0", "5", ""),
        ("serves", "all", "most", ""),
    )


def test_three_designs_have_no_ratio() -> None:
    shown = comparison_table({"a": {"n": 1}, "b": {"n": 2}, "c": {}})
    assert shown.lines == (("n", "1", "2", "–"),)
