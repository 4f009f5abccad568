"""What one request did: the actions that its charge is worked out from.

Another writer that touches the same items meanwhile is not noticed: images are exact
where requests to an item come one after the other.
"""

import time
from collections.abc import Callable, Generator, Iterable
from dataclasses import dataclass
from typing import NamedTuple

from ddbhelpers.capacity import Action, ConditionCheck, ItemWrite, ReplayedWrite
from ddbhelpers.explaining.lookups import Lookups
from ddbhelpers.explaining.packed import Packed
from ddbhelpers.model.wire import Document

# PartiQL's own code is DuplicateItemException; DynamoDB Local shortens it
FAILED = ("ConditionalCheckFailedException", "DuplicateItemException", "DuplicateItem")
CANCELLED = "TransactionCanceledException"
_CHARGED_REASONS = {"ConditionalCheckFailed", "DuplicateItem", "TransactionConflict"}
TOKEN_SECONDS = 600  # how long DynamoDB knows a ClientRequestToken


@dataclass(frozen=True)
class Images:
    """What one request did; `missing` says why that is not known, if it is not.

    Without actions and without `missing` it did nothing that is charged.
    """

    actions: Iterable[Action] = ()
    missing: str | None = None
    remarks: tuple[str, ...] = ()


UNTAKEN = Images(missing="the meter took no images")


class NotCharged(Exception):
    """The request was refused before it cost anything."""


class Response(NamedTuple):
    """What came back: the response's body, and the error's code if it was one."""

    body: Document
    error: str | None

    @property
    def done(self) -> Document:
        """The body of what was carried out. Raises NotCharged."""
        self._refused_by(False)
        return self.body

    @property
    def failed(self) -> bool:
        """Whether a condition failed. Raises NotCharged for any other refusal."""
        return self._refused_by(self.error in FAILED)

    @property
    def cancelled(self) -> bool:
        """Whether a transaction was cancelled after its work had begun. NotCharged."""
        reasons = self.body.get("CancellationReasons", ())
        begun = any(reason.get("Code") in _CHARGED_REASONS for reason in reasons)
        return self._refused_by(self.error == CANCELLED and begun)

    def _refused_by(self, what: bool) -> bool:
        if self.error is not None and not what:
            raise NotCharged
        return what


class Tokens:
    """What the transactions of the last ten minutes did, by ClientRequestToken."""

    def __init__(self) -> None:
        self._done: dict[str, tuple[float, Packed]] = {}

    def note(self, token: str | None, actions: tuple[Action, ...]) -> None:
        """Remember what was done; forget what DynamoDB has forgotten."""
        now = time.monotonic()
        self._done = {
            known: (since, done)
            for known, (since, done) in self._done.items()
            if now - since <= TOKEN_SECONDS
        }
        if token is not None:
            self._done.setdefault(token, (now, Packed(actions)))

    def replay(self, token: str | None) -> tuple[Action, ...] | None:
        """Give the actions of a replay, if it is one."""
        known = self._done.get(token or "")
        if known is None or time.monotonic() - known[0] > TOKEN_SECONDS:
            return None
        return tuple(map(replayed, known[1]))


def replayed(action: Action) -> Action:
    """Give what a write costs when its transaction is sent again."""
    if isinstance(action, ItemWrite):
        return ReplayedWrite(action.table, action.before, action.after)
    if isinstance(action, ConditionCheck):
        return ReplayedWrite(action.table, action.item, action.item)
    return action


# A watcher looks before the request is sent, waits for the response (`yield`), looks
# again, and gives the actions.
Watch = Generator[None, Response, tuple[Action, ...]]
Watcher = Callable[[Lookups, Tokens, Document], Watch]
