"""Files and folders → articles. The text is kept character for character: offsets hold against the stored file."""

from claimx.readers.loading import load_articles
from claimx.readers.ratings import load_ratings
from claimx.readers.reading import Reading

__all__ = ["Reading", "load_articles", "load_ratings"]
