"""Where the next page starts, as a token that survives a shell."""

import base64
import json
from collections.abc import Mapping

from typer import BadParameter

from ddbhelpers.files import from_base64, to_base64

KEY_TYPES = ("S", "N", "B")


def write_token(key: Mapping[str, object]) -> str:
    """Write a key of Python values as a token.

    >>> read_token(write_token({"pk": "GRP#ada", "n": 7, "b": b"raw"}))
    {'pk': 'GRP#ada', 'n': 7, 'b': b'raw'}
    """
    from ddbhelpers.model.wire import to_wire

    wire = {name: to_wire(value) for name, value in key.items()}
    text = json.dumps(wire, separators=(",", ":"), default=to_base64)
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def read_token(token: str) -> dict[str, object]:
    """Read a token back as a key; BadParameter if it is none of ours."""
    try:
        padded = token + "=" * (-len(token) % 4)
        wire = json.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
        return {name: _value(written) for name, written in wire.items()}
    except (ValueError, AttributeError, TypeError, ArithmeticError):
        says = f"{token!r} is no token; allowed: what the page before printed"
        raise BadParameter(says) from None


def _value(written: Mapping[str, str]) -> object:
    ((kind, text),) = written.items()
    if kind not in KEY_TYPES or not isinstance(text, str):
        raise ValueError(kind)
    if kind == "B":
        return from_base64(text)
    from ddbhelpers.model.wire import from_wire

    return from_wire({kind: text})
