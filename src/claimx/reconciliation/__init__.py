"""Extractions → Report: one claim, all its reports, who denies it, what varies, how many origins."""

from claimx.reconciliation.reconciler import areconcile, reconcile

__all__ = ["areconcile", "reconcile"]
