"""The second look at an article: exactly what the first answer left open, and the list it gave."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from claimx.extraction.assembly import Assembly
from claimx.extraction.audit import Audit
from claimx.llm import Message, Prompt
from claimx.models import Label, Span
from claimx.text import one_line

NEIGHBOURS = 2
"""Sentences shown before and after each one in question."""

_MARKS: Mapping[Label, str] = {"support": "+", "deny": "-", "query": "?", "comment": "~"}


@dataclass(frozen=True)
class OpenPoints:
    """What is worth asking again: false where nothing is."""

    assembly: Assembly
    audit: Audit
    pointing: Sequence[str]

    @classmethod
    def of(cls, assembly: Assembly) -> OpenPoints:
        return cls(assembly, assembly.audit(), assembly.pointing())

    def __bool__(self) -> bool:
        return bool(self.assembly.unfound or self.audit or self.pointing)

    def messages(self, prompt: Prompt) -> list[Message]:
        """The request: the list, the sentences in question with their neighbours, and what was found wanting.

        Neither the whole article nor the first answer is sent again: at a third of the tokens, the texts of the claims
        say what the article is about.
        """
        chunk = self.assembly.chunk
        numbered = chunk.numbered
        claims = self.assembly.listed()
        numbers = {text: number for number, (text, _) in enumerate(claims, start=1)}
        near = self._near()
        unfound = [(numbers[lost.claim], lost.sentence, one_line(lost.quote)) for lost in self.assembly.unfound]
        return prompt.render(
            article=numbered.article,
            metadata=numbered.metadata(),
            code=numbered.code,
            sentences=[line for line in chunk.lines() if line[0] in near],
            sources=[(key, one_line(name)) for key, name in self.assembly.sources()],
            claims=[(numbers[text], one_line(text), _places(places)) for text, places in claims],
            passed_over=[self._sentence(span) for span in self.audit.passed_over],
            uncovered=[(self._sentence(span), one_line(span.exact)) for span in self.audit.uncovered],
            denials=[(self._sentence(span), one_line(span.exact)) for span in self.audit.denials],
            unfound=list(dict.fromkeys(unfound)),
            pointing=[numbers[text] for text in self.pointing],
        )

    def _near(self) -> set[int]:
        """The numbers of the sentences in question, and of the two before and after each."""
        listed = dict(self.assembly.listed())
        asked = {
            *(self._sentence(span) for span in (*self.audit.passed_over, *self.audit.uncovered, *self.audit.denials)),
            *(lost.sentence for lost in self.assembly.unfound),
            *(number for text in self.pointing for number, _ in listed[text]),
        }
        return {number + step for number in asked for step in range(-NEIGHBOURS, NEIGHBOURS + 1)}

    def _sentence(self, span: Span) -> int:
        return self.assembly.numbered.sentences_of(span)[0].number


def _places(places: Sequence[tuple[int, Label]]) -> str:
    """Where a claim has which stance: "1+ 4+ 5-"; "not found" where none of its quotes was."""
    return " ".join(dict.fromkeys(f"{number}{_MARKS[label]}" for number, label in places)) or "not found"
