"""Expressions as DynamoDB reads them, every name and value behind a placeholder.

A placeholder for each name is always right: nobody has to know the 573 reserved
words (Developer Guide, *Expression attribute names*).
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ddbhelpers.model.wire import AttributeValue, to_wire
from ddbhelpers.request.phrases import SIGN

SEGMENT = re.compile(r"(?P<name>.+?)(?P<places>(?:\[\d+\])*)")


class Placeholders:
    """The names and values that the expressions of one request stand for.

    >>> held = Placeholders()
    >>> held.condition("data.text", "contains", ["sea"])
    'contains(#data.#text, :data_text)'
    >>> held.names, held.values
    ({'#data': 'data', '#text': 'text'}, {':data_text': {'S': 'sea'}})
    """

    def __init__(self) -> None:
        self.names: dict[str, str] = {}
        self.values: dict[str, AttributeValue] = {}

    def path(self, path: str, nested: bool = True) -> str:
        """Write an attribute's name, or the path to a nested one."""
        written = []
        for segment in path.split(".") if nested else [path]:
            match = SEGMENT.fullmatch(segment) if nested else None
            name, places = match.groups() if match else (segment, "")
            written.append(self._hold(self.names, f"#{_plain(name)}", name) + places)
        return ".".join(written)

    def condition(
        self, path: str, operator: str, operands: Sequence[object], nested: bool = True
    ) -> str:
        """Write one condition."""
        name = self.path(path, nested)
        if operator == "exists":
            return f"attribute_{'' if operands[0] else 'not_'}exists({name})"
        value = f":{_plain(path)}"
        if operator == "between":
            low, high = (
                self._hold(self.values, f"{value}_{which}", to_wire(operand))
                for which, operand in zip(("from", "to"), operands, strict=True)
            )
            return f"{name} BETWEEN {low} AND {high}"
        value = self._hold(self.values, value, to_wire(operands[0]))
        if operator in SIGN:
            return f"{name} {SIGN[operator]} {value}"
        return f"{operator}({name}, {value})"

    def conditions(
        self,
        conditions: Mapping[str, tuple[str, Sequence[object]]],
        nested: bool = True,
    ) -> str:
        """Write several conditions, all of which must hold."""
        return " AND ".join(
            self.condition(path, operator, operands, nested)
            for path, (operator, operands) in conditions.items()
        )

    def paths(self, paths: Iterable[str]) -> str:
        """Write a list of attributes, as a projection expression."""
        return ", ".join(self.path(path) for path in paths)

    def arguments(self) -> dict[str, Any]:
        """Give the request's arguments for the placeholders that were used."""
        named = {
            "ExpressionAttributeNames": self.names,
            "ExpressionAttributeValues": self.values,
        }
        return {name: held for name, held in named.items() if held}

    @staticmethod
    def _hold(held: dict[str, Any], wanted: str, meaning: object) -> str:
        """Keep a meaning under the wanted placeholder, or the next free one."""
        name, count = wanted, 1
        while held.get(name, meaning) != meaning:
            count += 1
            name = f"{wanted}_{count}"
        held[name] = meaning
        return name


def _plain(name: str) -> str:
    return re.sub(r"[^A-Za-z0-9_]", "_", name)
