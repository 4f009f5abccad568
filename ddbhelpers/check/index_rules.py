"""Rules about secondary indexes, whatever is asked of them."""

from dataclasses import dataclass

from ddbhelpers.capacity.limits import (
    MAX_GLOBAL_INDEXES,
    MAX_LOCAL_INDEXES,
    MAX_PROJECTED_ATTRIBUTES,
)
from ddbhelpers.check.finding import Rules, Said, one_of
from ddbhelpers.check.table_rules import TableCase
from ddbhelpers.model.table import SecondaryIndex
from ddbhelpers.request.resolved import entities_in, known_paths
from ddbhelpers.words import listed


@dataclass(frozen=True)
class IndexCase(TableCase):
    """An index of a table."""

    index: SecondaryIndex


INDEX_RULES: Rules[IndexCase] = Rules()
TABLES_INDEX_RULES: Rules[TableCase] = Rules()  # of all its indexes together


@INDEX_RULES.rule("warning", "GSI")
def an_index_holds_something(case: IndexCase) -> Said:
    """Some entity has every key attribute of the index."""
    if not entities_in(case.model, case.table, case.index):
        yield (
            f"no entity has its keys {listed(case.index.key_names)}, so it is empty",
            "give an entity these key attributes, or drop the index",
        )


@INDEX_RULES.rule("warning", "GSI")
def what_is_projected_is_written(case: IndexCase) -> Said:
    """An index projects attributes that some entity of its table has."""
    if not case.held or not all(entity.attributes for entity in case.held):
        return  # nothing is said of what such an entity's items have
    known = {p for p in known_paths(case.table, case.held) if "." not in p}
    names = listed(entity.name for entity in case.held)
    for name in case.index.projection.attributes:
        if name not in known:
            yield f"it projects {name}, no attribute of {names}", one_of(name, known)


@INDEX_RULES.rule("note", "bp-indexes-general-sparse-indexes")
def a_sparse_index_is_meant(case: IndexCase) -> Said:
    """An index that some entities are not in is smaller, and cheaper to keep."""
    inside = [e.name for e in entities_in(case.model, case.table, case.index)]
    outside = [entity.name for entity in case.held if entity.name not in inside]
    if inside and outside:
        yield (
            f"sparse: it holds {listed(inside)}, not {listed(outside)}",
            "nothing, if that is meant",
        )


@INDEX_RULES.rule("note", "bp-indexes-general")
def an_index_is_asked(case: IndexCase) -> Said:
    """An index costs on every write; some pattern should read it."""
    asked = [
        (case.model.table(pattern.table).name, pattern.index)
        for pattern in case.model.access_patterns
        if pattern.operation
    ]
    if (case.table.name, case.index.name) not in asked:
        yield (
            "no access pattern reads it, and every write of its items pays for it",
            "drop it, or write down the question that it answers",
        )


@TABLES_INDEX_RULES.rule("error", "ServiceQuotas")
def indexes_are_not_too_many(case: TableCase) -> Said:
    """A table has at most 20 global and 5 local secondary indexes."""
    quotas = {"global": MAX_GLOBAL_INDEXES, "local": MAX_LOCAL_INDEXES}
    for kind, most in quotas.items():
        count = sum(index.kind == kind for index in case.table.indexes)
        if count > most:
            yield (
                f"{count} {kind} secondary indexes; at most {most}",
                "let one index serve several patterns",
            )


@TABLES_INDEX_RULES.rule("error", "Constraints")
def projections_are_not_too_many(case: TableCase) -> Said:
    """All indexes of a table together name at most 100 projected attributes."""
    count = sum(len(index.projection.attributes) for index in case.table.indexes)
    if count > MAX_PROJECTED_ATTRIBUTES:
        yield (
            f"its indexes project {count} attributes by name; at most "
            f"{MAX_PROJECTED_ATTRIBUTES}",
            "project ALL, or put attributes together in one map",
        )
