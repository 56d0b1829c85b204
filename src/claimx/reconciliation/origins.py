"""Which articles carry one underlying text: shared runs of words outside quotations, and credits beside them.

Two reporters who quote one speech share its words, so quoted speech is set aside first. Method: word n-gram containment
(Broder, "On the resemblance and containment of documents", 1997) over runs rather than sets, so that order counts.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

from claimx.models import Article, Extraction, Origin, OriginLink

RUN = 6
"""Least words (or characters, in a script without spaces) in a row that count as shared."""

COPIED = 0.15
"""Least part of the shorter article in shared runs for a copy; with a common credit, half of it will do."""

LEAST_SHARED = 20
"""Words in shared runs below which nothing is concluded: two short reports of one event share a phrase by nature."""

_QUOTED = re.compile(r"“[^”]*”|„[^“”]*[“”]|»[^«]*«|«[^»]*»|「[^」]*」|『[^』]*』|\"[^\"\n]*\"")
_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]|[^\W_]+(?:['’][^\W_]+)*")
_CREDIT = re.compile(
    r"\(([A-Z]{2,6})\)|\(([A-Z][\w ]+ (?:Agency|Press|News))\)|\bwith (agency) inputs"
    r"|[（(]([^\s()（）]{2,12}(?:社|通讯社))[)）]",
    re.I,
)


@dataclass(frozen=True)
class _Body:
    article: Article
    words: tuple[str, ...]
    places: tuple[tuple[int, int], ...]
    credits: frozenset[str]


def find_origins(extractions: Sequence[Extraction]) -> tuple[Origin, ...]:
    """A partition of the articles: each origin is one article, or several that carry one text."""
    import networkx as nx

    bodies = [_body(extraction) for extraction in extractions]
    links = list(_links(bodies))
    graph = nx.Graph()
    graph.add_nodes_from(body.article.id for body in bodies)
    graph.add_edges_from((link.a, link.b) for link in links)
    origins = []
    for component in nx.connected_components(graph):
        members = tuple(sorted(component))
        why = tuple(link for link in links if link.a in component)
        origins.append(Origin(id=f"origin:{members[0]}", articles=members, why=why))
    return tuple(sorted(origins, key=lambda origin: origin.id))


def _links(bodies: Sequence[_Body]) -> Iterable[OriginLink]:
    index: dict[tuple[str, ...], set[int]] = defaultdict(set)
    for number, body in enumerate(bodies):
        for at in range(len(body.words) - RUN + 1):
            index[body.words[at : at + RUN]].add(number)
    pairs = {pair for holders in index.values() if len(holders) > 1 for pair in combinations(sorted(holders), 2)}
    for a, b in sorted(pairs):
        yield from _compare(bodies[a], bodies[b])


def _compare(a: _Body, b: _Body) -> Iterable[OriginLink]:
    shorter, longer = sorted((a, b), key=lambda body: (len(body.words), body.article.id))
    runs = _shared_runs(shorter, longer)
    shared = sum(end - start for start, end in runs)
    part = shared / max(1, len(shorter.words))
    credit = sorted(a.credits & b.credits)
    if shared < LEAST_SHARED or part < (COPIED / 2 if credit else COPIED):
        return
    first, second = sorted((a.article.id, b.article.id))
    longest = max(runs, key=lambda run: (run[1] - run[0], -run[0]))
    words = shorter.article.text[shorter.places[longest[0]][0] : shorter.places[longest[1] - 1][1]]
    yield OriginLink(
        kind="shared_text",
        a=first,
        b=second,
        evidence=f"{part:.0%} of {shorter.article.id} in {len(runs)} runs of {RUN} words or more, the longest: {words}",
    )
    if credit:
        yield OriginLink(kind="credit", a=first, b=second, evidence=f"both credit: {', '.join(credit)}")


def _shared_runs(shorter: _Body, longer: _Body) -> list[tuple[int, int]]:
    """Maximal stretches of `shorter` that also stand in `longer`, as word positions."""
    grams = {longer.words[at : at + RUN] for at in range(len(longer.words) - RUN + 1)}
    runs: list[tuple[int, int]] = []
    for at in range(len(shorter.words) - RUN + 1):
        if shorter.words[at : at + RUN] in grams:
            if runs and at < runs[-1][1]:
                runs[-1] = (runs[-1][0], at + RUN)
            else:
                runs.append((at, at + RUN))
    return runs


def _body(extraction: Extraction) -> _Body:
    """The article's own words: neither furniture nor quoted speech, folded, each with its place."""
    text = extraction.article.text
    credits = {next(filter(None, found.groups())).casefold() for found in _CREDIT.finditer(text)}
    aside = [match.span() for match in _QUOTED.finditer(text)]
    aside += [(span.start, span.end) for span in extraction.furniture]
    kept = bytearray(b"\x01" * len(text))
    for start, end in aside:
        kept[start:end] = bytes(end - start)
    words: list[str] = []
    places: list[tuple[int, int]] = []
    for match in _WORD.finditer(text):
        if kept[match.start()]:
            words.append(match.group().casefold())
            places.append(match.span())
        elif words and not words[-1].startswith("\0"):
            # A word that no other text has: no run of words reaches across what was set aside.
            words.append(f"\0{extraction.article.id}:{match.start()}")
            places.append(match.span())
    return _Body(extraction.article, tuple(words), tuple(places), frozenset(credits))
