"""One claim on a terminal, with all that is known of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from rich.console import Console
from rich.text import Text

from claimx.models import Claim, MergedClaim, Report, Stance
from claimx.review import timeline
from claimx.writers.extra_values import told_values
from claimx.writers.outline import STATUS_WORDS, Outline
from claimx.writers.terminal.excerpts import Excerpts
from claimx.writers.terminal.lines import STATUS_STYLES, moment_in_words, plain, print_line

LABEL_WORDS = {"support": "supports", "deny": "denies", "query": "queries", "comment": "comments"}
_LABEL_STYLES = {"support": "green", "deny": "bold red", "query": "yellow", "comment": "cyan"}

_Line = tuple[Text, int]
"""What stands there, and how many cells from the edge."""


@dataclass
class ClaimPrinter:
    """Prints claims of one report. What it looks up it keeps."""

    report: Report
    console: Console
    _excerpts: dict[str, Excerpts] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.outline = Outline(self.report)
        self.numbers = {claim.id: number for number, claim in self.outline.numbered()}
        self._claims = {claim.id: claim for claim in self.report.claims}
        self._articles = {article.id: article for article in self.report.articles}

    def print(self, claim: MergedClaim) -> None:
        """The claim, every appearance of it in its sentence, its history, and what ties it to others."""
        print_line(
            self.console, (f"{self.numbers[claim.id]}  ", "bold"), *self._status(claim), plain(claim.text, "bold")
        )
        reach = plain(f"{claim.id} · supported by {self.outline.support(claim)}", "dim")
        print_line(self.console, reach, indent=2)
        for title, section in (
            ("appearances", self._appearances(claim)),
            ("variants", self._variants(claim)),
            ("timeline", self._timeline(claim)),
            ("relations", self._relations(claim)),
            ("details", self._narrower(claim)),
            ("why merged", self._merges(claim)),
        ):
            if lines := list(section):
                print_line(self.console)
                print_line(self.console, (title, "underline"))
                for text, indent in lines:
                    print_line(self.console, text, indent=indent)

    def excerpts(self, article_id: str) -> Excerpts:
        """What cuts sentences out of the article."""
        if article_id not in self._excerpts:
            self._excerpts[article_id] = Excerpts(self._articles.get(article_id))
        return self._excerpts[article_id]

    def chain(self, stance: Stance, article_id: str) -> str:
        """`The Post ← two officials ← an aide`: the publisher, who relays it, outermost first, and who holds it."""
        return " ← ".join(self.outline.chain(stance, article_id))

    def _appearances(self, claim: MergedClaim) -> Iterator[_Line]:
        for appearance in claim.appearances:
            article = self._articles.get(appearance.article_id)
            published = moment_in_words(article.published_at if article else None)
            first = ", first" if appearance.id == claim.first_appearance else ""
            told = f"{self.outline.publisher(appearance.article_id)}, {published}{first} ({appearance.id})"
            yield _line(plain(told, "bold"), indent=2)
            yield _line(plain(appearance.text), indent=4)
            if own := " · ".join(f"{name}: {words}" for name, words in told_values(appearance)):
                yield _line(plain(own, "dim"), indent=4)
            for stance in appearance.stances:
                yield from self._stance(stance, appearance)

    def _stance(self, stance: Stance, appearance: Claim) -> Iterator[_Line]:
        notes: list[str] = [] if stance.certainty == "unspecified" else [stance.certainty]
        if stance.hedge is not None:
            notes.append(f"hedged: “{stance.hedge.exact}”")
        if stance.attribution is not None and stance.attribution.mode != "indirect":
            notes.append(f"{stance.attribution.mode} speech")
        if any(span.alignment == "fuzzy" for span in stance.evidence):
            notes.append("the quote was found inexactly")
        yield _line(
            (LABEL_WORDS[stance.label], _LABEL_STYLES[stance.label]),
            "  ",
            plain(self.chain(stance, appearance.article_id)),
            *(part for note in notes for part in ((" · ", "dim"), plain(note, "dim"))),
            indent=4,
        )
        yield _line(self.excerpts(appearance.article_id).quote(stance.evidence), indent=6)

    def _variants(self, claim: MergedClaim) -> Iterator[_Line]:
        article_of = {appearance.id: appearance.article_id for appearance in claim.appearances}
        for variant in claim.variants:
            kind = f"{variant.kind}, {'compatible' if variant.compatible else 'cannot all be true'}: "
            yield _line((kind, "bold"), plain(variant.why), indent=2)
            for value in variant.values:
                yield _line(plain(f"{value.value} ({self._publishers(value.appearances, article_of)})"), indent=4)

    def _publishers(self, appearances: Iterable[str], article_of: dict[str, str]) -> str:
        named = (self.outline.publisher(article_of.get(appearance, appearance)) for appearance in appearances)
        return ", ".join(dict.fromkeys(named))

    def _timeline(self, claim: MergedClaim) -> Iterator[_Line]:
        entries = timeline(claim, self.report)
        for entry in entries if len(entries) > 1 else ():
            who = entry.holder.name if entry.holder is not None else "own voice"
            detail = f" ({entry.detail})" if entry.detail else ""
            where = self.outline.publisher(entry.article_id)
            yield _line(plain(f"{moment_in_words(entry.moment)}, {where}: {entry.change}, {who}{detail}"), indent=2)

    def _relations(self, claim: MergedClaim) -> Iterator[_Line]:
        if claim.parent in self._claims:
            yield _line("detail of ", self._reference(claim.parent), indent=2)
        for relation in self.report.relations:
            if claim.id in (relation.a, relation.b):
                word = relation.kind.replace("_", " ")
                parts = (self._reference(relation.a), f"  {word}  ", self._reference(relation.b))
                yield _line(*parts, (" — ", "dim"), plain(relation.why, "dim"), indent=2)

    def _narrower(self, claim: MergedClaim) -> Iterator[_Line]:
        for narrower in self.outline.narrower(claim):
            yield _line(*self._status(narrower), self._reference(narrower.id), indent=2)

    def _merges(self, claim: MergedClaim) -> Iterator[_Line]:
        for merge in claim.merges:
            score = f", {merge.score:.2f}" if merge.score is not None else ""
            yield _line(plain(f"{merge.a} and {merge.b}, by {merge.method}{score}: {merge.why}"), indent=2)

    def _reference(self, claim_id: str) -> Text:
        claim = self._claims.get(claim_id)
        return plain(f"{self.numbers[claim.id]} {claim.text}" if claim is not None else claim_id)

    def _status(self, claim: MergedClaim) -> tuple[tuple[str, str], str]:
        return (STATUS_WORDS[claim.status], STATUS_STYLES[claim.status]), "  "


def _line(*parts: Text | str | tuple[str, str], indent: int) -> _Line:
    return Text.assemble(*parts, overflow="fold"), indent
