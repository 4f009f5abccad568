"""What one request did to the items of a table: what its charge is worked out from.

An action is known by its images, the whole items before and after. The writes stand in
`write`, the reads in `read`; a batch or a transaction is several of them.
"""

from collections.abc import Mapping
from typing import NamedTuple, Protocol

from ddbhelpers.capacity.charge import Charge, Unit
from ddbhelpers.capacity.step import Step, charge_of
from ddbhelpers.model.table import Table

Image = Mapping[str, object] | None  # of an item, in either form; None: absent


class Seen(NamedTuple):
    """An image and its part in the action: "before", "after", "item", "entry"..."""

    role: str
    image: Image


class Action(Protocol):
    """What was done to a table, in read or write units."""

    @property
    def table(self) -> Table:
        """The table that it was done to."""

    @property
    def unit(self) -> Unit:
        """Read or write."""

    @property
    def says(self) -> str:
        """What was done, in a few words."""

    def steps(self) -> tuple[Step, ...]:
        """Tell how its charge comes about. Raises CapacityError."""

    def images(self) -> tuple[Seen, ...]:
        """Give what was sized."""


def charge_for(action: Action) -> Charge:
    """Charge an action: the sum of its steps."""
    return charge_of(action.unit, action.steps())
