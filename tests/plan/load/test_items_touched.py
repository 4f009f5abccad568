import pytest

from ddbhelpers.model import AccessPattern, Model, Rate
from ddbhelpers.plan import heaviest, items_touched


def model(**asked: tuple[float, int | None]) -> Model:
    patterns = [
        AccessPattern(
            name=name, question="?", rate=Rate(average=rate, peak=rate), items=items
        )
        for name, (rate, items) in asked.items()
    ]
    open_rate = AccessPattern(name="open", question="?", items=1000)
    return Model(name="m", access_patterns=[*patterns, open_rate])


def test_a_rate_times_the_items_is_what_is_touched() -> None:
    numbers = items_touched(model(few=(10, 2), none=(5, None), many=(4, 20)))
    assert numbers["pattern"].tolist() == ["many", "few"]
    assert numbers["items_per_second"].tolist() == [80, 20]
    assert numbers["share"].tolist() == [0.8, 0.2]


@pytest.mark.parametrize(
    ("asked", "count", "share"),
    [
        ({"a": (91, 1), "b": (9, 1)}, 1, 0.91),
        ({"a": (89, 1), "b": (8, 1), "c": (3, 1)}, 2, 0.97),
        ({"a": (1, 1)}, 1, 1.0),
    ],
)
def test_the_fewest_questions_that_make_up_nine_tenths(
    asked: dict[str, tuple[float, int | None]], count: int, share: float
) -> None:
    found_count, found_share = heaviest(items_touched(model(**asked)))
    assert found_count == count
    assert found_share == pytest.approx(share)
