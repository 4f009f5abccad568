"""What a rule says when a design breaks it, and how a rule is written."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Generic, Literal, TypeVar

Severity = Literal["error", "warning", "note"]
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "note")
About = TypeVar("About")


@dataclass(frozen=True)
class Finding:
    """A fault of the design: what it is about, what it is, and what to do.

    ``about`` is the name of a pattern, entity, index or table. An ``error`` is what
    DynamoDB would refuse, or what answers nothing; a ``warning`` is probably not
    meant; a ``note`` is worth knowing. ``source`` is the page of the Developer Guide.

    >>> print(Finding("scan", "search", "note", "reads it all", "add a key", "Scan"))
    note: search: reads it all; add a key
    """

    rule: str
    about: str
    severity: Severity
    says: str
    do: str
    source: str

    def __str__(self) -> str:
        return f"{self.severity}: {self.about}: {self.says}; {self.do}"


@dataclass(frozen=True)
class Rule(Generic[About]):
    """A rule: its name, how grave a breach is, its page, and the test itself.

    The test gets what it is about and yields pairs: what is wrong, and what to do.
    """

    name: str
    severity: Severity
    source: str
    test: Callable[[About], Iterator[tuple[str, str]]]

    def findings(self, about: About, name: str) -> Iterator[Finding]:
        """Test one thing of that name."""
        for says, do in self.test(about):
            yield Finding(self.name, name, self.severity, says, do, self.source)


class Rules(Generic[About]):
    """The rules about one kind of thing, in the order in which they are told."""

    def __init__(self) -> None:
        self.rules: list[Rule[About]] = []

    def rule(self, severity: Severity, source: str) -> Callable[[Any], Any]:
        """Add the decorated test under its own name."""

        def add(test: Callable[[About], Iterator[tuple[str, str]]]) -> Any:
            self.rules.append(Rule(test.__name__, severity, source, test))
            return test

        return add

    def findings(self, about: About, name: str) -> Iterator[Finding]:
        """Test one thing by every rule."""
        for rule in self.rules:
            yield from rule.findings(about, name)


def errors_of(results: Iterable[Any]) -> tuple[Finding, ...]:
    """Pick the findings that are errors out of what ``check`` gave."""
    return tuple(
        one for one in results if isinstance(one, Finding) and one.severity == "error"
    )


def has_errors(results: Iterable[Any]) -> bool:
    """Tell whether a design must not go on: for a CI job, the exit code."""
    return bool(errors_of(results))
