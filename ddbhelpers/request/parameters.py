"""The parameters that a caller gave: which are missing, unknown, or contradictory."""

from collections.abc import Mapping
from difflib import get_close_matches

from ddbhelpers.errors import PatternError
from ddbhelpers.model.pattern import AccessPattern, Condition, Conditions, alternatives
from ddbhelpers.request.resolved import ResolvedRead
from ddbhelpers.words import listed

Chosen = dict[str, Condition]


def allowed_parameters(pattern: AccessPattern) -> str:
    """Name a pattern's parameters, the ways to leave some out included."""
    said = list(pattern.required)
    for ways in (*pattern.key.values(), *pattern.filter.values()):
        if not isinstance(ways, Condition):
            fields = (listed(dict.fromkeys(way.fields)) for way in ways if way.fields)
            said += [f"perhaps {' or '.join(fields)}"]
    return ", ".join(dict.fromkeys(said)) or "no parameters"


def choose(read: ResolvedRead, given: Mapping[str, object]) -> tuple[Chosen, Chosen]:
    """Choose the key conditions and the filters that the given parameters ask for.

    Of several alternatives the first whose parameters are all given. PatternError
    names what is missing, unknown, or belongs to different alternatives.
    """
    pattern = read.pattern
    if unknown := [name for name in given if name not in read.types]:
        near = get_close_matches(unknown[0], read.types, n=1)
        raise PatternError(
            f"{pattern.name} has no parameter {unknown[0]!r}",
            allowed=allowed_parameters(pattern),
            do=f"did you mean {near[0]!r}?" if near else None,
        )
    if missing := [name for name in pattern.required if name not in given]:
        raise PatternError(
            f"{pattern.name} lacks {listed(missing)}",
            allowed=allowed_parameters(pattern),
        )
    key, filters = _chosen(read.key, given), _chosen(pattern.filter, given)
    conditions = (*key.values(), *filters.values())
    used = {field for condition in conditions for field in condition.fields}
    if unused := [name for name in given if name not in used]:
        others = [name for name in given if name in used and name in pattern.optional]
        says = (
            f"{listed(unused)} together with {listed(others)}"
            if others
            else f"{listed(unused)} alone"
        )
        raise PatternError(
            f"{pattern.name} was given {says}", allowed=allowed_parameters(pattern)
        )
    return key, filters


def _chosen(conditions: Conditions, given: Mapping[str, object]) -> Chosen:
    chosen = {}
    for name, ways in conditions.items():
        fits = (way for way in alternatives(ways) if {*way.fields} <= {*given})
        if condition := next(fits, None):
            chosen[name] = condition
    return chosen
