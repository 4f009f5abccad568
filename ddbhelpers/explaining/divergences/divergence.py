"""What a divergence is: one way in which engines differ from the real DynamoDB.

No engine is the authority on capacity: `ddbhelpers.capacity` is, and an engine is a
witness. Where the two differ, a divergence says why: a class of its own in this folder,
whose docstring is what a reader is told, and whose methods change what the engine tells
of a request. Each was measured (dynoxide 1.2.1, DynamoDB Local 3.3.1), and has a test
that turns red once an engine is mended.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Literal

from ddbhelpers.capacity import (
    Action,
    Charge,
    ItemsRead,
    ItemWrite,
    Step,
    as_dynamodb_json,
)
from ddbhelpers.capacity.charge import Unit
from ddbhelpers.capacity.step import Weight

Product = Literal["dynoxide", "DynamoDB Local", "DynamoDB", "unknown"]
Steps = tuple[Step, ...]


@dataclass(frozen=True)
class Telling:
    """What an engine tells of a request: a table's name and a charge for each action.

    Without charges it tells nothing.
    """

    operation: str
    actions: tuple[Action, ...]
    unit: Unit
    charges: tuple[tuple[str, Charge], ...]


class Divergence:
    """One way in which engines differ; `about` units that are reported, or answers."""

    name: ClassVar[str]
    products: ClassVar[tuple[Product, ...]]
    about: ClassVar[Literal["units", "answers"]] = "answers"
    every: ClassVar[list["Divergence"]] = []

    def __init_subclass__(cls) -> None:
        """Know every divergence that has a name, in the order in which they act."""
        if hasattr(cls, "name"):
            Divergence.every.append(cls())

    @property
    def says(self) -> str:
        """What differs, in a sentence or two."""
        return " ".join((self.__doc__ or "").split())

    def __repr__(self) -> str:
        """Say its name."""
        return f"<Divergence: {self.name}>"


class DivergenceInUnits(Divergence):
    """A divergence that changes what is reported; its methods compute how."""

    about = "units"

    def of_action(self, operation: str, action: Action, steps: Steps) -> Steps:
        """Change the steps of one action."""
        if isinstance(action, ItemsRead):
            return self.of_read(operation, action, steps)
        if isinstance(action, ItemWrite):
            return self.of_write(operation, action, steps)
        return steps

    def of_read(self, operation: str, read: ItemsRead, steps: Steps) -> Steps:
        """Change the steps of a read: what was walked, then what was fetched."""
        return steps

    def of_write(self, operation: str, write: ItemWrite, steps: Steps) -> Steps:
        """Change the steps of a write: the table's, then each index's."""
        return steps

    def of_request(self, told: Telling) -> Telling:
        """Change what is told of the whole request."""
        return told


def weigh(image: Mapping[str, object] | None) -> Weight:
    """Weigh an item of either form."""
    return Weight.of(None if image is None else as_dynamodb_json(image))
