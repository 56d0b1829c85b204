"""Write the excerpts of extraction.md, each between `<!-- name -->` and `<!-- /name -->`, from what the code gives.

python docs/make_extraction.py
"""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from excerpts import put_in_place
from pydantic import BaseModel

import claimx
from claimx.extraction.numbering import NumberedArticle
from claimx.llm import Answer, Asker, Message, connect

ROOT = Path(__file__).parents[1]
PAGE = Path(__file__).with_name("extraction.md")
STORY = "aid-request"
WIDTH = 118

# A quote and the text of a claim, and what a careless model might give for them.
QUOTE, MADE_UP = (
    "The officials declined, reports say, to give further details",
    "The officials kept silent about everything else",
)
TEXT, POINTING = (
    "Jake Sullivan and Yang Jiechi met in Rome on Monday.",
    "They met in Rome on Monday.",
)
# Quotes as a model might give them; four of them stand in the article.
QUOTES = (
    "They would not say how China had answered",
    'the U.S. was "peddling fabricated stories out of malice."',
    "Neither capital accepts any such appeal exists",
    "Russia sought Chinese arms and money right after war began",
    "more than 3.8 million people had left Ukraine to escape the war",
    "the U.S. would stand by while another country made up for what sanctions have cost Russia",
    "Word of the appeal got out ahead of Monday’s meeting in Rome",
)


class Listener:
    """Passes questions on, and keeps them with their answers."""

    def __init__(self, asker: Asker) -> None:
        self.asker = asker
        self.heard: list[tuple[list[Message], Any]] = []

    async def ask(self, messages: Sequence[Message], schema: type[Any]) -> Answer[Any]:
        answer = await self.asker.ask(messages, schema)
        self.heard.append((list(messages), answer.value))
        return answer


class Careless:
    """Gives the recorded answer with one quote made up and one text that points; asked again, mends the text alone."""

    def __init__(self, recorded: BaseModel) -> None:
        answer = recorded.model_dump(mode="json")
        mended = [claim for claim in answer["claims"] if claim["text"] == TEXT]
        again = {"sources": [], "sayings": [], "claims": mended, "furniture": []}
        self.answers = [recorded.model_dump_json().replace(QUOTE, MADE_UP).replace(TEXT, POINTING), json.dumps(again)]
        self.heard: list[tuple[list[Message], Any]] = []

    async def ask(self, messages: Sequence[Message], schema: type[Any]) -> Answer[Any]:
        answer = schema.model_validate_json(self.answers[len(self.heard)])
        self.heard.append((list(messages), answer))
        return Answer(answer, claimx.Usage(), "careless")


def main() -> None:
    PAGE.write_text(filled_in(PAGE.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")


def filled_in(text: str) -> str:
    """`text` with every excerpt put in place."""
    return put_in_place(text, excerpts())


def excerpts() -> dict[str, str]:
    """The fenced block of each name."""
    article, extraction, heard = read("pacific-lantern")
    _, courier, _ = read("peninsula-courier")
    _, ledger, ledger_heard = read("eastern-ledger")
    wire = heard[0][1].model_dump(mode="json")
    careless = Careless(heard[0][1])
    spoiled = asyncio.run(claimx.aextract(article, model=careless))

    short_of = claim_with(extraction, "purportedly short of", "it lacks nothing")
    refugees = claim_with(extraction, "By Monday more than 2.8 million people had left Ukraine to escape the war")
    answered = claim_with(extraction, "They would not say how China had answered")
    stand_by = claim_with(extraction, "stand by", but_not="The Chinese had been told")
    talks = claim_with(extraction, "left off in November", but_not="The pair were there")
    might = claim_with(courier, "it might offer Moscow financial help")
    appeal = claim_with(extraction, "Neither capital accepts", "military help")
    lined = next(span for span in extraction.furniture if "\n" in span.exact)
    return {
        "request": fenced("text", shortened(asked(heard[0]), "[1] [2] [3] [5] [7] [12] [16] [17] [24] [28]")),
        "stored": as_json(lined),
        "wire": as_json(wire_of(wire, short_of.text)),
        "claim": as_json(short_of),
        "grounding": as_json([{"quote": quote, "found": claimx.locate(article.text, quote)} for quote in QUOTES]),
        "denial": as_json(in_short(appeal, label="deny")),
        "decline": as_json([in_short(answered), in_short(appeal, label="comment")]),
        "chain": as_json(in_short(stand_by)),
        "hedge": as_json(in_short(might)),
        "figure": as_json({"text": refugees.text, "quantities": refugees.quantities, "time": refugees.time}),
        "time": as_json({"text": talks.text, "time": talks.time}),
        "marked": as_json({"by rule": sorted(NumberedArticle(article).furniture), "by the model": wire["furniture"]}),
        "furniture": as_json(extraction.furniture[:3]),
        "again": fenced("text", shortened(asked(ledger_heard[1]), "[2] [12] [27] s5 s13 2 3 4 11")),
        "added": as_json(ledger_heard[1][1].model_dump(mode="json")),
        "unread": as_json(ledger.unread),
        "unfound": fenced("text", questions(asked(careless.heard[1]))),
        "rejected": as_json(
            {
                "claim": next(claim.text for claim in spoiled.claims if claim.text == TEXT),
                "rejected": spoiled.rejected,
                "unread": spoiled.unread,
            }
        ),
        "rest": as_json(
            {
                **{name: len(getattr(extraction, name)) for name in ("claims", "rejected", "unread", "furniture")},
                "usage": extraction.usage,
                "provenance": extraction.provenance,
            }
        ),
    }


def read(article_id: str) -> tuple[claimx.Article, claimx.Extraction, list[tuple[list[Message], Any]]]:
    """One article of the story extracted from its cassette, with what was asked and answered."""
    articles = {one.id: one for one in claimx.load_articles(ROOT / "fixtures" / "stories" / STORY)}

    async def extracted() -> tuple[claimx.Extraction, Listener]:
        async with connect(claimx.default_model()) as session:
            listener = Listener(session)
            return await claimx.aextract(articles[article_id], model=listener), listener

    with claimx.replay(ROOT / "fixtures" / "cassettes" / f"{STORY}.yaml"):
        extraction, listener = asyncio.run(extracted())
    return articles[article_id], extraction, listener.heard


def claim_with(extraction: claimx.Extraction, *words: str, but_not: str = "\0") -> claimx.Claim:
    """The first claim that has all the words in its evidence or its text."""
    for claim in extraction.claims:
        told = "\n".join([claim.text, *(span.exact for span in claim.evidence)])
        if all(each in told for each in words) and but_not not in told:
            return claim
    raise LookupError(words)


def in_short(claim: claimx.Claim, label: str | None = None) -> dict[str, Any]:
    """The claim's text and its stances, of one label or all, with names for sources and words for spans."""
    return {
        "text": claim.text,
        "stances": [stance_in_short(one) for one in claim.stances if label in (None, one.label)],
    }


def stance_in_short(stance: claimx.Stance) -> dict[str, Any]:
    said = stance.attribution
    words: dict[str, Any] = {
        "holder": stance.holder and stance.holder.name,
        "label": stance.label,
        "certainty": stance.certainty,
        "hedge": stance.hedge and stance.hedge.exact,
        "cue": said and said.cue and said.cue.exact,
        "mode": said and said.mode,
        "via": [source.name for source in said.via] if said else [],
        "evidence": [span.exact for span in stance.evidence],
    }
    return {name: value for name, value in words.items() if value}


def asked(exchange: tuple[list[Message], Any]) -> str:
    """What was sent about the article, after the static prompt, with the questions a sentence a line."""
    lines = exchange[0][1]["content"].strip().split("\n")
    broken = (re.sub(r"(?<=\.) (?=[A-Z])", "\n", line) if line.startswith("The") else line for line in lines)
    return "\n".join(broken)


def shortened(text: str, wanted: str) -> str:
    """Without the sentences, sources and claims whose numbers are not `wanted`."""
    kept = wanted.split()
    lines: list[str] = []
    for line in text.split("\n"):
        number = re.match(r"(\[\d+\]|s?\d+) ", line)
        shown = line if number is None or number[1] in kept else "…"
        if shown != "…" or lines[-1] != "…":
            lines.append(shown)
    return "\n".join(lines)


def questions(text: str) -> str:
    """What the second look asks, without the article and the list."""
    return "\n\n".join(part for part in text.split("\n\n") if part.startswith(("These ", "The texts ")))


def wire_of(answer: dict[str, Any], text: str) -> dict[str, Any]:
    """The claim of this text, with the sayings that its mentions refer to and the sources of those."""
    claims = [claim for claim in answer["claims"] if claim["text"] == text]
    numbers = {mention["saying"] for claim in claims for mention in claim["mentions"]}
    sayings = [saying for saying in answer["sayings"] if saying["saying"] in numbers]
    keys = {key for saying in sayings for key in (saying["holder"], *saying["via"])}
    return {
        "sources": [source for source in answer["sources"] if source["key"] in keys],
        "sayings": sayings,
        "claims": claims,
    }


def as_json(value: Any) -> str:
    return fenced("json", laid_out(plain(value), 0))


def fenced(language: str, text: str) -> str:
    return f"```{language}\n{text}\n```"


def plain(value: Any) -> Any:
    """As JSON has it; of our own values, fields that are null or empty are left out."""
    if isinstance(value, BaseModel):
        dumped = value.model_dump(mode="json")
        return {name: plain(getattr(value, name)) for name, one in dumped.items() if one not in (None, [], {})}
    if isinstance(value, dict):
        return {name: plain(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [plain(one) for one in value]
    return value.isoformat() if hasattr(value, "isoformat") else value


def laid_out(value: Any, depth: int) -> str:
    """JSON with everything on one line that fits on one."""
    line = json.dumps(value, ensure_ascii=False)
    if len(line) + depth <= WIDTH or not isinstance(value, dict | list):
        return line
    pad, names = "\n" + " " * (depth + 1), isinstance(value, dict)
    parts = [
        (f"{json.dumps(name)}: " if names else "") + laid_out(one, depth + 1)
        for name, one in (value.items() if isinstance(value, dict) else enumerate(value))
    ]
    opening, closing = "{}" if names else "[]"
    return f"{opening}{pad}{f',{pad}'.join(parts)}\n{' ' * depth}{closing}"


if __name__ == "__main__":
    main()
