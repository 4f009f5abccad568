"""What an engine would accept and then get wrong: refused before it is sent."""

from collections.abc import Iterator, Mapping
from typing import Any

from ddbhelpers.engine import advice
from ddbhelpers.engine.identity import Identity
from ddbhelpers.errors import EngineError


def require_support(engine: Identity, arguments: Mapping[str, Any]) -> None:
    """Refuse what CreateTable or UpdateTable asks for and the engine cannot do.

    dynoxide accepts a GSI key of several attributes and then answers wrongly. Every
    client of the engine calls this by itself. Raises EngineError.
    """
    if engine.product != "dynoxide":
        return
    for index in _new_indexes(arguments):
        kinds = [part["KeyType"] for part in index["KeySchema"]]
        if kinds.count("HASH") > 1 or kinds.count("RANGE") > 1:
            raise EngineError(
                f"index {index['IndexName']} has a key of {len(kinds)} attributes, "
                f"which {engine.name} accepts and then answers wrongly",
                allowed="one partition key and at most one sort key attribute",
                do=f"use DynamoDB Local for it: {advice.docker()}",
            )


def _new_indexes(arguments: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    yield from arguments.get("GlobalSecondaryIndexes", ())
    for update in arguments.get("GlobalSecondaryIndexUpdates", ()):
        if "Create" in update:
            yield update["Create"]
