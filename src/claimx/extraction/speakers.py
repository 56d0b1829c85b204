"""Who speaks: the words of a source, as an article gives them, made a `Source` by rule."""

from __future__ import annotations

import re

from claimx.models import Source, SourceKind
from claimx.text.speech.cues import ReportedSpeech
from claimx.text.speech.lexicon import Lexicon

_KINDS: tuple[tuple[SourceKind, re.Pattern[str]], ...] = (
    (
        "document",
        re.compile(
            r"\b(?:polls?|surveys?|reports?|stud(?:y|ies)|documents?|statements?|letters?|memos?|analysis)$", re.I
        ),
    ),
    (
        "media",
        re.compile(r"\b(?:Times|Post|Journal|Gazette|Tribune|Herald|News|Reuters|CNN|BBC|NBC|CBS|Politico|Bloomberg)$"),
    ),
    (
        "government",
        re.compile(
            r"\b(?:Ministry|Department|Government|Court|Council|Commission|Congress|Senate|Parliament"
            r"|White House|Kremlin|Police|Coast Guard|Agency|Bureau|Pentagon|F\.?B\.?I\.?)\b",
            re.I,
        ),
    ),
    (
        "organization",
        re.compile(
            r"\b(?:Inc|Corp|Ltd|LLC|Company|Union|Association|Group|Party|Institute|University|Center|Centre|Foundation"
            r"|Campaign|Bank|Hospital|Line|Council|Federation|Board)\.?$|^(?:(?-i:[Tt]he\s)?(?-i:[A-Z]{2,6}))$",
            re.I,
        ),
    ),
)
_PEOPLE = re.compile(
    r"\b(?:spokes\w+|minister|president|secretary|director|chief|officials?|officers?|senators?|judge|lawyer|mayor)\b",
    re.I,
)
_INDEFINITE = re.compile(r"(?:an?|some|one|two|three|several|many|another|other|most|few|all|both)\b", re.I)
_ASIDE = re.compile(r"\s*(?:,\s+|\(|\s[–—-]{1,2}\s|\swho\s|\swhich\s)")
_NAME = re.compile(r"(?:[A-ZÀ-Þ][\w.'’-]*\s?){2,4}")
_LONGEST_NAME = 12  # words: what is longer is no name, but a clause that was taken for one
_SINGULAR = frozenset({"he", "she", "who"})


class Speakers:
    """Makes sources in the order of the text; a pronoun stands for the last named one it fits."""

    def __init__(self, text: str, lexicon: Lexicon) -> None:
        self._text = text
        self._pronouns = lexicon.group("pronouns")
        self._person: Source | None = None
        self._body: Source | None = None

    def speaker(self, speech: ReportedSpeech) -> Source | None:
        """The source of `speech`; None where the article gives none, or one that cannot be told."""
        if speech.source is None:
            return None
        words = " ".join(self._text[speech.source[0] : speech.source[1]].split()).strip(' ,;:–—-“”"')
        if words.lower() in self._pronouns:
            return self._meant(words.lower())
        source = read_source(words)
        if source is not None and source.kind == "person":
            self._person = source
        elif source is not None and source.kind != "document":
            self._body = source
        return source

    def _meant(self, pronoun: str) -> Source | None:
        if pronoun in ("i", "we", "you"):
            return None
        known = self._person if pronoun in _SINGULAR else self._body or self._person
        return known or Source(name=pronoun, named=False)


def read_source(words: str) -> Source | None:
    """“Jon Vik, a spokesman for the ministry” → the name, and the rest as role. None where no word is left."""
    aside = _ASIDE.search(words)
    name = words[: aside.start()].strip() if aside else words
    if not re.search(r"[^\W\d]", name) or len(name.split()) > _LONGEST_NAME:
        return None
    role = words[aside.end() :].strip(" ,)–—-") if aside else ""
    if aside and _NAME.fullmatch(role) and not _is_named(name):
        name, role = role, name  # "the inspectorate's director, Ruben Aldaker"
    return Source(name=name, kind=_kind(name), role=role or None, named=_is_named(name))


def _kind(name: str) -> SourceKind:
    if _PEOPLE.search(name) and not name.lower().endswith("s"):
        return "person"
    found = next((kind for kind, pattern in _KINDS if pattern.search(name)), None)
    if found:
        return found
    plural = name.lower().endswith("s") and not _is_named(name)
    return "group" if plural or name.lower() in ("police", "people") else "person"


def _is_named(name: str) -> bool:
    """A description names nobody: "a senior official", "officials", "the mayor"."""
    if _INDEFINITE.match(name):
        return False
    words = name.split()
    return words[-1][:1].isupper() or not words[-1].isascii()
