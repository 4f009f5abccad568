"""Items of every type, and `law`, which tries a law on them."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
NAMES = TEXT.filter(len)
NUMBERS = st.integers(-(10**37), 10**37) | st.builds(
    lambda digits, exponent: Decimal(digits).scaleb(exponent),
    st.integers(-(10**20), 10**20),
    st.integers(-60, 60),
)
SCALARS = st.one_of(TEXT, NUMBERS, st.binary(max_size=12), st.booleans(), st.none())
SETS = st.one_of(
    *(st.sets(of, min_size=1, max_size=4) for of in (TEXT, NUMBERS, st.binary()))
)
VALUES: st.SearchStrategy[Any] = st.recursive(
    SCALARS | SETS,
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4)
    ),
    max_leaves=12,
)
ATTRIBUTES = st.dictionaries(NAMES, VALUES, max_size=6)


def law(*strategies: st.SearchStrategy[Any]) -> Callable[..., Any]:
    """Try a law on random examples: half as many as usual, as whole items are slow."""
    return lambda test: settings(max_examples=50)(given(*strategies)(test))
