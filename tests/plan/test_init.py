import pytest

from ddbhelpers import plan


def test_an_old_name_says_where_the_new_one_is() -> None:
    where = r"^ddbhelpers\.plan\.flips is now: from ddbhelpers\.plan import mode_chang"
    with pytest.warns(DeprecationWarning, match=where):
        assert plan.flips is plan.mode_changes
    with pytest.raises(AttributeError, match=r"'ddbhelpers\.plan' has no .*'none'"):
        _ = plan.none
