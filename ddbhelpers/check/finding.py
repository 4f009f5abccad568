"""What a rule says when a design breaks it, and how a rule is written."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Generic, Literal, TypeVar

Severity = Literal["error", "warning", "note"]
About = TypeVar("About")
Said = Iterator[tuple[str, str]]  # what is wrong, and what to do
Test = Callable[[About], Said]


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
    """A rule: its name, how grave a breach is, its page, and the test itself."""

    name: str
    severity: Severity
    source: str
    test: Test[About]


class Rules(Generic[About]):
    """The rules about one kind of thing, in the order in which they are told."""

    def __init__(self) -> None:
        self.rules: list[Rule[About]] = []

    def rule(
        self, severity: Severity, source: str
    ) -> Callable[[Test[About]], Test[About]]:
        """Add the decorated test under its own name."""

        def add(test: Test[About]) -> Test[About]:
            self.rules.append(Rule(test.__name__, severity, source, test))
            return test

        return add

    def findings(self, about: About, name: str) -> Iterator[Finding]:
        """Test one thing of that name by every rule."""
        for rule in self.rules:
            for says, do in rule.test(about):
                yield Finding(rule.name, name, rule.severity, says, do, rule.source)


def one_of(name: str, known: Iterable[str]) -> str:
    """Say which names there are, and which of them was perhaps meant.

    >>> one_of("titel", ["title", "text"]), one_of("size", ["title", "text"])
    ('one of text, title; did you mean title?', 'one of text, title')
    """
    names = sorted(known)
    near = get_close_matches(name, names, n=1)
    meant = f"; did you mean {near[0]}?" if near else ""
    return f"one of {', '.join(names)}{meant}"


def errors_of(results: Iterable[object]) -> tuple[Finding, ...]:
    """Pick the findings that are errors out of what ``check`` gave."""
    findings = (result for result in results if isinstance(result, Finding))
    return tuple(finding for finding in findings if finding.severity == "error")


def has_errors(results: Iterable[object]) -> bool:
    """Tell whether a design must not go on: for a CI job, the exit code."""
    return bool(errors_of(results))
