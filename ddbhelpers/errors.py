"""Every error that the workbench raises on purpose.

::

    WorkbenchError
    ├── ModelError            the design itself is wrong
    │   ├── ModelFileError    ... in a file: names the file, the line and the field
    │   └── TemplateError     a key template cannot format or parse a value
    ├── PatternError          an access pattern is unknown, or its parameters are wrong
    ├── CapacityError         DynamoDB would refuse this item or request
    ├── PlanError             a load, a price or a change cannot be worked out as asked
    ├── ItemFileError         a file of items is broken: names the file and the line
    ├── EngineError           which DynamoDB, and is it there?
    │   ├── EngineMissing     no engine can be had
    │   ├── NotDynamoDB       something else answers at that address
    │   ├── ConsentMissing    real AWS, and nobody typed the table's name
    │   ├── DataFileError     the engine's data file is locked, damaged or read-only
    │   ├── RequestRefused    the engine answered with an error
    │   └── UnexplainedUnits  it reported units that no known divergence explains
    └── TableError            a table, as the engine has it
        ├── TableMissing      it does not exist
        ├── TableDiffers      it exists with another schema
        ├── WrongTable        its items belong to another model
        ├── WrongItem         an item is not what its model says
        └── SeedStopped       some items are stored, the rest are not

Each message says what was given, what is allowed, and what to do, on one line.
"""


class WorkbenchError(Exception):
    """What was given, what is allowed, what to do.

    >>> print(WorkbenchError("limit is 0", allowed="1 to 1000", do="raise it"))
    limit is 0; allowed: 1 to 1000; raise it
    """

    def __init__(
        self, given: str, *, allowed: str | None = None, do: str | None = None
    ) -> None:
        self.given, self.allowed, self.do = given, allowed, do
        parts = [given, f"allowed: {allowed}" if allowed else None, do]
        super().__init__("; ".join(part for part in parts if part))

    def _render_traceback_(self) -> list[str]:
        """Show one line in a notebook: the reader's mistake is not in our frames."""
        return [f"{type(self).__name__}: {self}"]


class ModelError(WorkbenchError):
    """The design itself is wrong."""


class ModelFileError(ModelError):
    """A model file is broken: the message names the file, the line and the field."""


class TemplateError(ModelError):
    """A key template cannot format or parse a value."""


class PatternError(WorkbenchError):
    """An access pattern is unknown, or its parameters are missing or unknown."""


class CapacityError(WorkbenchError):
    """DynamoDB would refuse this item or request, so it has no charge."""


class PlanError(WorkbenchError):
    """A load, a price or a change of design cannot be worked out as asked."""


class ItemFileError(WorkbenchError):
    """A file of items is broken: the message names the file and the line."""


class EngineError(WorkbenchError):
    """A DynamoDB engine cannot be reached or used as asked."""


class EngineMissing(EngineError):
    """No engine can be had: none runs, and none can be started."""


class NotDynamoDB(EngineError):
    """Something that is not DynamoDB answers at that address."""


class ConsentMissing(EngineError):
    """Real AWS is concerned and the consent that it needs was not given."""


class DataFileError(EngineError):
    """The engine's data file is locked, damaged, or cannot be written."""


class RequestRefused(EngineError):
    """The engine answered a request with an error."""


class UnexplainedUnits(EngineError):
    """The engine reported units that no rule and no known divergence explains."""


class TableError(WorkbenchError):
    """A table is not as the request needs it."""


class TableMissing(TableError):
    """The table does not exist on this engine."""


class TableDiffers(TableError):
    """The table exists with another schema."""


class WrongTable(TableError):
    """The items in the table belong to another model."""


class WrongItem(TableError):
    """An item is not what its model says: an attribute is missing, or is wrong."""


class SeedStopped(TableError):
    """Seeding ended early; ``stored`` says how many of the first items are stored."""

    def __init__(self, given: str, *, stored: int) -> None:
        self.stored = stored
        super().__init__(given, do=f"go on with seed(..., skip={stored})")
