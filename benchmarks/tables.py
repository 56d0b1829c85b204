"""Scores as tables in Markdown: which figures there are, and how each is printed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from scoring import Scores, f1

Row = Callable[[Scores], str]


def whole_table(story: str, columns: Mapping[str, Scores]) -> str:
    """All figures of a story, a column for each way to put it together."""
    rows = (line([name, *(cell(scores) for scores in columns.values())]) for name, cell in ROWS.items())
    return "\n".join([*heading([story, *columns]), *rows])


def heading(cells: Sequence[str]) -> Iterable[str]:
    return line(cells), "|---|" + "---:|" * (len(cells) - 1)


def line(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def ratio(right: int, total: int) -> str:
    return f"{right / total:.3f} ({right}/{total})" if total else "–"


def short(right: int, total: int) -> str:
    return f"{right / total:.3f}" if total else "–"


def stances(scores: Scores) -> tuple[int, int]:
    right, total = zip(*scores.stance.values(), strict=True)
    return sum(right), sum(total)


def stance(label: str) -> Row:
    return lambda scores: ratio(*scores.stance[label])


def relation(kind: str) -> Row:
    """Linked in any way of how many, and linked by this very kind."""

    def cell(scores: Scores) -> str:
        linked, by_kind, wanted = scores.relations[kind]
        return f"{linked} of {wanted} ({by_kind})" if wanted else "–"

    return cell


def origins(scores: Scores) -> str:
    error, exact, total = scores.origins
    return f"{error / total:.2f} ({exact}/{total} exact)" if total else "–"


def copies(scores: Scores) -> str:
    return f"{scores.copies[0]} of {scores.copies[1]}, {scores.copies[2]} false"


def claims(scores: Scores) -> str:
    return f"{scores.claims} ({scores.top_level})"


ROWS: dict[str, Row] = {
    "gold mentions found": lambda scores: ratio(scores.found, scores.mentions),
    "must-extract statements found": lambda scores: ratio(*scores.must_extract),
    "stance right": lambda scores: ratio(*stances(scores)),
    "– support": stance("support"),
    "– deny": stance("deny"),
    "– query": stance("query"),
    "– comment": stance("comment"),
    "speaker right": lambda scores: ratio(*scores.speaker),
    "named sources, B³ F1": lambda scores: f"{f1(*scores.sources):.3f}",
    "– precision of sources": lambda scores: f"{scores.sources[0]:.3f}",
    "– recall of sources": lambda scores: f"{scores.sources[1]:.3f}",
    "merging, B³ F1": lambda scores: f"{scores.b_cubed:.3f}",
    "– precision": lambda scores: f"{scores.merging[0]:.3f}",
    "– recall": lambda scores: f"{scores.merging[1]:.3f}",
    "merging, pairwise F1": lambda scores: f"{scores.pairwise:.3f}",
    "claims with opposites in one": lambda scores: str(scores.opposites),
    "claims with two scopes in one": lambda scores: str(scores.scopes),
    "parents found": lambda scores: ratio(*scores.parents),
    "contradictions linked (as such)": relation("contradicts"),
    "updates linked (as such)": relation("updates"),
    "other scopes linked (as such)": relation("different_scope"),
    "narrower claims linked (as such)": relation("narrower"),
    "relations given that the gold has": lambda scores: ratio(*scores.reported_relations),
    "variants found": lambda scores: f"{scores.variants[0]} of {scores.variants[1]}, {scores.variants[2]} elsewhere",
    "copies found": copies,
    "origin count, mean error": origins,
    "claims from furniture": lambda scores: str(scores.furniture),
    "spans exact": lambda scores: f"{scores.spans[0] / max(1, scores.spans[1]):.0%} ({scores.spans[1]})",
    "merged claims (without a parent)": claims,
}

MAIN: dict[str, Row] = {
    "mentions found": lambda scores: short(scores.found, scores.mentions),
    "stance": lambda scores: short(*stances(scores)),
    "– deny": lambda scores: short(*scores.stance["deny"]),
    "– comment": lambda scores: short(*scores.stance["comment"]),
    "speaker": lambda scores: short(*scores.speaker),
    "merging, B³ F1": ROWS["merging, B³ F1"],
    "opposites in one": ROWS["claims with opposites in one"],
    "copies": copies,
    "merged claims (without a parent)": claims,
}
