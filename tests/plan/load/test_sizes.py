from ddbhelpers.plan import staircase


def test_a_step_of_the_stairs_is_1024_bytes() -> None:
    stairs = staircase(5 * 1024)
    assert stairs["from_bytes"].tolist() == [1, 1025, 2049, 3073, 4097]
    assert stairs["to_bytes"].tolist() == [1024, 2048, 3072, 4096, 5120]
    assert stairs["write"].tolist() == [1, 2, 3, 4, 5]
    assert stairs["strong_read"].tolist() == [1, 1, 1, 1, 2]
    assert stairs["eventual_read"].tolist() == [0.5, 0.5, 0.5, 0.5, 1]
