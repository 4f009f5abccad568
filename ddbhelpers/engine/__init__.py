"""Which DynamoDB: DynamoDB Local, embedded, AWS; the guard; the observers.

The only room that imports boto3.
"""

from typing import Any

from ddbhelpers.engine.discovery import connect
from ddbhelpers.engine.engine import Engine
from ddbhelpers.engine.refusals import clear_errors
from ddbhelpers.engine.server.embedded import EngineStatus, start, status, stop
from ddbhelpers.engine.server.local import dynamodb_local, why_not_dynamodb_local
from ddbhelpers.engine.support import require_support
from ddbhelpers.moved import moved

__all__ = [
    "Engine",
    "EngineStatus",
    "clear_errors",
    "connect",
    "dynamodb_local",
    "require_support",
    "start",
    "status",
    "stop",
    "why_not_dynamodb_local",
]

_MOVED = {
    "told": "engine.clear_errors",
}


def __getattr__(name: str) -> Any:
    return moved(__name__, name, _MOVED)
