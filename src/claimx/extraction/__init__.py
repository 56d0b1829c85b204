"""Article → Extraction: what one article claims, who says so, in which words, and where exactly."""

from claimx.extraction.extractor import aextract, extract

__all__ = ["aextract", "extract"]
