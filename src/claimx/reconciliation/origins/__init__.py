"""Which articles carry one underlying text: copies, rewrites and pick-ups, each with the evidence for it.

An article's own words are what is left without furniture and without quoted speech: two reporters who quote one speech
share its words and are no copies. From there: candidates by shared word runs, never all pairs (`candidates`); the runs
two articles share, weighted by how rare they are in the set (`runs`); notices that belong to no report (`topics`);
sentences that follow each other one by one (`rewrites`); credits and datelines (`credits`); the verdict and which of
two was first (`links`).
"""

from claimx.reconciliation.origins.finding import find_origins

__all__ = ["find_origins"]
