"""What one would do instead: all articles of a story in one prompt, asked for every claim once, with every mention.

    python benchmarks/one_prompt.py [STORY …]
    python benchmarks/one_prompt.py --record --base-url http://127.0.0.1:11434/v1 --model NAME [STORY …]

Replays, and prints the scores; `--record` asks the endpoint first and replaces a cassette when its story went through.
The prompt is written to win. It has our rule of what one claim is, our labels, a strict schema and one re-ask, and is
asked for parents, variants, relations and copies as well. Its quotes are placed by our own aligner, and a speaker
counts as right under any name that the answer gives it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from pathlib import Path

from recording import FIXTURES, model_of, options, stories_of
from scoring import score
from story_answer import Reading, StoryAnswer
from tables import whole_table

import claimx
from claimx.llm import Prompt, connect, run_sync

PROMPT = Path(__file__).with_suffix(".jinja")


def main() -> None:
    parser = options(__doc__, seconds=3600.0)
    parser.add_argument("--record", action="store_true")
    arguments = parser.parse_args()
    stories = stories_of(arguments)
    if arguments.record:
        model = model_of(arguments)
        for story in stories:
            with claimx.record(cassette(story)):
                tell(story, ask(claimx.load_articles(FIXTURES / "stories" / story), model=model))
    for story in stories:
        print(f"\n{scores(story, replayed(story))}")


def cassette(story: str) -> Path:
    return FIXTURES / "cassettes" / "one-prompt" / f"{story}.yaml"


def replayed(story: str) -> claimx.Report:
    """The report on a fixture story, from its cassette."""
    articles = claimx.load_articles(FIXTURES / "stories" / story)
    with claimx.replay(cassette(story), complete=True):
        return ask(articles, model=claimx.default_model())


def ask(articles: Iterable[claimx.Article], *, model: claimx.Model) -> claimx.Report:
    """The report that one request on all the articles makes."""
    given = sorted(articles, key=lambda article: article.id)
    return run_sync(_ask(given, model))


def tell(story: str, report: claimx.Report) -> None:
    lost = sum(len(rejected) for rejected in report.rejected.values())
    spent = f"{report.usage.prompt_tokens:,} + {report.usage.completion_tokens:,} tokens"
    print(f"{story}: {len(report.claims)} claims, {lost} mentions that could not be kept, {spent}", flush=True)


def scores(story: str, report: claimx.Report) -> str:
    """All the rows of `make score`, for this way alone."""
    gold = json.loads((FIXTURES / "gold" / f"{story}.json").read_text(encoding="utf-8"))
    return whole_table(story, {"one prompt": score(report, gold)})


async def _ask(articles: Sequence[claimx.Article], model: claimx.Model) -> claimx.Report:
    source = PROMPT.read_bytes()
    prompt = Prompt("one-prompt", "v1", hashlib.sha256(source).hexdigest(), source.decode("utf-8"))
    letters = {f"A{number}": article for number, article in enumerate(articles, start=1)}
    async with connect(model) as session:
        answer = await session.ask(prompt.render(articles=[_shown(*entry) for entry in letters.items()]), StoryAnswer)
    provenance = claimx.Provenance(
        claimx=claimx.__version__,
        model=model.name,
        answered_by=(answer.answered_by,),
        prompts={"one-prompt": prompt.sha256},
        replayed=session.replayed,
    )
    return Reading(letters, answer.value).report().model_copy(update={"usage": session.usage, "provenance": provenance})


def _shown(letter: str, article: claimx.Article) -> dict[str, object]:
    published = article.published_at and f"{article.published_at.isoformat()} ({article.published_at:%A})"
    known = (("Publisher", article.publisher), ("Headline", article.headline), ("Published", published))
    return {
        "letter": letter,
        "code": article.sha256[:10],
        "metadata": [(name, value) for name, value in known if value],
        "text": article.text,
    }


if __name__ == "__main__":
    main()
