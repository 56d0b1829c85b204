"""How near a dry run comes: its ranges beside what the recorded stories did cost, by o200k's count.

    pip install -e ".[bench]"
    python benchmarks/estimating.py

o200k is the tokenizer of OpenAI's models since 2024. A request is its messages and its schema. Below, how far the
count without a tokenizer is off, request by request and answer by answer; answers below 300 tokens are left out there.
"""

from __future__ import annotations

import json
from collections import defaultdict
from importlib.metadata import version
from pathlib import Path
from typing import Any

import claimx
from claimx.llm import Model
from claimx.llm.tokens import approximate_tokens
from claimx.pipeline.estimating import estimate

FIXTURES = Path(__file__).parents[1] / "fixtures"
SHORT = 300


def main() -> None:
    print("| story | calls | foreseen | prompt tokens | foreseen | answer tokens | foreseen |")
    print("|---|---:|---:|---:|---:|---:|---:|")
    ratios: dict[str, list[float]] = defaultdict(list)
    for story in sorted(path.stem for path in (FIXTURES / "cassettes").glob("*.yaml")):
        articles = list(claimx.load_articles(FIXTURES / "stories" / story))
        texts = recorded(story)
        expected = estimate(articles, Model("gpt-5-mini"))
        cells = [story, str(len(texts)), told(expected.calls)]
        for place, foreseen in ((0, expected.prompt_tokens), (1, expected.completion_tokens)):
            cells += [f"{sum(count(pair[place]) for pair in texts):,}", told(foreseen)]
        print(f"| {' | '.join(cells)} |")
        for kind, written in (
            ("articles", [article.text for article in articles]),
            ("requests", [request for request, _ in texts]),
            ("answers", [answer for _, answer in texts]),
        ):
            ratios[kind] += [approximate_tokens(text) / count(text) for text in written if count(text) >= SHORT]
    print("\n| told without a tokenizer | least | mean | most |")
    print("|---|---:|---:|---:|")
    for kind, found in ratios.items():
        print(f"| {len(found)} {kind} | {min(found):.2f} | {sum(found) / len(found):.2f} | {max(found):.2f} |")
    print(f"\nclaimx {version('claimx')}, rs-bpe {version('rs-bpe')}")


def recorded(story: str) -> list[tuple[str, str]]:
    """Every request of the story and its answer, as text."""
    with claimx.replay(FIXTURES / "cassettes" / f"{story}.yaml") as cassette:
        return [(text_of(one.request), answer_of(one.response_body)) for one in cassette.interactions]


def text_of(request: dict[str, Any]) -> str:
    messages = "".join(message["content"] for message in request["messages"])
    return messages + json.dumps(request["response_format"])


def answer_of(body: bytes) -> str:
    return str(json.loads(body)["choices"][0]["message"]["content"])


def count(text: str) -> int:
    from rs_bpe.bpe import openai

    return int(openai.o200k_base().count(text))


def told(numbers: tuple[int, int]) -> str:
    return f"{numbers[0]:,}–{numbers[1]:,}"


if __name__ == "__main__":
    main()
