"""What every client of an engine carries: its observers, and clear words on failure.

botocore tells its handlers about each call: its parameters before they are written
down (`before-parameter-build`), the request (`before-call`), and the answer
(`after-call`), or what went wrong on the way (`after-call-error`). A dict, `context`,
goes along with each call.
"""

from typing import TYPE_CHECKING, Any

from ddbhelpers.engine.identity import Identity
from ddbhelpers.engine.observers import Call, Watch, watches
from ddbhelpers.engine.refusals import engine_missing
from ddbhelpers.engine.support import require_support

if TYPE_CHECKING:
    from botocore.awsrequest import AWSResponse
    from botocore.model import OperationModel
    from botocore.session import Session


Context = dict[str, tuple[Watch, ...]]  # of which we know our own key
_WATCHES = "ddbhelpers.watches"
_CHOICE = "ReturnConsumedCapacity"


def hook(session: "Session", engine: Identity) -> None:
    """Register the engine's handlers on the session that its clients come from."""

    def begin(
        params: dict[str, Any],
        model: "OperationModel",
        context: Context,
        **_: object,
    ) -> None:
        if model.name in ("CreateTable", "UpdateTable"):
            require_support(engine, params)
        shape = model.input_shape
        reports = shape is not None and _CHOICE in shape.members
        context[_WATCHES] = watches(Call(engine, model.name, params, reports))

    def sent(params: dict[str, Any], context: Context, **_: object) -> None:
        for watch in context.get(_WATCHES, ()):
            watch.sent(len(params["body"]))

    def answered(
        http_response: "AWSResponse",
        parsed: dict[str, Any],
        context: Context,
        **_: object,
    ) -> None:
        for watch in context.get(_WATCHES, ()):
            watch.answered(parsed, len(http_response.content))

    def failed(exception: Exception, context: Context, **_: object) -> None:
        for watch in context.get(_WATCHES, ()):
            watch.failed(exception)
        missing = engine_missing(engine, exception)
        if missing is not None:
            raise missing from exception

    # A resource translates between Python values and DynamoDB's own form in handlers
    # of the same events: we stand behind it on the way out, before it on the way in.
    events = session.get_component("event_emitter")
    events.register_last("before-parameter-build.dynamodb", begin)
    events.register_last("before-call.dynamodb", sent)
    events.register_first("after-call.dynamodb", answered)
    events.register_last("after-call-error.dynamodb", failed)
