import pytest
from hypothesis import given
from hypothesis import strategies as st

from ddbhelpers.errors import TemplateError
from ddbhelpers.model import KeyTemplate
from ddbhelpers.request.shapes import can_begin, can_meet, span

TYPES = {"d": "date", "t": "timestamp", "u": "uuid", "n": "integer", "m": "integer"}
TEXTS = [
    "A#{s}", "B#{s}", "{s}", "{d}", "{t}", "{d}#{u}", "{t}#{u}", "{u}", "{n}", "{n:03}",
    "A#{n}", "ORDER#{d}#{s}", "A", "2023-03-01", "{d}T{s}", "AB{s}", "{s}#A", "{n}#{m}",
]  # fmt: skip
TEMPLATES = [KeyTemplate(text, TYPES) for text in TEXTS]
some = st.sampled_from(TEMPLATES)
free = st.text("AB#123-T:Z", min_size=1, max_size=4)


@given(some, some)
def test_meeting_is_mutual(one: KeyTemplate, other: KeyTemplate) -> None:
    assert can_meet(one, other) == can_meet(other, one)
    assert can_meet(one, one)


@given(some, some, free, st.integers(0, 999))
def test_a_text_that_both_write_is_a_meeting(
    one: KeyTemplate, other: KeyTemplate, text: str, number: int
) -> None:
    given_ = {"s": text, "n": number, "m": number, "d": "2023-03-01"}
    given_ |= {"t": "2023-03-01T09:15:00Z", "u": "3f2b8c1e-5d4a-4e6f-9a7b-0c1d2e3f4a5b"}
    try:
        written = one.format(**given_)
    except TemplateError:
        return
    if other.fits(written):
        assert can_meet(one, other)
    for end in range(1, len(written) + 1):
        assert can_begin(KeyTemplate(written[:end].replace("{", "")), one)
    low, high = span(one)
    assert low <= written <= high


@pytest.mark.parametrize(
    ("one", "other", "meet"),
    [
        ("MSG#{s}", "GRP#{s}", False),
        ("MSG#{s}", "MSG#{u}", True),
        ("{d}", "{t}", False),
        ("{d}", "{u}", False),
        ("{n:03}", "{n}", True),
        ("{n}", "A#{s}", False),
        ("{s}", "{d}#{u}", True),
        ("PROFILE", "ORDER#{d}#{u}", False),
        ("LINE#{n:03}#{u}", "LINE#{n:03}", False),
        ("A#{s}", "A#{s}#{u}", False),
        ("A", "AA", False),
        ("AA", "A", False),
        ("{n}1", "11", True),
        ("{n}11", "1{m}1", True),
        ("1{m}1", "{n}11", True),
        ("{n}12", "{m}2", True),
        ("{n}12", "{m}1", False),
    ],
)
def test_templates_meet_or_not(one: str, other: str, meet: bool) -> None:
    assert can_meet(KeyTemplate(one, TYPES), KeyTemplate(other, TYPES)) is meet


@pytest.mark.parametrize(
    ("prefix", "text", "begins"),
    [
        ("2023-03", "{d}#{u}", True),
        ("ORDER#", "{d}#{u}", False),
        ("ORDER#{s}", "ORDER#{d}#{u}", True),
        ("LINE#", "LINE#{n:03}", True),
        ("LINE#0045", "LINE#{n:03}", False),
        ("{s}", "{d}", True),
    ],
)
def test_prefixes_begin_or_not(prefix: str, text: str, begins: bool) -> None:
    assert can_begin(KeyTemplate(prefix, TYPES), KeyTemplate(text, TYPES)) is begins


LAST = "\U0010ffff"


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("A", "A", "A"),
        ("v{n:03}#x", "v000#x", "v999#x"),
        ("{d}", "0000-00-00", "9999-99-99"),
        ("A#{u}", "A#00000000-0000-0000-0000-000000000000",
         "A#ffffffff-ffff-ffff-ffff-ffffffffffff"),
        # what follows digits without a width, or free text, bounds nothing
        ("A#{n}#B", "A#0", f"A#9{LAST}"),
        ("A#{s}#B", "A#", f"A#{LAST}"),
    ],
)  # fmt: skip
def test_between_which_texts_all_is_sorted(text: str, low: str, high: str) -> None:
    assert span(KeyTemplate(text, TYPES)) == (low, high)
