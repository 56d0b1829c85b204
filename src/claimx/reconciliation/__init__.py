"""Extractions → Report: one claim, all its reports, who denies it, what varies, how many origins."""

from claimx.reconciliation.adjudication.tasks import STORY, TASKS
from claimx.reconciliation.continuation.earlier import extractions_of
from claimx.reconciliation.overrides.reading import as_overrides, load_overrides
from claimx.reconciliation.reconciler import areconcile, reconcile

__all__ = ["STORY", "TASKS", "areconcile", "as_overrides", "extractions_of", "load_overrides", "reconcile"]
