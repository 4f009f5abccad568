"""What a pattern does and costs at worst: one request, sized on the largest items."""

from dataclasses import dataclass
from typing import Literal

from ddbhelpers.capacity import (
    Charge,
    add_up,
    condition_check_charge,
    index_entry,
    item_bytes,
    read_charge,
    write_charge,
)
from ddbhelpers.capacity.limits import MAX_PAGE_BYTES, READ_UNIT_BYTES
from ddbhelpers.capacity.read import FACTORS, PAGE
from ddbhelpers.capacity.step import Step, Weight, charge_of
from ddbhelpers.check.key_rules import time_comes_first
from ddbhelpers.check.largest import Largest, largest_items
from ddbhelpers.model.design import Model
from ddbhelpers.model.entity import Entity
from ddbhelpers.model.pattern import (
    WRITES,
    AccessPattern,
    Condition,
    Conditions,
    Write,
    alternatives,
)
from ddbhelpers.model.table import Table
from ddbhelpers.request.phrases import condition_in_words
from ddbhelpers.request.resolved import ResolvedRead, resolve
from ddbhelpers.words import listed


@dataclass(frozen=True)
class AccessPath:
    """How an access pattern is served, and what it costs at most.

    ``worst`` is the charge of one request, for a Query or Scan of one page, for a
    write of all that it lists; None if nothing bounds it. ``bound`` says what the
    figure was made of. A put is taken to be of a new item.
    """

    pattern: str
    operation: str
    table: str
    index: str | None
    key_condition: str
    order: str
    limit: int | None
    worst: Charge | None
    bound: str

    def __str__(self) -> str:
        where = self.table + (f" index {self.index}" if self.index else "")
        said = [f"{self.pattern}: {self.operation} {where}"]
        said += [f"where {self.key_condition}"] if self.key_condition else []
        said += [self.order] if self.order else []
        said += [f"at most {self.worst}" if self.worst else "not bounded", self.bound]
        return "; ".join(said)

    @property
    def worst_read_units(self) -> float | None:
        """The most read units of one request; None for a write, or if not bounded."""
        return self.worst.total if self.worst and self.worst.unit == "read" else None

    @property
    def worst_write_units(self) -> float | None:
        """The most write units, all arms; None for a read, or if not bounded."""
        return self.worst.total if self.worst and self.worst.unit == "write" else None


def access_path(model: Model, pattern: AccessPattern) -> AccessPath:
    """Plan a pattern that has an operation; PatternError for one that has none.

    >>> shop = Model(
    ...     name="shop", tables={"shop": {"partition_key": "pk"}},
    ...     entities={"Customer": {"keys": {"pk": "CUST#{id}"}, "attributes": {
    ...         "id": {"type": "uuid", "in": "key"}, "name": {"bytes": 5000}}}},
    ...     access_patterns={"get_customer": {"question": "Who?", "operation":
    ...         "GetItem", "returns": "Customer", "key": {"pk": "CUST#{id}"}}},
    ... )
    >>> plan = access_path(shop, shop.pattern("get_customer"))
    >>> plan.key_condition, plan.worst_read_units, plan.bound
    ('pk = CUST#{id}', 1, 'one item of at most 5,047 bytes')
    """
    if pattern.operation in WRITES:
        return _write_plan(model, pattern)
    read = resolve(model, pattern)
    worst, bound = _worst_read(read)
    return AccessPath(
        pattern=pattern.name,
        operation=str(pattern.operation),
        table=read.table.name,
        index=pattern.index,
        key_condition=_in_words(read.key),
        order=_order(read),
        limit=pattern.limit,
        worst=worst,
        bound=bound,
    )


def _in_words(conditions: Conditions) -> str:
    """Say key conditions; of alternatives, each: ``(sk begins_with {when} | all)``."""
    said = []
    for name, given in conditions.items():
        ways = alternatives(given)
        words = [condition_in_words(name, way.operator, way.operands) for way in ways]
        if all(way.fields for way in ways) and not isinstance(given, Condition):
            words.append("all")
        said.append(words[0] if len(words) == 1 else f"({' | '.join(words)})")
    return " and ".join(said)


def _order(read: ResolvedRead) -> str:
    if read.is_of_one_item:
        return "one item"
    if read.pattern.operation == "Scan" or not read.asked.sort_key:
        return "no order"
    names = listed([key.name for key in read.asked.sort_key])
    ways = ("oldest first", "newest first"), ("ascending", "descending")
    words = ways[0] if time_comes_first(read) else ways[1]
    return f"by {names}, {words[read.pattern.newest_first]}"


def _worst_read(read: ResolvedRead) -> tuple[Charge | None, str]:
    if not read.evaluated:
        return None, "no entity stands there yet"
    largest = [large for e in read.evaluated for large in largest_items(read.table, e)]
    sizes = [_read_bytes(read, large) for large in largest]
    most = max(sizes)
    size = f"at most {most:,} bytes{_because(largest)}"
    limit = read.most_items
    fetched = [p for p in read.pattern.attributes if not read.holds(p)]
    if fetched and limit is None:
        return None, f"{listed(fetched)} fetched for every item that is walked"
    bounded = limit is not None and limit * most < MAX_PAGE_BYTES
    page = page_charge(read, limit * most if limit and bounded else MAX_PAGE_BYTES)
    if fetched and limit:
        whole = max(largest, key=lambda large: item_bytes(large.item)).item
        walked_too = read_charge(
            read.table,
            [],
            index=read.index,
            consistency=read.pattern.consistency,
            fetched=[whole] * limit,
        )
        page += Charge(unit="read", table=walked_too.table)
    items = "one item" if limit == 1 else f"{limit} items"
    said = f"{items} of {size}" if bounded else "a page of 1 MB"
    return page, said + (", each fetched from the table" if fetched else "")


def page_charge(read: ResolvedRead, size_bytes: int) -> Charge:
    """Charge one page of a Query or Scan that evaluates so many bytes."""
    kind: Literal["table", "gsi", "lsi"] = "table"
    if read.index:
        kind = "gsi" if read.index.kind == "global" else "lsi"
    step = Step(
        kind,
        read.pattern.index,
        PAGE,
        (Weight(size_bytes),),
        READ_UNIT_BYTES,
        factor=FACTORS[read.pattern.consistency],
    )
    return charge_of("read", [step])


def _read_bytes(read: ResolvedRead, largest: Largest) -> int:
    if read.index is None:
        return item_bytes(largest.item)
    return item_bytes(index_entry(read.table, read.index, largest.item) or {})


def _because(largest: list[Largest]) -> str:
    names = list(dict.fromkeys(name for large in largest for name in large.unbounded))
    return f", for nothing bounds {listed(names)}" if names else ""


def _write_plan(model: Model, pattern: AccessPattern) -> AccessPath:
    transactional = pattern.operation == "TransactWriteItems"
    tables, charges, said, unbounded = [], [], [], []
    for write in pattern.writes:
        entity = model.entity(write.entity)
        tables.append(model.table(entity.table))
        charge, names = _worst_write(tables[-1], entity, write, transactional)
        charges.append(charge)
        unbounded += names
        times = f"{write.items} × " if write.items > 1 else ""
        said.append(f"{times}{write.action} {entity.name}")
    bound = listed(said) or "its writes are not listed"
    if unbounded:
        bound += f", for nothing bounds {listed(dict.fromkeys(unbounded))}"
    home = tables[0] if tables else model.table(pattern.table)
    return AccessPath(
        pattern=pattern.name,
        operation=str(pattern.operation),
        table=home.name,
        index=None,
        key_condition="",
        order="",
        limit=None,
        worst=add_up(charges, "write") if charges else None,
        bound=bound,
    )


def _worst_write(
    table: Table, entity: Entity, write: Write, transactional: bool
) -> tuple[Charge, list[str]]:
    """Charge a kind of write at worst, arm by arm, for all its items."""
    charges, unbounded = [], []
    for old, new in zip(
        largest_items(table, entity),
        largest_items(table, entity, letter="y"),
        strict=True,
    ):
        unbounded = [*old.unbounded]
        before = None if write.action == "put" else old.item
        after = None if write.action == "delete" else new.item
        charges.append(
            condition_check_charge(table, old.item)
            if write.action == "check"
            else write_charge(table, before, after, transactional=transactional)
        )
    names = [index.name for index in table.indexes]
    worst = Charge(
        unit="write",
        table=max(cost.table for cost in charges),
        gsi={name: max(cost.gsi.get(name, 0) for cost in charges) for name in names},
        lsi={name: max(cost.lsi.get(name, 0) for cost in charges) for name in names},
    )
    return add_up([worst] * write.items, "write"), unbounded
