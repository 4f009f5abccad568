import pytest

from ddbhelpers.errors import ModelError
from ddbhelpers.model import Pool, Sampling


def test_time_runs_forward() -> None:
    assert Sampling(since="2023-01-01", before="2023-01-02")
    with pytest.raises(ModelError, match="2023-01-02 is not before 2023-01-02"):
        Sampling(since="2023-01-02", before="2023-01-02")


def test_pools_are_written_by_name() -> None:
    sampling = Sampling(
        since="2023-01-01", before="2023-02-01", pools={"person": {"count": 3}}
    )
    assert sampling.pools == (Pool(name="person", count=3),)
    assert sampling.pool("person") == sampling.pools[0]
    assert sampling.pool("group") is sampling.pool(None) is None


@pytest.mark.parametrize("wrong", [{"count": 0}, {"count": 1, "skew": 4}])
def test_a_pool_has_things_and_a_reasonable_skew(wrong: dict[str, float]) -> None:
    with pytest.raises(ModelError, match="given"):
        Pool(name="person", **wrong)
