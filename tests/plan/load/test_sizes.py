from ddbhelpers.plan import Sizes, item_sizes, staircase, take_stock
from ddbhelpers.plan.load.stock import NO_ENTITY
from tests.plan.examples import letter, mail


def test_sizes_are_those_that_occur() -> None:
    index = {"partition_key": "group", "projection": "KEYS_ONLY"}
    items = [letter(n, 100 + n) for n in range(2, 101)]
    stray = {"pk": "X", "sk": "1"}
    stock = take_stock(
        mail(indexes={"by-group": index}), [letter(1, 101, "g"), *items, stray]
    )
    assert item_sizes(stock) == (
        Sizes("Letter", "mail", None, 100, 150.5, 150, 199, 200),
        Sizes(NO_ENTITY, "mail", None, 1, 6, 6, 6, 6),
        # pk, sk and group: 5, 6 and 6 bytes
        Sizes("Letter", "mail", "by-group", 1, 17, 17, 17, 17),
    )


def test_a_step_of_the_stairs_is_1024_bytes() -> None:
    stairs = staircase(5 * 1024)
    assert stairs["from_bytes"].tolist() == [1, 1025, 2049, 3073, 4097]
    assert stairs["to_bytes"].tolist() == [1024, 2048, 3072, 4096, 5120]
    assert stairs["write"].tolist() == [1, 2, 3, 4, 5]
    assert stairs["strong_read"].tolist() == [1, 1, 1, 1, 2]
    assert stairs["eventual_read"].tolist() == [0.5, 0.5, 0.5, 0.5, 1]
