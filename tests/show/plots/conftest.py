"""Pictures are drawn in our style, and none stays open."""

from collections.abc import Iterator

import matplotlib.pyplot as plt
import pytest


@pytest.fixture(autouse=True, scope="module")
def workbench() -> Iterator[None]:
    plt.switch_backend("Agg")
    with plt.style.context("ddbhelpers.show.workbench"):
        yield


@pytest.fixture(autouse=True)
def nothing_stays_open() -> Iterator[None]:
    yield
    plt.close("all")
