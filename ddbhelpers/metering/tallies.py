"""What a meter's frame adds up to, by access pattern, as small frames."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from ddbhelpers.errors import ModelError
from ddbhelpers.model import Model, Table
from ddbhelpers.words import is_missing

if TYPE_CHECKING:
    from pandas import DataFrame

    from ddbhelpers.capacity import Charge

TALLY = ["pattern", "kind", "arm", "units", "requests"]


def units_by_pattern(frame: "DataFrame") -> "DataFrame":
    """Sum a meter's frame: units by access pattern, kind (read, write) and arm.

    Columns: pattern, kind, arm (``table``, or the index's name), units, requests.
    Several tables are one arm: choose the lines of one first, if that matters. A
    request outside any pattern counts under its operation. Requests for which the
    engine reported nothing, such as refused ones, add no units.
    """
    import pandas as pd

    held: dict[tuple[str, str, str], list[float]] = {}
    for line in frame.to_dict("records"):
        pattern = _text(line["pattern"]) or _text(line["operation"])
        written = line["write_units"]
        kind = "read" if is_missing(written) or not written else "write"
        for label, units in arms_of(line).items():
            index = label.partition("/")[2]
            arm = index or "table"
            held.setdefault((pattern, kind, arm), []).append(float(units))
    # patterns in order of appearance; of each its reads, and the table, come first
    names = list(dict.fromkeys(pattern for pattern, _, _ in held))
    place = {pattern: number for number, pattern in enumerate(names)}
    order = sorted(held, key=lambda key: (place[key[0]], key[1], key[2] != "table"))
    lines = [(*key, sum(held[key]), len(held[key])) for key in order]
    return pd.DataFrame(lines, columns=TALLY)


def arms_of(line: Mapping[Any, object]) -> Mapping[str, float]:
    """Give a request's units by arm, ``table`` or ``table/index``, from a meter's line.

    Empty where the engine reported nothing.
    """
    arms = line.get("units")
    return arms if isinstance(arms, Mapping) else {}


def tally_of(charges: "Mapping[str, Charge]") -> "DataFrame":
    """Give worked-out charges by pattern, in the columns of ``units_by_pattern``.

    For what an engine reports wrongly or not at all, such as transactions.

    >>> from ddbhelpers.capacity import Charge
    >>> sent = Charge(unit="write", table=2, gsi={"by-day": 1})
    >>> tally_of({"send_message": sent})["arm"].tolist()
    ['table', 'by-day']
    """
    import pandas as pd

    lines = [
        (pattern, charge.unit, arm.index or "table", float(arm.units), 1)
        for pattern, charge in charges.items()
        for arm in charge.arms
    ]
    return pd.DataFrame(lines, columns=TALLY)


class MostUnits(NamedTuple):
    """The pattern with the most units of its kind, and how many all patterns have."""

    pattern: str
    kind: str
    units: float
    units_of_all: float

    @property
    def share(self) -> float:
        """The part that it has of all units of its kind."""
        return self.units / self.units_of_all


def most_units(tally: "DataFrame") -> MostUnits | None:
    """Name the pattern that took the most units; None where nothing was consumed."""
    sums = tally.groupby(["kind", "pattern"], sort=False)["units"].sum().reset_index()
    if not sums["units"].any():
        return None
    most = sums.iloc[int(sums["units"].argmax())]
    of_kind = sums.loc[sums["kind"] == most["kind"], "units"]
    return MostUnits(
        most["pattern"], most["kind"], float(most["units"]), float(of_kind.sum())
    )


def write_amplification(frame: "DataFrame") -> "DataFrame":
    """Set what writes took from the table beside what they took from its indexes.

    Takes a meter's frame. Columns: pattern, table_units, index_units, times (all
    units by the table's own).
    """
    import pandas as pd

    tally = tallied(frame)
    lines = []
    for pattern, arms in _by_pattern(tally[tally["kind"] == "write"]):
        table = float(arms.loc[arms["arm"] == "table", "units"].sum())
        index = float(arms.loc[arms["arm"] != "table", "units"].sum())
        times = (table + index) / table if table else float("inf")
        lines.append((pattern, table, index, times))
    names = ["pattern", "table_units", "index_units", "times"]
    return pd.DataFrame(lines, columns=names)


def query_against_scan(frames: "Mapping[int, DataFrame] | DataFrame") -> "DataFrame":
    """Set the read units of operations beside each other, over the table's size.

    Takes the meters' frames by how many items the table held, or a frame with the
    columns items, operation and read_units. Columns: items, one for each operation,
    and times: Scan by Query.
    """
    import pandas as pd

    if isinstance(frames, Mapping):
        frames = pd.concat([frame.assign(items=n) for n, frame in frames.items()])
    tidy = frames[["items", "operation", "read_units"]].copy()
    tidy["operation"] = tidy["operation"].astype(object)
    tidy["read_units"] = tidy["read_units"].astype(float)
    wide = tidy.pivot_table(
        index="items", columns="operation", values="read_units", aggfunc="sum"
    )
    wide = wide.rename_axis(columns=None).reset_index()
    if {"Query", "Scan"} <= set(wide.columns):
        wide["times"] = wide["Scan"] / wide["Query"]
    return wide


def runs_per_second(
    frame: "DataFrame", model: Model, table: str | None = None
) -> "DataFrame":
    """Tell how often a second each pattern can run on the provisioned capacity.

    Takes a meter's frame with one run of each pattern. Each pattern has the whole
    capacity to itself; the arm that is used up first decides. Columns: pattern, arm,
    kind, units (of one run), provisioned (units per second), per_second, peak (runs
    per second that the model expects), carried (the part of the peak that runs).
    """
    import pandas as pd

    home = model.table(table)
    peaks = {p.name: p.rate.peak for p in model.access_patterns if p.rate}
    lines = []
    for pattern, arms in _by_pattern(tallied(frame)):
        shared: dict[tuple[str, str], float] = {}
        for arm, kind, units in zip(
            arms["arm"], arms["kind"], arms["units"], strict=True
        ):
            place = _pays(home, arm)
            shared[place, kind] = shared.get((place, kind), 0.0) + units
        found = [
            (_provisioned(home, arm, kind) / units, arm, kind, units)
            for (arm, kind), units in shared.items()
            if units
        ]
        if not found:
            continue
        per_second, arm, kind, units = min(found, key=lambda way: way[0])
        lines.append(
            {
                "pattern": pattern,
                "arm": arm,
                "kind": kind,
                "units": units,
                "provisioned": _provisioned(home, arm, kind),
                "per_second": per_second,
                "peak": peaks.get(pattern, float("nan")),
            }
        )
    runs = pd.DataFrame(lines)
    return runs.assign(carried=runs["per_second"] / runs["peak"]) if lines else runs


def tallied(frame: "DataFrame") -> "DataFrame":
    """Take a tally as it is, and make one of a meter's frame."""
    return frame if "arm" in frame.columns else units_by_pattern(frame)


def _by_pattern(tally: "DataFrame") -> Iterator[tuple[str, "DataFrame"]]:
    for pattern, lines in tally.groupby("pattern", sort=False):
        yield str(pattern), lines


def _pays(home: Table, arm: str) -> str:
    """Name where an arm's units come out of: a local index has none of its own."""
    local = {index.name for index in home.indexes if index.kind == "local"}
    return "table" if arm in local else arm


def _provisioned(home: Table, arm: str, kind: str) -> float:
    held = home.throughput if arm == "table" else home.index(arm).throughput
    if held is None:
        raise ModelError(
            f"table {home.name!r} is on demand and has no provisioned capacity",
            do="give it a throughput in the model, such as {read: 5, write: 5}",
        )
    return float(held.read if kind == "read" else held.write)


def _text(value: object) -> str:
    return "" if value is None or is_missing(value) else str(value)
