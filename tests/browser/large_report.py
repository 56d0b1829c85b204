"""A made-up report of 1,000 claims in 50 articles, as large as a page is promised to stay quick with."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import islice, pairwise
from random import Random

from claimx.models import (
    Article,
    ArticleSpan,
    Attribution,
    Claim,
    Label,
    Merge,
    MergedClaim,
    Origin,
    OriginLink,
    Position,
    Provenance,
    Report,
    ResolvedSource,
    Source,
    Span,
    Stance,
    Status,
)

_TOPICS = "harbour bridge ferry school market river council mill tower station reservoir orchard".split()
_VERBS = "closed opened flooded burned moved failed grew shrank".split()
_LABELS: tuple[Label, ...] = ("support", "support", "support", "deny", "query", "comment")
_STATUSES: tuple[Status, ...] = ("disputed", "varying", "corroborated", "single_origin", "unsupported")
_BEGIN = datetime(2031, 5, 6, 6, tzinfo=UTC)


def make_large_report(claims: int = 1_000, articles: int = 50, per_claim: int = 6, nested: bool = True) -> Report:
    """Each claim stands in about `per_claim` articles, which say who says it; with `nested`, one in 25 is at the top."""
    random = Random(6)
    carried = [sorted(random.sample(range(articles), 1 + random.randrange(2 * per_claim - 1))) for _ in range(claims)]
    sentences = [_sentence(number, random) for number in range(claims)]
    spans: dict[tuple[int, int], Span] = {}
    texts = []
    for article in range(articles):
        text = f"Report number {article} from the valley.\n"
        for claim in range(claims):
            if article in carried[claim]:
                quote = f"{sentences[claim]}, according to Speaker {claim % 80}"
                spans[claim, article] = Span(
                    start=len(text), end=len(text) + len(sentences[claim]), exact=sentences[claim]
                )
                text += f"{quote}. "
        texts.append(text)
    sources = [
        ResolvedSource(id=f"s{n}", name=f"Speaker {n}", as_given=(Source(name=f"Speaker {n}", named=n % 3 > 0),))
        for n in range(80)
    ]
    values = [
        Article(
            id=f"article-{n:02}",
            text=text,
            publisher=f"The Valley Paper {n}",
            headline=f"What happened in the valley, part {n}",
            published_at=_BEGIN + timedelta(minutes=37 * n),
            language="en",
        )
        for n, text in enumerate(texts)
    ]
    return Report(
        articles=tuple(values),
        claims=tuple(
            _merged(number, sentences[number], [(n, spans[number, n]) for n in carried[number]], sources, nested)
            for number in range(claims)
        ),
        origins=tuple(_origins(articles)),
        sources=tuple(sources),
        provenance=Provenance(claimx="0", model="made-up"),
    )


def _sentence(number: int, random: Random) -> str:
    words = " and the ".join(islice((random.choice(_TOPICS) for _ in iter(int, 1)), 3))
    return f"The {words} of district {number} {random.choice(_VERBS)} after {random.randrange(2, 900)} days"


def _merged(
    number: int, text: str, places: list[tuple[int, Span]], sources: list[ResolvedSource], nested: bool
) -> MergedClaim:
    source = sources[number % len(sources)]
    given = source.as_given[0]
    appearances, by_label = [], {}
    for article, span in places:
        label = _LABELS[(number + article) % len(_LABELS)]
        holder = given if article % 3 else None
        attribution = Attribution(source=given, cue=None, content=span, mode="indirect") if holder else None
        stance = Stance(holder=holder, label=label, certainty="certain", attribution=attribution, evidence=(span,))
        name = f"{number}-{article}"
        appearances.append(
            Claim(
                id=name,
                article_id=f"article-{article:02}",
                text=text,
                kind="event",
                evidence=(span,),
                stances=(stance,),
            )
        )
        by_label.setdefault(label, []).append((ArticleSpan(**dict(span), article_id=f"article-{article:02}"), name))
    return MergedClaim(
        id=f"c{number}",
        text=f"{text}.",
        appearances=tuple(appearances),
        parent=f"c{number - number % 25}" if nested and number % 25 else None,
        salience=float(10_000 - number),
        status=_STATUSES[number % len(_STATUSES)],
        positions=tuple(
            Position(
                source=source,
                label=label,
                evidence=tuple(span for span, _ in given_in),
                appearances=tuple(name for _, name in given_in),
            )
            for label, given_in in by_label.items()
        ),
        origins=("o0",),
        first_appearance=appearances[0].id,
        merges=tuple(
            Merge(a=one.id, b=other.id, method="rule", score=0.9, why="the same words")
            for one, other in pairwise(appearances)
        ),
    )


def _origins(articles: int) -> list[Origin]:
    names = [f"article-{n:02}" for n in range(articles)]
    copies = min(8, articles)
    links = tuple(OriginLink(kind="shared_text", a=name, b=names[0], evidence="40 words") for name in names[1:copies])
    return [Origin(id="o0", articles=tuple(names[:copies]), why=links)] + [
        Origin(id=f"o{n}", articles=(name,)) for n, name in enumerate(names[copies:], start=1)
    ]
