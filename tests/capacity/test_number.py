"""Numbers by hand: digits, zeros, signs, exponents, and what is refused."""

import decimal
from decimal import Decimal

import pytest
from hypothesis import strategies as st

from ddbhelpers.capacity.number import (
    number_bytes,
    number_doubt_bytes,
    refuse_number,
)
from ddbhelpers.errors import CapacityError
from tests.capacity.strategies import law

DIGITS_38 = "12345678901234567890123456789012345678"
DIGITS = st.text("0123456789", min_size=1, max_size=38)


@pytest.mark.parametrize("text", ["0", "-0", "0.0", "000", "0E500", "-0.00E-9"])
def test_zero_is_one_byte(text: str) -> None:
    assert number_bytes(text) == 1


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("1", 2),
        ("12", 2),
        ("123", 3),
        ("1234", 3),
        ("314159", 4),
        (DIGITS_38, 20),
    ],
)
def test_an_integer_is_one_byte_and_one_for_every_two_digits(
    text: str, size: int
) -> None:
    assert number_bytes(text) == size


@pytest.mark.parametrize(
    ("text", "size"),
    [("-1", 3), ("-12", 3), ("-3.14159", 6), ("-" + DIGITS_38, 21)],
)
def test_a_negative_number_is_one_byte_more(text: str, size: int) -> None:
    assert number_bytes(text) == size


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("3.14159", 5),  # 3 | 14 15 9
        ("123.45", 4),  # 1 23 | 45
        ("12.345", 4),  # 12 | 34 5
        ("10.5", 3),  # a zero in the middle counts
        ("100.05", 4),
        ("0.5", 2),
        ("1." + DIGITS_38[1:], 21),  # 1 | 37 digits are 19 pairs
    ],
)
def test_digits_pair_up_on_either_side_of_the_decimal_point(
    text: str, size: int
) -> None:
    assert number_bytes(text) == size


@pytest.mark.parametrize(
    ("text", "same_as"),
    [
        ("0010", "10"),
        ("1000", "1"),
        ("1.500", "1.5"),
        ("0.001", "1"),
        ("+7", "7"),
        (".5", "0.5"),
        ("5.", "5"),
    ],
)
def test_zeros_at_both_ends_are_trimmed(text: str, same_as: str) -> None:
    assert number_bytes(text) == number_bytes(same_as)


@pytest.mark.parametrize("text", ["1E125", "1e+125", "1E-130", "7E0", "1E1"])
def test_the_exponent_is_free(text: str) -> None:
    assert number_bytes(text) == 2


def test_38_digits_are_exact_whatever_the_decimal_context() -> None:
    with decimal.localcontext() as context:
        context.prec = 3
        assert number_bytes(str(Decimal(DIGITS_38[:-1] + "9"))) == 20


@law(DIGITS, DIGITS, st.booleans(), st.integers(-60, 60))
def test_two_spellings_of_one_number_weigh_the_same(
    whole: str, fraction: str, negative: bool, exponent: int
) -> None:
    text = f"{'-' if negative else ''}{whole}.{fraction}E{exponent}"
    with decimal.localcontext(prec=100):
        spelled = f"{Decimal(text):f}"
    # without an exponent, and with zeros at both ends
    padded = spelled.replace("-", "-00") if negative else "00" + spelled
    padded += "000" if "." in padded else ".000"
    assert number_bytes(text) == number_bytes(spelled) == number_bytes(padded)


@law(DIGITS, st.integers(-100, 80))
def test_the_other_formula_pairs_digits_from_the_decimal_point(
    digits: str, exponent: int
) -> None:
    """Count the digits of base 100 in the number written out."""
    with decimal.localcontext(prec=400):
        whole, _, fraction = f"{Decimal(digits).scaleb(exponent):f}".partition(".")
    whole = whole.zfill(len(whole) + len(whole) % 2)
    fraction = fraction + "0" * (len(fraction) % 2)
    pairs = [(whole + fraction)[place : place + 2] for place in range(0, 400, 2)]
    base_100 = "".join(" " if pair in ("00", "") else "x" for pair in pairs).strip()
    text = f"{digits}E{exponent}"
    expected = 1 + len(base_100) if base_100 else 1
    assert number_bytes(text) + number_doubt_bytes(text) == expected


def test_the_other_formula_has_a_largest_number() -> None:
    largest = "-1" + "." + DIGITS_38[1:]  # -1 | 37 digits are 19 pairs
    assert (number_bytes(largest), number_doubt_bytes(largest)) == (22, -1)
    assert number_doubt_bytes(largest[1:]) == 0
    assert number_doubt_bytes(largest[:-2]) == 0
    assert number_doubt_bytes(f"-{DIGITS_38}0") == 0  # 21 already
    assert number_doubt_bytes(f"{DIGITS_38}0") == 1


@pytest.mark.parametrize(
    "text", ["", "-", ".", "E5", "1_000", " 1", "1 ", "1,5", "NaN", "Infinity", "٣"]
)
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(CapacityError, match="is not a number; allowed: digits"):
        number_bytes(text)


@pytest.mark.parametrize(
    "text",
    [
        DIGITS_38,
        DIGITS_38 + "0",  # 38 significant digits
        "0.00" + DIGITS_38,
        "9." + "9" * 37 + "E+125",
        "-1E-130",
        "123456789E-138",  # 1.2E-130
        "0E500",
    ],
)
def test_numbers_in_range_are_stored(text: str) -> None:
    refuse_number(text, "n")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("1E126", "n is a number of magnitude 1E+126"),
        ("-1E126", "n is a number of magnitude 1E+126"),
        ("0.0001E130", "n is a number of magnitude 1E+126"),
        ("9.9E-131", "n is a number of magnitude 1E-131"),
        (DIGITS_38 + "9", "n is a number of 39 digits"),
        ("1" + "0" * 37 + "1", "n is a number of 39 digits"),
    ],
)
def test_numbers_out_of_range_or_over_38_digits_are_refused(
    text: str, said: str
) -> None:
    with pytest.raises(CapacityError) as refused:
        refuse_number(text, "n")
    assert refused.value.given == said
    assert refused.value.allowed
    assert refused.value.do
