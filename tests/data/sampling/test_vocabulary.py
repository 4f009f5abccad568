import pytest
from hypothesis import given
from hypothesis import strategies as st

from ddbhelpers.data.sampling.chance import Chance
from ddbhelpers.data.sampling.vocabulary import (
    FAMILY,
    GIVEN,
    LONGEST,
    SENTENCES,
    cut,
    handle,
    label,
    person,
    text,
)


@given(st.integers(1, 60), st.integers(0, 60), st.integers())
def test_a_text_has_as_many_words_as_asked(least: int, more: int, seed: int) -> None:
    for write in (text, label):
        written = write(Chance(seed), least, least + more)
        assert least <= len(written.split()) <= least + more


def test_there_is_a_sentence_of_every_length() -> None:
    lengths = {len(sentence.split()) for sentence in SENTENCES}

    assert lengths == set(range(1, LONGEST + 1))


@pytest.mark.parametrize("names", [GIVEN, FAMILY])
def test_names_differ_and_make_plain_handles(names: tuple[str, ...]) -> None:
    assert len(set(names)) == len(names)
    for name in names:
        made = handle(Chance(1), f"{name} {name}", set())
        assert made.replace(".", "").isalpha()
        assert made.isascii()


def test_a_handle_is_never_given_twice() -> None:
    chance = Chance(4)
    taken: set[str] = set()
    for _ in range(200):
        made = handle(chance, "Zoë Kovács", taken)
        assert made not in taken
        taken.add(made)


def test_names_come_from_all_of_the_lists() -> None:
    chance = Chance(3)
    made = {person(chance) for _ in range(3_000)}

    assert {name.split()[0] for name in made} == set(GIVEN)
    assert {name.split()[1] for name in made} == set(FAMILY)


@given(st.text(min_size=1).filter(str.strip), st.integers(4, 40))
def test_a_cut_keeps_the_bytes_and_the_beginning(words: str, limit: int) -> None:
    short = cut(words, limit)

    assert len(short.encode()) <= limit
    assert words.startswith(short)
    if len(words.encode()) <= limit:
        assert short == words


def test_a_cut_ends_with_a_word_where_it_can() -> None:
    assert cut("one two three", 7) == "one two"
    assert cut("one two three", 9) == "one two"
    assert cut("onetwothree", 6) == "onetwo"
