"""Hidden characters as an extraction reports them, whoever read the article."""

from __future__ import annotations

from collections.abc import Iterator

from claimx.models import Article, Rejection
from claimx.text import find_hidden


def hidden_text(article: Article) -> Iterator[Rejection]:
    """One rejection for each place of `article` that holds what a reader of the page does not see.

    Such characters reach the model, and the words of claims, as they stand: an editor should know.
    """
    for found in find_hidden(article.text):
        yield Rejection(reason=f"hidden characters at {found.start}: {found.why}", text="")
