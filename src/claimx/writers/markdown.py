"""The report as Markdown that an editor reads in any viewer, or as it stands."""

from __future__ import annotations

from collections.abc import Iterator

from claimx.models import MergedClaim, Origin, Position, Report, Variant
from claimx.writers.extra_values import told_together
from claimx.writers.markdown_text import escape
from claimx.writers.markdown_timeline import render_timeline
from claimx.writers.outline import LABEL_WORDS, STATUS_WORDS, Outline, count

_RELATION_WORDS = {
    "contradicts": "contradicts",
    "updates": "is updated by",
    "narrower": "is narrower than",
    "different_scope": "has another scope than",
}


def render_markdown(report: Report) -> str:
    """The whole report, every piece of it that came from an article escaped."""
    outline = Outline(report)
    sections = [
        _render_title(outline),
        _render_failures(outline),
        _render_claims(outline),
        _render_relations(outline),
        _render_origins(outline),
        _render_articles(outline),
        _render_provenance(outline),
    ]
    return "\n\n".join("\n".join(lines) for section in sections if (lines := list(section))) + "\n"


def _render_title(outline: Outline) -> Iterator[str]:
    report = outline.report
    counts = [
        count(len(report.articles), "article"),
        f"{count(len(report.claims), 'claim')} ({len(outline.top_level):,} top-level)",
        count(len(report.origins), "origin"),
        count(len(report.failures), "failure"),
    ]
    yield f"# {', '.join(counts)}"
    if outline.caveat:
        yield f"\n> {outline.caveat}"


def _render_failures(outline: Outline) -> Iterator[str]:
    if outline.report.failures:
        yield "## Failures\n"
    for failure in outline.report.failures:
        retry = " (may succeed when tried again)" if failure.retryable else ""
        yield f"- **{escape(failure.article)}**: {escape(failure.reason)}{retry}"


def _render_claims(outline: Outline) -> Iterator[str]:
    yield "## Claims"
    for number, claim in enumerate(outline.top_level, start=1):
        yield f"\n### {number}. {escape(claim.text)}\n"
        yield f"**{STATUS_WORDS[claim.status]}** · {_render_reach(claim, outline)}\n"
        for position in claim.positions:
            yield _render_position(position, claim, outline)
        for variant in claim.variants:
            yield _render_variant(variant, claim, outline)
        yield from _render_extra(claim, outline)
        yield from render_timeline(claim, outline)
        if outline.narrower(claim):
            yield "- In detail:"
            yield from _render_narrower(claim, outline, depth=1)


def _render_reach(claim: MergedClaim, outline: Outline) -> str:
    publishers = outline.publishers(claim)
    named = ", ".join(escape(publisher) for publisher in publishers)
    return f"{count(len(publishers), 'publisher')} ({named}) · supported by {outline.support(claim)}"


def _render_position(position: Position, claim: MergedClaim, outline: Outline) -> str:
    source, quote = position.source, position.evidence[0]
    role = f", {escape(source.role)}" if source.id is not None and source.named and source.role else ""
    said_in = escape(outline.publisher(quote.article_id))
    holder = escape(outline.holder(position))
    several = len(outline.quoting(position))
    # One description in five outlets is no five people, and nobody knows that it is one.
    unnamed = f" (unnamed, by {several} publishers)" if not source.named and several > 1 else ""
    reserve = f" (as {escape(reserved)})" if (reserved := outline.reserve(position, claim)) else ""
    return f"- {LABEL_WORDS[position.label]} **{holder}**{role}{unnamed}{reserve}: “{escape(quote.exact)}” — {said_in}"


def _render_variant(variant: Variant, claim: MergedClaim, outline: Outline) -> str:
    article_of = {appearance.id: appearance.article_id for appearance in claim.appearances}
    values = []
    for value in variant.values:
        publishers = dict.fromkeys(outline.publisher(article_of.get(item, item)) for item in value.appearances)
        values.append(f"{escape(value.value)} ({', '.join(escape(publisher) for publisher in publishers)})")
    lead = f"{variant.kind.capitalize()} given as" if variant.compatible else f"Differs in {variant.kind}"
    return f"- {lead}: {' / '.join(values)} — {escape(variant.why)}"


def _render_extra(claim: MergedClaim, outline: Outline) -> Iterator[str]:
    """`- topic: trade (Harbor Wire) / war (Metro Pulse)`; without the publishers where all give the same."""
    for name, values in told_together(claim.appearances).items():
        told = [escape(words) for words in values]
        if len(values) > 1:
            publishers = [dict.fromkeys(outline.publisher(one.article_id) for one in ones) for ones in values.values()]
            told = [f"{words} ({', '.join(map(escape, by))})" for words, by in zip(told, publishers, strict=True)]
        yield f"- {escape(name)}: {' / '.join(told)}"


def _render_narrower(claim: MergedClaim, outline: Outline, depth: int) -> Iterator[str]:
    for narrower in outline.narrower(claim):
        indent = "  " * depth
        standing = f"**{STATUS_WORDS[narrower.status]}** · {_render_reach(narrower, outline)}"
        yield f"{indent}- {escape(narrower.text)} ({standing})"
        for position in narrower.positions:
            yield f"{indent}  {_render_position(position, narrower, outline)}"
        for variant in narrower.variants:
            yield f"{indent}  {_render_variant(variant, narrower, outline)}"
        yield from (f"{indent}  {line}" for line in _render_extra(narrower, outline))
        yield from (f"{indent}  {line}" for line in render_timeline(narrower, outline))
        yield from _render_narrower(narrower, outline, depth + 1)


def _render_relations(outline: Outline) -> Iterator[str]:
    texts = {claim.id: escape(claim.text) for claim in outline.report.claims}
    if outline.report.relations:
        yield "## Relations\n"
    for relation in outline.report.relations:
        first, second = texts.get(relation.a, escape(relation.a)), texts.get(relation.b, escape(relation.b))
        yield f"- “{first}” **{_RELATION_WORDS[relation.kind]}** “{second}” — {escape(relation.why)}"


def _render_origins(outline: Outline) -> Iterator[str]:
    yield "## Origins\n"
    for origin in outline.report.origins:
        yield from _render_origin(origin, outline)


def _render_origin(origin: Origin, outline: Outline) -> Iterator[str]:
    names = ", ".join(escape(outline.publisher(article)) for article in origin.articles)
    yield f"- **{names}**{' carry one text' if len(origin.articles) > 1 else ''}"
    for link in origin.why:
        first, second = escape(outline.publisher(link.a)), escape(outline.publisher(link.b))
        yield f"  - {link.kind.replace('_', ' ')}, {first} and {second}: “{escape(link.evidence)}”"


def _render_articles(outline: Outline) -> Iterator[str]:
    report, states = outline.report, outline.states
    yield "## Articles\n"
    yield "| Article | Publisher | Published | State | Unread sentences | Rejected |"
    yield "|---|---|---|---|---:|---:|"
    for article in report.articles:
        cells = [
            escape(article.id),
            escape(article.publisher or ""),
            article.published_at.isoformat() if article.published_at else "",
            states[article.id],
            str(len(report.unread.get(article.id, ()))),
            str(len(report.rejected.get(article.id, ()))),
        ]
        yield f"| {' | '.join(cells)} |"


def _render_provenance(outline: Outline) -> Iterator[str]:
    made, usage = outline.report.provenance, outline.report.usage
    yield "## Provenance\n"
    yield f"- claimx {escape(made.claimx)}{', replayed from a recording' if made.replayed else ''}"
    if made.model:
        answered = f", answered by {', '.join(escape(name) for name in made.answered_by)}" if made.answered_by else ""
        yield f"- model {escape(made.model)}{answered}"
    for task, digest in sorted(made.prompts.items()):
        yield f"- prompt {escape(task)}: {escape(digest)}"
    yield (
        f"- {count(usage.calls, 'call')} in {count(usage.attempts, 'attempt')}, "
        f"{count(usage.prompt_tokens, 'prompt token')}, {count(usage.completion_tokens, 'completion token')}"
    )
