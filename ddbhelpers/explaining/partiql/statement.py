"""As much PartiQL as it takes to tell which items a statement touches.

It reads a statement's table, its INSERT's item, and the terms of its WHERE that
are joined by AND. What it does not understand it says, and guesses nothing.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

from ddbhelpers.explaining.lookups import Unseen
from ddbhelpers.model.wire import AttributeValue, WireItem

Kind = Literal["SELECT", "INSERT", "UPDATE", "DELETE"]
# How a Query's KeyConditions call them
COMPARISONS = {
    "<=": "LE",
    ">=": "GE",
    "=": "EQ",
    "<": "LT",
    ">": "GT",
    "BETWEEN": "BETWEEN",
    "BEGINS_WITH": "BEGINS_WITH",
}
_BEFORE_TABLE: dict[Kind, str] = {
    "SELECT": "FROM",
    "INSERT": "INTO",
    "UPDATE": "",
    "DELETE": "FROM",
}
_TOKEN = re.compile(
    r"""\s*(?:
      (?P<text>'(?:[^']|'')*')
    | (?P<name>"(?:[^"]|"")*")
    | (?P<number>[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?)
    | (?P<word>[A-Za-z_][A-Za-z0-9_]*)
    | (?P<sign><<|>>|<=|>=|<>|!=|[-=<>()\[\]{},.:?*+;])
    )""",
    re.VERBOSE,
)
_CONSTANTS: dict[str, AttributeValue] = {
    "TRUE": {"BOOL": True},
    "FALSE": {"BOOL": False},
    "NULL": {"NULL": True},
}
_ENDS = ("ORDER", "RETURNING")


class Term(NamedTuple):
    """One term on a top-level attribute."""

    name: str
    operator: str
    values: tuple[AttributeValue, ...]


@dataclass(frozen=True)
class Statement:
    """What a statement says of the items it touches.

    >>> statement = read("SELECT * FROM mail.by_day WHERE pk = ? AND sk >= 'a'",
    ...                  [{"S": "p"}])
    >>> statement.table, statement.index, statement.terms[1]
    ('mail', 'by_day', Term(name='sk', operator='>=', values=({'S': 'a'},)))
    """

    kind: Kind
    table: str
    index: str | None = None
    names: tuple[str, ...] | None = None
    item: WireItem | None = None
    terms: tuple[Term, ...] = ()
    exists: bool = False

    def equal(self, names: Sequence[str]) -> WireItem | None:
        """Give the values that these attributes have to equal; None if any has none."""
        equal = {term.name: term for term in self.terms if term.operator == "="}
        if not equal.keys() >= {*names}:
            return None
        return {name: equal[name].values[0] for name in names}


class _Token(NamedTuple):
    kind: str
    text: str
    value: Any = None


def read(text: str, parameters: Sequence[AttributeValue] = ()) -> Statement:
    """Read a statement and its parameters. Raises Unseen where it cannot."""
    return _Reader([*_tokens(text, iter(parameters))]).statement()


def _tokens(text: str, parameters: Iterator[AttributeValue]) -> Iterator[_Token]:
    text, place = text.rstrip(), 0
    while place < len(text):
        found = _TOKEN.match(text, place)
        if found is None or found.lastgroup is None:
            raise Unseen(f"PartiQL that is not understood: {text[place:][:20]!r}")
        place, kind, said = found.end(), found.lastgroup, found[found.lastgroup]
        if kind == "text":
            said = said[1:-1].replace("''", "'")
            yield _Token("value", said, {"S": said})
        elif kind == "number":
            yield _Token("value", said, {"N": said})
        elif kind == "name":
            yield _Token("name", said[1:-1].replace('""', '"'))
        elif said == "?":
            yield _Token("value", "?", next(parameters))
        elif kind == "word" and said.upper() in _CONSTANTS:
            yield _Token("value", said, _CONSTANTS[said.upper()])
        else:
            yield _Token(kind, said)


class _Reader:
    """Reads tokens from left to right."""

    def __init__(self, tokens: list[_Token]) -> None:
        self.tokens, self.place = tokens, 0

    @property
    def ended(self) -> bool:
        return self.place >= len(self.tokens)

    def statement(self) -> Statement:
        exists = self.take("EXISTS") and self.take("(")
        kind = next((kind for kind in _BEFORE_TABLE if self.take(kind)), None)
        if kind is None:
            raise self.lost()
        names: list[str] | None = None
        if kind == "SELECT" and not self.take("*"):
            names = [self.path()[0]]
            while self.take(","):
                names.append(self.path()[0])
        if _BEFORE_TABLE[kind]:
            self.need(_BEFORE_TABLE[kind])
        table, index = self.home()
        kept = None if names is None else tuple(names)
        if kind == "INSERT":
            self.need("VALUE")
            return Statement(kind, table, item=self.value()["M"])
        while kind == "UPDATE" and not self.ended and not self.sees("WHERE"):
            self.place += 1
        return Statement(kind, table, index, kept, None, self.where(), exists)

    def home(self) -> tuple[str, str | None]:
        """Read a table's name, and an index's after a dot."""
        table = self.next("word", "name").text
        # a bare name may have dashes and dots of its own only in quotes
        index = self.next("word", "name").text if self.take(".") else None
        return table, index

    def path(self) -> tuple[str, bool]:
        """Read a path; tell its top-level name, and whether it goes deeper."""
        name, deep = self.next("word", "name").text, False
        while self.sees(".") or self.sees("["):
            deep = True
            if self.take("."):
                self.next("word", "name")
            else:
                self.need("[")
                self.next("value")
                self.need("]")
        return name, deep

    def where(self) -> tuple[Term, ...]:
        """Read the terms that are joined by AND, up to the statement's end."""
        found: list[Term] = []
        more = self.take("WHERE")
        while more:
            term = self.term()
            found += [term] if term else []
            more = self.take("AND")
        if not self.ended and not any(self.sees(end) for end in (*_ENDS, ")", ";")):
            raise self.lost()
        return tuple(found)

    def term(self) -> Term | None:
        """Read one term; None where it is on no top-level attribute."""
        start = self.place
        if self.take("BEGINS_WITH"):
            self.need("(")
            name, deep = self.path()
            self.need(",")
            value = self.value()
            self.need(")")
            return None if deep else Term(name, "BEGINS_WITH", (value,))
        if self.tokens[start].kind in ("word", "name"):
            name, deep = self.path()
            if self.take("BETWEEN"):
                low = self.value()
                self.need("AND")
                high = self.value()
                return None if deep else Term(name, "BETWEEN", (low, high))
            for sign in COMPARISONS:
                if self.take(sign):
                    value = self.value()
                    return None if deep else Term(name, sign, (value,))
        self.place = start
        self.skip()
        return None

    def skip(self) -> None:
        """Pass over a term that names no key: to the next AND outside brackets."""
        depth = 0
        while not self.ended:
            if depth == 0:
                if self.sees("OR") or self.sees("BETWEEN"):
                    raise self.lost()
                if any(self.sees(end) for end in ("AND", *_ENDS)):
                    return
            depth += self.sees("(") - self.sees(")")
            self.place += 1

    def value(self) -> AttributeValue:
        """Read a literal or a parameter as DynamoDB JSON."""
        if self.take("{"):
            inner: WireItem = {}
            while not self.take("}"):
                name = self.next("value", "name").text
                self.need(":")
                inner[name] = self.value()
                self.take(",")
            return {"M": inner}
        if self.take("["):
            return {"L": [*self._until("]")]}
        if self.take("<<"):
            members = [*self._until(">>")]
            kinds = {kind for member in members for kind in member}
            if len(kinds) != 1:
                raise self.lost()
            kind = kinds.pop()
            return {f"{kind}S": [member[kind] for member in members]}
        value: AttributeValue = self.next("value").value
        return value

    def _until(self, end: str) -> Iterator[AttributeValue]:
        while not self.take(end):
            yield self.value()
            self.take(",")

    def sees(self, text: str) -> bool:
        """Tell whether a word or sign stands here."""
        if self.ended:
            return False
        token = self.tokens[self.place]
        return token.kind in ("word", "sign") and token.text.upper() == text

    def take(self, text: str) -> bool:
        """Pass a word or sign, if it stands here."""
        seen = self.sees(text)
        self.place += seen
        return seen

    def need(self, text: str) -> None:
        if not self.take(text):
            raise self.lost()

    def next(self, *kinds: str) -> _Token:
        if self.ended or self.tokens[self.place].kind not in kinds:
            raise self.lost()
        self.place += 1
        return self.tokens[self.place - 1]

    def lost(self) -> Unseen:
        here = " ".join(
            token.text for token in self.tokens[self.place : self.place + 4]
        )
        return Unseen(f"PartiQL that is not understood: {here or 'its end'!r}")
