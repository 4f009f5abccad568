"""Which DynamoDB: DynamoDB Local, embedded, AWS; the guard; the meter.

The only room that imports boto3.
"""

from ddbhelpers.engine.divergences import DIVERGENCES, Divergence
from ddbhelpers.engine.embedded import EngineStatus, start, status, stop
from ddbhelpers.engine.engine import Engine
from ddbhelpers.engine.finding import connect
from ddbhelpers.engine.local import dynamodb_local, why_not_dynamodb_local
from ddbhelpers.engine.metering import Meter, access_pattern, meter
from ddbhelpers.engine.reconciling import (
    ReconciledLine,
    Reconciliation,
    reconcile,
)
from ddbhelpers.engine.record import Arm, Record
from ddbhelpers.engine.refusals import told
from ddbhelpers.engine.support import require_support

__all__ = [
    "DIVERGENCES",
    "Arm",
    "Divergence",
    "Engine",
    "EngineStatus",
    "Meter",
    "ReconciledLine",
    "Reconciliation",
    "Record",
    "access_pattern",
    "connect",
    "dynamodb_local",
    "meter",
    "reconcile",
    "require_support",
    "start",
    "status",
    "stop",
    "told",
    "why_not_dynamodb_local",
]
