"""Tokens: every key comes back, and nothing else passes for one."""

import base64
import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer import BadParameter

from ddbhelpers.cli.paging import read_token, write_token

VALUES = st.one_of(
    st.text(),
    st.integers(),
    st.binary(),
    st.decimals(allow_nan=False, allow_infinity=False, places=3),
)


@given(st.dictionaries(st.text(min_size=1), VALUES, min_size=1, max_size=4))
def test_a_key_comes_back(key: dict[str, str | int | bytes | Decimal]) -> None:
    token = write_token(key)
    assert read_token(token) == key
    assert token.replace("-", "").replace("_", "").isalnum()


def encoded(document: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(document).encode()).decode()


@pytest.mark.parametrize(
    "token",
    [
        "abc",
        "ünicode",
        "a b",
        "",
        encoded([1]),
        encoded("text"),
        encoded({"pk": "plain"}),
        encoded({"pk": {"S": 1}}),
        encoded({"pk": {"L": []}}),
        encoded({"pk": {"S": "a", "N": "1"}}),
        encoded({"pk": {"N": "one"}}),
        encoded({"pk": {"B": "%"}}),
    ],
)
def test_what_is_no_token_is_refused(token: str) -> None:
    with pytest.raises(BadParameter, match="is no token; allowed: what the page"):
        read_token(token)
