"""Articles in, extractions out, one after the other: as many as there are, in as much memory as a few need."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Collection, Generator, Iterable, Iterator
from contextlib import aclosing
from pathlib import Path

from claimx.errors import ArticleMismatch
from claimx.extraction import OURS, Instructions
from claimx.llm import Budget, Model, default_model, iterate_sync
from claimx.models import Article, Extraction, Failure
from claimx.pipeline.opening import JournalFile, open_desk
from claimx.pipeline.outcomes import NotRead, each_outcome
from claimx.pipeline.running import another_by_that_id
from claimx.pipeline.watch import Progress, as_watch


def extract_each(
    articles: Iterable[Article],
    *,
    model: Model | None = None,
    journal: JournalFile | str | Path | None = None,
    budget: Budget | None = None,
    progress: Progress | None = None,
    instructions: Instructions = OURS,
) -> Generator[Extraction | Failure, None, None]:
    """What each article gave, or why it gave nothing, in the order of `articles`, as soon as it is known.

    Articles are taken from their iterator as they are needed: some `2 * model.concurrency` are open at once, and up to
    512 results wait for a slower one before them, or for you. Work goes on while you use a result; none is begun while
    you do not ask for the next. Closing the generator, which leaving a `for` loop early does, cancels what is in
    flight.

    An article of an id that came before is a `Failure`, and is not read: of every article all but its text is kept.
    What ends a run (a budget, a refused key) leaves the rest as failures that are `skipped`. Raises `CassetteError` and
    `JournalError`; `NoModel`, and `InvalidInstructions` for instructions to rules, before anything is read.
    """
    return iterate_sync(
        aextract_each(
            articles, model=model, journal=journal, budget=budget, progress=progress, instructions=instructions
        )
    )


async def aextract_each(
    articles: Iterable[Article],
    *,
    model: Model | None = None,
    journal: JournalFile | str | Path | None = None,
    budget: Budget | None = None,
    progress: Progress | None = None,
    instructions: Instructions = OURS,
) -> AsyncGenerator[Extraction | Failure, None]:
    """As `extract_each`, for callers with an event loop; leave it early through `contextlib.aclosing`."""
    watch = as_watch(progress)
    inputs = len(articles) if isinstance(articles, Collection) else None
    async with (
        open_desk(model or default_model(), instructions, journal, budget, watch, inputs) as desk,
        aclosing(each_outcome(_once_an_id(articles), desk)) as outcomes,
    ):
        async for outcome in outcomes:
            yield outcome if isinstance(outcome, Extraction) else outcome.failure


def _once_an_id(articles: Iterable[Article]) -> Iterator[Article | NotRead]:
    """The articles, each but the first of an id as one that is not to be read."""
    known: dict[str, Article] = {}
    for article in articles:
        textless = article.model_copy(update={"text": ""})  # the hash stands for it
        earlier = known.setdefault(article.id, textless)
        if earlier is textless:
            yield article
        elif earlier == textless:
            yield NotRead(article, ArticleMismatch(f"the same article as an earlier {article.id}"), skipped=True)
        else:
            yield NotRead(article, another_by_that_id(article.id))
