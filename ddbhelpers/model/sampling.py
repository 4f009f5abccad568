"""What the sampler needs to know to make any volume of items from a model."""

import datetime as dt
from typing import Annotated, Self

from pydantic import BeforeValidator, Field, model_validator

from ddbhelpers.model.base import Value, named


class Pool(Value):
    """Things that items speak of, such as persons or groups.

    ``count`` things are made for every 1,000 items asked for. ``fields`` maps what
    each thing carries to a sample rule. ``members`` maps a role to ``"2 person"``:
    how many different things of another pool take part. ``skew`` is the exponent of
    Zipf's law by which the things are drawn: 0 is even, 1 makes the busiest thing
    twice as busy as the second.
    """

    name: str
    count: int = Field(ge=1, description="per 1,000 items")
    fields: dict[str, str] = Field(default_factory=dict)
    members: dict[str, str] = Field(default_factory=dict)
    skew: float = Field(0, ge=0, le=3)


class Sampling(Value):
    """The time that samples span, and the pools that they draw from."""

    since: dt.date
    before: dt.date
    pools: Annotated[tuple[Pool, ...], BeforeValidator(named)] = ()

    @model_validator(mode="after")
    def _time_runs_forward(self) -> Self:
        if self.since >= self.before:
            raise ValueError(f"since {self.since} is not before {self.before}")
        return self
