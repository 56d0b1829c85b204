"""Every error claimx raises on purpose, in one tree.

    ClaimxError
    ├── InputError              what was given cannot be used
    │   ├── PathNotFound        no such file or folder
    │   ├── NoArticles          the folder or list holds no article
    │   ├── UnreadableArticle   empty, binary, wrong encoding or malformed
    │   ├── InvalidMetadata     a story.toml that cannot be understood
    │   ├── InvalidExtraction   claims that do not belong to their article, or an article extracted twice
    │   ├── InvalidReport       a report.json that cannot be understood
    │   ├── ArticleMismatch     an article is not the one a report was made from, or two go by one id
    │   ├── InvalidOverrides    a merges.toml that cannot be understood
    │   │   └── OverridesConflict   it joins what it keeps apart
    │   ├── InvalidRatings      a ratings.toml that cannot be understood, or that rates what is not there
    │   ├── InvalidInstructions fields or prompts of one's own that cannot be used
    │   ├── InvalidPrices       a prices.toml that cannot be understood
    │   └── PriceUnknown        a limit on money, for a model that has no price
    ├── ModelError              the model could not be asked, or gave nothing usable
    │   ├── NoModel             no key, no server and no replay
    │   ├── EndpointError       the endpoint answered with an error, or not at all
    │   │   ├── EndpointUnreachable   (retryable)
    │   │   ├── EndpointFailed        (retryable)  5xx, or no answer that can be read
    │   │   ├── RateLimited           (retryable)
    │   │   ├── QuotaExhausted
    │   │   ├── KeyRefused
    │   │   ├── UnknownModel
    │   │   ├── ContextTooLong
    │   │   └── RequestRefused        any other 4xx
    │   └── AnswerError         an answer came that is of no use
    │       ├── AnswerRefused   the model declines
    │       ├── AnswerFiltered  the endpoint's content filter cut in
    │       ├── AnswerTruncated the answer hit a length limit
    │       └── AnswerInvalid   the answer does not fit the schema, also when asked again
    ├── RunStopped              the run ended before its work was done; the same command goes on
    │   ├── BudgetExhausted     (retryable)  the next call would pass a limit on calls, tokens or money
    │   └── RunInterrupted      (retryable)  somebody asked it to stop
    ├── AnswerAwaited           (retryable)  a batch has yet to bring the answer
    ├── JournalError            the journal of a run cannot serve
    │   ├── JournalBusy         (retryable)  another run has it
    │   ├── JournalUnreadable   damaged, no journal, or of a newer claimx
    │   └── JournalUnwritable   disk full, or a folder that cannot be written to
    ├── CassetteError           a recording, or what a FakeModel was told, cannot serve
    │   ├── CassetteInvalid     it is no cassette
    │   ├── CassetteMiss        it does not hold the request
    │   └── CassetteUnplayed    it holds answers nobody asked for
    ├── LakeError               a lake cannot serve
    │   ├── LakeBusy            (retryable)  another process is writing to it
    │   ├── LakeDamaged         a file in it cannot be read
    │   └── InvalidQuery        no such named query, or no SQL that DuckDB understands
    ├── PromptNotFound          no such prompt, or no such version of it
    ├── OutputError             what is to be written cannot be, there or in that format
    │   └── SinkBusy            (retryable)  another run writes to the same sink
    └── ClusterError            Ray is not installed, or failed under a run

`retryable` says whether the same call may succeed later; `hint` says what to do next; `usage`, on an error that
`ask` raised, says what was spent in vain.
"""

from __future__ import annotations

from typing import Any


class ClaimxError(Exception):
    """The root: `except ClaimxError` catches all that claimx raises on purpose."""

    retryable: bool = False
    usage: Any = None  # a `models.Usage`, which stands a floor above

    def __init__(self, message: str, *, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message} ({self.hint})" if self.hint else self.message

    def __reduce__(self) -> tuple[object, ...]:
        # Exception.__reduce__ would drop the keyword and a worker process could not send the error home.
        return (_rebuild, (type(self), self.message, self.hint), self.__dict__)


def _rebuild(kind: type[ClaimxError], message: str, hint: str | None) -> ClaimxError:
    return kind(message, hint=hint)


class InputError(ClaimxError):
    """What was given cannot be used."""


class PathNotFound(InputError):
    """No such file or folder."""


class NoArticles(InputError):
    """The folder or list holds no article."""


class UnreadableArticle(InputError):
    """The article is empty, binary, wrongly encoded or malformed."""


class InvalidMetadata(InputError):
    """A story.toml that cannot be understood."""


class InvalidExtraction(InputError):
    """Claims that do not belong to their article, or one article extracted twice with another outcome."""


class InvalidReport(InputError):
    """A report.json that cannot be understood."""


class ArticleMismatch(InputError):
    """An article is gone or not the one a report was made from, or two different articles go by one id."""


class InvalidOverrides(InputError):
    """A merges.toml that cannot be understood."""


class OverridesConflict(InvalidOverrides):
    """Overrides that join what they keep apart, directly or through others; the message names their lines."""


class InvalidRatings(InputError):
    """A ratings.toml that cannot be read or understood, or a rating of a claim that the report does not have."""


class InvalidInstructions(InputError):
    """Fields or prompts of one's own that cannot be used; the message names the class or the file."""


class InvalidPrices(InputError):
    """A prices.toml that is not there or cannot be understood."""


class PriceUnknown(InputError):
    """A limit on money was given, and what the model costs is unknown."""


class ModelError(ClaimxError):
    """The model could not be asked, or gave nothing usable."""


class NoModel(ModelError):
    """There is no key, no server and no replay."""


class EndpointError(ModelError):
    """The endpoint answered with an error, or not at all."""


class EndpointUnreachable(EndpointError):
    """No connection, or no answer in time."""

    retryable = True


class EndpointFailed(EndpointError):
    """The endpoint failed on its side (5xx), or answered with something that is no completion."""

    retryable = True


class RateLimited(EndpointError):
    """The endpoint still asks to wait after the last attempt."""

    retryable = True


class QuotaExhausted(EndpointError):
    """The account has no money or quota left."""


class KeyRefused(EndpointError):
    """The key is wrong, or may not use this model."""


class UnknownModel(EndpointError):
    """The endpoint does not serve this model, or not at this address."""


class ContextTooLong(EndpointError):
    """The request is longer than the model reads."""


class RequestRefused(EndpointError):
    """The endpoint calls the request wrong."""


class AnswerError(ModelError):
    """An answer came that is of no use."""


class AnswerRefused(AnswerError):
    """The model declines to answer."""


class AnswerFiltered(AnswerError):
    """The endpoint's content filter cut the answer."""


class AnswerTruncated(AnswerError):
    """The answer hit a length limit."""


class AnswerInvalid(AnswerError):
    """The answer does not fit the schema, also when asked again."""


class RunStopped(ClaimxError):
    """The run ended before its work was done; the same command goes on where it stopped."""

    retryable = True


class BudgetExhausted(RunStopped):
    """The next call would pass a limit on calls, tokens or money."""


class RunInterrupted(RunStopped):
    """Somebody asked the run to stop."""


class AnswerAwaited(ClaimxError):
    """The answer is not there: a batch has yet to bring it, or to be sent for it."""

    retryable = True


class JournalError(ClaimxError):
    """The journal of a run cannot serve."""


class JournalBusy(JournalError):
    """Another run has the journal."""

    retryable = True


class JournalUnreadable(JournalError):
    """The journal is damaged, is none, or was written by a newer claimx."""


class JournalUnwritable(JournalError):
    """The journal cannot be written: the disk is full, or the folder read-only."""


class CassetteError(ClaimxError):
    """A recording cannot serve, or what a `claimx.testing.FakeModel` was told, which stands in for one."""


class CassetteInvalid(CassetteError):
    """The file is no cassette."""


class CassetteMiss(CassetteError):
    """The cassette does not hold the request; the message names what differs."""


class CassetteUnplayed(CassetteError):
    """The cassette holds answers that nobody asked for."""


class LakeError(ClaimxError):
    """A lake cannot serve."""


class LakeBusy(LakeError):
    """Another process is writing to the lake."""

    retryable = True


class LakeDamaged(LakeError):
    """A file of the lake cannot be read; the message names it."""


class InvalidQuery(LakeError):
    """No such named query, or none that DuckDB can answer; the message is DuckDB's."""


class PromptNotFound(ClaimxError):
    """No such prompt, or no such version of it."""


class OutputError(ClaimxError):
    """A report, or fetched pages to keep, cannot be written there, or not in that format."""


class SinkBusy(OutputError):
    """Another run of `claimx.ray` writes to the same sink."""

    retryable = True


class ClusterError(ClaimxError):
    """Ray is not installed, or failed under a run."""
