"""What is known of an article besides its text, read alike from a JSON object and from a story.toml entry."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time


class FieldError(ValueError):
    """A field that cannot be what it claims to be; the caller knows in which file, and what to raise for it."""


@dataclass(frozen=True, slots=True)
class Details:
    publisher: str | None = None
    headline: str | None = None
    byline: str | None = None
    url: str | None = None
    published_at: datetime | None = None
    language: str | None = None

    @classmethod
    def read(cls, fields: Mapping[str, object]) -> Details:
        return cls(
            publisher=read_text_field(fields, "publisher"),
            headline=read_text_field(fields, "headline"),
            byline=read_text_field(fields, "byline"),
            url=read_text_field(fields, "url"),
            published_at=read_moment(fields, "published_at"),
            language=read_text_field(fields, "language"),
        )

    def filled_from(self, other: Details) -> Details:
        """What is said here stands; `other` adds what is not."""
        return Details(
            publisher=self.publisher or other.publisher,
            headline=self.headline or other.headline,
            byline=self.byline or other.byline,
            url=self.url or other.url,
            published_at=self.published_at or other.published_at,
            language=self.language or other.language,
        )


def read_text_field(fields: Mapping[str, object], name: str) -> str | None:
    """The field as text; None where it is absent, null or blank."""
    value = fields.get(name)
    if value is None:
        return None
    if not isinstance(value, str):
        raise FieldError(f"{name} must be text, not {type(value).__name__}")
    refuse_lone_surrogates(value, name)
    return value.strip() or None


def read_moment(fields: Mapping[str, object], name: str) -> datetime | None:
    """The field as a moment with an offset. One without an offset, or a bare date (midnight), is taken as UTC."""
    value = fields.get(name)
    if isinstance(value, str):
        value = _parse_moment(value, name) if value.strip() else None
    if value is None:
        return None
    if isinstance(value, datetime):
        return value if value.tzinfo else value.replace(tzinfo=UTC)
    if isinstance(value, date):
        return datetime.combine(value, time.min, tzinfo=UTC)
    raise FieldError(f"{name} must be a date or a date with time, not {type(value).__name__}")


def _parse_moment(value: str, name: str) -> datetime:
    try:
        return datetime.fromisoformat(value.strip())
    except ValueError as error:
        raise FieldError(f"{name} is no ISO 8601 date: {value[:40]!r}") from error


def refuse_lone_surrogates(value: str, name: str) -> None:
    r"""JSON may spell half a character (`"\ud83d"`): it is no text, and no file or request could carry it on."""
    try:
        value.encode("utf-8")
    except UnicodeEncodeError as error:
        raise FieldError(f"{name} holds a lone surrogate at character {error.start}") from error
