"""Check a whole model: plans for the patterns that are served, findings beside them."""

from collections.abc import Iterable, Iterator

from ddbhelpers.check.access_path import AccessPath, access_path
from ddbhelpers.check.answer_rules import PAGE_RULES, READ_RULES, SCAN_RULES
from ddbhelpers.check.finding import Finding, Rules, Said, has_errors
from ddbhelpers.check.index_rules import INDEX_RULES, TABLES_INDEX_RULES, IndexCase
from ddbhelpers.check.key_rules import GET_ITEM_RULES, QUERY_RULES
from ddbhelpers.check.table_rules import (
    ENTITY_RULES,
    TABLE_RULES,
    EntityCase,
    TableCase,
)
from ddbhelpers.check.write_rules import WRITE_RULES
from ddbhelpers.model.design import Model
from ddbhelpers.model.pattern import AccessPattern
from ddbhelpers.request.resolved import ResolvedRead, resolve

QUESTION_RULES: Rules[AccessPattern] = Rules()
READ_RULES_OF: dict[str, tuple[Rules[ResolvedRead], ...]] = {
    "GetItem": (GET_ITEM_RULES, READ_RULES),
    "Query": (QUERY_RULES, READ_RULES, PAGE_RULES),
    "Scan": (SCAN_RULES, READ_RULES, PAGE_RULES),
}


@QUESTION_RULES.rule("error", "bp-general-nosql-design")
def a_question_is_answered(pattern: AccessPattern) -> Said:
    """Every question has an operation that answers it."""
    if pattern.operation is None:
        yield (
            "no key serves it yet",
            "give it an operation, and the key conditions that find its items",
        )


def check_model(model: Model) -> tuple[AccessPath | Finding, ...]:
    """Check a model on paper, without an engine.

    In the order of the model: for each access pattern its findings, and its plan if
    none of them is an error; then the findings about entities, tables and indexes.

    >>> asked = {"what": {"question": "What is there?"}}
    >>> print(*check_model(Model(name="shop", access_patterns=asked)))
    error: what: no key serves it yet; give it an operation, and the key ...
    """
    results: list[AccessPath | Finding] = []
    for pattern in model.access_patterns:
        findings = tuple(_about_pattern(model, pattern))
        results += findings
        if not has_errors(findings):
            results.append(access_path(model, pattern))
    results += _about_model(model)
    return tuple(results)


def served(results: Iterable[AccessPath | Finding]) -> tuple[str, ...]:
    """Name the patterns that a key serves: planned, and not by a Scan.

    Check the same patterns against a model with other keys to compare two choices.
    """
    return tuple(
        result.pattern
        for result in results
        if isinstance(result, AccessPath) and result.operation != "Scan"
    )


def _about_pattern(model: Model, pattern: AccessPattern) -> Iterator[Finding]:
    if pattern.operation is None:
        yield from QUESTION_RULES.findings(pattern, pattern.name)
    elif pattern.is_read:
        read = resolve(model, pattern)
        for rules in READ_RULES_OF[str(pattern.operation)]:
            yield from rules.findings(read, pattern.name)
    else:
        yield from WRITE_RULES.findings(pattern, pattern.name)


def _about_model(model: Model) -> Iterator[Finding]:
    if not model.tables:
        return
    for entity in model.entities:
        about = EntityCase(model, model.table(entity.table), entity)
        yield from ENTITY_RULES.findings(about, entity.name)
    for table in model.tables:
        for rules in (TABLE_RULES, TABLES_INDEX_RULES):
            yield from rules.findings(TableCase(model, table), table.name)
        for index in table.indexes:
            yield from INDEX_RULES.findings(IndexCase(model, table, index), index.name)
