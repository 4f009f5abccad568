"""What a request did, what that costs, and why an engine says otherwise."""

from ddbhelpers.explaining.divergences.divergence import Divergence
from ddbhelpers.explaining.divergences.known import DIVERGENCES
from ddbhelpers.explaining.paper import on_paper
from ddbhelpers.explaining.reconcile import ReconciledLine, Reconciliation, reconcile
from ddbhelpers.explaining.record import Record
from ddbhelpers.explaining.report import ReportedArm

__all__ = [
    "DIVERGENCES",
    "Divergence",
    "ReconciledLine",
    "Reconciliation",
    "Record",
    "ReportedArm",
    "on_paper",
    "reconcile",
]
