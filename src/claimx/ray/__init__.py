"""Articles by the million: the same functions on a Ray cluster. Wants `pip install "claimx[ray]"`.

    import claimx.ray

    claimx.ray.run("articles/", "sink/", model=claimx.Model("gpt-5-mini", requests_per_minute=3_000))

`reading` finds and reads what the source holds, `stages` extracts articles and puts stories together by the functions
of `pipeline`, `tables` says what stands in the sink and `sink` commits it. `office` is what all of a run share: one
journal (`journal`) and one pace (`pacing`). `rows` is how articles travel, `running` the door.
"""

from claimx.errors import ClusterError

try:
    import ray.data  # noqa: F401 - everything below needs it
except ImportError as error:
    missing = (error.name or "ray").partition(".")[0]
    raise ClusterError(f"the package {missing} is not installed", hint='pip install "claimx[ray]"') from error

from claimx.ray.reading import Stories
from claimx.ray.running import run
from claimx.ray.sink import Summary

__all__ = ["Stories", "Summary", "run"]
