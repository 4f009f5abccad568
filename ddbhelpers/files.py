"""Files read as text and written whole or not at all; binary in JSON as Base64."""

import base64
import gzip
import io
import os
import tempfile
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ddbhelpers.errors import WorkbenchError


def read_text(
    path: Path,
    error: type[WorkbenchError],
    *,
    allowed: str | None = None,
    do: str | None = None,
) -> str:
    """Read a file of UTF-8; what ends in ``.gz`` is unpacked, a line ends in LF.

    Raises ``error``; ``allowed`` and ``do`` are said where there is no such file.
    """
    try:
        binary = path.read_bytes()
        if path.suffix.lower() == ".gz":
            binary = gzip.decompress(binary)
        return io.StringIO(binary.decode("utf-8-sig"), newline=None).read()
    except FileNotFoundError:
        given = f"{path}: there is no such file"
        raise error(given, allowed=allowed, do=do) from None
    except UnicodeDecodeError as fault:
        raise error(f"{path}: byte {fault.start} is not UTF-8") from None
    except (OSError, EOFError, zlib.error) as fault:
        says = getattr(fault, "strerror", None) or fault
        raise error(f"{path}: cannot be read: {says}") from None


def write_text(path: Path, text: str, error: type[WorkbenchError]) -> None:
    """Write a file of UTF-8, whole or not at all; its mode stays. Raises ``error``."""
    beside = None
    try:
        # a file beside it, then a rename: an interrupted save loses nothing
        handle, beside = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
        os.chmod(beside, path.stat().st_mode if path.exists() else 0o644)
        os.replace(beside, path)
    except OSError as fault:
        if beside:
            Path(beside).unlink(missing_ok=True)
        raise error(
            f"{path}: cannot be written: {fault.strerror}",
            do="save to a folder that you may write to",
        ) from None


def to_base64(binary: object) -> str:
    """Write bytes as Base64, as AWS has them in JSON: the ``default`` of json.dumps.

    >>> to_base64(b"raw")
    'cmF3'
    """
    if not isinstance(binary, (bytes, bytearray)):
        raise TypeError(f"{type(binary).__name__} is no value of an item")
    return base64.b64encode(binary).decode("ascii")


def from_base64(text: str) -> bytes:
    """Read Base64 strictly; ValueError says what is wrong."""
    return base64.b64decode(text, validate=True)


def with_bytes(value: Any) -> Any:
    """Give DynamoDB JSON with its binary as bytes; ValueError if it is no Base64.

    >>> with_bytes({"pk": {"B": "cmF3"}, "tags": {"L": [{"BS": ["cmF3"]}]}})
    {'pk': {'B': b'raw'}, 'tags': {'L': [{'BS': [b'raw']}]}}
    """
    if isinstance(value, list):
        return [with_bytes(member) for member in value]
    if not isinstance(value, Mapping):
        return value
    match [*value.items()]:
        case [("B", str() as text)]:
            return {"B": from_base64(text)}
        case [("BS", [*texts])]:
            return {"BS": [from_base64(t) if isinstance(t, str) else t for t in texts]}
    return {name: with_bytes(inner) for name, inner in value.items()}
