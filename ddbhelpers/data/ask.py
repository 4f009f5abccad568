"""Asking an access pattern: the items that answer it, and what they cost."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from ddbhelpers.data.consent import (
    CONSENT_UNITS,
    agreed,
    require_consent_to_scan,
)
from ddbhelpers.data.describe import clear_table_errors, find_table
from ddbhelpers.data.frames import frame_of, stored_columns
from ddbhelpers.data.order import in_order
from ddbhelpers.data.pages import Page, arms_of, read_pages
from ddbhelpers.data.views import only_entity, to_view
from ddbhelpers.engine import Engine
from ddbhelpers.explaining import ReportedArm
from ddbhelpers.metering import access_pattern
from ddbhelpers.model import AccessPattern, Model, Table
from ddbhelpers.model.types import AttributeType
from ddbhelpers.model.wire import Item, item_from_wire
from ddbhelpers.request import Request, build_request
from ddbhelpers.request.resolved import ResolvedRead
from ddbhelpers.words import counted, listed

if TYPE_CHECKING:
    from pandas import DataFrame

WHOLE_TABLE = "scan"


@dataclass(frozen=True, repr=False)
class Answer:
    """What came back, and what the engine says it cost.

    ``next`` is the key after which the next page starts (``ask(..., start=...)``),
    None after the last one; as DynamoDB does, it may point at a page that turns out
    empty. ``arms`` maps the table, ``table/index`` for an index, to read units; what
    was not charged is not in it. ``read_units`` and ``arms`` are None if the engine
    reported nothing.
    """

    request: Request
    items: tuple[Item, ...]
    scanned_count: int
    pages: int
    next: Item | None
    read_units: float | None
    arms: Mapping[str, float] | None

    @property
    def count(self) -> int:
        """How many items came back."""
        return len(self.items)

    @cached_property
    def frame(self) -> "DataFrame":
        """The items as they are stored, one column for each attribute."""
        read = self.request.read
        columns = _columns(read)
        if read.entity is None:
            # any entity's item may be in it: only what is there gets a column
            there = {*read.table.key_names, *(n for item in self.items for n in item)}
            columns = {n: t for n, t in columns.items() if n in there}
        if read.paths is not None:
            whole = {path.split(".")[0] for path in read.paths}
            columns = {n: t for n, t in columns.items() if n in whole}
        return frame_of(self.items, columns)

    @cached_property
    def view(self) -> "DataFrame":
        """The entity's own attributes, read out of the keys and maps.

        Raises WrongTable if the items are of several entities: see ``view_of``.
        """
        read = self.request.read
        entity = read.entity or only_entity(self.items, read.model, read.table.name)
        if entity is None:
            return frame_of(self.items, {})
        return to_view(self.items, entity, read.paths)

    def view_of(self, entity: str) -> "DataFrame":
        """The view of one entity's items only; ModelError if there is no such one."""
        wanted = self.request.read.model.entity(entity)
        items = [item for item in self.items if wanted.fits(item)]
        return to_view(items, wanted, self.request.read.paths)

    def __len__(self) -> int:
        """Count the items."""
        return len(self.items)

    def __repr__(self) -> str:
        """Say it in words, such as ``20 items, 1 page, 0.5 read units on messages``."""
        said = [counted(self.count, "item")]
        if self.scanned_count != self.count:
            said.append(f"{self.scanned_count:,} evaluated")
        if self.request.operation != "GetItem":
            said.append(counted(self.pages, "page"))
        if self.read_units is not None:
            where = listed(self.arms or ()) or self.request.table
            said.append(f"{counted(self.read_units, 'read unit')} on {where}")
        if self.next is not None:
            said.append("more to come")
        return ", ".join(said)


def _columns(read: ResolvedRead) -> dict[str, AttributeType]:
    """Name what can be stored in the table: the keys, then in the model's order."""
    table, columns = read.table, dict[str, AttributeType]()
    for entity in (read.entity,) if read.entity else read.model.entities:
        if read.model.table(entity.table) == table:
            for name, type_ in stored_columns(entity, table).items():
                columns.setdefault(name, type_)
    return columns or stored_columns(None, table)


def ask(
    engine: Engine,
    model: Model,
    pattern_name: str,
    /,
    *,
    limit: int | None = None,
    start: Mapping[str, object] | None = None,
    confirm: str | None = None,
    consent_units: float = CONSENT_UNITS,
    **parameters: object,
) -> Answer:
    """Ask one of the model's read patterns: a GetItem, a Query or a Scan.

    With a limit, the pattern's own or ``limit``, at most so many items come back, and
    ``answer.next`` says where to go on (``start=answer.next``); without one, all
    pages are followed. With a filter, pages are followed until the limit is full, and
    every item that was evaluated is charged, also what the filter leaves out. On AWS
    ``confirm``, the table's name, is needed to read more than ``consent_units``.

    Raises PatternError for a wrong pattern or parameter, TableMissing, ConsentMissing,
    RequestRefused.
    """
    request = build_request(model, pattern_name, limit=limit, start=start, **parameters)
    return answer_of(engine, request, confirm, consent_units)


def scan(
    engine: Engine,
    table: str | Table | Model,
    *,
    limit: int | None = None,
    start: Mapping[str, object] | None = None,
    confirm: str | None = None,
    consent_units: float = CONSENT_UNITS,
) -> Answer:
    """Read a whole table, or its first ``limit`` items, with a Scan.

    ``table`` is a name, a Table or a Model (its first table). On AWS ``confirm``, the
    table's name, is needed to read more than ``consent_units``. Raises TableMissing,
    ConsentMissing.
    """
    model = _model_of(engine, table)
    everything = AccessPattern(
        name=WHOLE_TABLE,
        question="What is in the table?",
        operation="Scan",
        table=model.table().name,
    )
    model = model.with_patterns([everything])
    request = build_request(model, WHOLE_TABLE, limit=limit, start=start)
    return answer_of(engine, request, confirm, consent_units)


def _model_of(engine: Engine, table: str | Table | Model) -> Model:
    if isinstance(table, str):
        table = find_table(engine, table)
    if isinstance(table, Table):
        return Model(name=table.name, tables=(table,))
    return table


def answer_of(
    engine: Engine,
    request: Request,
    confirm: str | None = None,
    consent_units: float = CONSENT_UNITS,
) -> Answer:
    """Send a request that is made already, and follow its pages: see `ask`."""
    with access_pattern(request.pattern.name):
        if request.operation == "GetItem":
            return _made(request, [_get_item(engine, request)])
        arguments = dict(request.arguments)
        limit = arguments.pop("Limit", None)
        if request.operation == "Scan":
            require_consent_to_scan(engine, arguments, limit, confirm, consent_units)
        operation, key = request.operation, request.read.page_key
        pages = read_pages(engine, operation, arguments, limit=limit, key_names=key)
        pages = agreed(engine, request.table, pages, confirm, consent_units)
        return _made(request, pages)


def _get_item(engine: Engine, request: Request) -> Page:
    asked = {**request.arguments, "ReturnConsumedCapacity": "INDEXES"}
    client: Any = engine.client
    with clear_table_errors(engine, request.table):
        answer = client.get_item(**asked)
    items = (answer["Item"],) if "Item" in answer else ()
    return Page(items, len(items), None, arms_of("GetItem", asked, answer))


def _ties_in_order(read: ResolvedRead, items: list[Item]) -> Iterable[Item]:
    """Put items of the same index key in the order of their own keys.

    A secondary index may hold several items under one key, and DynamoDB leaves their
    order open: engines differ in it.
    """
    if read.index is None or read.pattern.operation != "Query":
        return items
    if any(name not in item for item in items for name in read.page_key):
        return items  # a projection left the keys out
    ties = groupby(items, key=itemgetter(*read.index.key_names))
    own_key = itemgetter(*read.table.key_names)
    return (item for _, tie in ties for item in sorted(tie, key=own_key))


def _made(request: Request, pages: Iterable[Page]) -> Answer:
    read, first = request.read, _columns(request.read)
    items: list[Item] = []
    scanned = counted = 0
    arms: list[ReportedArm] | None = []
    last: Page | None = None
    for page in pages:
        items += (in_order(item_from_wire(i), first, read.entity) for i in page.items)
        scanned += page.scanned_count
        counted += 1
        arms = None if arms is None or page.arms is None else [*arms, *page.arms]
        last = page
    following = item_from_wire(last.next) if last and last.next else {}
    units: dict[str, float] = {}
    for arm in arms or ():
        units[arm.label] = units.get(arm.label, 0.0) + arm.read_units
    return Answer(
        request=request,
        items=tuple(_ties_in_order(read, items)),
        scanned_count=scanned,
        pages=counted,
        next={n: following[n] for n in read.page_key if n in following} or None,
        read_units=None if arms is None else sum(units.values(), 0.0),
        arms=None if arms is None else units,
    )
