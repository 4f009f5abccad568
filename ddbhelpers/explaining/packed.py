"""Actions kept as bytes: a page of 1 MB as Python's dicts takes several times that."""

import io
import pickle
import zlib
from collections.abc import Iterable, Iterator
from typing import Any, NoReturn

from ddbhelpers.capacity import Action
from ddbhelpers.model.table import SecondaryIndex, Table

_SMALL_BYTES = 65_536  # compressing less takes longer than it is worth
_FASTEST = 1


class Packed:
    """Actions that are unpacked whenever they are looked at.

    What they were made of may change meanwhile: it is a copy. Tables and their indexes
    are kept as they are.
    """

    def __init__(self, actions: Iterable[Action]) -> None:
        """Pack actions."""
        stream = io.BytesIO()
        pickler = _Pickler(stream)
        pickler.dump(tuple(actions))
        data = stream.getvalue()
        self._compressed = len(data) > _SMALL_BYTES
        self._data = zlib.compress(data, _FASTEST) if self._compressed else data
        self._kept = tuple(pickler.kept)

    def __iter__(self) -> Iterator[Action]:
        """Unpack them."""
        data = zlib.decompress(self._data) if self._compressed else self._data
        unpickler = _Unpickler(io.BytesIO(data))
        unpickler.kept = self._kept
        actions: tuple[Action, ...] = unpickler.load()
        return iter(actions)


class _Pickler(pickle.Pickler):
    """Writes a table or an index as its place among those that are kept."""

    def __init__(self, stream: io.BytesIO) -> None:
        super().__init__(stream)
        self.kept: list[Table | SecondaryIndex] = []

    def reducer_override(self, value: object) -> Any:
        if not isinstance(value, Table | SecondaryIndex):
            return NotImplemented
        self.kept.append(value)
        return _kept, (len(self.kept) - 1,)


class _Unpickler(pickle.Unpickler):
    kept: tuple[Table | SecondaryIndex, ...]

    def find_class(self, module: str, name: str) -> object:
        if name == _kept.__name__ and module == __name__:
            return self.kept.__getitem__
        return super().find_class(module, name)


def _kept(place: int) -> NoReturn:
    raise AssertionError("stands for what is kept beside the bytes")
