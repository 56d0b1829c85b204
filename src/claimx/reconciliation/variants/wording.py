"""One speaker's words as different articles quote them: whole, trimmed, joined, translated, or altered."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from typing import Literal, NamedTuple

from claimx.models import Attribution, Claim, Variant
from claimx.reconciliation.variants.setting import Setting, gather
from claimx.text.meaning import lexicon

Wording = Literal["altered", "slight", "translated", "paraphrased", "joined", "trimmed"]

_WORDS: Mapping[Wording, str] = {
    "altered": "altered in a word that decides what is said",
    "slight": "altered",
    "paraphrased": "in other words",
    "translated": "translated",
    "joined": "joined by an ellipsis",
    "trimmed": "trimmed",
}
_TOKEN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]|[^\W_]+(?:['’][^\W_]+)*")
_QUOTED = re.compile(r"“([^”]+)”|\"([^\"]+)\"|„([^“”]+)[“”]|«([^»]+)»|「([^」]+)」")
_ELLIPSIS = re.compile(r"(?:\[\s*)?(?:\.\s?\.\s?\.|…+)(?:\s*\])?|\[[^\]]*\]")
_ALTERED = 0.6
"""The share of words, of both wordings together, that the same utterance keeps when somebody changes it."""
_PARAPHRASED = 0.25
"""Below, two sentences of one speaker are two sentences."""
_LEAST = 4
"""Words that a wording needs to be recognised when it was not merely trimmed."""
_MODAL = frozenset(
    """may might could should would must can will shall ought kann könnte können könnten soll sollte sollen sollten muss
    musste müsste darf durfte dürfte wird würde puede podría debe debería peut pourrait doit devrait
    可 能 应 必 须 会""".split()
)
_CONTEXT = 3
"""Words shown around a change."""


class _Quote(NamedTuple):
    words: str
    tokens: tuple[str, ...]
    language: str
    claim: str
    article: str


def wording_variants(appearances: Sequence[Claim], setting: Setting) -> Iterator[Variant]:
    """A variant for each speaker whose words do not stand in all articles alike."""
    by_holder: dict[str, list[_Quote]] = defaultdict(list)
    for claim in appearances:
        for stance in claim.stances:
            if stance.attribution is None or (holder := setting.holder(stance)) is None:
                continue
            for words in _quoted(stance.attribution):
                if tokens := _tokens(words):
                    by_holder[holder].append(_Quote(words, tokens, setting.language(claim), claim.id, claim.article_id))
    for _, quotes in sorted(by_holder.items()):
        yield from _variant(quotes)


def diff(a: str, b: str) -> str:
    """What changed between two wordings, a word at a time: "Somebody [should → could] have stopped …"."""
    before, after = a.split(), b.split()
    parts: list[str] = []
    matcher = SequenceMatcher(None, [_key(word) for word in before], [_key(word) for word in after], autojunk=False)
    operations = matcher.get_opcodes()
    for number, (tag, start, end, other, end_other) in enumerate(operations):
        if tag == "equal":
            parts.append(_shortened(before[start:end], first=number == 0, last=number == len(operations) - 1))
        else:
            parts.append(f"[{' '.join(before[start:end]) or '–'} → {' '.join(after[other:end_other]) or '–'}]")
    return " ".join(parts)


def _variant(quotes: Sequence[_Quote]) -> Iterator[Variant]:
    distinct = {(quote.language, quote.tokens): quote for quote in reversed(quotes)}
    if len({quote.article for quote in quotes}) < 2:
        return
    longest = sorted(distinct.values(), key=lambda quote: (-len(quote.tokens), quote.claim, quote.words))
    found = [
        (how, base, other) for place, other in enumerate(longest) for how, base in _nearest(other, longest[:place])
    ]
    if not found:
        return
    parts = []
    for how, words in _WORDS.items():
        if changed := [(base, other) for kind, base, other in found if kind == how]:
            base, other = changed[0]
            parts.append(f"{words}: {diff(base.words, other.words)}" if how in ("altered", "slight") else words)
    shown = {(quote.language, quote.tokens) for _, base, other in found for quote in (base, other)}
    yield Variant(
        kind="wording",
        values=gather(
            (distinct[quote.language, quote.tokens].words, quote.claim)
            for quote in quotes
            if (quote.language, quote.tokens) in shown
        ),
        compatible=True,
        why=f"one speaker's words, {'; '.join(parts)}",
    )


def _nearest(quote: _Quote, longer: Sequence[_Quote]) -> Iterator[tuple[Wording, _Quote]]:
    """What was done to the longer wording most like `quote`, and which that is; nothing where none is like it."""
    from rapidfuzz.distance import Indel

    alike = [other for other in longer if other.language == quote.language]
    if not alike:
        whole = [other for other in longer if len(other.tokens) >= _LEAST]
        if whole and len(quote.tokens) >= _LEAST:
            yield "translated", whole[0]
        return
    pieces = [tokens for piece in _ELLIPSIS.split(quote.words) if (tokens := _tokens(piece))]
    for other in alike:
        if _holds_in_order(other.tokens, pieces):
            yield "trimmed" if len(pieces) == 1 else "joined", other
            return
    if len(quote.tokens) < _LEAST:
        return  # of a few words nobody can tell whether they were said in that sentence
    base = max(alike, key=lambda other: Indel.normalized_similarity(other.tokens, quote.tokens))
    likeness = Indel.normalized_similarity(base.tokens, quote.tokens)
    if likeness >= _ALTERED:
        yield "altered" if any(map(_decides, _changed(base.tokens, quote.tokens))) else "slight", base
    elif likeness >= _PARAPHRASED:
        yield "paraphrased", base


def _changed(a: Sequence[str], b: Sequence[str]) -> set[str]:
    from rapidfuzz.distance import Indel

    operations = [operation for operation in Indel.opcodes(a, b) if operation.tag != "equal"]
    gone = {token for one in operations for token in a[one.src_start : one.src_end]}
    new = {token for one in operations for token in b[one.dest_start : one.dest_end]}
    return gone ^ new


def _decides(token: str) -> bool:
    return token in lexicon().decisive or token in _MODAL or token.endswith("n't") or any(map(str.isdigit, token))


def _holds_in_order(whole: tuple[str, ...], pieces: Sequence[tuple[str, ...]]) -> bool:
    at = 0
    for piece in pieces:
        place = next((n for n in range(at, len(whole) - len(piece) + 1) if whole[n : n + len(piece)] == piece), None)
        if place is None:
            return False
        at = place + len(piece)
    return bool(pieces)


def _quoted(attribution: Attribution) -> Iterator[str]:
    """The words between quotation marks; all of a direct quotation whose span leaves the marks out."""
    found = ["".join(groups) for groups in _QUOTED.findall(attribution.content.exact)]
    if attribution.mode == "direct":
        yield " … ".join(found) if found else attribution.content.exact.strip('“”"„«»「」 ')
    elif attribution.mode == "mixed":
        yield from found


def _tokens(words: str) -> tuple[str, ...]:
    return tuple(_key(word) for word in _TOKEN.findall(words))


def _key(word: str) -> str:
    return re.sub(r"[^\w']", "", unicodedata.normalize("NFKC", word).casefold().replace("’", "'"))


def _shortened(words: Sequence[str], *, first: bool, last: bool) -> str:
    """Of a long run without a change what stands next to one."""
    if len(words) <= 2 * _CONTEXT:
        return " ".join(words)
    head = [] if first else words[:_CONTEXT]
    tail = [] if last else words[-_CONTEXT:]
    return " ".join([*head, "…", *tail])
