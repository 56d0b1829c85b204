"""Articles → Report: made at once, gone on with later, or read back from a file. Or one extraction after the other."""

from claimx.pipeline.joining import join
from claimx.pipeline.loading import load_extractions, load_report
from claimx.pipeline.opening import JournalFile
from claimx.pipeline.running import arun, run
from claimx.pipeline.streaming import aextract_each, extract_each
from claimx.pipeline.updating import aupdate, update
from claimx.pipeline.watch import Progress, Standing, Watch

__all__ = [
    "JournalFile",
    "Progress",
    "Standing",
    "Watch",
    "aextract_each",
    "arun",
    "aupdate",
    "extract_each",
    "join",
    "load_extractions",
    "load_report",
    "run",
    "update",
]
