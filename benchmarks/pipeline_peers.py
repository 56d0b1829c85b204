"""Who reads the articles in `pipeline.py`: claimx through its front door, and its peers, each as its users would.

The peers send what claimx sends by way of instructions. Only claimx and langextract ground what comes back.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import claimx
from claimx.extraction.wire import ClaimsAnswer
from claimx.llm import load_prompt, strict_schema

if TYPE_CHECKING:
    from openai import AsyncOpenAI

Reader = Callable[[Iterable[claimx.Article], str, int], int]
"""Articles, the endpoint's address, how many requests at once → how many claims all the articles gave."""


def read_with_claimx(articles: Iterable[claimx.Article], url: str, at_once: int) -> int:
    """Grounded, validated, checked for what was passed over, every call and every answer in a journal."""
    model = claimx.Model("fake-1", url, api_key="none", concurrency=at_once)
    with TemporaryDirectory() as folder:
        outcomes = claimx.extract_each(articles, model=model, journal=Path(folder, "run.db"))
        return sum(len(_extraction(outcome).claims) for outcome in outcomes)


def read_with_openai(articles: Iterable[claimx.Article], url: str, at_once: int) -> int:
    """One client, a schema built once, the answer validated: the least that a careful user would write."""
    schema = {"name": "ClaimsAnswer", "strict": True, "schema": strict_schema(ClaimsAnswer)}

    async def read(client: AsyncOpenAI, article: claimx.Article) -> int:
        create: Any = client.chat.completions.create
        completion = await create(
            model="fake-1",
            messages=_messages(article),
            response_format={"type": "json_schema", "json_schema": schema},
        )
        return len(ClaimsAnswer.model_validate_json(completion.choices[0].message.content).claims)

    return asyncio.run(_with_client(articles, url, at_once, read))


def read_with_instructor(articles: Iterable[claimx.Article], url: str, at_once: int) -> int:
    """As its documentation has it: a patched client and a plain model class."""
    import instructor

    async def read(client: AsyncOpenAI, article: claimx.Article) -> int:
        patched = instructor.from_openai(client, mode=instructor.Mode.JSON_SCHEMA)
        answer = await patched.chat.completions.create(
            model="fake-1", messages=_messages(article), response_model=ClaimsAnswer, max_retries=1
        )
        return len(answer.claims)

    return asyncio.run(_with_client(articles, url, at_once, read))


def read_with_langextract(articles: Iterable[claimx.Article], url: str, at_once: int) -> int:
    """An article in one chunk, a batch as wide as there are workers, nothing printed."""
    import langextract
    from langextract.core.data import Document, ExampleData, Extraction
    from langextract.providers.openai import OpenAILanguageModel

    claim = Extraction("claim", "The bridge was never inspected", attributes={"by": "Jon Vik", "stance": "support"})
    found = langextract.extract(
        [Document(article.text, document_id=article.id) for article in articles],
        prompt_description=_instructions(),
        examples=[ExampleData("The bridge was never inspected, Mayor Jon Vik said.", [claim])],
        model=OpenAILanguageModel("fake-1", api_key="none", base_url=url, max_workers=at_once),
        max_char_buffer=20_000,
        batch_length=at_once,
        max_workers=at_once,
        show_progress=False,
    )
    documents = found if isinstance(found, list) else [found]
    return sum(len(document.extractions or ()) for document in documents)


READERS: dict[str, Reader] = {
    "AsyncOpenAI": read_with_openai,
    "claimx": read_with_claimx,
    "instructor": read_with_instructor,
    "langextract": read_with_langextract,
}


async def sliding(
    articles: Iterable[claimx.Article], read: Callable[[claimx.Article], Awaitable[int]], at_once: int
) -> int:
    """The sum of what `read` gives, with so many articles under way: whenever one is done, the next begins."""
    given, total = iter(articles), 0

    async def work() -> None:
        nonlocal total
        for article in given:
            count = await read(article)
            total += count

    async with asyncio.TaskGroup() as group:
        for _ in range(at_once):
            group.create_task(work())
    return total


async def _with_client(
    articles: Iterable[claimx.Article],
    url: str,
    at_once: int,
    read: Callable[[AsyncOpenAI, claimx.Article], Awaitable[int]],
) -> int:
    from openai import AsyncOpenAI

    async with AsyncOpenAI(api_key="none", base_url=url, max_retries=0) as client:
        return await sliding(articles, lambda article: read(client, article), at_once)


def _extraction(outcome: claimx.Extraction | claimx.Failure) -> claimx.Extraction:
    """A reader that leaves articles out would be a fast one."""
    if isinstance(outcome, claimx.Failure):
        raise RuntimeError(f"{outcome.article}: {outcome.reason}")
    return outcome


@cache
def _instructions() -> str:
    """The system message of claimx."""
    return load_prompt("claims").render(metadata=[], code="", sentences=[])[0]["content"]


def _messages(article: claimx.Article) -> Any:
    return [{"role": "system", "content": _instructions()}, {"role": "user", "content": article.text}]
