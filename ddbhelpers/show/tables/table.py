"""A table of anything: a DataFrame, a list of mappings, designs beside each other."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, cast

from ddbhelpers.show.view import Column, TableView
from ddbhelpers.words import column_of, number

if TYPE_CHECKING:
    from pandas import DataFrame

Records = Iterable[Mapping[str, Any]]
Title = tuple[str, str, str]  # a column's name, its title, its unit


def show_table(
    data: "DataFrame | Records",
    *,
    caption: str = "",
    note: str = "",
    units: Mapping[str, str] | None = None,
    columns: Sequence[str] | None = None,
    total: bool = False,
    short_ids: bool = True,
) -> TableView:
    """Show a DataFrame, or a list of mappings, as a table.

    ``units`` maps a column to its unit, which goes to the heading; ``columns`` chooses
    and orders; ``total`` says that the last line is a sum. Numbers of a column stand
    aligned, with the decimals that the column needs. A missing value is a dash.

    >>> show_table([{"pattern": "AP1", "read_units": 0.5},
    ...             {"pattern": "AP7", "read_units": 240}])
    pattern  read units
    -------  ----------
    AP1             0.5
    AP7           240.0
    """
    names, lines = lines_of(data)
    shown = list(columns) if columns is not None else names
    units = units or {}
    return tabled(
        [(name, name.replace("_", " "), units.get(name, "")) for name in shown],
        lines,
        caption=caption,
        note=note,
        total=total,
        short_ids=short_ids,
    )


def comparison_table(
    designs: Mapping[str, Mapping[str, Any]],
    *,
    caption: str = "",
    units: Mapping[str, str] | None = None,
) -> TableView:
    """Show designs beside each other: one line for each measure, one column for each.

    With two designs of numbers a last column tells the second by the first.

    >>> comparison_table({"ALL": {"write_units": 6}, "KEYS_ONLY": {"write_units": 3}})
    measure      ALL  KEYS_ONLY  KEYS_ONLY / ALL
    -----------  ---  ---------  ---------------
    write units    6          3           × 0.50
    """
    units = units or {}
    measures = dict.fromkeys(name for held in designs.values() for name in held)
    names = list(designs)
    lines = []
    for measure in measures:
        values: list[Any] = [held.get(measure) for held in designs.values()]
        unit = f" ({units[measure]})" if measure in units else ""
        cells, numbers = column_of(values)
        line = {"measure": measure.replace("_", " ") + unit, "by": ""}
        line |= dict(zip(names, cells, strict=True))
        if len(names) == 2 and numbers and None not in values and values[0]:
            line["by"] = f"× {number(values[1] / values[0], 2)}"
        lines.append(line)
    titles = [("measure", "measure", ""), *((name, name, "") for name in names)]
    if any(line.get("by") for line in lines):
        titles.append(("by", f"{names[1]} / {names[0]}", ""))
    return tabled(titles, lines, caption=caption, right=(*names, "by"))


def tabled(
    titles: Sequence[Title],
    lines: Sequence[Mapping[str, Any]],
    *,
    caption: str,
    note: str = "",
    nothing: str = "–",
    null: str = "–",
    right: Sequence[str] = (),
    fixed: Sequence[str] = (),
    total: bool = False,
    short_ids: bool = True,
) -> TableView:
    """Make a table of lines; ``titles`` chooses, orders and names the columns.

    ``nothing`` and ``null`` stand for what is missing and for None; ``right`` names
    columns of texts that are numbers, ``fixed`` those that never wrap.
    """
    columns, cells = [], []
    absent = float("nan")
    for name, title, unit in titles:
        values = [line.get(name, absent) for line in lines]
        texts, numbers = column_of(values, nothing=nothing, null=null)
        columns.append(
            Column(title or name, unit, numbers or name in right, name in fixed)
        )
        cells.append(texts)
    return TableView(
        tuple(columns),
        tuple(zip(*cells, strict=True)),
        caption=caption,
        note=note,
        total=total,
        short_ids=short_ids,
    )


def lines_of(data: "DataFrame | Records") -> tuple[list[str], list[dict[str, Any]]]:
    """Give the columns' names, and the lines as mappings, of a frame or a list."""
    if hasattr(data, "to_dict"):
        frame = cast("DataFrame", data)
        names = [str(name) for name in frame.columns]
        columns = [frame.iloc[:, at].tolist() for at in range(len(names))]
        return names, [
            dict(zip(names, line, strict=True)) for line in zip(*columns, strict=True)
        ]
    lines = [dict(line) for line in data]
    return list(dict.fromkeys(name for line in lines for name in line)), lines
