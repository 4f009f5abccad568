"""docs/api.md lists the public names, each with what its docstring begins with."""

import importlib

import pytest

from tools import api_page

ROOMS = ["ddbhelpers", *(f"ddbhelpers.{room}" for room in api_page.ROOMS)]


def test_the_page_is_what_the_docstrings_say() -> None:
    written = api_page.PAGE.read_text(encoding="utf-8")
    assert written == api_page.page(), "type: python -m tools.api_page"


@pytest.mark.parametrize("room", ROOMS)
def test_every_public_name_says_what_it_is(room: str) -> None:
    module = importlib.import_module(room)
    assert len(module.__all__) == len(set(module.__all__))
    for name in module.__all__:
        line = f"| `{name}` | "
        assert name == "__version__" or line in api_page.page()
        assert f"{line} |" not in api_page.page()
