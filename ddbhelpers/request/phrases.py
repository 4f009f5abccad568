"""Conditions as a reader says them: ``pk = MSG#{group} and sk begins_with {when}``."""

from collections.abc import Mapping, Sequence

SIGN = {
    "equals": "=",
    "less_than": "<",
    "at_most": "<=",
    "greater_than": ">",
    "at_least": ">=",
}


def condition_in_words(name: str, operator: str, operands: Sequence[object]) -> str:
    """Say one condition.

    >>> condition_in_words("sk", "between", ["{since}", "{before}"])
    'sk between {since} and {before}'
    """
    if operator == "between":
        return f"{name} between {operands[0]} and {operands[1]}"
    if operator == "exists":
        return f"{name} {'exists' if operands[0] else 'does not exist'}"
    return f"{name} {SIGN.get(operator, operator)} {operands[0]}"


def conditions_in_words(
    conditions: Mapping[str, tuple[str, Sequence[object]]],
) -> str:
    """Say several conditions, joined by *and*."""
    return " and ".join(
        condition_in_words(name, operator, operands)
        for name, (operator, operands) in conditions.items()
    )
