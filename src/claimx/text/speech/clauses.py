"""One sentence read verb by verb: who speaks in it, by which cue, and what is said."""

from __future__ import annotations

from dataclasses import dataclass

from claimx.text.speech.extents import according_at, clause_end, content_end, cue_end, speech_begin
from claimx.text.speech.lexicon import VerbForm
from claimx.text.speech.phrases import (
    Phrase,
    first_subject,
    is_clause,
    phrase_after,
    phrase_before,
    subject_before,
)
from claimx.text.speech.reported import Place
from claimx.text.speech.tokens import DASHES, Unit
from claimx.text.speech.verbs import VerbGroup, verb_group


@dataclass(frozen=True)
class Draft:
    """An attribution in token numbers, its content in characters already."""

    source: Phrase | None
    cue: Phrase
    content: tuple[Place, ...]
    verb: VerbForm | None = None


class ClauseReader:
    """Reads one sentence, verb by verb."""

    def __init__(self, unit: Unit) -> None:
        self.unit = unit
        self.size = len(unit.tokens)
        self.found: list[Draft] = []

    def read(self) -> list[Draft]:
        self._label()
        self._signature()
        phrases = self.unit.lexicon.according_from
        for at, (token, verb) in enumerate(zip(self.unit.tokens, self.unit.verbs, strict=True)):
            if token.kind != "word":
                continue
            if token.lower in phrases and (phrase := according_at(self.unit, at)):
                self._according(at, at + phrase)
            elif verb and (group := verb_group(self.unit, at)):
                self._verb(group)
        return self.found

    def _add(self, source: Phrase | None, cue: Phrase, verb: VerbForm | None, *content: Place | None) -> None:
        self.found.append(Draft(source, cue, tuple(piece for piece in content if piece), verb))

    # Without a verb

    def _label(self) -> None:
        """“Poll: …” in a headline, “WALLACE: …” in a transcript."""
        unit = self.unit
        colon = next((at for at in range(1, min(5, self.size)) if unit.tokens[at].text == ":"), None)
        if colon is None or not all(token.kind == "word" and token.capital for token in unit.tokens[:colon]):
            return
        if unit.paragraph == 0 or all(token.text.isupper() for token in unit.tokens[:colon]):
            self._add((0, colon), (colon, colon + 1), None, unit.span(colon + 1, self.size))

    def _signature(self) -> None:
        """“…” — Jane Roe, under a quotation."""
        tokens = self.unit.tokens
        for at in range(max(1, self.size - 6), self.size - 1):
            named = all(token.kind == "word" for token in tokens[at + 1 :]) and tokens[at + 1].capital
            if tokens[at].text in DASHES and tokens[at - 1].kind == "quote" and named:
                self._add((at + 1, self.size), (at, at + 1), None, self.unit.span(0, at))

    def _according(self, start: int, end: int) -> None:
        source = phrase_after(self.unit, end)
        if source[0] == source[1]:
            return
        if start == 0 or (start == 1 and (self.unit.among(0, "connectives") or self.unit.kind(0) == "mark")):
            if self.unit.breaks(source[1]) and self.unit.lower(source[1]) != ",":
                source = (end, self._verb_after(*source))  # "Laut Polizei wurden …": no comma, but the verb
            content = self.unit.span(source[1], clause_end(self.unit, source[1]))
        else:
            content = self.unit.span(self._left_edge(start), start)
        self._add(source, (start, end), None, content)

    def _verb_after(self, start: int, end: int) -> int:
        return next((at for at in range(start + 1, end) if self.unit.among(at, "auxiliaries")), end)

    # With a verb

    def _verb(self, group: VerbGroup) -> None:
        if group.verb.form == "ing" and not group.auxiliary:
            self._participle(group)
        elif (
            group.verb.form == "past"
            and self.unit.lower(group.at + 1) == "by"
            and (group.passive or not group.auxiliary)
        ):
            self._said_by(group)
        elif group.passive:
            self._passive(group)
        elif not self._inverted(group):
            self._active(group)

    def _active(self, group: VerbGroup) -> None:
        source = subject_before(self.unit, group.start)
        if source is None or (group.verb.kind == "mental" and self.unit.among(source[0], "personal")):
            return
        if self.unit.lower(group.start - 1) in ("and", "but", "or"):
            source = self._earlier_source() or source
        cue = (group.start, cue_end(self.unit, group))
        begin = speech_begin(self.unit, cue[1], group)
        if group.verb.kind == "speech" and self._follows_quotation(source[0], begin):
            self._after_quotation(source, cue, begin, group.verb)
        elif not self.unit.breaks(begin):
            self._add(source, cue, group.verb, self.unit.span(begin, content_end(self.unit, begin, group.verb)))
        elif group.verb.kind == "speech":
            self._in_brackets(source, cue, begin, group.verb)

    def _follows_quotation(self, source: int, begin: int) -> bool:
        """Whether what is said stands before the source: “…,” he said."""
        unit = self.unit
        if (
            not source
            or unit.kind(source - 1) != "quote"
            or unit.text[unit.tokens[source - 1].end - 2] not in ",?!…—-'’"
        ):
            return False
        if unit.among(begin, "openers") or unit.lower(begin - 1) == ":":
            return False
        # On this weekend's “Fox News Sunday,” X said …: the quotation is a name.
        named = source > 1 and unit.among(0, "prepositions") and not is_clause(unit, 0, source)
        return not named and (unit.breaks(begin) or unit.kind(begin) != "quote")

    def _after_quotation(self, source: Phrase, cue: Phrase, begin: int, verb: VerbForm) -> None:
        unit = self.unit
        quotes = (at for at in range(begin, self.size) if unit.kind(at) == "quote")
        more = next((at for at in quotes if unit.pauses(at - 1) or unit.lower(at - 1) == ":"), None)
        if more is not None and any((said := unit.verb(at)) and said.kind == "speech" for at in range(begin, more)):
            more = None
        rest = unit.span(more, clause_end(unit, more)) if more is not None else None
        self._add(source, cue, verb, unit.span(self._left_edge(source[0]), source[0]), rest)

    def _in_brackets(self, source: Phrase, cue: Phrase, begin: int, verb: VerbForm) -> None:
        """“…, X said.”, “…, X said, …”, and “X said.” after or before a quotation of its own."""
        unit = self.unit
        comma = begin < self.size and unit.tokens[begin].text == ","
        following = begin + 1
        if source[0] and (unit.pauses(source[0] - 1) or unit.kind(source[0] - 1) == "quote"):
            left = unit.span(self._left_edge(source[0]), source[0])
            right = None
            if comma and not unit.lower(following).endswith("ing"):
                right = unit.span(following, clause_end(unit, following))
                if unit.lower(source[0] - 2) in ("which", "who", "that"):
                    left = unit.span(source[0] - 2, source[0])
                elif unit.among(0, "prepositions") and not is_clause(unit, 0, source[0]):
                    left = None  # "In his years in office, Mr. Obama said, a majority …"
            self._add(source, cue, verb, left, right)
        elif begin >= self.size - 1:
            self._add(source, cue, verb)  # the quotation before or after may be meant
        elif comma and unit.kind(following) == "quote":
            self._add(source, cue, verb, unit.span(following, clause_end(unit, following)))

    def _inverted(self, group: VerbGroup) -> bool:
        """“…,” said X, and “…, said X”; False where it is neither."""
        unit, at = self.unit, group.at
        after_quote = unit.kind(group.start - 1) == "quote"
        if group.verb.kind != "speech" or group.verb.form not in ("past", "third"):
            return False
        if not (after_quote or group.start == 0 or unit.pauses(group.start - 1)):
            return False
        source = phrase_after(unit, at + 1)
        if source[0] == source[1] or unit.kind(at + 1) != "word":
            return False
        starts_name = unit.tokens[at + 1].capital or unit.among(at + 1, "determiners", "pronouns")
        if unit.among(at + 1, "openers", "prepositions", "times") or (not starts_name and not after_quote):
            return False
        if group.start and not after_quote:
            relative = any(unit.lower(n) == "who" for n in range(*source))
            clause = is_clause(unit, *source) and not relative
            if clause or group.verb.base not in unit.lexicon.inverted or unit.lower(at + 1) in ("he", "it", "they"):
                return False
        before = unit.span(self._left_edge(group.start), group.start)
        self._add(source, (group.start, at + 1), group.verb, before, self._after_source(source[1], bool(group.start)))
        return True

    def _after_source(self, end: int, spoken_before: bool) -> Place | None:
        """What goes on after “…,” said X: only another quotation, or the clause after a colon or a comma."""
        unit = self.unit
        if unit.kind(end) == "quote":
            return unit.span(end, clause_end(unit, end))
        if unit.lower(end) == ":" or (unit.lower(end) == "," and spoken_before):
            return unit.span(end + 1, clause_end(unit, end + 1))
        return None

    def _participle(self, group: VerbGroup) -> None:
        """“…, saying that …”: whoever the sentence is about speaks. “…, with X saying …”: X does."""
        unit, before = self.unit, group.start - 1
        begin = speech_begin(unit, cue_end(unit, group), group)
        cue = (group.start, cue_end(unit, group))
        if group.start == 0:
            comma = next((at for at in range(begin, self.size) if unit.lower(at) == ","), None)
            if comma is not None:
                self._add(first_subject(unit, self.size), cue, group.verb, unit.span(begin, comma))
            return
        source = None
        if not (unit.pauses(before) or unit.kind(before) == "quote" or unit.among(before, "before_participle")):
            if group.verb.kind != "speech":
                return
            source = phrase_before(unit, group.start)
        source = source or self._earlier_source() or first_subject(unit, group.start)
        self._add(source, cue, group.verb, unit.span(begin, clause_end(unit, begin + (unit.lower(begin) == ","))))

    def _said_by(self, group: VerbGroup) -> None:
        """“… was criticized by X”, “… was told by X that …”."""
        unit = self.unit
        source, said = phrase_after(unit, group.at + 2), phrase_before(unit, group.start)
        if group.verb.kind == "mental" or source[0] == source[1]:
            return
        if unit.among(source[1], "openers"):
            content = unit.span(source[1], clause_end(unit, source[1]))
            self._add(source, (group.start, group.at + 2), group.verb, content)
        elif said:
            self._add(source, (group.start, group.at + 2), group.verb, unit.span(*said))

    def _passive(self, group: VerbGroup) -> None:
        """“X is expected to …”: somebody's words, and nobody knows whose."""
        unit, after = self.unit, group.at + 1
        if group.verb.kind == "stance" or unit.lower(after) not in ("to", "as", "that"):
            return
        subject = phrase_before(unit, group.start)
        said = unit.span(*subject) if subject else None
        self._add(None, (group.start, after), group.verb, said, unit.span(after, clause_end(unit, after)))

    # Beyond one verb

    def _left_edge(self, end: int) -> int:
        """Where the clause that is commented on begins."""
        floor = max((draft.cue[1] for draft in self.found if draft.cue[1] <= end), default=0)
        return next((at + 1 for at in range(end - 1, floor - 1, -1) if self.unit.lower(at) == ";"), 0)

    def _earlier_source(self) -> Phrase | None:
        return next((draft.source for draft in self.found if draft.source), None)
