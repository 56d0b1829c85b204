"""Extractions → Report: one claim, all its reports, who denies it, what varies, how many origins."""

from claimx.reconciliation.adjudication.tasks import TASKS
from claimx.reconciliation.continuation.earlier import extractions_of
from claimx.reconciliation.overrides.reading import as_overrides, load_overrides
from claimx.reconciliation.reconciler import areconcile, reconcile

__all__ = ["TASKS", "areconcile", "as_overrides", "extractions_of", "load_overrides", "reconcile"]
