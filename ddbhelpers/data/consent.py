"""What a read or a table would cost on AWS: for the question that is asked before it.

Nothing here costs anything or does anything on another engine.
"""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from ddbhelpers.capacity import write_charge
from ddbhelpers.capacity.charge import Unit
from ddbhelpers.data.describe import describe, indexes_of
from ddbhelpers.data.pages import Page
from ddbhelpers.engine import Engine
from ddbhelpers.model import Table
from ddbhelpers.model.wire import Document
from ddbhelpers.words import counted, money

if TYPE_CHECKING:
    from ddbhelpers.plan import Prices

CONSENT_UNITS = 128.0  # a page of 1 MB, read eventually consistent
_UNIT_BYTES = 4096
_ITEM_BYTES = 4096  # taken for an item of a table whose size AWS does not tell yet


def require_consent_to_scan(
    engine: Engine,
    arguments: Document,
    limit: int | None,
    confirm: str | None,
    consent_units: float,
) -> None:
    """Ask before a Scan that is expected to read more than so many units.

    The expectation is from the sizes that DescribeTable tells, which are up to six
    hours old. With a filter a limit bounds nothing. Raises ConsentMissing.
    """
    name = arguments["TableName"]
    if not engine.is_aws or confirm == name:
        return
    given = describe(engine, name)
    arm, size = given, "TableSizeBytes"
    if index := arguments.get("IndexName"):
        size = "IndexSizeBytes"
        [arm] = (found for found in indexes_of(given) if found["IndexName"] == index)
    count, total = arm.get("ItemCount", 0), arm.get(size, 0)
    bounded = limit is not None and "FilterExpression" not in arguments
    each = total / count if count else _ITEM_BYTES
    read = min(limit * each, total or math.inf) if limit and bounded else total
    factor = 1 if arguments.get("ConsistentRead") else 0.5
    units = math.ceil(read / _UNIT_BYTES) * factor
    if units > consent_units:
        engine.require_consent(
            name, confirm, costs=f"a Scan of some {_priced(engine, units)}"
        )
    elif not count and not bounded:
        engine.require_consent(
            name, confirm, costs="a Scan of a table whose size AWS does not tell yet"
        )


def agreed(
    engine: Engine,
    table: str,
    pages: Iterator[Page],
    confirm: str | None,
    consent_units: float,
) -> Iterator[Page]:
    """Give pages until so many units were read without consent, and more would follow.

    Raises ConsentMissing.
    """
    if not engine.is_aws or confirm == table:
        yield from pages
        return
    units = 0.0
    for page in pages:
        yield page
        units += sum(arm.read_units for arm in page.arms or ())
        if page.next is not None and units >= consent_units:
            require_consent_to_go_on(engine, table, confirm, units)


def require_consent_to_go_on(
    engine: Engine, table: str, confirm: str | None, units: float
) -> None:
    """Ask before more is read, after so many units. Raises ConsentMissing."""
    said = f"{_priced(engine, units)} so far, and there is more"
    engine.require_consent(table, confirm, costs=said)


def require_consent_to_create(
    engine: Engine, table: Table, confirm: str | None
) -> None:
    """Ask before a table is made, whose capacity costs from that moment.

    Raises ConsentMissing.
    """
    if not engine.is_aws or confirm == table.name:
        return
    if table.throughput is None:
        costs = "on demand: it costs when it is used"
    else:
        shares = [table.throughput]
        shares += [index.throughput for index in table.indexes if index.throughput]
        read, write = (
            sum(share.read for share in shares),
            sum(share.write for share in shares),
        )
        prices = _prices(engine)
        of_class = prices.of_class(table.table_class)
        hourly = read * of_class.unit_hour_usd("read")
        hourly += write * of_class.unit_hour_usd("write")
        costs = (
            f"{read} RCU and {write} WCU with its indexes: "
            f"{money(hourly * prices.month_hours)} USD a month in {prices.region}"
        )
    engine.require_consent(table.name, confirm, costs=costs)


def require_consent_to_seed(
    engine: Engine,
    table: Table,
    items: Iterable[Mapping[str, object]],
    confirm: str | None,
) -> None:
    """Ask before items are stored, which nothing there is taken for. ConsentMissing."""
    if not engine.is_aws or confirm == table.name:
        return
    costs = "as many writes as there are items, which is not known before"
    if isinstance(items, Sequence):
        units = sum(write_charge(table, None, item).total for item in items)
        priced = _priced(engine, units, "write")
        costs = f"writes of {counted(len(items), 'item')}, some {priced}"
    engine.require_consent(table.name, confirm, costs=costs)


def _priced(engine: Engine, units: float, unit: Unit = "read") -> str:
    prices = _prices(engine)
    usd = units * prices.standard.request_usd(unit)
    return f"{units:,.0f} {unit} units, {money(usd)} USD on demand in {prices.region}"


def _prices(engine: Engine) -> "Prices":
    """Give the prices of the engine's region, of us-east-1 where our book has none."""
    from ddbhelpers.errors import PlanError
    from ddbhelpers.plan import load_prices

    try:
        return load_prices(region=engine.region)
    except PlanError:
        return load_prices()
