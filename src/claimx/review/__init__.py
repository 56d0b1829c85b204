"""What can be read off a finished report besides what stands in it: how far a claim's support reaches, how it went on,
what became of every input, and what another report found differently.
"""

from claimx.review.chronology import timeline
from claimx.review.comparison import compare
from claimx.review.inputs import states, tally
from claimx.review.selection import Wanted, select
from claimx.review.support import reach

__all__ = ["Wanted", "compare", "reach", "select", "states", "tally", "timeline"]
