"""Which tables an engine has: all that can be asked of one without a model."""

from ddbhelpers.engine.engine import Engine
from ddbhelpers.engine.refusals import clear_errors


def list_tables(engine: Engine) -> list[str]:
    """Name all tables of the engine, in order of their names."""
    names: list[str] = []
    with clear_errors(engine):
        for page in engine.client.get_paginator("list_tables").paginate():
            names += page["TableNames"]
    return sorted(names)
