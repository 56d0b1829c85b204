"""One article and stretches of it (schema.org NewsArticle, W3C Web Annotation)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import UTC, date, datetime
from operator import not_
from typing import Literal

from pydantic import Field, field_validator, model_validator

from claimx.models.base import Value

Alignment = Literal["exact", "normalized", "fuzzy"]


class Article(Value):
    """One text by one publisher (schema.org NewsArticle).

    `text` is what was stored, character for character; every offset in claimx counts its code points.
    `sha256` is of the stored file's bytes, or of the text in UTF-8 where there is no file. `byline` is the line that
    names the authors, as the publisher gives it; no model is told.
    """

    id: str
    text: str
    publisher: str | None = None
    headline: str | None = None
    byline: str | None = Field(default=None, exclude_if=not_)
    url: str | None = None
    published_at: datetime | None = None
    language: str | None = None
    path: str | None = None
    sha256: str = ""

    @field_validator("*", mode="after")
    @classmethod
    def _can_be_written(cls, value: object) -> object:
        """JSON can smuggle half of a surrogate pair into a text; nobody can send it on or write it down."""
        if isinstance(value, str):
            try:
                value.encode("utf-8")
            except UnicodeEncodeError as error:
                raise ValueError(f"half of a surrogate pair at character {error.start}") from None
        return value

    @model_validator(mode="before")
    @classmethod
    def _hash_the_text(cls, values: object) -> object:
        if not isinstance(values, dict) or values.get("sha256") or not isinstance(text := values.get("text"), str):
            return values
        return {**values, "sha256": hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()}


def latest_day(articles: Iterable[Article]) -> date | None:
    """The day of the latest article, in UTC; a moment without an offset is taken as UTC. None where none has a date."""
    moments = [one.published_at for one in articles if one.published_at is not None]
    days = [(moment.astimezone(UTC) if moment.tzinfo else moment).date() for moment in moments]
    return max(days, default=None)


class Span(Value):
    """A stretch of an article: TextPositionSelector (`start`, `end`) and TextQuoteSelector (`exact`) in one.

    `article.text[start:end] == exact` always holds. `alignment` says how the quote was found. `ambiguous`: its words
    stand more than once in the text, and nothing told which place was meant.
    """

    start: int = Field(ge=0)
    end: int = Field(ge=0)
    exact: str
    alignment: Alignment = "exact"
    ambiguous: bool = Field(default=False, exclude_if=not_)

    def prefix(self, text: str, width: int = 32) -> str:
        """The up to `width` characters of `text` before the span."""
        return text[max(0, self.start - width) : self.start]

    def suffix(self, text: str, width: int = 32) -> str:
        """The up to `width` characters of `text` after the span."""
        return text[self.end : self.end + width]


class ArticleSpan(Span):
    """A span with the article it stands in, where one value gathers spans of several articles."""

    article_id: str
