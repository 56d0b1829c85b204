"""What can be read off a finished report besides what stands in it: how far a claim's support reaches, how it went on,
and what became of every input.
"""

from claimx.review.chronology import timeline
from claimx.review.inputs import states, tally
from claimx.review.support import reach

__all__ = ["reach", "states", "tally", "timeline"]
