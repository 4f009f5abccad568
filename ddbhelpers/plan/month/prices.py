"""The price book: dated data by region, in a file that a person can replace."""

import datetime as dt
import os
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from ddbhelpers.capacity.charge import Unit
from ddbhelpers.errors import PlanError
from ddbhelpers.files import read_text
from ddbhelpers.model.base import Value, first_fault

TableClass = Literal["STANDARD", "STANDARD_INFREQUENT_ACCESS"]
TABLE_CLASSES: tuple[TableClass, ...] = ("STANDARD", "STANDARD_INFREQUENT_ACCESS")
Years = Literal[1, 3]
TERMS: tuple[Years, ...] = (1, 3)
MILLION = 1_000_000
STREAM_READS = 100_000  # that the price of streams is for
MONTHS_A_YEAR = 12
OUR_BOOK = Path(__file__).with_name("prices.yaml")

Usd = Annotated[float, Field(ge=0, allow_inf_nan=False)]
Price = Annotated[float, Field(gt=0, allow_inf_nan=False)]


class OnDemand(Value):
    """Prices of a million request units."""

    million_read_units_usd: Price
    million_write_units_usd: Price


class Provisioned(Value):
    """Prices of a capacity unit for an hour."""

    read_unit_hour_usd: Price
    write_unit_hour_usd: Price


class ClassPrices(Value):
    """What a table class costs, and what of it is free each month."""

    on_demand: OnDemand
    provisioned: Provisioned
    storage_gb_month_usd: Usd
    free_storage_gb: Usd = 0
    free_read_unit_hours: Usd = 0
    free_write_unit_hours: Usd = 0

    def request_usd(self, unit: Unit) -> float:
        """Price one request unit on demand."""
        given = self.on_demand
        read, write = given.million_read_units_usd, given.million_write_units_usd
        return (read if unit == "read" else write) / MILLION

    def unit_hour_usd(self, unit: Unit) -> float:
        """Price one provisioned unit for an hour."""
        given = self.provisioned
        return given.read_unit_hour_usd if unit == "read" else given.write_unit_hour_usd

    def free_unit_hours(self, unit: Unit) -> float:
        """Tell how many provisioned unit-hours a month are free."""
        return (
            self.free_read_unit_hours if unit == "read" else self.free_write_unit_hours
        )


class ReservedBlock(Value):
    """A block of reserved units: paid once, and by the hour, used or not."""

    upfront_usd: Usd
    hourly_usd: Usd


class Reserved(Value):
    """Reserved capacity of one term."""

    read: ReservedBlock
    write: ReservedBlock


class Prices(Value):
    """The prices of one region, with their date.

    >>> prices = load_prices()
    >>> str(prices)
    'us-east-1, 01 September 2026, 730 h a month'
    """

    region: str
    as_of: dt.date
    source: str
    month_hours: float = Field(gt=0, le=744)
    standard: ClassPrices
    infrequent_access: ClassPrices
    reserved_block_units: int = Field(ge=1)
    reserved: dict[Years, Reserved]
    point_in_time_recovery_gb_month_usd: Usd
    backup_gb_month_usd: Usd
    restore_gb_usd: Usd
    export_gb_usd: Usd
    stream_reads_100_000_usd: Usd
    free_stream_reads: Usd = 0

    def of_class(self, table_class: TableClass) -> ClassPrices:
        """Give the prices of a table class."""
        return self.standard if table_class == "STANDARD" else self.infrequent_access

    def reserved_unit_hour_usd(self, years: Years, unit: Unit) -> float:
        """Price a reserved unit for an hour, its upfront payment spread evenly.

        >>> load_prices().reserved_unit_hour_usd(1, "read")  # (30/8760 + 0.0025) / 100
        5.92...e-05
        """
        block_month = self.reserved_block_month_usd(years, unit)
        return block_month / self.month_hours / self.reserved_block_units

    def reserved_block_month_usd(self, years: Years, unit: Unit) -> float:
        """Price a reserved block for a month; PlanError for a term not in the book."""
        if years not in self.reserved:
            raise PlanError(
                f"reserved capacity of {years} years in {self.region}",
                allowed=", ".join(map(str, self.reserved)) or "none in this price book",
            )
        term = self.reserved[years]
        block = term.read if unit == "read" else term.write
        upfront = block.upfront_usd / (MONTHS_A_YEAR * years)
        return upfront + block.hourly_usd * self.month_hours

    def __str__(self) -> str:
        return f"{self.region}, {self.as_of:%d %B %Y}, {self.month_hours:g} h a month"


def load_prices(
    path: str | os.PathLike[str] | None = None, *, region: str = "us-east-1"
) -> Prices:
    """Read the prices of a region, from our book or from a file of your own.

    PlanError names the file and the field of what is wrong.

    >>> load_prices().standard.storage_gb_month_usd
    0.25
    """
    book = Path(path) if path is not None else OUR_BOOK
    regions = _regions(book)
    if region not in regions:
        raise PlanError(
            f"{book.name} has no prices of {region!r}",
            allowed=", ".join(map(str, regions)) or "a file with a region in it",
            do="copy ddbhelpers/plan/month/prices.yaml, add the region, and name the "
            "copy",
        )
    given = regions[region]
    try:
        fields = {"region": region, **given} if isinstance(given, dict) else given
        return Prices.model_validate(fields)
    except ValidationError as error:
        place, says = first_fault(error)
        field = ".".join([region, *map(str, place)])
        raise PlanError(f"{book.name}: {field}: {says}") from None


def _regions(book: Path) -> dict[object, object]:
    try:
        tree = YAML(typ="safe").load(read_text(book, PlanError))
    except YAMLError as error:
        says = " ".join(str(getattr(error, "problem", error)).split())
        raise PlanError(f"{book.name}: not YAML: {says}") from None
    if not isinstance(tree, dict):
        raise PlanError(f"{book.name} is no mapping", allowed="prices by region")
    return tree
