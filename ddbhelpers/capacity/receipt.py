"""A receipt: which bytes, which rounding, which step made up the units of a request.

It stands on the steps of `read` and `write`, and computes no charge of its own.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from ddbhelpers.capacity.action import Action, Seen
from ddbhelpers.capacity.charge import Charge, Unit, add_up, arm_label, plain
from ddbhelpers.capacity.form import as_dynamodb_json
from ddbhelpers.capacity.limits import READ_UNIT_BYTES, WRITE_UNIT_BYTES
from ddbhelpers.capacity.open_rules import OpenRule
from ddbhelpers.capacity.size import attribute_bytes
from ddbhelpers.capacity.step import Step, charge_of, rounded_up
from ddbhelpers.errors import CapacityError
from ddbhelpers.model.table import Table
from ddbhelpers.words import counted

Verdict = Literal["agreed", "explained", "unreported", "unexplained"]
UNIT_BYTES: Mapping[Unit, int] = {"read": READ_UNIT_BYTES, "write": WRITE_UNIT_BYTES}


@dataclass(frozen=True, slots=True)
class AttributeSize:
    """The bytes of one attribute: of its name, and of its value."""

    name: str
    type: str
    name_bytes: int
    value_bytes: int

    @property
    def total_bytes(self) -> int:
        """Name and value together."""
        return self.name_bytes + self.value_bytes


@dataclass(frozen=True, slots=True)
class ItemSize:
    """The bytes of one image, attribute by attribute; an absent item has none.

    `role` is its part in the request: before, after, stored, attempted, item, entry or
    fetched. `key` are the values of its primary key.
    """

    role: str
    key: tuple[str, ...]
    attributes: tuple[AttributeSize, ...] | None
    unit_bytes: int

    @property
    def there(self) -> bool:
        """Whether there is such an item at all."""
        return self.attributes is not None

    @property
    def item_bytes(self) -> int:
        """All names and values."""
        return sum(size.total_bytes for size in self.attributes or ())

    @property
    def units(self) -> int:
        """Its bytes in whole units."""
        return rounded_up(self.item_bytes, self.unit_bytes)

    @property
    def bytes_left(self) -> int:
        """How many bytes it may grow before it costs another unit."""
        return self.units * self.unit_bytes - self.item_bytes

    def __str__(self) -> str:
        """Say it in one line."""
        if not self.there:
            return f"{self.role}: absent"
        return f"{self.role}: {self.item_bytes:,} bytes, {self.bytes_left:,} left"


@dataclass(frozen=True, slots=True)
class ReceiptLine:
    """One arm that the request was charged on, or could have been."""

    table: str
    step: Step

    @property
    def label(self) -> str:
        """The table's name, and after a slash the index's."""
        return arm_label(self.table, self.step.index)

    @property
    def units(self) -> float:
        """The units of this arm."""
        return self.step.units

    @property
    def bytes_left(self) -> int | None:
        """How many bytes the larger size may grow before the arm costs more.

        None where several sizes are rounded, each on its own, or none is.
        """
        step = self.step
        if not step.rounded or (step.how == "sum" and len(step.sizes) > 1):
            return None
        return max(step.rounded) * step.unit_bytes - max(step.sizes)


@dataclass(frozen=True)
class ReceiptPart:
    """One action of a request, on one table: what was sized, and what that cost."""

    table: str
    says: str
    unit: Unit
    items: tuple[ItemSize, ...]
    steps: tuple[Step, ...]

    @property
    def charge(self) -> Charge:
        """Its units by arm."""
        return charge_of(self.unit, self.steps)

    @property
    def lines(self) -> tuple[ReceiptLine, ...]:
        """Its arms, the table first."""
        return tuple(ReceiptLine(self.table, step) for step in self.steps)


@dataclass(frozen=True)
class Witness:
    """What an engine reported of the request, by arm, and why it may differ.

    `units` are None where it reported nothing; `why` are sentences, `divergences` the
    names of what they say.
    """

    engine: str
    unit: Unit
    units: Mapping[str, float] | None
    verdict: Verdict
    why: tuple[str, ...] = ()
    divergences: tuple[str, ...] = ()

    @property
    def total(self) -> float | None:
        """All that it reported."""
        return None if self.units is None else plain(sum(self.units.values()))

    def __str__(self) -> str:
        """Say it in one line."""
        if self.total is None:
            said = f"{self.engine} reported nothing"
        else:
            said = f"{self.engine} reported {counted(self.total, f'{self.unit} unit')}"
        return ": ".join(
            [f"{said} ({self.verdict})", *filter(None, [" ".join(self.why)])]
        )


@dataclass(frozen=True, repr=False)
class Receipt:
    """Every unit of one request, explained.

    `parts` are its actions, `witness` what an engine reported of it, `remarks` what a
    reader has to know besides.

    >>> from ddbhelpers.capacity.write import ItemWrite
    >>> mail = Table(name="mail", partition_key="pk", indexes={
    ...     "by-group": {"partition_key": "group"}})
    >>> Receipt.of(ItemWrite(mail, None, {"pk": "1", "group": "a", "text": "x" * 1500}))
    write on mail: 4 write units
      before: absent
      after: 1,513 bytes, 535 left
      mail 2: new item, its whole size: 2
      mail/by-group 2: entry added: 2
    """

    title: str
    unit: Unit
    parts: tuple[ReceiptPart, ...]
    witness: Witness | None = None
    remarks: tuple[str, ...] = ()

    @classmethod
    def of(
        cls,
        *actions: Action,
        title: str = "",
        witness: Witness | None = None,
        remarks: Iterable[str] = (),
    ) -> "Receipt":
        """Make out the receipt of a request from all that it did.

        Raises CapacityError for what DynamoDB refuses, and for no action at all.
        """
        units = {action.unit for action in actions}
        if len(units) != 1:
            raise CapacityError(
                "no action" if not actions else "reads and writes in one request",
                allowed="one or more actions, all of which read or all of which write",
            )
        says = ", ".join(dict.fromkeys(action.says for action in actions))
        tables = ", ".join(dict.fromkeys(action.table.name for action in actions))
        return cls(
            title or f"{says} on {tables}",
            units.pop(),
            tuple(_part(action) for action in actions),
            witness,
            tuple(remarks),
        )

    @property
    def lines(self) -> tuple[ReceiptLine, ...]:
        """The arms of all parts."""
        return tuple(line for part in self.parts for line in part.lines)

    @property
    def charges(self) -> dict[str, Charge]:
        """The charge of each table."""
        tables = dict.fromkeys(part.table for part in self.parts)
        return {
            name: add_up(
                (part.charge for part in self.parts if part.table == name), self.unit
            )
            for name in tables
        }

    @property
    def units(self) -> dict[str, float]:
        """Units by arm, as a meter's record has them: only what was charged."""
        return {
            arm_label(name, arm.index): arm.units
            for name, charge in self.charges.items()
            for arm in charge.arms
        }

    @property
    def total(self) -> float:
        """All units."""
        return plain(sum(charge.total for charge in self.charges.values()))

    @property
    def notes(self) -> tuple[OpenRule, ...]:
        """The open rules by which it could have been another sum."""
        rules = (rule for line in self.lines for rule in line.step.notes)
        return tuple(dict.fromkeys(rules))

    def __str__(self) -> str:
        """Say the sum in one line."""
        return f"{self.title}: {counted(self.total, f'{self.unit} unit')}"

    def __repr__(self) -> str:
        """Say it in a line for each image and each arm."""
        said = [str(self)]
        for part in self.parts:
            said += map(str, part.items)
            said += [f"{line.label} {line.units}: {line.step}" for line in part.lines]
        said += [str(rule) for rule in self.notes]
        said += [str(self.witness)] if self.witness else []
        return "\n  ".join([*said, *self.remarks])


def _part(action: Action) -> ReceiptPart:
    # the steps first: they refuse what cannot be sized
    steps, size = action.steps(), UNIT_BYTES[action.unit]
    items = tuple(_sized(action.table, seen, size) for seen in action.images())
    return ReceiptPart(action.table.name, action.says, action.unit, items, steps)


def _sized(table: Table, seen: Seen, unit_bytes: int) -> ItemSize:
    if seen.image is None:
        return ItemSize(seen.role, (), None, unit_bytes)
    item = as_dynamodb_json(seen.image)
    key = tuple(_said(item[name]) for name in table.key_names)
    attributes = []
    # an engine gives attributes in no order: the keys come first, then by name
    for name in (*table.key_names, *sorted(item.keys() - {*table.key_names})):
        value = item[name]
        length = len(name.encode())
        kind = next(iter(value))
        value_bytes = attribute_bytes(name, value) - length
        attributes.append(AttributeSize(name, kind, length, value_bytes))
    return ItemSize(seen.role, key, tuple(attributes), unit_bytes)


def _said(key: Mapping[str, object]) -> str:
    [value] = key.values()
    return value.hex() if isinstance(value, bytes) else str(value)
