from collections.abc import Iterator
from typing import Any

import matplotlib.pyplot as plt
import pandas as pd
import pytest

from ddbhelpers.errors import PatternError, WorkbenchError
from ddbhelpers.show import explore, show_table

PNG = b"\x89PNG"


@pytest.fixture(autouse=True)
def no_window() -> Iterator[None]:
    plt.switch_backend("Agg")
    yield
    plt.close("all")


def table(items: int = 20) -> Any:
    return show_table([{"items": items, "units": items / 2}])


def test_the_answer_follows_the_slider() -> None:
    box = explore(table, items=(10, 50, 10))
    slider, words, picture = box.children
    assert (slider.value, slider.min, slider.max, slider.step) == (20, 10, 50, 10)
    assert words.value == table(20)._repr_html_()
    slider.value = 30
    assert words.value == table(30)._repr_html_()
    assert picture.layout.display == "none"


def test_the_text_form_is_the_same_in_every_run() -> None:
    assert repr(explore(table, items=(10, 50, 10))) == "explore(items=20)"


def test_the_first_answer_is_kept_where_no_widget_lives() -> None:
    bundle = explore(table, items=(10, 50))._repr_mimebundle_()
    assert bundle["text/plain"] == "explore(items=20)"
    assert bundle["text/html"] == table(20)._repr_html_()
    assert "application/vnd.jupyter.widget-view+json" in bundle


def test_a_picture_is_drawn_again_and_left_open_nowhere() -> None:
    def draw(height: int) -> Any:
        _, ax = plt.subplots(figsize=(1, 1))
        ax.bar(["a"], [height])
        return ax

    box = explore(draw, height=(1, 5))
    slider, words, picture = box.children
    first = bytes(picture.value)
    assert first.startswith(PNG)
    assert words.value == ""
    assert box._repr_mimebundle_()["image/png"] == first
    slider.value = 5
    assert bytes(picture.value).startswith(PNG)
    assert picture.value != first
    slider.value = 1
    assert picture.value == first
    assert plt.get_fignums() == []


def test_a_frame_and_a_text_are_answers_too() -> None:
    frame = explore(lambda n: pd.DataFrame({"n": [n]}), n=[1, 2])
    assert "<table" in frame.children[1].value
    words = explore(lambda on: f"<{on}>", on=True)
    assert words.children[1].value == "<pre>&lt;True&gt;</pre>"
    words.children[0].value = False
    assert words.children[1].value == "<pre>&lt;False&gt;</pre>"


def test_choices_begin_at_the_default() -> None:
    box = explore(lambda kind="b": kind, kind=["a", "b"])
    assert box.children[0].value == "b"
    assert explore(lambda kind: kind, kind=["a", "b"]).children[0].value == "a"


def test_a_slider_of_fractions() -> None:
    slider = explore(lambda skew: f"{skew}", skew=(0.0, 2.0)).children[0]
    assert (slider.value, slider.step) == (0.0, 0.1)


def test_an_error_is_shown_and_the_control_stays_alive() -> None:
    def picky(n: int) -> str:
        if n == 2:
            raise PatternError("n is 2", allowed="anything else")
        return f"{n}"

    slider, words, _ = explore(picky, n=(1, 3)).children
    slider.value = 2
    assert words.value == "PatternError: n is 2; allowed: anything else"
    slider.value = 3
    assert words.value == "<pre>3</pre>"


@pytest.mark.parametrize(
    "given", [(5, 1), (1,), (1, 2, 3, 4), "abc", [], None, (1, 5, 0)]
)
def test_what_is_no_control_is_refused(given: Any) -> None:
    with pytest.raises(WorkbenchError, match=r"control n is .*; allowed: .low, high"):
        explore(lambda n: "", n=given)
