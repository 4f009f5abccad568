"""The numbers behind each picture, as small frames that a notebook shows beside it."""

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from ddbhelpers.capacity import index_entry, item_bytes, read_charge, write_charge
from ddbhelpers.errors import ModelError
from ddbhelpers.model import Model, Table
from ddbhelpers.show.item_collections.collections import gathered, key_text
from ddbhelpers.show.item_collections.gathered import OTHER
from ddbhelpers.words import is_missing

if TYPE_CHECKING:
    from pandas import DataFrame

    from ddbhelpers.capacity import Charge

KIB = 1024
KINDS = ("read", "write")
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
    lines = [(*key, sum(units), len(units)) for key, units in held.items()]
    tally = pd.DataFrame(lines, columns=TALLY)
    return _in_order(tally)


def arms_of(line: Mapping[Any, Any]) -> Mapping[str, float]:
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


def write_amplification(frame: "DataFrame") -> "DataFrame":
    """Set what writes took from the table beside what they took from its indexes.

    Takes a meter's frame. Columns: pattern, table_units, index_units, times (all
    units by the table's own).
    """
    import pandas as pd

    tally = _tidy(frame)
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
        frames = pd.concat([frame.assign(items=at) for at, frame in frames.items()])
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


def staircase(up_to_bytes: int = 8 * KIB) -> "DataFrame":
    """Tell what one item costs, by its size: a line for each 1,024 bytes.

    Columns: from_bytes, to_bytes, eventual_read, strong_read, write (units).
    """
    import pandas as pd

    table = Table(name="any", partition_key="pk")
    lines = []
    for start in range(0, up_to_bytes, KIB):
        item = _item_of(start + KIB)
        lines.append(
            {
                "from_bytes": start + 1,
                "to_bytes": start + KIB,
                "eventual_read": float(read_charge(table, [item], each=True).total),
                "strong_read": float(
                    read_charge(table, [item], each=True, consistency="strong").total
                ),
                "write": float(write_charge(table, None, item).total),
            }
        )
    return pd.DataFrame(lines)


def runs_per_second(
    frame: "DataFrame", model: Model, table: str | None = None
) -> "DataFrame":
    """Tell how often a second each pattern can run on the provisioned capacity.

    Takes a meter's frame with one run of each pattern. Each pattern has the whole
    capacity to itself; the arm that is used up first decides. Columns: pattern, arm,
    kind, units (of one run), provisioned (units per second), per_second, peak (runs
    per second that the model expects).
    """
    import pandas as pd

    home = model.table(table)
    peaks = {p.name: p.rate.peak for p in model.access_patterns if p.rate}
    lines = []
    for pattern, arms in _by_pattern(_tidy(frame)):
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
        per_second, arm, kind, units = min(found, key=lambda one: one[0])
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
    return pd.DataFrame(lines)


def collection_sizes(
    items: Iterable[Mapping[str, Any]],
    model: Model,
    *,
    index: str | None = None,
    table: str | None = None,
) -> "DataFrame":
    """Weigh the item collections, the largest first.

    Columns: partition_key, entity, items, item_bytes, share (of all items).
    """
    import pandas as pd

    home = model.table(table)
    target = home.index(index) if index else home
    lines = []
    for key, members in gathered(items, target).items():
        kinds = (model.entity_of(item, home.name) for item in members)
        entries = (
            index_entry(home, index, item) if index else item for item in members
        )
        lines.append(
            {
                "partition_key": key_text(key),
                "entity": " and ".join(
                    dict.fromkeys(kind.name if kind else OTHER for kind in kinds)
                ),
                "items": len(members),
                "item_bytes": sum(item_bytes(entry) for entry in entries if entry),
            }
        )
    names = ["partition_key", "entity", "items", "item_bytes"]
    sizes = pd.DataFrame(lines, columns=names)
    sizes["share"] = sizes["items"] / sizes["items"].sum()
    order = ["items", "item_bytes", "partition_key"]
    sizes = sizes.sort_values(order, ascending=[False, False, True])
    return sizes.reset_index(drop=True)


def _tidy(frame: "DataFrame") -> "DataFrame":
    """Take a tally as it is, and make one of a meter's frame."""
    return frame if "arm" in frame.columns else units_by_pattern(frame)


def _in_order(tally: "DataFrame") -> "DataFrame":
    """Keep patterns in order of appearance, and in each the table before indexes."""
    place = {name: at for at, name in enumerate(tally["pattern"].drop_duplicates())}
    lines = tally.assign(
        at=tally["pattern"].map(place),
        which=tally["kind"].map({kind: at for at, kind in enumerate(KINDS)}),
        index_arm=tally["arm"] != "table",
    )
    lines = lines.sort_values(["at", "which", "index_arm"], kind="stable")
    return lines[list(tally.columns)].reset_index(drop=True)


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


def _item_of(total_bytes: int) -> dict[str, Any]:
    """Make an item of exactly so many bytes: names of 2 and 1 bytes, a key of 1."""
    return {"pk": "k", "d": "x" * (total_bytes - 4)}


def _text(value: Any) -> str:
    return "" if value is None or is_missing(value) else str(value)
