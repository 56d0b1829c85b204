"""What the prompt shows as a good answer holds to its own rules."""

from __future__ import annotations

import re

from claimx import Article
from claimx.extraction.assembly import Assembly
from claimx.extraction.numbering import NumberedArticle
from claimx.extraction.wire import ClaimsAnswer
from claimx.llm import load_prompt


def example() -> tuple[Article, ClaimsAnswer]:
    """Of the current version: the answers that earlier ones show have the form of their time."""
    system = load_prompt("claims").render(metadata=[], code="", sentences=[])[0]["content"]
    found = re.search(r"<article>\n(.*?)\n</article>\n<answer>\n(.*?)\n</answer>", system, re.DOTALL)
    assert found is not None
    text = re.sub(r"^\[\d+\] ", "", found[1], flags=re.MULTILINE)
    return Article(id="example", text=text), ClaimsAnswer.model_validate_json(found[2])


def test_every_quote_of_the_example_is_grounded_and_nothing_is_left_open() -> None:
    article, answer = example()
    assembly = Assembly(NumberedArticle(article))
    assembly.add(answer)
    assert (assembly.unfound, assembly.rejected, bool(assembly.audit())) == ([], [], False)
    spans = [span for claim in assembly.claims() for span in claim.evidence]
    assert {span.alignment for span in spans} == {"exact"}
