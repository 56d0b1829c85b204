"""A small report made by hand: a disputed claim, a narrower one, and article text that wants to be more than text."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from claimx.models import (
    Article,
    ArticleSpan,
    Attribution,
    Claim,
    Failure,
    Merge,
    MergedClaim,
    Origin,
    OriginLink,
    Position,
    Provenance,
    Quantity,
    Rejection,
    Relation,
    Report,
    ResolvedSource,
    Source,
    Span,
    Stance,
    TimeReference,
    Usage,
    Variant,
    VariantValue,
)

HOSTILE = (
    "# Heading [click](https://evil.example) <script>alert(1)</script> | `code` *bold* [red]x[/red]\n"
    "- item\u202e\x1b[31m"
)

WIRE = Article(
    id="wire",
    text="Moscow asked Beijing for arms, two officials said Monday. Some 6,000 men are dead.",
    publisher="Harbor Wire",
    published_at=datetime(2022, 3, 14, 18, tzinfo=UTC),
    language="en",
    path="story/wire.txt",
    sha256="0" * 64,
)
LEDGER = Article(
    id="ledger",
    text=f"Peskov, the spokesman, denied that Russia asked for arms. {HOSTILE}",
    publisher="Ledger | <b>Daily</b>",
)

OFFICIALS = Source(name="two officials", kind="group", named=False)
PESKOV = Source(name="Peskov", role="spokesman")


def span(article: Article, exact: str) -> Span:
    """The first place of `exact` in the article."""
    start = article.text.index(exact)
    return Span(start=start, end=start + len(exact), exact=exact)


def _resolve(source: Source, id: str | None, *aliases: str, **changed: Any) -> ResolvedSource:
    return ResolvedSource(**(source.model_dump() | changed), id=id, aliases=aliases, as_given=(source,))


def _in(article: Article, given: Span) -> ArticleSpan:
    return ArticleSpan(**dict(given), article_id=article.id)


RESOLVED_OFFICIALS = _resolve(OFFICIALS, "s1")
RESOLVED_PESKOV = _resolve(PESKOV, "s2", "Peskov", name="Dmitry Peskov")
OWN_VOICE = ResolvedSource(name="own voice", kind="media", id=None)

_ASKED = span(WIRE, "Moscow asked Beijing for arms")
_DENIED = span(LEDGER, "denied that Russia asked for arms")
_DEAD = span(WIRE, "Some 6,000 men are dead")
_HOSTILE = span(LEDGER, HOSTILE)

ASKED_IN_WIRE = Claim(
    id="wire-1",
    article_id="wire",
    text="Russia asked China for arms.",
    kind="event",
    evidence=(_ASKED,),
    stances=(
        Stance(
            holder=OFFICIALS,
            label="support",
            certainty="certain",
            evidence=(_ASKED,),
            attribution=Attribution(
                source=OFFICIALS, cue=span(WIRE, "two officials said"), content=_ASKED, mode="indirect", via=(PESKOV,)
            ),
        ),
    ),
    time=TimeReference(
        start=datetime(2022, 3, 14, tzinfo=UTC),
        end=datetime(2022, 3, 15, tzinfo=UTC),
        text="Monday",
        span=span(WIRE, "Monday"),
    ),
)
ASKED_IN_LEDGER = Claim(
    id="ledger-1",
    article_id="ledger",
    text="Russia asked for arms.",
    kind="event",
    evidence=(_DENIED,),
    stances=(Stance(holder=PESKOV, label="deny", evidence=(_DENIED,)),),
)
DEAD_IN_WIRE = Claim(
    id="wire-2",
    article_id="wire",
    text="About 6,000 men are dead.",
    kind="quantity",
    evidence=(_DEAD,),
    stances=(Stance(holder=None, label="support", evidence=(_DEAD,)),),
    quantities=(Quantity(value=6000.0, low=5999.5, unit="men", span=span(WIRE, "6,000 men")),),
)
HOSTILE_IN_LEDGER = Claim(
    id="ledger-2",
    article_id="ledger",
    text=HOSTILE,
    kind="judgement",
    evidence=(_HOSTILE,),
    stances=(Stance(holder=None, label="comment", evidence=(_HOSTILE,)),),
)

ASKED = MergedClaim(
    id="c1",
    text="Russia asked China for arms.",
    appearances=(ASKED_IN_WIRE, ASKED_IN_LEDGER),
    salience=9.5,
    status="disputed",
    positions=(
        Position(source=RESOLVED_OFFICIALS, label="support", evidence=(_in(WIRE, _ASKED),), appearances=("wire-1",)),
        Position(source=RESOLVED_PESKOV, label="deny", evidence=(_in(LEDGER, _DENIED),), appearances=("ledger-1",)),
    ),
    variants=(
        Variant(
            kind="time",
            values=(
                VariantValue(value="Monday", appearances=("wire-1",)),
                VariantValue(value="Tuesday", appearances=("ledger-1",)),
            ),
            compatible=False,
            why="two days",
        ),
    ),
    origins=("o1", "o2"),
    first_appearance="wire-1",
    merges=(Merge(a="wire-1", b="ledger-1", method="rule", score=0.75, why="the same words"),),
)
DEAD = MergedClaim(
    id="c2",
    text="About 6,000 men are dead.",
    appearances=(DEAD_IN_WIRE,),
    parent="c1",
    salience=2.0,
    status="single_origin",
    positions=(Position(source=OWN_VOICE, label="support", evidence=(_in(WIRE, _DEAD),), appearances=("wire-2",)),),
    origins=("o1",),
    first_appearance="wire-2",
)
FORGED = MergedClaim(
    id="c3",
    text=HOSTILE,
    appearances=(HOSTILE_IN_LEDGER,),
    salience=1.0,
    status="unsupported",
    positions=(
        Position(source=OWN_VOICE, label="comment", evidence=(_in(LEDGER, _HOSTILE),), appearances=("ledger-2",)),
    ),
    origins=("o2",),
    first_appearance="ledger-2",
)

REPORT = Report(
    articles=(LEDGER, WIRE),
    claims=(ASKED, DEAD, FORGED),
    relations=(Relation(a="c1", b="c3", kind="different_scope", why=HOSTILE),),
    origins=(
        Origin(id="o1", articles=("wire",)),
        Origin(
            id="o2",
            articles=("ledger",),
            why=(OriginLink(kind="credit", a="ledger", b="wire", evidence=HOSTILE),),
        ),
    ),
    sources=(RESOLVED_OFFICIALS, RESOLVED_PESKOV),
    rejected={"wire": (Rejection(reason="not in the article", text="Some words."),)},
    unread={"ledger": (span(LEDGER, "Peskov, the spokesman"),)},
    failures=(Failure(article="story/scan.pdf", reason="not a format claimx reads: .pdf", retryable=False),),
    usage=Usage(calls=2, attempts=3, prompt_tokens=1200, completion_tokens=34),
    provenance=Provenance(
        claimx="0.1.0", model="gpt-5-mini", answered_by=("gpt-5-mini-2025",), prompts={"claims/v1": "ab"}
    ),
)
