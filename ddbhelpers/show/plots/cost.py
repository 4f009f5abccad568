"""Pictures of what a month costs: over utilisation, and in each mode."""

from typing import TYPE_CHECKING

from ddbhelpers.show.plots.drawing import (
    GAP,
    at_end,
    bar,
    beside,
    canvas,
    entitle,
    lie_down,
    make_place,
    month_usd,
)
from ddbhelpers.show.plots.palette import INK, OVER, READS, REST, WRITES
from ddbhelpers.words import counted, money, number, percent, share

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from ddbhelpers.plan import Bill, UtilisationCurve

CAPACITY = {"read": "RCU", "write": "WCU"}
DASHES = {1: (0, (6, 2)), 3: (0, (1, 1.5))}
ORDER = "each bar: reads, then writes, then storage and the rest"
PARTS = {"reads": READS, "writes": WRITES, "storage": REST}


def plot_utilisation(curve: "UtilisationCurve", *, ax: "Axes | None" = None) -> "Axes":
    """Draw a month's dollars over the share of the capacity that is used.

    Takes what `utilisation_curve` gives; the numbers are `utilisation_table`'s. On
    demand rises with use, and capacity costs the same however much of it is used.
    """
    ax = canvas(ax)
    full = curve.points[-1]
    shares = [point.utilisation for point in curve.points]
    # orange, the writes' colour, is for fills: their line is dark
    colour = READS if curve.unit == "read" else INK
    ax.plot(shares, [point.on_demand_usd for point in curve.points], color=colour)
    at_end(ax, 1, full.on_demand_usd, f"on demand: {money(full.on_demand_usd)}")
    crossed = {crossing.reserved_years: crossing for crossing in curve.crossings}
    flat = [("provisioned", 0, full.provisioned_usd)]
    flat += [
        (f"reserved {counted(years, 'year')}", years, usd)
        for years, usd in full.reserved_usd
    ]
    for name, years, usd in flat:
        colour, style = (REST, DASHES[years]) if years else (INK, "-")
        ax.plot([0, 1], [usd, usd], color=colour, linestyle=style)
        words = f"{name}: {money(usd)}"
        if years in crossed:
            pays = crossed[years].utilisation
            ax.plot([pays], [usd], "o", color=colour)
            words += f", pays from {share(pays)}" if years else ""
        at_end(ax, 1, usd, words)
    if 0 in crossed:
        _mark(ax, crossed[0].utilisation, crossed[0].monthly_usd)
    ax.yaxis.set_major_formatter(lambda value, _: number(value))
    ax.set_xlim(0, 1.62)  # room for the labels at the ends of the lines
    ax.spines["bottom"].set_bounds(0, 1)
    ax.set_ylim(0, max(full.on_demand_usd, full.provisioned_usd) * 1.06)
    ax.set_xticks([0, 0.25, 0.5, 0.75, 1], ["0 %", "25 %", "50 %", "75 %", "100 %"])
    unit = CAPACITY[curve.unit]
    capacity = f"{number(curve.capacity_units)} {unit}"
    ax.set_xlabel(f"share of {capacity} that is used, day and night", loc="left")
    ax.set_ylabel(month_usd(curve.prices).replace(" h, ", " h\n", 1))
    entitle(ax, _what_crosses(curve))
    return ax


def _mark(ax: "Axes", place: float, usd: float) -> None:
    """Mark where the answer changes, with a thin line down to the axis."""
    ax.plot([place, place], [0, usd], color=INK, linewidth=0.8, linestyle=(0, (4, 3)))
    ax.annotate(
        share(place),
        (place, usd),
        xytext=(-GAP, GAP),
        textcoords="offset points",
        ha="right",
        fontweight="bold",
    )


def _what_crosses(curve: "UtilisationCurve") -> str:
    of = f"{curve.unit} capacity"
    for crossing in curve.crossings:
        if not crossing.reserved_years:
            return f"Provisioned {of} pays where more than " + (
                f"{share(crossing.utilisation)} of it is used"
            )
    return f"Provisioned {of} never pays: on demand is cheaper at any use"


def plot_modes(bill: "Bill", *, ax: "Axes | None" = None) -> "Axes":
    """Draw what a month costs in each mode, the cheapest on top.

    Takes what `monthly_bill` gives; the numbers are `bill_table`'s. Reads are blue,
    writes orange, storage and all the rest grey; the cheapest is split in numbers. What
    does not serve the load is hatched in vermillion, and stands last.
    """
    options = bill.ranked
    names = [option.name for option in options]
    label = f"{month_usd(bill.prices)}\n{ORDER}"
    ax = lie_down(ax, names, label, height=0.34 * len(options) + 1.1)
    for line, option in enumerate(options):
        if not option.serves:
            bar(ax, line, option.monthly_usd)
            lost = f"throttles {share(bill.throttled_share(option))} of units"
            words = f"{money(option.monthly_usd)}: does not serve, {lost}"
            beside(ax, line, option.monthly_usd, words, OVER)
            continue
        parts = option.usd_by_part
        end = 0.0
        for name, usd in parts.items():
            ax.barh(line, usd, left=end, height=0.62, color=PARTS[name])
            end += usd
        words = money(option.monthly_usd)
        if option == bill.cheapest:
            split = [money(usd) for usd in parts.values() if round(usd, 2)]
            words += f" = {' + '.join(split)}" if len(split) > 1 else ""
        beside(ax, line, option.monthly_usd, words)
    make_place(ax)
    entitle(ax, _which_is_cheapest(bill))
    return ax


def _which_is_cheapest(bill: "Bill") -> str:
    best = bill.cheapest
    usd = f"{money(best.monthly_usd)} USD a month"
    name = best.name.removesuffix(", Standard")
    name = name[0].upper() + name[1:]
    if best.mode == "on demand":
        return f"{name} is the cheapest: {usd}"
    return f"{name}: {usd}, {percent(bill.below_on_demand_share)} below on demand"
