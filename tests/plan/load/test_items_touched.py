import pytest

from ddbhelpers.model import AccessPattern, Model, Rate
from ddbhelpers.plan import heaviest, items_touched


def model(**asked: tuple[float, int | None]) -> Model:
    patterns = [
        AccessPattern(
            name=name, question="?", rate=Rate(average=rate, peak=2 * rate), items=items
        )
        for name, (rate, items) in asked.items()
    ]
    open_rate = AccessPattern(name="open", question="?", items=1000)
    return Model(name="m", access_patterns=[*patterns, open_rate])


def test_a_rate_times_the_items_is_what_is_touched() -> None:
    numbers = items_touched(model(few=(10, 2), none=(5, None), many=(4, 20)))
    assert numbers.to_dict("records") == [
        {**{"id": None, "pattern": name, "average": rate, "peak": 2 * rate},
         **{"items": items, "items_per_second": touched, "share": touched / 100}}
        for name, rate, items, touched in (("many", 4, 20, 80), ("few", 10, 2, 20))
    ]  # fmt: skip


def test_what_touches_as_much_stays_in_the_order_of_the_model() -> None:
    often, seldom = ([f"{name}_{n}" for n in range(20)] for name in ("ask", "say"))
    rates = {name: (2, 1) for name in often} | {name: (1, 1) for name in seldom}
    mixed = {
        name: rates[name] for both in zip(often, seldom, strict=True) for name in both
    }
    assert items_touched(model(**mixed))["pattern"].tolist() == [*often, *seldom]


@pytest.mark.parametrize(
    ("asked", "count", "share"),
    [
        ({"a": (91, 1), "b": (9, 1)}, 1, 0.91),
        ({"a": (9, 1), "b": (1, 1)}, 1, 0.9),
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
