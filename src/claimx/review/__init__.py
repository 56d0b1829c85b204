"""What a finished report tells of one claim besides what stands in it: how far its support reaches, how it went on."""

from claimx.review.chronology import timeline
from claimx.review.support import reach

__all__ = ["reach", "timeline"]
