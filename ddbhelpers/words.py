"""How a value is written in a table: numbers, times, uuids, sets, maps, nothing."""

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

UUID = re.compile(r"\b([0-9a-f]{8})-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b")
AN = re.compile(r"[aeio]|u[np](?!i)", re.IGNORECASE)
ELLIPSIS = "…"
NOTHING = "–"
MOST_DECIMALS = 6
KB = 1024
LARGER = ("KB", "MB", "GB", "TB")


def is_missing(value: object) -> bool:
    """Tell whether a value is pandas' way to say that there is none; None is not.

    >>> is_missing(float("nan")), is_missing(None), is_missing([1])
    (True, False, False)
    """
    if type(value).__name__ in ("NAType", "NaTType"):
        return True
    return isinstance(value, (float, Decimal)) and value != value


def is_number(value: object) -> bool:
    """Tell whether a value is a number that can stand in a column of numbers."""
    if isinstance(value, bool) or is_missing(value):
        return False
    return isinstance(value, (int, float, Decimal)) or hasattr(value, "__float__")


def shorten_uuids(text: str) -> str:
    """Keep the first eight characters of each uuid.

    >>> shorten_uuids("MSG#3f2b8c1e-5d4a-4e6f-9a7b-0c1d2e3f4a5b")
    'MSG#3f2b8c1e…'
    """
    return UUID.sub(rf"\1{ELLIPSIS}", text)


def cut(text: str, longest: int) -> str:
    """Cut a text at a word, and say so with an ellipsis.

    >>> cut("The quick brown fox", 12)
    'The quick…'
    """
    if len(text) <= longest:
        return text
    kept = text[: longest - 1]
    if " " in kept[longest // 2 :]:
        kept = kept[: kept.rindex(" ")]
    return kept.rstrip(" ,.;:–") + ELLIPSIS


def written(value: object, *, nothing: str = NOTHING, null: str = NOTHING) -> str:
    """Write one value: ``nothing`` where there is none, ``null`` for None.

    >>> written({"b", "a"}), written({"text": "Hello", "likes": 2}), written(True)
    ('{a, b}', 'text: Hello, likes: 2', 'true')
    """
    match value:
        case None:
            return null
        case _ if is_missing(value):
            return nothing
        case bool():
            return "true" if value else "false"
        case str():
            return value
        case dt.datetime() if value.tzinfo is None and value.time() == dt.time():
            return value.strftime("%Y-%m-%d")  # how frames hold a date
        case dt.datetime():
            return value.strftime("%Y-%m-%d %H:%M:%S")
        case dt.date():
            return value.isoformat()
        case bytes() | bytearray():
            return f"{len(value)} bytes"
        case Mapping():
            return ", ".join(
                f"{key}: {written(inner, null='NULL')}" for key, inner in value.items()
            )
        case set() | frozenset():
            return "{" + ", ".join(sorted(map(written, value))) + "}"
        case list() | tuple():
            return "[" + ", ".join(written(inner, null="NULL") for inner in value) + "]"
    return number(value) if is_number(value) else str(value)


def number(value: object, decimals: int | None = None) -> str:
    """Write a number with thousands separators, and no more decimals than it needs.

    >>> number(12345), number(0.5), number(2.0), number(1 / 3, 2)
    ('12,345', '0.5', '2', '0.33')
    """
    places = decimals_of([value]) if decimals is None else decimals
    exact = _exact(value)
    if not exact.is_finite():
        return "∞" if exact > 0 else "-∞"
    return f"{exact:,.{places}f}"


def decimals_of(values: Iterable[object]) -> int:
    """Count the decimals that a column of numbers needs, to stand aligned.

    Three significant digits of the smallest are enough, and of the column at most
    six decimals are shown.

    >>> decimals_of([0.5, 240, 1]), decimals_of([10, 2.0]), decimals_of([1 / 3])
    (1, 0, 3)
    """
    most = 0
    for value in values:
        exact = _exact(value).copy_abs()
        if not exact or not exact.is_finite():
            continue
        wanted = min(max(2 - exact.adjusted(), 0), MOST_DECIMALS)
        digits = f"{exact:.{wanted}f}".partition(".")[2].rstrip("0")
        most = max(most, len(digits))
    return most


def money(usd: float) -> str:
    """Write dollars, to the cent where that says anything.

    >>> money(1234.5), money(0.0375), money(0.0012), money(-2e-9)
    ('1,234.50', '0.04', '0.0012', '0.00')
    """
    exact = round(usd, 6) or 0.0
    return number(exact, None if 0 < abs(exact) < 0.01 else 2)


def share(given: float) -> str:
    """Write a share to a tenth of a percent.

    >>> share(0.28888), share(1)
    ('28.9 %', '100.0 %')
    """
    return f"{given * 100:.1f} %"


def percent(given: float) -> str:
    """Write a share to a whole percent, as in a title.

    >>> percent(0.614)
    '61 %'
    """
    return f"{given * 100:.0f} %"


def size(given: float) -> str:
    """Write bytes in three digits, in units of 1,024 as AWS has them.

    >>> size(782), size(25_200), size(296_460_000), size(10 * 1024**3)
    ('782 bytes', '24.6 KB', '283 MB', '10 GB')
    """
    if given < KB:
        return f"{given:.4g} byte{'' if given == 1 else 's'}"
    power = 1
    while given >= 1000 * KB**power and power < len(LARGER):
        power += 1
    return f"{float(f'{given / KB**power:.3g}'):,.10g} {LARGER[power - 1]}"


def _exact(value: object) -> Decimal:
    return value if isinstance(value, Decimal) else Decimal(str(value))


def column_of(
    values: Sequence[object], *, nothing: str = NOTHING, null: str = NOTHING
) -> tuple[tuple[str, ...], bool]:
    """Write the values of a column alike; tell whether it is a column of numbers.

    >>> column_of([0.5, 240, None])
    (('0.5', '240.0', '–'), True)
    """
    held = [value for value in values if value is not None and not is_missing(value)]
    if not held or not all(map(is_number, held)):
        texts = (written(value, nothing=nothing, null=null) for value in values)
        return tuple(texts), False
    places = decimals_of(held)
    texts = (
        number(value, places)
        if value is not None and not is_missing(value)
        else written(value, nothing=nothing, null=null)
        for value in values
    )
    return tuple(texts), True


def counted(count: float, noun: str, plural: str | None = None) -> str:
    """Count things in words; units may be halves.

    >>> counted(1, "item"), counted(1200, "item"), counted(2, "query", "queries")
    ('1 item', '1,200 items', '2 queries')
    >>> counted(1.5, "read unit"), counted(1.0, "read unit")
    ('1.5 read units', '1 read unit')
    """
    said = f"{count:,}" if isinstance(count, int) else f"{count:,.10g}"
    return f"{said} {noun if count == 1 else plural or noun + 's'}"


def an(noun: str) -> str:
    """Set the article before a noun.

    >>> an("integer"), an("uuid"), an("Order"), an("update")
    ('an integer', 'a uuid', 'an Order', 'an update')
    """
    return f"{'an' if AN.match(noun) else 'a'} {noun}"


def listed(names: Iterable[str]) -> str:
    """Join names: ``a, b and c``."""
    *others, last = names or [""]
    return f"{', '.join(others)} and {last}" if others else last
