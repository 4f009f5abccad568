"""An access pattern: a question that the application asks, as data.

A pattern starts as a question with a rate. It becomes executable when it has an
operation and, for reads, a key: text with ``{parameters}`` by key attribute.
"""

import string
from collections.abc import Iterator
from typing import Annotated, Literal, Self

from pydantic import Discriminator, Field, Tag, model_validator

from ddbhelpers.errors import TemplateError
from ddbhelpers.model.base import Value
from ddbhelpers.model.keys import KeyTemplate, TemplateText, split_template
from ddbhelpers.model.types import AttributeType

READS = ("GetItem", "Query", "Scan")
WRITES = (
    "PutItem",
    "UpdateItem",
    "DeleteItem",
    "BatchWriteItem",
    "TransactWriteItems",
)
Operation = Literal[
    "GetItem",
    "Query",
    "Scan",
    "PutItem",
    "UpdateItem",
    "DeleteItem",
    "BatchWriteItem",
    "TransactWriteItems",
]
Operator = Literal[
    "equals",
    "less_than",
    "at_most",
    "greater_than",
    "at_least",
    "between",
    "begins_with",
    "contains",
    "exists",
]
KEY_OPERATORS: tuple[Operator, ...] = (
    "equals",
    "less_than",
    "at_most",
    "greater_than",
    "at_least",
    "between",
    "begins_with",
)
MAX_PAGE_ITEMS = 1_000_000
NOT_WITH = {
    "GetItem": ("index", "filter", "newest_first", "limit"),
    "Query": (),
    "Scan": ("key", "newest_first"),
}
NOT_ALLOWED = (
    "a GetItem takes a whole key and nothing else, a Scan takes no key and has no "
    "order: make it a Query, or leave that out"
)
# What asking takes besides the pattern's parameters.
TAKEN = ("limit", "start", "confirm", "consent_units")


def template_fields(template: object) -> tuple[str, ...]:
    """Name the ``{parameters}`` of a value in a condition.

    >>> template_fields("MSG#{group}")
    ('group',)
    """
    if not isinstance(template, str):
        return ()
    return tuple(
        field for _, field, _, _ in string.Formatter().parse(template) if field
    )


class Condition(Value):
    """An operator and its operands: templates of text, or plain values."""

    operator: Operator
    operands: tuple[TemplateText | int | bool, ...]

    @model_validator(mode="before")
    @classmethod
    def _written_short(cls, given: object) -> object:
        if isinstance(given, (str, int, KeyTemplate)):
            return {"operator": "equals", "operands": [given]}
        if isinstance(given, dict) and "operator" not in given and len(given) == 1:
            ((operator, operands),) = given.items()
            several = isinstance(operands, (list, tuple))
            return {
                "operator": operator,
                "operands": operands if several else [operands],
            }
        return given

    @model_validator(mode="after")
    def _has_its_operands(self) -> Self:
        wanted = 2 if self.operator == "between" else 1
        if len(self.operands) != wanted:
            raise ValueError(
                f"{self.operator} with {len(self.operands)} operands; allowed: {wanted}"
            )
        if self.operator == "exists" and not isinstance(self.operands[0], bool):
            raise ValueError(f"exists {self.operands[0]!r}; allowed: true or false")
        for operand in self.operands:
            if isinstance(operand, str):
                try:
                    split_template(operand)
                except TemplateError as error:
                    raise ValueError(str(error)) from None
        return self

    @property
    def fields(self) -> tuple[str, ...]:
        """The parameters that the operands name."""
        return tuple(f for operand in self.operands for f in template_fields(operand))


# One condition always holds; of several, the first whose parameters are all given.
Conditions = dict[
    str,
    Annotated[
        Annotated[Condition, Tag("one")]
        | Annotated[tuple[Condition, ...], Tag("several")],
        Discriminator(
            lambda given: "several" if isinstance(given, (list, tuple)) else "one"
        ),
    ],
]


def alternatives(given: Condition | tuple[Condition, ...]) -> tuple[Condition, ...]:
    """Give the conditions to choose from, one or several."""
    return (given,) if isinstance(given, Condition) else given


class Write(Value):
    """One kind of write that a pattern makes, and how many items it touches."""

    action: Literal["put", "update", "delete", "check"]
    entity: str
    items: int = Field(1, ge=1)


class Rate(Value):
    """How often a pattern runs, per second: on average, and at the peak."""

    average: float = Field(gt=0)
    peak: float = Field(gt=0)

    @model_validator(mode="after")
    def _peak_is_the_highest(self) -> Self:
        if self.peak < self.average:
            raise ValueError(
                f"peak {self.peak:g} is below average {self.average:g}; allowed: a "
                "peak of at least the average"
            )
        return self

    def times(self, factor: float) -> "Rate":
        """Give so many times the rate."""
        return Rate(average=self.average * factor, peak=self.peak * factor)


QUESTION_FIELDS = ("id", "question", "screen", "rate", "items")


class AccessPattern(Value):
    """A question of the application, and the request that answers it.

    ``key`` and ``filter`` map attributes to a condition, or to a list of
    alternatives: the first whose parameters are all given is used, and none if none
    is. ``items`` is how many items one answer is expected to touch.

    >>> pattern = AccessPattern(
    ...     name="get_order", question="What is in this order?", operation="Query",
    ...     key={"pk": "ORDER#{order_id}", "sk": [{"begins_with": "{prefix}"}]},
    ... )
    >>> pattern.required, pattern.optional
    (('order_id',), ('prefix',))
    """

    name: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    id: str | None = None
    question: str
    screen: str | None = None
    rate: Rate | None = None
    items: int | None = Field(None, ge=1)
    operation: Operation | None = None
    table: str | None = None
    index: str | None = None
    returns: str | None = None
    key: Conditions = Field(default_factory=dict)
    filter: Conditions = Field(default_factory=dict)
    newest_first: bool = False
    limit: int | None = Field(None, ge=1, le=MAX_PAGE_ITEMS)
    attributes: tuple[str, ...] = ()
    consistency: Literal["eventual", "strong"] = "eventual"
    parameters: dict[str, AttributeType] = Field(default_factory=dict)
    writes: tuple[Write, ...] = ()

    @model_validator(mode="after")
    def _parts_belong_to_the_operation(self) -> Self:
        read_parts = [
            part
            for part in ("index", "key", "filter", "newest_first", "limit")
            if getattr(self, part)
        ]
        if self.operation not in READS and read_parts:
            raise ValueError(
                f"{self.operation or 'no operation'} with {read_parts[0]!r}; allowed "
                f"only with {', '.join(READS)}"
            )
        for part in NOT_WITH.get(self.operation or "", ()):
            if part in read_parts:
                raise ValueError(f"{self.operation} with {part!r}; {NOT_ALLOWED}")
        if self.operation not in WRITES and self.writes:
            raise ValueError(
                f"{self.operation or 'no operation'} with 'writes'; allowed only with "
                f"{', '.join(WRITES)}"
            )
        for name, given in self.key.items():
            for condition in alternatives(given):
                if condition.operator not in KEY_OPERATORS:
                    raise ValueError(
                        f"key.{name}: {condition.operator}; allowed in a key "
                        f"condition: {', '.join(KEY_OPERATORS)}"
                    )
        if taken := [field for field in self._fields() if field in TAKEN]:
            raise ValueError(
                f"a parameter named {taken[0]!r}; every read takes {', '.join(TAKEN)} "
                "already: give it another name"
            )
        if unknown := set(self.parameters) - set(self._fields()):
            raise ValueError(
                f"parameters.{min(unknown)}: no condition names {{{min(unknown)}}}; "
                "use it in key or filter, or leave it out"
            )
        return self

    def asking(self, question: "AccessPattern") -> "AccessPattern":
        """The same answer to another wording or rate of the question."""
        return self.changed(**{f: getattr(question, f) for f in QUESTION_FIELDS})

    def answered_by(self, **answer: object) -> "AccessPattern":
        """The same question with this answer: an operation, a key, a limit, …

        >>> question = AccessPattern(name="get_order", question="What is in it?")
        >>> question.answered_by(operation="GetItem", key={"pk": "{order_id}"}).required
        ('order_id',)
        """
        question = {field: getattr(self, field) for field in QUESTION_FIELDS}
        return AccessPattern(name=self.name, **question, **answer)

    @property
    def is_read(self) -> bool:
        """Whether the pattern is an executable read."""
        return self.operation in READS

    @property
    def required(self) -> tuple[str, ...]:
        """The parameters that must be given."""
        always = (given for given in self._all() if isinstance(given, Condition))
        return tuple(dict.fromkeys(field for must in always for field in must.fields))

    @property
    def optional(self) -> tuple[str, ...]:
        """The parameters of alternatives, which may be left out."""
        required = self.required
        return tuple(f for f in dict.fromkeys(self._fields()) if f not in required)

    def _all(self) -> Iterator[Condition | tuple[Condition, ...]]:
        yield from self.key.values()
        yield from self.filter.values()

    def _fields(self) -> Iterator[str]:
        for given in self._all():
            for condition in alternatives(given):
                yield from condition.fields
