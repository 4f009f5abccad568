"""Two designs in a picture, as data."""

import dataclasses
from typing import Any

import matplotlib.pyplot as plt
import pytest

from ddbhelpers.plan import Comparison
from ddbhelpers.show import plot_designs
from ddbhelpers.show.plots.palette import READS, WRITES
from tests.show.pictures import bars, drawn, labels_lie_apart, texts
from tests.show.plans import ONE_UNIT_USD, without_index


def with_patterns(*patterns: Any) -> Comparison:
    return dataclasses.replace(without_index(), patterns=patterns)


def test_each_pattern_is_a_full_bar_and_a_hatched_one() -> None:
    ax = plot_designs(without_index())
    found: list[object] = [bar[1:] for bar in bars(ax)]
    # two units of each put with the index, one without; two half units of reads
    reads = 0.2 * ONE_UNIT_USD
    assert found == [
        (pytest.approx(2 * ONE_UNIT_USD), WRITES, False),
        (pytest.approx(ONE_UNIT_USD), WRITES, True),
        (pytest.approx(reads), READS, False),
        (pytest.approx(reads), READS, True),
    ]
    assert ax.get_xlim()[0] == 0


def test_the_dearest_stands_on_top_and_what_is_the_same_is_said_once() -> None:
    ax = plot_designs(without_index())
    names = [label.get_text() for label in ax.get_yticklabels()]
    assert names == ["write_note", "get_note"]
    assert texts(ax) == ["3.28", "1.64 (-1.64)", "0.33 in both"]
    backwards = with_patterns(*reversed(without_index().patterns))
    again = plot_designs(backwards)
    assert [label.get_text() for label in again.get_yticklabels()] == names


def test_the_title_is_the_difference_and_where_it_is() -> None:
    ax = plot_designs(without_index())
    assert ax.get_title(loc="left").replace("\n", " ") == (
        "bare: 1.64 USD a month less than indexed, all of it in write_note"
    )
    assert ax.get_xlabel() == (
        "USD a month of 730 h, us-east-1, 01 September 2026\n"
        "on demand; full: indexed, hatched: bare"
    )


def test_the_first_design_may_be_the_cheaper() -> None:
    write, read = without_index().patterns
    turned = dataclasses.replace(write, a=write.b, b=write.a)
    ax = plot_designs(with_patterns(turned, read))
    assert ax.get_title(loc="left").startswith("indexed: 1.64 USD a month less than")
    assert texts(ax)[1] == "3.28 (+1.64)"


def test_designs_that_cost_the_same() -> None:
    ax = plot_designs(with_patterns(without_index().patterns[1]))
    assert ax.get_title(loc="left") == (
        "Every access pattern costs the same in indexed and in bare"
    )


def test_a_pattern_that_only_one_design_has() -> None:
    write, read = without_index().patterns
    ax = plot_designs(with_patterns(write, dataclasses.replace(read, a=None)))
    assert texts(ax) == ["3.28", "1.64 (-1.64)", "not there", "0.33"]
    assert ax.get_title(loc="left").replace("\n", " ") == (
        "bare: 1.31 USD a month less than indexed, above all in write_note"
    )


def test_differences_that_cancel() -> None:
    write = without_index().patterns[0]
    turned = dataclasses.replace(write, pattern="other", a=write.b, b=write.a)
    ax = plot_designs(with_patterns(write, turned))
    assert ax.get_title(loc="left").startswith("indexed and bare cost the same togeth")


def test_labels_lie_within_the_picture_on_given_axes_too() -> None:
    ax = plot_designs(without_index())
    assert drawn(ax).get_size_inches()[0] == 7
    assert labels_lie_apart(ax)
    _, given = plt.subplots()
    assert plot_designs(without_index(), ax=given) is given
