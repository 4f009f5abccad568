"""The design as data: tables, entities, key templates and access patterns."""

from ddbhelpers.model.design import Model
from ddbhelpers.model.entity import Attribute, Entity
from ddbhelpers.model.file import load_model, save_model
from ddbhelpers.model.keys import KeyTemplate
from ddbhelpers.model.parameters import Parameter
from ddbhelpers.model.pattern import (
    AccessPattern,
    Condition,
    Rate,
    Write,
)
from ddbhelpers.model.sampling import Pool, Sampling
from ddbhelpers.model.table import (
    KeyAttribute,
    Projection,
    SecondaryIndex,
    Table,
    Throughput,
)

__all__ = [
    "AccessPattern",
    "Attribute",
    "Condition",
    "Entity",
    "KeyAttribute",
    "KeyTemplate",
    "Model",
    "Parameter",
    "Pool",
    "Projection",
    "Rate",
    "Sampling",
    "SecondaryIndex",
    "Table",
    "Throughput",
    "Write",
    "load_model",
    "save_model",
]
