"""Items as a DataFrame, and back: nothing rounded, nothing guessed.

One attribute is one column, with the dtype that holds all its values exactly:

==================================  ================================================
values                              dtype
==================================  ================================================
strings                             ``string``
whole numbers up to 64 bits         ``Int64``
numbers of up to 15 digits          ``Float64``
other numbers                       ``object``, int and Decimal as they came
booleans                            ``boolean``
what the model calls a timestamp    ``datetime64[us, UTC]``
what the model calls a date         ``datetime64[us]``
sets, maps, lists, binary, a mix    ``object``, Python values
==================================  ================================================

An attribute that an item does not have is ``pd.NA`` (``pd.NaT`` among times). NULL is
None, and such a column is ``object``, so the two stay apart.
"""

import math
import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any, cast

from ddbhelpers.errors import ModelError
from ddbhelpers.model import Entity, Table
from ddbhelpers.model.types import AttributeType
from ddbhelpers.model.wire import Item

if TYPE_CHECKING:
    from pandas import DataFrame, Series

INT64 = range(-(2**63), 2**63)
FLOAT_DIGITS = 15  # every decimal of so many digits comes back from a double unchanged
DAY = r"\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])"
TIME_SHAPE = {
    "date": re.compile(DAY, re.ASCII),
    "timestamp": re.compile(DAY + r"T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\dZ", re.ASCII),
}
TIME_FORMAT = {"date": "%Y-%m-%d", "timestamp": "%Y-%m-%dT%H:%M:%SZ"}
TEXT = ("string", "text", "uuid")
_ABSENT = object()


def to_frame(
    items: Iterable[Mapping[str, object]],
    entity: Entity | None = None,
    *,
    table: Table | None = None,
) -> "DataFrame":
    """Make a DataFrame of items as they are stored, one column for each attribute.

    Keys come first, then what ``entity`` stores in the model's order, then the rest
    in order of appearance. The columns of ``table`` and ``entity`` are there even if
    no item has them. See the module's table for the dtypes.

    >>> to_frame([{"pk": "A", "n": 1}, {"pk": "B"}]).dtypes.astype(str).to_dict()
    {'pk': 'string', 'n': 'Int64'}
    """
    return frame_of(items, stored_columns(entity, table))


def stored_columns(
    entity: Entity | None, table: Table | None = None
) -> dict[str, AttributeType]:
    """Name what is stored for an entity, keys first, and the types that are declared.

    >>> stored_columns(Entity(name="User", keys={"pk": "USER#{id}"},
    ...                       attributes={"id": {"in": "key"}, "n": "integer"}))
    {'pk': 'string', 'n': 'integer'}
    """
    key_type: dict[str, AttributeType] = {"S": "string", "N": "number", "B": "binary"}
    columns: dict[str, AttributeType] = {}
    for key in table.key if table else ():
        columns[key.name] = key_type[key.type]
    if entity is None:
        return columns
    columns |= dict.fromkeys(entity.keys, "string")
    for attribute in entity.attributes:
        if attribute.place is None:
            columns[attribute.name] = attribute.type
        elif attribute.place != "key":
            columns.setdefault(attribute.place, "map")
    return columns


def frame_of(
    items: Iterable[Mapping[str, object]], columns: Mapping[str, AttributeType]
) -> "DataFrame":
    """Make a DataFrame that has at least these columns, of these declared types."""
    import pandas as pd

    items = list(items)
    names = dict.fromkeys(columns)
    for item in items:
        names |= dict.fromkeys(item)
    made = {
        name: _column([item.get(name, _ABSENT) for item in items], columns.get(name))
        for name in names
    }
    return pd.DataFrame(made, index=pd.RangeIndex(len(items)), columns=list(names))


def from_frame(frame: "DataFrame") -> list[Item]:
    """Read items back out of a DataFrame: ``pd.NA`` is a missing attribute.

    Times become text as keys have it: with a time zone a timestamp, without one a
    date. Raises ModelError for a column name that is no text.

    >>> from_frame(to_frame([{"pk": "A", "n": 1}, {"pk": "B"}]))
    [{'pk': 'A', 'n': 1}, {'pk': 'B'}]
    """
    items: list[Item] = [{} for _ in range(len(frame))]
    for name, column in frame.items():
        if not isinstance(name, str):
            raise ModelError(
                f"column {name!r} names no attribute",
                allowed="text",
                do='name the columns, such as frame.columns = ["pk", "sk"]',
            )
        for item, value in zip(items, _values(column), strict=True):
            if value is not _ABSENT:
                item[name] = value
    return items


def _column(values: list[Any], declared: AttributeType | None) -> "Series[Any]":
    import numpy as np
    import pandas as pd

    present = [value for value in values if value is not _ABSENT]
    dtype = _dtype(present, declared)
    if dtype in ("date", "timestamp"):
        texts = [None if value is _ABSENT else value for value in values]
        times = pd.to_datetime(
            pd.Series(texts, dtype="object"),
            format=TIME_FORMAT[dtype],
            utc=dtype == "timestamp",
            errors="coerce",
        ).dt.as_unit("us")
        if times.count() == len(present):
            return times
        dtype = "string"  # the thirtieth of February stays what it is: text
    missing = [pd.NA if v is _ABSENT else v for v in values]
    if dtype == "string":
        # the same storage, and so the same picture, whether pyarrow is there or not
        return pd.Series(missing, dtype=pd.StringDtype("python", na_value=pd.NA))
    if dtype in ("Int64", "Float64"):
        as_number: Any = int if dtype == "Int64" else float
        numbers = [v if v is pd.NA else as_number(v) for v in missing]
        return pd.Series(numbers, dtype=cast("Any", dtype))
    if dtype == "boolean":
        return pd.Series(missing, dtype="boolean")
    held = np.fromiter(missing, dtype=object, count=len(missing))
    return pd.Series(held, dtype="object")


def _dtype(present: list[Any], declared: AttributeType | None) -> str:
    """Choose the dtype that holds all values; the declared type breaks a tie."""
    kinds = {type(value) for value in present}
    if not present:
        return _EMPTY.get(declared or "map", "object")
    if kinds == {str}:
        shape = TIME_SHAPE.get(declared or "")
        fits = shape is not None and all(shape.fullmatch(value) for value in present)
        return str(declared) if fits else "string"
    if kinds == {bool}:
        return "boolean"
    if kinds <= {int, float, Decimal}:
        whole = all(_is_int64(value) for value in present)
        if whole and declared != "number":
            return "Int64"
        if all(_is_short(value) for value in present):
            return "Float64"
        return "Int64" if whole else "object"
    return "object"


_EMPTY: dict[str, str] = {
    **dict.fromkeys(TEXT, "string"),
    "integer": "Int64",
    "number": "Float64",
    "boolean": "boolean",
    "timestamp": "timestamp",
    "date": "date",
}


def _is_int64(value: float | Decimal) -> bool:
    if isinstance(value, int):
        return value in INT64
    # an exponent such as 1E+125 is not written out only to see that it is too long
    small = math.isfinite(value) and -1e19 < value < 1e19
    return small and int(value) == value and int(value) in INT64


def _is_short(value: float | Decimal) -> bool:
    if isinstance(value, int) and value not in INT64:
        return False
    if isinstance(value, float) or not math.isfinite(value):
        return math.isfinite(value)
    exact = Decimal(value)
    digits = "".join(map(str, exact.as_tuple().digits)).rstrip("0")
    return len(digits) <= FLOAT_DIGITS and Decimal(repr(float(value))) == exact


def _values(column: "Series[Any]") -> list[Any]:
    """Give a column's values as Python values, with _ABSENT for what is missing."""
    import pandas as pd

    dtype = column.dtype
    if pd.api.types.is_datetime64_any_dtype(dtype):
        zoned = isinstance(dtype, pd.DatetimeTZDtype)
        if zoned:
            column = column.dt.tz_convert("UTC")
        texts = column.dt.strftime(TIME_FORMAT["timestamp" if zoned else "date"])
        return [_ABSENT if pd.isna(text) else text for text in texts]
    if dtype == "object":
        return [_ABSENT if value is pd.NA else value for value in column]
    values = column.astype("object").tolist()
    return [_ABSENT if _is_missing(value) else value for value in values]


def _is_missing(value: object) -> bool:
    import pandas as pd

    return bool(pd.isna(cast("str", value)))
