"""Following the pages of a Query or Scan, reading no more than is needed."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ddbhelpers.data.describe import clear_table_errors
from ddbhelpers.engine import Engine
from ddbhelpers.explaining import touched
from ddbhelpers.explaining.report import ReportedArm, reported_units
from ddbhelpers.model.wire import Document, WireItem

# dynoxide does twice the work for a Scan without Limit. The same for every engine, so
# that all of them make the same pages.
SCAN_PAGE_ITEMS = 2000


@dataclass(frozen=True)
class Page:
    """One answer of the engine, in DynamoDB JSON.

    ``next`` is the key to go on after, None after the last page. ``arms`` are the
    units as reported, None where the engine reports none.
    """

    items: tuple[WireItem, ...]
    scanned_count: int
    next: WireItem | None
    arms: tuple[ReportedArm, ...] | None


def read_pages(
    engine: Engine,
    operation: str,
    arguments: Document,
    *,
    limit: int | None = None,
    key_names: tuple[str, ...] = (),
) -> Iterator[Page]:
    """Read page after page of a Query or Scan until ``limit`` items came back.

    ``arguments`` are those of boto3's client, without ``Limit``. Without a filter
    exactly ``limit`` items are evaluated. With one, DynamoDB's ``Limit`` bounds what
    is evaluated, not what comes back (Developer Guide, *Query*), and matches may be
    rare: so the pages grow, each as large as all before it. Items that were read
    past the last one wanted are charged, and left out; ``key_names``, the key
    attributes of the table and the index, then say where the next page starts.
    """
    asked: dict[str, Any] = {**arguments, "ReturnConsumedCapacity": "INDEXES"}
    filtered = "FilterExpression" in asked
    # without its key attributes an item cannot say where to go on
    may_overshoot = filtered and "ProjectionExpression" not in asked
    most = SCAN_PAGE_ITEMS if operation == "Scan" else None
    wanted, evaluated = limit, 0
    while True:
        size = wanted
        if wanted is not None and may_overshoot:
            size = max(wanted, min(evaluated, SCAN_PAGE_ITEMS))
        if most is not None:
            size = min(size or most, most)
        if size is not None:
            asked["Limit"] = size
        page = _read(engine, operation, asked, size)
        evaluated += page.scanned_count
        if wanted is not None:
            page = _cut(page, wanted, key_names)
            wanted -= len(page.items)
        yield page
        if page.next is None or wanted == 0:
            return
        asked["ExclusiveStartKey"] = page.next


def _read(engine: Engine, operation: str, asked: Document, size: int | None) -> Page:
    client: Any = engine.client
    with clear_table_errors(engine, asked["TableName"]):
        answer = (client.query if operation == "Query" else client.scan)(**asked)
    items, following = answer["Items"], answer.get("LastEvaluatedKey") or None
    scanned: int = answer["ScannedCount"]
    if engine.product == "dynoxide" and following and scanned != size:
        # cut by the 1 MB cap: dynoxide counts the item that did not fit any more
        scanned = max(scanned - 1, len(items))
    return Page(tuple(items), scanned, following, arms_of(operation, asked, answer))


def _cut(page: Page, wanted: int, key_names: tuple[str, ...]) -> Page:
    if len(page.items) <= wanted:
        return page
    items = page.items[:wanted]
    last = {name: items[-1][name] for name in key_names}
    return Page(items, page.scanned_count, last, page.arms)


def arms_of(
    operation: str, asked: Document, answer: Document
) -> tuple[ReportedArm, ...] | None:
    """Give the units of one answer by arm, in the meter's own reading of it."""
    return reported_units(touched.doing(operation, asked), answer).arms
