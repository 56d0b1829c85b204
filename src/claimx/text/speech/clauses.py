"""One sentence read verb by verb: who speaks in it, by which cue, and where what is said begins and ends."""

from __future__ import annotations

from dataclasses import dataclass

from claimx.text.speech.lexicon import Form, VerbForm
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


@dataclass(frozen=True)
class Draft:
    """An attribution in token numbers, its content in characters already."""

    source: Phrase | None
    cue: Phrase
    content: tuple[Place, ...]
    verb: VerbForm | None = None


@dataclass(frozen=True)
class _Group:
    """A verb with its auxiliaries and adverbs: tokens `start` to `at`, `at` being the verb."""

    start: int
    at: int
    verb: VerbForm
    auxiliary: bool
    passive: bool


class ClauseReader:
    """Reads one sentence, verb by verb."""

    def __init__(self, unit: Unit) -> None:
        self.unit = unit
        self.size = len(unit.tokens)
        self.found: list[Draft] = []

    def read(self) -> list[Draft]:
        self._label()
        self._signature()
        for at in range(self.size):
            if self.unit.kind(at) != "word":
                continue
            if phrase := self._according_at(at):
                self._according(at, at + phrase)
            elif group := self._group(at):
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

    def _according_at(self, at: int) -> int:
        """How many tokens from `at` on are a phrase like “according to”; 0 where none is."""
        for phrase in self.unit.lexicon.according:
            if all(self.unit.lower(at + n) == word for n, word in enumerate(phrase)):
                return len(phrase)
        return 0

    def _according(self, start: int, end: int) -> None:
        source = phrase_after(self.unit, end)
        if source[0] == source[1]:
            return
        if start == 0 or (start == 1 and (self.unit.among(0, "connectives") or self.unit.kind(0) == "mark")):
            if self.unit.breaks(source[1]) and self.unit.lower(source[1]) != ",":
                source = (end, self._verb_after(*source))  # "Laut Polizei wurden …": no comma, but the verb
            content = self.unit.span(source[1], self._clause_end(source[1]))
        else:
            content = self.unit.span(self._left_edge(start), start)
        self._add(source, (start, end), None, content)

    def _verb_after(self, start: int, end: int) -> int:
        return next((at for at in range(start + 1, end) if self.unit.among(at, "auxiliaries")), end)

    # With a verb

    def _group(self, at: int) -> _Group | None:
        """The verb group around a cue verb; None where the word is a noun or an infinitive here."""
        unit, verb = self.unit, self.unit.verb(at)
        if verb is None or (at and unit.tokens[at].capital and unit.paragraph):
            return None
        start = at
        while start and self._belongs_to_verb(start - 1, verb.form):
            start -= 1
        words = {unit.lower(n) for n in range(start, at)}
        auxiliary = bool(words & unit.lexicon.group("auxiliaries"))
        if "to" in words or not (auxiliary or self._is_verb(start, at, verb)):
            return None
        return _Group(start, at, verb, auxiliary, verb.form == "past" and bool(words & unit.lexicon.group("passive")))

    def _belongs_to_verb(self, at: int, form: Form) -> bool:
        word = self.unit.lower(at)
        if word in ("'s", "’s") and form != "ing":
            return False
        adverb = word.endswith("ly") and not self.unit.tokens[at].capital
        return self.unit.among(at, "auxiliaries", "prefixes") or (self.unit.kind(at) == "word" and adverb)

    def _is_verb(self, start: int, at: int, verb: VerbForm) -> bool:
        """Whether a form without auxiliary is a verb where it stands: “officials claim”, not “the claim”."""
        unit, before = self.unit, start - 1
        if (
            unit.among(before, "determiners")
            and not unit.among(before, "pronouns", "openers")
            and (verb.form != "past" or unit.lower(before) != "her")
        ):
            return False
        if unit.among(before, "prepositions") and verb.form != "ing":
            return False
        if verb.participle:
            return False
        if verb.form == "base":
            return self._plural(before)
        if verb.form == "third" and unit.lower(at) in unit.lexicon.nouns:
            named = unit.kind(before) == "word" and unit.tokens[before].capital and not unit.tokens[at].capital
            return named or unit.among(before, "pronouns", "singular")
        return True

    def _plural(self, at: int) -> bool:
        if self.unit.kind(at) != "word" or self.unit.among(at, "auxiliaries", "determiners", "prepositions"):
            return self.unit.among(at, "pronouns")
        word = self.unit.lower(at)
        ending = word.endswith("s") and not word.endswith(("ss", "us", "'s", "’s"))
        return ending or self.unit.among(at, "pronouns", "plural")

    def _verb(self, group: _Group) -> None:
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

    def _active(self, group: _Group) -> None:
        source = subject_before(self.unit, group.start)
        if source is None or (group.verb.kind == "mental" and self.unit.among(source[0], "personal")):
            return
        if self.unit.lower(group.start - 1) in ("and", "but", "or"):
            source = self._earlier_source() or source
        cue = (group.start, self._cue_end(group))
        begin = self._speech_begin(cue[1], group)
        if group.verb.kind == "speech" and self._follows_quotation(source[0], begin):
            self._after_quotation(source, cue, begin, group.verb)
        elif not self.unit.breaks(begin):
            self._add(source, cue, group.verb, self.unit.span(begin, self._content_end(begin, group.verb)))
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
        rest = unit.span(more, self._clause_end(more)) if more is not None else None
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
                right = unit.span(following, self._clause_end(following))
                if unit.lower(source[0] - 2) in ("which", "who", "that"):
                    left = unit.span(source[0] - 2, source[0])
                elif unit.among(0, "prepositions") and not is_clause(unit, 0, source[0]):
                    left = None  # "In his years in office, Mr. Obama said, a majority …"
            self._add(source, cue, verb, left, right)
        elif begin >= self.size - 1:
            self._add(source, cue, verb)  # the quotation before or after may be meant
        elif comma and unit.kind(following) == "quote":
            self._add(source, cue, verb, unit.span(following, self._clause_end(following)))

    def _inverted(self, group: _Group) -> bool:
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
            return unit.span(end, self._clause_end(end))
        if unit.lower(end) == ":" or (unit.lower(end) == "," and spoken_before):
            return unit.span(end + 1, self._clause_end(end + 1))
        return None

    def _participle(self, group: _Group) -> None:
        """“…, saying that …”: whoever the sentence is about speaks. “…, with X saying …”: X does."""
        unit, before = self.unit, group.start - 1
        begin = self._speech_begin(self._cue_end(group), group)
        cue = (group.start, self._cue_end(group))
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
        self._add(source, cue, group.verb, unit.span(begin, self._clause_end(begin + (unit.lower(begin) == ","))))

    def _said_by(self, group: _Group) -> None:
        """“… was criticized by X”, “… was told by X that …”."""
        unit = self.unit
        source, said = phrase_after(unit, group.at + 2), phrase_before(unit, group.start)
        if group.verb.kind == "mental" or source[0] == source[1]:
            return
        if unit.among(source[1], "openers"):
            content = unit.span(source[1], self._clause_end(source[1]))
            self._add(source, (group.start, group.at + 2), group.verb, content)
        elif said:
            self._add(source, (group.start, group.at + 2), group.verb, unit.span(*said))

    def _passive(self, group: _Group) -> None:
        """“X is expected to …”: somebody's words, and nobody knows whose."""
        unit, after = self.unit, group.at + 1
        if group.verb.kind == "stance" or unit.lower(after) not in ("to", "as", "that"):
            return
        subject = phrase_before(unit, group.start)
        said = unit.span(*subject) if subject else None
        self._add(None, (group.start, after), group.verb, said, unit.span(after, self._clause_end(after)))

    # Where things begin and end

    def _cue_end(self, group: _Group) -> int:
        """After the verb and its particle: “called for”, “spoke out” - but “said” / “of her plan”."""
        after = group.at + 1
        particle = self.unit.among(after, "particles") and not self.unit.among(group.at, "without_particle")
        return after + particle

    def _speech_begin(self, start: int, group: _Group) -> int:
        """Where what is said begins: past “on Monday”, “in an interview”, and the one spoken to."""
        unit, at = self.unit, start
        while unit.among(at, "times", "prefixes") and unit.lower(at) != "this":
            at += 1
        if unit.lower(at) == ":":
            return at + 1
        if unit.lower(at) == "," and (unit.kind(at + 1) == "quote" or unit.lower(at + 1) in ("that", "dass")):
            return at + 1
        addressed = unit.lower(group.at) in unit.lexicon.addressed
        if unit.kind(at) != "word" or not (
            addressed or (unit.among(at, "prepositions") and self._takes_adjunct(group))
        ):
            return at
        end = at
        while end < min(self.size, at + 22):
            if end > at and (unit.among(end, "openers") or (addressed and unit.lower(end) in ("to", "if", "not"))):
                return end
            if unit.kind(end) == "quote" and (self._opens_sentence(end) or unit.lower(end - 1) in (",", ":")):
                return end
            if unit.lower(end) == ":":
                return end + 1
            if unit.breaks(end) and unit.lower(end) != ")" and unit.kind(end + 1) != "quote":
                break
            end += 1
        return self._past_addressee(at) if addressed else end

    def _takes_adjunct(self, group: _Group) -> bool:
        return self.unit.among(group.at, "with_adjunct")

    def _opens_sentence(self, at: int) -> bool:
        start = self.unit.tokens[at].start
        return self.unit.text[start + 1 : start + 2].isupper()

    def _past_addressee(self, at: int) -> int:
        while self.unit.kind(at) == "word" and (self.unit.tokens[at].capital or self.unit.among(at, "addressees")):
            at += 1
        return at

    def _content_end(self, begin: int, verb: VerbForm) -> int:
        end = self._clause_end(begin)
        named_only = verb.kind != "speech" or verb.base in self.unit.lexicon.group("with_object")
        if not named_only or self.unit.among(begin, "openers") or self.unit.kind(begin) == "quote":
            return end
        # "criticized X, …": what is spoken of is a noun phrase, and ends sooner than a clause.
        return next((at for at in range(begin + 1, end) if self.unit.pauses(at) or self.unit.among(at, "cuts")), end)

    def _left_edge(self, end: int) -> int:
        """Where the clause that is commented on begins."""
        floor = max((draft.cue[1] for draft in self.found if draft.cue[1] <= end), default=0)
        return next((at + 1 for at in range(end - 1, floor - 1, -1) if self.unit.lower(at) == ";"), 0)

    def _clause_end(self, start: int) -> int:
        """Where what is said ends: with the sentence, or where another voice or another saying breaks in."""
        unit = self.unit
        for at in range(start, self.size):
            if unit.lower(at) == ";" or self._according_at(at):
                return at - (at > start and unit.pauses(at - 1))
            if unit.pauses(at) and (self._says(at + 1, "ing") or self._bracket_at(at + 1)):
                return at
            if unit.lower(at) == "and" and (
                unit.form(at + 1) in ("past", "third")
                or (unit.among(at + 1, "pronouns") and self._says(at + 2, "past", "third"))
            ):
                return at - (at > start and unit.pauses(at - 1))
        return self.size

    def _says(self, at: int, *forms: Form) -> bool:
        verb = self.unit.verb(at)
        return verb is not None and verb.form in forms and verb.kind != "mental"

    def _bracket_at(self, start: int) -> bool:
        """Whether “X said” and nothing else stands between a comma and the next mark."""
        for at in range(start, min(start + 12, self.size)):
            if self.unit.kind(at) != "word":
                return False
            verb = self.unit.verb(at)
            if at > start and verb and verb.kind == "speech" and verb.form in ("past", "third"):
                return at + 1 >= self.size or (self.unit.kind(at + 1) == "mark" and self.unit.lower(at + 1) != ":")
        return False

    def _earlier_source(self) -> Phrase | None:
        return next((draft.source for draft in self.found if draft.source), None)
