"""Who looks on at the requests of every engine's clients.

The engine knows its observers by what they do alone: each is told when a call begins,
and what it then gives looks on until the call is answered or has failed.
"""

from dataclasses import dataclass
from typing import Any, Protocol

from ddbhelpers.engine.identity import Identity


@dataclass(frozen=True)
class Call:
    """A call that begins: `parameters` are boto3's, and may still be added to.

    `reports` says whether the operation can be asked for ReturnConsumedCapacity.
    """

    engine: Identity
    operation: str
    parameters: dict[str, Any]
    reports: bool


class Watch(Protocol):
    """Looks on at one call."""

    def sent(self, request_bytes: int) -> None:
        """The request goes out; after a retry, once more."""

    def answered(self, response: dict[str, Any], response_bytes: int) -> None:
        """The answer as the caller gets it, an error of DynamoDB's included."""

    def failed(self, error: Exception) -> None:
        """No answer came."""


class Observer(Protocol):
    """Is told of every call of every engine."""

    def begin(self, call: Call) -> Watch | None:
        """Look on at this call, or not."""


_observers: tuple[Observer, ...] = ()


def observe(observer: Observer) -> None:
    """Tell an observer of every call from now on; more than once is once."""
    global _observers
    if observer not in _observers:
        _observers = (*_observers, observer)


def watches(call: Call) -> tuple[Watch, ...]:
    """Let every observer begin; give those that look on."""
    begun = (observer.begin(call) for observer in _observers)
    return tuple(watch for watch in begun if watch is not None)
