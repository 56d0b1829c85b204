"""One article through the model: a first answer, a check of what it passed over, one second look for exactly that."""

from __future__ import annotations

from claimx._version import __version__
from claimx.errors import AnswerError
from claimx.extraction.assembly import Assembly
from claimx.extraction.numbering import NumberedArticle
from claimx.extraction.wire import ClaimsAnswer
from claimx.llm import Asker, Message, Model, Prompt, connect, load_prompt, run_sync
from claimx.models import Article, Extraction, Provenance, Rejection, Usage


def extract(article: Article, *, model: Model) -> Extraction:
    """What `article` claims, each quote at its offsets.

    Raises a `ModelError` where the model gives nothing usable, a `CassetteError` in a replay that lacks the request.
    """
    return run_sync(aextract(article, model=model))


async def aextract(article: Article, *, model: Model | Asker) -> Extraction:
    """As `extract`, for callers with an event loop, and for those who share one connection among many articles."""
    if isinstance(model, Model):
        async with connect(model) as session:
            return await _extract(article, session)
    return await _extract(article, model)


async def _extract(article: Article, asker: Asker) -> Extraction:
    numbered = NumberedArticle(article)
    assembly = Assembly(numbered)
    prompts = [load_prompt("claims")]
    messages = _claims_messages(prompts[0], numbered)
    first = await asker.ask(messages, ClaimsAnswer)
    answers = [first]
    assembly.add(first.value)

    if assembly.unfound or assembly.passed_over():
        prompts.append(load_prompt("gleaning"))
        messages += _gleaning_messages(prompts[1], first.value, assembly)
        try:
            second = await asker.ask(messages, ClaimsAnswer)
        except AnswerError as error:
            # The first answer stands: an article is not lost because the second look at it was.
            assembly.rejected.append(Rejection(reason=f"the second look failed: {error.message}", text=""))
        else:
            answers.append(second)
            assembly.add(second.value)
    assembly.reject_unfound()

    return Extraction(
        article=article,
        claims=assembly.claims(),
        rejected=tuple(assembly.rejected),
        unread=assembly.unread(),
        furniture=assembly.furniture(),
        usage=sum((answer.usage for answer in answers), Usage()),
        provenance=Provenance(
            claimx=__version__,
            model=None,
            answered_by=tuple(sorted({answer.answered_by for answer in answers})),
            prompts={f"{prompt.task}/{prompt.version}": prompt.sha256 for prompt in prompts},
        ),
    )


def _claims_messages(prompt: Prompt, numbered: NumberedArticle) -> list[Message]:
    return prompt.render(metadata=numbered.metadata(), code=numbered.code, sentences=numbered.lines())


def _gleaning_messages(prompt: Prompt, first: ClaimsAnswer, assembly: Assembly) -> list[Message]:
    """The second look goes on in the same conversation: its start is what prompt caches already hold."""
    unfound = [(lost.claim, lost.sentence, lost.quote) for lost in assembly.unfound]
    rendered = prompt.render(passed_over=assembly.passed_over(), unfound=unfound)
    return [
        {"role": "assistant", "content": first.model_dump_json()},
        *(message for message in rendered if message["role"] == "user"),
    ]
