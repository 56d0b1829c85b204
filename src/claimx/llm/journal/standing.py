"""Which failures stand: what the request itself made impossible will not come out otherwise when a run is resumed."""

from __future__ import annotations

from claimx import errors
from claimx.errors import AnswerError, ClaimxError, ContextTooLong

_IN_THE_REQUEST = (AnswerError, ContextTooLong)


def stands(error: ClaimxError) -> bool:
    """Whether the same request would fail so again: refused, filtered, too long, cut off, or twice without fitting."""
    return isinstance(error, _IN_THE_REQUEST)


def standing_error(kind: str, message: str, hint: str | None) -> ClaimxError | None:
    """The recorded error, if it is one that stands; None for the others and for a kind this claimx does not know."""
    found = getattr(errors, kind, None)
    if isinstance(found, type) and issubclass(found, _IN_THE_REQUEST):
        return found(message, hint=hint)
    return None
