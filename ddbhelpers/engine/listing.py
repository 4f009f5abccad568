"""Which tables an engine has: all that can be asked of one without a model."""

import contextlib

from ddbhelpers.engine.engine import Engine
from ddbhelpers.engine.probe import tables_at
from ddbhelpers.engine.refusals import clear_errors
from ddbhelpers.errors import EngineError


def list_tables(engine: Engine) -> list[str]:
    """Name all tables of the engine, in order of their names."""
    if engine.endpoint and not engine.is_aws:
        # botocore takes longer to load than all the rest, and is asked for its errors
        with contextlib.suppress(EngineError):
            return sorted(tables_at(engine.endpoint, engine.region))
    with clear_errors(engine):
        pages = engine.client.get_paginator("list_tables").paginate()
        return sorted(name for page in pages for name in page["TableNames"])
