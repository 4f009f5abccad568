"""Rules in dispute stand where readers see them."""

from ddbhelpers.capacity import OPEN_RULES, write_charge
from ddbhelpers.capacity.open_rules import NUMBER_SIZE
from tests.capacity.tables import PLAIN


def test_every_open_rule_says_both_readings_in_one_line() -> None:
    assert len({rule.name for rule in OPEN_RULES}) == len(OPEN_RULES) == 4
    for rule in OPEN_RULES:
        said = str(rule)
        assert rule.taken in said
        assert rule.other in said
        assert "\n" not in said


def test_the_note_of_a_charge_reads_as_a_sentence() -> None:
    item = {"pk": "1", "n": 120, "x": "x" * (1024 - 3 - 3 - 1)}
    (note,) = write_charge(PLAIN, None, item).notes
    assert note is NUMBER_SIZE
    assert str(note).startswith("the bytes of numbers such as 120 and 0.012")
