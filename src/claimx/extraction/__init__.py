"""Article → Extraction: what one article claims, who says so, in which words, and where exactly."""

from claimx.extraction.extractor import aextract, extract
from claimx.extraction.instructions import OURS, Instructions
from claimx.extraction.wire import WireClaim

__all__ = ["OURS", "Instructions", "WireClaim", "aextract", "extract"]
