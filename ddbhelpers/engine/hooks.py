"""What every client of an engine carries."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from botocore.session import Session

    from ddbhelpers.engine.engine import Engine


def hook(session: "Session", engine: "Engine") -> None:
    """Register the engine's handlers on the session its clients come from."""
