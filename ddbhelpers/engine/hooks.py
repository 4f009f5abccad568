"""What every client of an engine carries: the meter, and clear words on failure.

botocore tells its handlers about each call: its parameters before they are written
down (`before-parameter-build`), the request (`before-call`), and the answer
(`after-call`), or what went wrong on the way (`after-call-error`). A dict, `context`,
goes along with each call.
"""

import copy
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ddbhelpers.engine.images import Tokens
from ddbhelpers.engine.metering import (
    Meter,
    current_pattern,
    forget_table,
    open_meters,
)
from ddbhelpers.engine.record import make_record
from ddbhelpers.engine.refusals import gone
from ddbhelpers.engine.support import require_support
from ddbhelpers.engine.watching import Watching

if TYPE_CHECKING:
    from botocore.awsrequest import AWSResponse
    from botocore.model import OperationModel
    from botocore.session import Session

    from ddbhelpers.engine.engine import Engine

_CALL = "ddbhelpers.call"
_CHOICE = "ReturnConsumedCapacity"
_CHANGES = ("CreateTable", "UpdateTable", "DeleteTable")


@dataclass
class _Call:
    """A call that is under way and will be recorded."""

    meters: tuple[Meter, ...]
    pattern: str | None
    operation: str
    request: dict[str, Any]
    we_asked: bool
    watching: Watching | None
    request_bytes: int = 0

    def record(self, response: dict[str, Any], size: int, error: str | None) -> None:
        """Give every meter the same record."""
        watching, engine = self.watching, self.meters[0].engine
        images = None if watching is None else watching.images(response, error)
        record = make_record(
            self.pattern,
            self.operation,
            self.request,
            response,
            request_bytes=self.request_bytes,
            response_bytes=size,
            error=error,
            engine=engine,
            images=images,
        )
        for one in self.meters:
            one.add(record)


def hook(session: "Session", engine: "Engine") -> None:
    """Register the engine's handlers on the session that its clients come from."""
    tokens = Tokens()

    def begin(
        params: dict[str, Any],
        model: "OperationModel",
        context: dict[str, Any],
        **_: Any,
    ) -> None:
        if model.name in ("CreateTable", "UpdateTable"):
            require_support(engine, params)
        if model.name in _CHANGES:
            forget_table(engine, params.get("TableName"))
        meters = open_meters(engine)
        if not meters:
            return
        shape = model.input_shape
        can_ask = shape is not None and _CHOICE in shape.members
        we_asked = can_ask and _CHOICE not in params
        if we_asked:
            params[_CHOICE] = "INDEXES"
        request = copy.deepcopy(params)
        eyes = next((one.eyes for one in meters if one.eyes is not None), None)
        watching = None
        if eyes is not None:
            watching = Watching(eyes, tokens, model.name, request)
        context[_CALL] = _Call(
            meters, current_pattern(), model.name, request, we_asked, watching
        )

    def sent(params: dict[str, Any], context: dict[str, Any], **_: Any) -> None:
        call: _Call | None = context.get(_CALL)
        if call is not None:
            call.request_bytes = len(params["body"])

    def answered(
        http_response: "AWSResponse",
        parsed: dict[str, Any],
        context: dict[str, Any],
        **_: Any,
    ) -> None:
        call: _Call | None = context.get(_CALL)
        if call is None:
            return
        error = parsed.get("Error", {}).get("Code")
        call.record(copy.deepcopy(parsed), len(http_response.content), error)
        if call.we_asked:
            parsed.pop("ConsumedCapacity", None)

    def failed(exception: Exception, context: dict[str, Any], **_: Any) -> None:
        call: _Call | None = context.get(_CALL)
        if call is not None:
            call.record({}, 0, type(exception).__name__)
        missing = gone(engine, exception)
        if missing is not None:
            raise missing from exception

    # A resource translates between Python values and DynamoDB's own form in handlers
    # of the same events: we stand behind it on the way out, before it on the way in.
    events = session.get_component("event_emitter")
    events.register_last("before-parameter-build.dynamodb", begin)
    events.register_last("before-call.dynamodb", sent)
    events.register_first("after-call.dynamodb", answered)
    events.register_last("after-call-error.dynamodb", failed)
