"""What a session needs of a journal: a `Journal` has it, and so has a stand-in for one that another process holds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from claimx.errors import ClaimxError
from claimx.llm.journal.records import StoredAnswer
from claimx.models import Usage

if TYPE_CHECKING:
    from claimx.llm.asker import Answer
    from claimx.llm.call_log import CallLog


class AnswerBook(Protocol):
    """Each as in `Journal`."""

    def answer(self, key: str) -> StoredAnswer | None: ...
    def log(self, key: str, stage: str, article: str) -> CallLog: ...
    def keep(self, key: str, answer: Answer[Any]) -> None: ...
    def failed(self, key: str, error: ClaimxError) -> None: ...
    def batched(self, key: str) -> Usage: ...
