"""One article through the model: a first answer, a check of what it passed over, one second look for exactly that.

A long article goes through in chunks, side by side; each loses only itself.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from claimx._version import __version__
from claimx.errors import (
    AnswerAwaited,
    AnswerError,
    AnswerTruncated,
    CassetteError,
    ClaimxError,
    ContextTooLong,
    JournalError,
    RunStopped,
)
from claimx.extraction.assembly import Assembly
from claimx.extraction.chunks import Chunk, chunks_of
from claimx.extraction.gleaning import OpenPoints
from claimx.extraction.hidden_text import hidden_text
from claimx.extraction.instructions import OURS, Instructions
from claimx.extraction.numbering import NumberedArticle
from claimx.extraction.rules import extract_by_rule
from claimx.extraction.wire import ClaimsAnswer
from claimx.llm import Answer, Asker, Meter, Model, Prompt, Rendered, connect, run_sync
from claimx.models import Article, Extraction, Provenance, Rejection, Span

_OF_THE_RUN = (AnswerAwaited, CassetteError, JournalError, RunStopped)


def extract(article: Article, *, model: Model, instructions: Instructions = OURS) -> Extraction:
    """What `article` claims, each quote at its offsets. `instructions`: fields and prompts of one's own.

    Raises a `ModelError` where the model gives nothing usable, a `CassetteError` in a replay that lacks the request,
    and `InvalidInstructions` for rules that are given any.
    """
    return run_sync(aextract(article, model=model, instructions=instructions))


async def aextract(article: Article, *, model: Model | Asker, instructions: Instructions = OURS) -> Extraction:
    """As `extract`, for callers with an event loop, and for those who share one connection among many articles."""
    if isinstance(model, Model):
        instructions.require_model(model)
        if model.by_rule:
            return extract_by_rule(article)
        async with connect(model) as session:
            return await _extract(article, session, instructions)
    return await _extract(article, model, instructions)


def first_requests(article: Article, instructions: Instructions = OURS) -> list[Rendered]:
    """What a model would be asked of `article` at first, one request a chunk. Asks nobody."""
    return [_claims_messages(instructions.prompt("claims"), chunk) for chunk in chunks_of(NumberedArticle(article))]


async def _extract(article: Article, asker: Asker, instructions: Instructions) -> Extraction:
    numbered = NumberedArticle(article)
    meter = Meter(asker)
    read = await asyncio.gather(*(_read(chunk, meter, instructions) for chunk in chunks_of(numbered)))
    readings = [reading for parts in read for reading in parts]
    _raise_what_stops_all(readings)
    assembly = Assembly.joined(numbered, [reading.assembly for reading in readings])
    answers = [answer for reading in readings for answer in reading.answers]
    prompts = [prompt for reading in readings for prompt in reading.prompts]

    return Extraction(
        article=article,
        claims=assembly.claims(),
        rejected=(*assembly.rejected, *_losses(readings), *hidden_text(article)),
        unread=assembly.unread(span for reading in readings for span in reading.unread),
        furniture=assembly.furniture(),
        usage=meter.usage,
        provenance=Provenance(
            claimx=__version__,
            answered_by=tuple(sorted({answer.answered_by for answer in answers})),
            prompts={one.stage: one.sha256 for prompt in prompts for one in prompt.lineage},
        ),
    )


@dataclass
class _Reading:
    """What came of one chunk; with an `error`, nothing did and `assembly` is empty."""

    assembly: Assembly
    answers: list[Answer[ClaimsAnswer]] = field(default_factory=list)
    prompts: list[Prompt] = field(default_factory=list)
    unread: tuple[Span, ...] = ()
    error: ClaimxError | None = None

    @property
    def chunk(self) -> Chunk:
        return self.assembly.chunk


async def _read(chunk: Chunk, asker: Asker, instructions: Instructions) -> list[_Reading]:
    """Read one chunk, in halves where it is too long for the model. An error is kept: it is the loss of this chunk."""
    reading = _Reading(Assembly(chunk.numbered, chunk))
    try:
        await _look(reading, asker, instructions)
    except ClaimxError as error:
        if isinstance(error, AnswerTruncated | ContextTooLong) and chunk.can_be_halved:
            first, second = await asyncio.gather(*(_read(half, asker, instructions) for half in chunk.halves()))
            return first + second
        nothing = Assembly(chunk.numbered, chunk)
        return [_Reading(nothing, reading.answers, reading.prompts, nothing.audit().unread, error)]
    return [reading]


async def _look(reading: _Reading, asker: Asker, instructions: Instructions) -> None:
    assembly = reading.assembly
    reading.prompts.append(instructions.prompt("claims"))
    messages = _claims_messages(reading.prompts[0], reading.chunk)
    first = await asker.ask(messages, instructions.answer)
    reading.answers.append(first)
    assembly.add(first.value)

    left_open = OpenPoints.of(assembly)
    reading.unread = left_open.audit.unread
    if left_open:
        reading.prompts.append(instructions.prompt("gleaning"))
        try:
            second = await asker.ask(left_open.messages(reading.prompts[1]), instructions.answer)
        except AnswerError as error:
            # The first answer stands: an article is not lost because the second look at it was.
            assembly.rejected.append(Rejection(reason=f"the second look failed: {error.message}", text=""))
        else:
            reading.answers.append(second)
            assembly.add(second.value)
            reading.unread = assembly.audit().unread
    assembly.reject_unfound()


def _raise_what_stops_all(readings: Sequence[_Reading]) -> None:
    """Raise the first error where nothing was read, and any that is no fault of one chunk's request.

    A recording that lacks a request tells of another article, a run that was stopped will read the chunk when it goes
    on, one that is awaited will be there later, and a journal that cannot be written keeps no answer.
    """
    errors = [reading.error for reading in readings if reading.error is not None]
    for error in errors:
        if isinstance(error, _OF_THE_RUN) or len(errors) == len(readings):
            raise error


def _losses(readings: Sequence[_Reading]) -> Iterator[Rejection]:
    """One rejection for every run of sentences lost for one reason."""
    for message, run in groupby(readings, key=lambda reading: reading.error and reading.error.message):
        if message is not None:
            chunks = [reading.chunk for reading in run]
            lost = Chunk(chunks[0].numbered, chunks[0].first, chunks[-1].last)
            were = "were" if len(lost.own) > 1 else "was"
            yield Rejection(reason=f"{lost} {were} not read: {message}", text="")


def _claims_messages(prompt: Prompt, chunk: Chunk) -> Rendered:
    numbered = chunk.numbered
    return prompt.render(
        article=numbered.article, metadata=numbered.metadata(), code=numbered.code, sentences=chunk.lines()
    )
