"""Which DynamoDB: DynamoDB Local, embedded, AWS; the guard; the meter.

The only room that imports boto3.
"""

from ddbhelpers.engine.connect import connect
from ddbhelpers.engine.divergences import DIVERGENCES, Divergence
from ddbhelpers.engine.engine import Engine

__all__ = ["DIVERGENCES", "Divergence", "Engine", "connect"]
