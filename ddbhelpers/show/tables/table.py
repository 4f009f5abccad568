"""A table of anything: a DataFrame, a list of mappings, designs beside each other."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, cast

from ddbhelpers.show.view import Column, TableView
from ddbhelpers.words import column_of, number

if TYPE_CHECKING:
    from pandas import DataFrame

Records = Iterable[Mapping[str, Any]]


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
    shown = names if columns is None else columns
    return tabled(
        lines,
        {name: name.replace("_", " ") for name in shown},
        units=units or {},
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
        line = {"measure": measure.replace("_", " ") + unit}
        line |= dict(zip(names, cells, strict=True))
        if len(names) == 2 and numbers and None not in values and values[0]:
            line["by"] = f"× {number(values[1] / values[0], 2)}"
        lines.append(line)
    columns = {name: name for name in ("measure", *names)}
    if any("by" in line for line in lines):
        columns["by"] = f"{names[1]} / {names[0]}"
    right = (*names, "by")
    return tabled(lines, columns, caption=caption, nothing="", right=right)


def tabled(
    lines: Sequence[Mapping[str, Any]],
    columns: Sequence[str] | Mapping[str, str] | None = None,
    *,
    units: Mapping[str, str] | None = None,
    right: Sequence[str] = (),
    fixed: Sequence[str] = (),
    nothing: str = "–",
    null: str = "–",
    sums: Mapping[str, Any] | None = None,
    **look: Any,
) -> TableView:
    """Make a table of lines, each of which has its values by the columns' names.

    ``columns`` chooses and orders, and may give titles. Columns of numbers stand right,
    so do those with one of the ``units``, and those that ``right`` names; ``fixed``
    ones never wrap. ``nothing`` and ``null`` stand for what is missing and for None; a
    total has neither; of several lines ``sums`` is it. The ``look`` is TableView's.
    """
    if sums and len(lines) > 1:
        lines, look["total"] = [*lines, sums], True
    names = columns or list(dict.fromkeys(name for line in lines for name in line))
    titles = names if isinstance(names, Mapping) else {name: name for name in names}
    heads, cells = [], []
    absent = float("nan")
    for name, title in titles.items():
        values = [line.get(name, absent) for line in lines]
        texts, numbers = column_of(values, nothing=nothing, null=null)
        if look.get("total") and name not in lines[-1]:
            texts = (*texts[:-1], "")
        unit = (units or {}).get(name, "")
        is_right = bool(numbers or unit or name in right)
        heads.append(Column(title, unit, is_right, name in fixed))
        cells.append(texts)
    return TableView(tuple(heads), tuple(zip(*cells, strict=True)), **look)


def lines_of(data: "DataFrame | Records") -> tuple[list[str], list[dict[str, Any]]]:
    """Give the columns' names, and the lines as mappings, of a frame or a list."""
    if hasattr(data, "to_dict"):
        frame = cast("DataFrame", data)
        names = [str(name) for name in frame.columns]
        columns = [frame.iloc[:, place].tolist() for place in range(len(names))]
        return names, [
            dict(zip(names, line, strict=True)) for line in zip(*columns, strict=True)
        ]
    lines = [dict(line) for line in data]
    return list(dict.fromkeys(name for line in lines for name in line)), lines
