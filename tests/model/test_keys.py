import datetime as dt
import string
import uuid

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from ddbhelpers.errors import TemplateError
from ddbhelpers.model import KeyTemplate
from ddbhelpers.model.keys import KEY_TYPES, split_template

UUID = "3f2b8c1e-5d4a-4e6f-9a7b-0c1d2e3f4a5b"
VALUES = {
    "uuid": st.uuids().map(str),
    "timestamp": st.datetimes(min_value=dt.datetime(1000, 1, 1)).map(
        lambda time: time.strftime("%Y-%m-%dT%H:%M:%SZ")
    ),
    "date": st.dates(min_value=dt.date(1000, 1, 1)).map(str),
    "integer": st.integers(0, 10**9),
    "string": st.text(st.characters(codec="utf-8"), min_size=1, max_size=8),
    "text": st.text("aX1#|é ", min_size=1, max_size=6),
}


@st.composite
def templates(draw: st.DrawFn) -> KeyTemplate:
    """Any template that the class accepts, ambiguous ones refused by itself."""
    literals = st.text("#|-_ABaX12", max_size=3)
    text, types = draw(literals), {}
    for number in range(draw(st.integers(1, 3))):
        name = f"f{number}"
        types[name] = draw(st.sampled_from(sorted(VALUES)))
        wide = types[name] == "integer" and draw(st.booleans())
        text += f"{{{name}:09}}" if wide else f"{{{name}}}"
        text += draw(literals)
    try:
        return KeyTemplate(text, types)
    except TemplateError:
        assume(False)
        raise


@given(templates(), st.data())
def test_what_format_writes_parse_reads_back(
    template: KeyTemplate, data: st.DataObject
) -> None:
    values = {name: data.draw(VALUES[type_]) for name, type_ in template.types.items()}
    try:
        text = template.format(**values)
    except TemplateError:
        return  # refused: a separator inside, or more digits than the width
    assert template.parse(text) == values
    assert template.fits(text)


@given(templates())
def test_an_example_fits_its_template(template: KeyTemplate) -> None:
    assert template.fits(template.example())


def test_a_field_of_no_type_is_a_string() -> None:
    with pytest.raises(TemplateError, match="v is empty; allowed: a string of at"):
        KeyTemplate("{v}").format(v="")


def test_an_example_says_no_separator() -> None:
    assert KeyTemplate("x{x}").example() == "xy"
    assert len({hash(KeyTemplate(text)) for text in ("a", "b", "a")}) == 2


@given(st.lists(st.integers(0, 999), min_size=2, max_size=2))
def test_digits_of_a_fixed_width_sort_like_their_numbers(pair: list[int]) -> None:
    template = KeyTemplate("LINE#{n:03}", {"n": "integer"})
    texts = [template.format(n=n) for n in pair]
    assert (texts[0] < texts[1]) == (pair[0] < pair[1])


@pytest.mark.parametrize(
    ("text", "type_", "value", "says"),
    [
        (
            "A#{v}",
            "string",
            "x#y",
            "is 'x#y', which holds the separator '#'; allowed: text without '#'",
        ),
        (
            "A#{v}",
            "string",
            "",
            "v is empty; allowed: a string of at least one character",
        ),
        ("A#{v}", "string", None, "v is missing"),
        ("A#{v}", "string", 1.5, "float 1.5; allowed: str, int"),
        ("A#{v}", "string", True, "bool True"),
        ("{v}", "date", "2023-3-1", "is '2023-3-1'; allowed: a date such as"),
        ("{v}", "date", "2023-03-01T09:15:00Z", "allowed: a date such as 2023-03-01"),
        ("{v}", "timestamp", "2023-03-01", "allowed: a timestamp such as"),
        (
            "{v}",
            "timestamp",
            dt.datetime(2023, 3, 1),
            "whole seconds with a time zone, such as 2023-03-01T09:15:00Z",
        ),
        ("{v}", "uuid", UUID.upper(), f"allowed: a uuid such as {UUID}, in lower case"),
        ("{v}", "uuid", "1-2", f"is '1-2'; allowed: a uuid such as {UUID}"),
        ("{v}", "integer", -4, "is -4; allowed: an integer such as 42"),
        ("{v}", "integer", "007", "is '007'"),
        ("{v:03}", "integer", 1000, "is 1000; allowed: up to 3 digits"),
    ],
)
def test_refuses_what_would_not_come_back(
    text: str, type_: str, value: object, says: str
) -> None:
    with pytest.raises(TemplateError, match="key template") as refused:
        KeyTemplate(text, {"v": type_}).format(v=value)
    assert says in str(refused.value)
    assert ("lower case" in str(refused.value)) == (value == UUID.upper())


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (dt.date(2023, 3, 1), "2023-03-01"),
        (uuid.UUID(UUID), UUID),
        (
            dt.datetime(2023, 3, 1, 10, 15, tzinfo=dt.timezone(dt.timedelta(hours=1))),
            "2023-03-01T09:15:00Z",
        ),
    ],
)
def test_dates_times_and_uuids_are_written_in_one_way(value: object, text: str) -> None:
    assert KeyTemplate("{v}").format(v=value) == text


ONCE = "allowed: literal text and {fields}, each field once"
APART = (
    ": nothing separates a from b; allowed: a separator such as '#' between two fields"
)
PLAIN = "is no plain name; allowed: {name}, or {name:04} for digits of a fixed width"


@pytest.mark.parametrize(
    ("text", "types", "says"),
    [
        ("", {}, f" is empty; {ONCE}"),
        ("{a}#{a}", {}, f" names a field twice; {ONCE}"),
        ("{a}{b}", {}, APART),
        ("{a}X{b}#{c}", {}, APART),
        ("{a}1{b}", {"a": "integer", "b": "integer"}, APART),
        (
            "{a",
            {},
            ": expected '}' before end of string; allowed: literal text and {fields}",
        ),
        ("{}", {}, f": field {{}} {PLAIN}"),
        ("{a!r}", {}, f": field {{a}} {PLAIN}"),
        ("{a.b}", {}, f": field {{a.b}} {PLAIN}"),
        ("{a:x}", {}, f": field {{a}} {PLAIN}"),
        ("{a:0}", {}, f": field {{a}} {PLAIN}"),
        (
            "{a:03}",
            {"a": "string"},
            ": a has a width but is a string; allowed: an integer",
        ),
        (
            "{a}",
            {"a": "number"},
            ": a is of type number; "
            "allowed: in a key: date, string, text, timestamp, uuid, integer",
        ),
    ],
)
def test_refuses_a_template_that_could_not_be_parsed(
    text: str, types: dict[str, str], says: str
) -> None:
    with pytest.raises(TemplateError) as refused:
        KeyTemplate(text, types)
    assert str(refused.value) == f"key template {text!r}{says}"


@pytest.mark.parametrize("fixed", ["uuid", "timestamp", "date"])
def test_a_value_of_fixed_width_needs_no_separator(fixed: str) -> None:
    template = KeyTemplate("{a}{b}", {"a": fixed})
    values = {"a": KeyTemplate("{a}", {"a": fixed}).example(), "b": "rest"}
    assert template.parse(template.format(**values)) == values


def test_parse_names_the_template_and_an_example() -> None:
    with pytest.raises(TemplateError) as refused:
        KeyTemplate("MSG#{group}").parse("GRP#ada")
    assert str(refused.value) == (
        "key 'GRP#ada' does not fit the template 'MSG#{group}'; "
        "allowed: text such as 'MSG#group'"
    )


def test_starts_writes_up_to_the_first_missing_value() -> None:
    template = KeyTemplate("ORDER#{day}#{id}")
    assert template.starts() == "ORDER#"
    assert template.starts(day="2023-03-01") == "ORDER#2023-03-01#"
    assert template.starts(day="2023-03-01", id="7") == "ORDER#2023-03-01#7"


def test_double_braces_are_braces() -> None:
    template = KeyTemplate("a{{b#{c}")
    assert template.prefix == "a{b#"
    assert template.parse(template.format(c="x")) == {"c": "x"}


def test_templates_compare_by_text_and_types() -> None:
    assert KeyTemplate("{a}") == KeyTemplate("{a}")
    assert hash(KeyTemplate("{a}")) == hash(KeyTemplate("{a}"))
    assert KeyTemplate("{a}") != KeyTemplate("{a}", {"a": "uuid"})
    assert (str(KeyTemplate("{a}")), repr(KeyTemplate("{a}"))) == (
        "{a}",
        "KeyTemplate('{a}')",
    )


def test_every_type_that_a_key_may_have_is_tried_above() -> None:
    assert set(VALUES) == set(KEY_TYPES)


@given(st.text(string.printable, max_size=12))
def test_any_text_splits_or_is_refused_with_one_error(text: str) -> None:
    try:
        parts = split_template(text)
    except TemplateError:
        return
    assert all(part.field is None or part.field.isidentifier() for part in parts)
