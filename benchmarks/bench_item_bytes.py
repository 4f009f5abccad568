"""How fast is `item_bytes`, against the obvious implementation? In one run.

    python benchmarks/bench_item_bytes.py

Both measure the same items in turns, several times over; the best turn of each counts,
and the ratio of the two is what to compare between machines. The items are small, of
five attributes, mostly strings, as those of the worked example are.
"""

import argparse
import time
from collections.abc import Callable
from decimal import Decimal
from random import Random
from typing import Any

from ddbhelpers.capacity import item_bytes

Wire = dict[str, Any]


def obvious(item: Wire) -> int:
    """Measure an item as the documentation reads, one attribute after the other."""
    return sum(len(name.encode()) + obvious_value(it) for name, it in item.items())


def obvious_value(value: Wire) -> int:
    """Measure one value by its type."""
    [(kind, inner)] = value.items()
    match kind:
        case "S":
            return len(inner.encode())
        case "N":
            return obvious_number(inner)
        case "B":
            return len(inner)
        case "BOOL" | "NULL":
            return 1
        case "L":
            return 3 + sum(1 + obvious_value(it) for it in inner)
        case "M":
            return 3 + len(inner) + obvious(inner)
    return sum(obvious_value({kind[0]: it}) for it in inner)


def obvious_number(text: str) -> int:
    """Measure a number by its digits on either side of the decimal point."""
    number = f"{abs(Decimal(text)):f}"
    whole, _, fraction = number.partition(".")
    whole, fraction = whole.lstrip("0"), fraction.rstrip("0")
    if not fraction:
        whole = whole.rstrip("0")
    if not whole:
        fraction = fraction.lstrip("0")
    if not whole and not fraction:
        return 1
    pairs = (len(whole) + 1) // 2 + (len(fraction) + 1) // 2
    return 1 + pairs + text.startswith("-")


def small_items(count: int, seed: int = 4) -> list[Wire]:
    """Make messages: four strings and a number."""
    dice = Random(seed)
    words = ("we", "met", "at", "the", "station", "and", "walked", "home", "late")
    return [
        {
            "pk": {"S": f"MSG#{dice.getrandbits(128):032x}"},
            "sk": {"S": f"2026-03-{dice.randint(1, 28):02}T12:00:00Z#{n:08}"},
            "from": {"S": f"{dice.getrandbits(128):032x}"},
            "text": {"S": " ".join(dice.choices(words, k=12)) + "é" * (n % 8 == 0)},
            "likes": {"N": str(dice.randrange(200))},
        }
        for n in range(count)
    ]


def best_seconds(
    items: list[Wire], turns: int, *measures: Callable[[Wire], int]
) -> list[float]:
    """Time each on all the items, by turns; the best turn of each."""
    best = [float("inf")] * len(measures)
    for _ in range(turns):
        for place, measure in enumerate(measures):
            start = time.perf_counter()
            for item in items:
                measure(item)
            best[place] = min(best[place], time.perf_counter() - start)
    return best


def main() -> None:
    """Print items per second of both, and their ratio."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--items", type=int, default=2000)
    parser.add_argument("--turns", type=int, default=200)
    given = parser.parse_args()
    items = small_items(given.items)
    assert [*map(item_bytes, items)] == [*map(obvious, items)]
    ours, theirs = best_seconds(items, given.turns, item_bytes, obvious)
    for name, seconds in (("item_bytes", ours), ("the obvious way", theirs)):
        print(f"{name:16} {len(items) / seconds:10,.0f} items/s")
    print(f"{'ratio':16} {theirs / ours:10.2f}")


if __name__ == "__main__":
    main()
