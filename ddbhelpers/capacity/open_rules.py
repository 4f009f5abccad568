"""Rules on which the sources disagree, and what is done about it here.

A charge names such a rule in its `notes` where the other reading would give other
units; where both give the same, there is nothing to doubt.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class OpenRule:
    """A rule in dispute: what is in question, the reading taken, the other one."""

    name: str
    question: str
    taken: str
    other: str

    def __str__(self) -> str:
        """Say it in one line."""
        return f"{self.question}: {self.taken} here; {self.other} elsewhere"


NUMBER_SIZE = OpenRule(
    name="number size",
    question="the bytes of numbers such as 120 and 0.012, where an odd number of zeros "
    "stands between an even number of digits and the decimal point",
    taken="zeros are trimmed one by one, so 2",
    other="trimmed in pairs, so 3, and never more than 21 (DynamoDB Local)",
)
FAILED_WRITE = OpenRule(
    name="failed write",
    question="the size of a write whose condition failed on an item that exists",
    taken="the larger of the stored and the attempted item",
    other="the stored item alone",
)
REPLAYED_WRITE = OpenRule(
    name="replayed write",
    question="the size of an action that is replayed by its ClientRequestToken",
    taken="the larger of before and after (dynoxide)",
    other="the item as it is now (DynamoDB Local)",
)
CANCELLED_TRANSACTION = OpenRule(
    name="cancelled transaction",
    question="the charge of a TransactWriteItems that was cancelled",
    taken="every action as if it had been carried out, on the table alone",
    other="once instead of twice, because nothing was committed",
)

OPEN_RULES = (NUMBER_SIZE, FAILED_WRITE, REPLAYED_WRITE, CANCELLED_TRANSACTION)
