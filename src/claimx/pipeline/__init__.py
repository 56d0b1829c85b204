"""Articles → Report: made at once, gone on with later, or read back from a file."""

from claimx.pipeline.loading import load_report
from claimx.pipeline.running import Progress, arun, run
from claimx.pipeline.updating import aupdate, update

__all__ = ["Progress", "arun", "aupdate", "load_report", "run", "update"]
