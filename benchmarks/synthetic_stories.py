"""Synthetic stories for `matching.py`, the same for a seed: the Extractions of thirty articles on one event.

Shaped after what is extracted from the fixture stories, where rules find 13 claims in an article and a model 40: claims
of a dozen words, three in five of them said by somebody, a fourth dated, a fifth with a figure, one in seven denied or
merely commented on. What an article reports is drawn from ten times as many facts, the chief ones likelier than the
last. Of the thirty articles 21 are in words of their own, five are copies (trimmed, dated later), and four rewrites:
the same facts in the same order, every other sentence worded anew.

A fact is an actor, an act, a thing and a circumstance, each of which has two or three wordings. So a claim shares its
actor, its act or its thing with many others of its story, as claims on one event do. The English is grammatical, the
event makes no sense: only what is compared is imitated.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from claimx import Article, Attribution, Claim, Extraction, Provenance, Quantity, Source, Span, Stance, TimeReference

OWN, COPIES, REWRITES = 21, 5, 4
"""Articles of each sort in a story."""

ARTICLES = OWN + COPIES + REWRITES

FACTS = 10
"""Facts of a story for each claim of an article."""

FIRST_NAMES = "Adele Bruno Clara Dario Elif Frida Goran Hanna Ivo Jelena Karim Leila Milan Nadia Oskar Petra".split()
SYLLABLES = "bar ber dal den fal gor han hol kar kel lan lor mar mun nor pel ros sel tam ter vin vol wes zan".split()
ROLES = "mayor|minister|chief engineer|prosecutor|spokeswoman|union leader|harbour master|fire chief".split("|")
BODIES = "Council|Ministry of Transport|Port Authority|Workers Union|Residents Association|Insurance Group".split("|")

ACTS = [
    line.split("|")
    for line in """
inspected|examined|went over
rejected|turned down|dismissed
approved|signed off on|gave consent to
closed|shut|sealed off
repaired|restored|mended
financed|paid for|funded
criticised|attacked|found fault with
praised|applauded|commended
delayed|postponed|put off
ordered|commissioned|asked for
abandoned|gave up|walked away from
reopened|brought back into use|opened again
photographed|took pictures of|filmed
insured|underwrote|took cover for
evacuated|cleared|emptied
guarded|watched over|protected
sold|disposed of|parted with
bought|acquired|purchased
investigated|looked into|enquired into
designed|drew up plans for|planned
defended|stood up for|argued for
visited|called at|toured
replaced|exchanged|swapped
measured|surveyed|took readings of
flooded|put under water|swamped
announced|made public|unveiled
leaked|passed on|disclosed
searched|combed|went through
occupied|took over|moved into
handed over|delivered|surrendered
""".strip().splitlines()
]
QUALITIES = (
    "old new northern southern eastern western damaged rusty temporary disputed private public heavy narrow".split()
)
THINGS = [
    line.split("|")
    for line in """
footbridge|pedestrian bridge
crane|lifting gear
warehouse|storehouse
contract|agreement
pipeline|pipe
ferry terminal|landing stage
generator|power unit
archive|records
school|classrooms
tunnel|underpass
quay|wharf
permit|licence
report|findings
fence|barrier
tower|mast
engine|motor
hospital wing|ward
depot|yard
boats|vessels
trucks|lorries
cables|wires
containers|crates
documents|papers
houses|homes
shelters|refuges
cameras|lenses
beams|girders
tanks|cisterns
barges|lighters
tickets|passes
""".strip().splitlines()
]
CIRCUMSTANCES = [
    line.split("|")
    for line in """
before the storm arrived|ahead of the gale|as bad weather approached
after weeks of protest|following long demonstrations|once rallies had died down
without informing neighbours|unknown to residents|leaving households in the dark
at the court's request|as judges had demanded|on a magistrate's order
despite experts' warnings|though specialists advised otherwise|ignoring expert doubts
because money ran short|for want of funds|as the budget shrank
together with volunteers|helped by unpaid hands|alongside amateur crews
under pressure from abroad|pushed by foreign governments|bowing to other countries
with journalists present|as reporters looked on|before the press
for security reasons|on grounds of safety|to rule out accidents
as the river rose|while waters were climbing|amid swelling floods
at its own expense|out of its pocket|without any subsidy
on lawyers' advice|as solicitors had recommended|heeding its attorneys
in spite of a ban|defying a prohibition|against all rules
near the railway station|close to the trains|beside the rail hub
on the left bank|west of the river|across the water
behind closed doors|in secret|hidden from the public
within a single night|between dusk and dawn|overnight
for the second time|once more|yet again
backed by the opposition|with rival parties' support|as its adversaries wished
""".strip().splitlines()
]
ADVERBS = (
    "finally reportedly quickly quietly again reluctantly promptly indeed apparently formally briefly hastily".split()
)
EPITHETS = (
    "a veteran of such disputes",
    "who took office last year",
    "known for blunt words",
    "in charge since spring",
    "a newcomer to the region",
    "long a critic",
    "reached by telephone",
    "whose term is ending",
    "already under fire",
    "not seen for days",
)
SAID = ("said", "told reporters", "stated", "confirmed", "explained", "added")
MONTHS = "January February March April May June July August September October November December".split()


@dataclass(frozen=True)
class Actor:
    full: str
    short: str
    kind: str


@dataclass(frozen=True)
class Fact:
    """What a claim says, whatever its wording. `figure` counts things, `day` is one of the event's month."""

    actor: Actor
    act: int
    quality: str
    thing: int
    circumstance: int
    figure: int | None
    day: int | None


@dataclass(frozen=True)
class Sentence:
    """Two facts in one set of words. `label`: what `holders` hold towards both; of nobody, the article says it."""

    facts: tuple[Fact, ...]
    wordings: tuple[str, ...]
    holders: tuple[Actor, ...]
    label: str
    quoted: bool
    cue: str


@dataclass(frozen=True)
class Written:
    sentences: tuple[Sentence, ...]
    hour: int


def story(seed: int, claims: int) -> list[Extraction]:
    """The Extractions of one story in the order of their articles, each of so many `claims`, two a sentence."""
    chance = random.Random(seed)
    cast = [_actor(chance) for _ in range(16)]
    month = chance.randrange(12)
    facts = [_fact(chance, cast) for _ in range(FACTS * claims)]
    written = [_own(chance, facts, claims, cast, month) for _ in range(OWN)]
    models = [chance.choice(written) for _ in range(COPIES + REWRITES)]
    written += [_copy(chance, model) for model in models[:COPIES]]
    written += [_rewrite(chance, model, month) for model in models[COPIES:]]
    written.sort(key=lambda one: one.hour)
    return [_extraction(f"a{number:02}", one, month) for number, one in enumerate(written)]


def _actor(chance: random.Random) -> Actor:
    name = (chance.choice(SYLLABLES) + chance.choice(SYLLABLES) + chance.choice(("", "a", "o", "en"))).capitalize()
    if chance.random() < 0.6:
        return Actor(f"{chance.choice(ROLES)} {chance.choice(FIRST_NAMES)} {name}", name, "person")
    body = chance.choice(BODIES)
    return Actor(f"the {name} {body}", f"the {body}", "organization")


def _fact(chance: random.Random, cast: Sequence[Actor]) -> Fact:
    return Fact(
        actor=chance.choice(cast),
        act=chance.randrange(len(ACTS)),
        quality=chance.choice(QUALITIES),
        thing=chance.randrange(len(THINGS)),
        circumstance=chance.randrange(len(CIRCUMSTANCES)),
        figure=chance.randint(12, 4000) if chance.random() < 0.2 else None,
        day=chance.randint(1, 28) if chance.random() < 0.25 else None,
    )


def _own(chance: random.Random, facts: Sequence[Fact], claims: int, cast: Sequence[Actor], month: int) -> Written:
    """The chief facts first and in most articles: each is worth the inverse of its rank, as words are in a language."""
    drawn = sorted(range(len(facts)), key=lambda rank: chance.random() ** (rank + 30))[-claims:]
    told = [facts[rank] for rank in sorted(drawn, key=lambda rank: rank + chance.uniform(0, 60))]
    pairs = [tuple(told[at : at + 2]) for at in range(0, len(told), 2)]
    return Written(tuple(_sentence(chance, pair, cast, month) for pair in pairs), chance.randint(0, 72))


def _sentence(chance: random.Random, facts: tuple[Fact, ...], cast: Sequence[Actor], month: int) -> Sentence:
    said = chance.random() < 0.6
    label = chance.choices(("support", "deny", "comment"), (77, 14, 9))[0] if said else "support"
    return Sentence(
        facts=facts,
        wordings=tuple(_wording(chance, fact, month) for fact in facts),
        holders=tuple(chance.sample(cast, 2 if chance.random() < 0.3 else 1)) if said else (),
        label=label,
        quoted=said and label == "support" and chance.random() < 0.25,
        cue=chance.choice(SAID),
    )


def _wording(chance: random.Random, fact: Fact, month: int) -> str:
    actor = fact.actor.full if chance.random() < 0.5 else fact.actor.short
    count = "the" if fact.figure is None else f"{fact.figure:,}"
    thing = f"{count} {fact.quality} {chance.choice(THINGS[fact.thing])}"
    day = "" if fact.day is None else f" on {MONTHS[month]} {fact.day}"
    aside = f", {chance.choice(EPITHETS)}," if chance.random() < 0.25 else ""
    manner = f" {chance.choice(ADVERBS)}" if chance.random() < 0.5 else ""
    words = f"{actor}{aside}{manner} {chance.choice(ACTS[fact.act])} {thing}"
    around = chance.choice(CIRCUMSTANCES[fact.circumstance])
    return f"{words}{day} {around}" if chance.random() < 0.6 else f"{around}, {words}{day}"


def _copy(chance: random.Random, model: Written) -> Written:
    kept = chance.randint(len(model.sentences) * 3 // 5, len(model.sentences))
    return Written(model.sentences[:kept], model.hour + chance.randint(1, 12))


def _rewrite(chance: random.Random, model: Written, month: int) -> Written:
    anew = (
        Sentence(
            one.facts,
            tuple(_wording(chance, fact, month) for fact in one.facts),
            one.holders,
            one.label,
            one.quoted,
            chance.choice(SAID),
        )
        if number % 2
        else one
        for number, one in enumerate(model.sentences)
    )
    return Written(tuple(anew), model.hour + chance.randint(1, 12))


def _extraction(article_id: str, written: Written, month: int) -> Extraction:
    parts: list[str] = []
    at = 0
    drafts: list[tuple[Sentence, Fact, str, int, int]] = []
    for sentence in written.sentences:
        text = _printed(sentence)
        begun = at
        for fact, wording in zip(sentence.facts, sentence.wordings, strict=True):
            place = begun + text.index(wording[1:]) - 1
            drafts.append((sentence, fact, wording, place, place + len(wording)))
        parts.append(text + "\n\n")
        at += len(parts[-1])
    text = "".join(parts)
    published = datetime(2024, month + 1, 28, tzinfo=UTC) + timedelta(hours=written.hour)
    article = Article(id=article_id, text=text, publisher=f"Paper {article_id}", published_at=published, language="en")
    claims = tuple(_claim(article, number, *draft, month) for number, draft in enumerate(drafts, start=1))
    return Extraction(article=article, claims=claims, provenance=Provenance(claimx="benchmark"))


def _printed(sentence: Sentence) -> str:
    both = ", and ".join(sentence.wordings)
    who = " and ".join(holder.full for holder in sentence.holders)
    if not who:
        shown = f"{both}."
    elif sentence.quoted:
        shown = f"“{_capital(both)},” {who} {sentence.cue}."
    elif sentence.label == "support":
        shown = f"{who} {sentence.cue} that {both}."
    else:
        cue = "denied that" if sentence.label == "deny" else "declined to comment on whether"
        shown = f"{who} {cue} {both}."
    return _capital(shown)


def _claim(
    article: Article, number: int, sentence: Sentence, fact: Fact, wording: str, start: int, end: int, month: int
) -> Claim:
    span = Span(start=start, end=end, exact=article.text[start:end])
    return Claim(
        id=f"{article.id}#{number}",
        article_id=article.id,
        text=f"{_capital(wording)}.",
        kind="event",
        evidence=(span,),
        stances=tuple(_stances(sentence, span)),
        quantities=tuple(_quantities(article, fact, start, end)),
        time=_time(article, fact, start, end, month),
    )


def _stances(sentence: Sentence, span: Span) -> Iterator[Stance]:
    for holder in sentence.holders:
        source = Source(name=holder.full, kind=holder.kind)
        mode = "direct" if sentence.quoted else "indirect"
        attribution = Attribution(source=source, cue=None, content=span, mode=mode)
        yield Stance(holder=source, label=sentence.label, attribution=attribution, evidence=(span,))
    if not sentence.holders:
        yield Stance(holder=None, label="support", evidence=(span,))


def _quantities(article: Article, fact: Fact, start: int, end: int) -> Iterator[Quantity]:
    if fact.figure is not None:
        span = _found(article, f"{fact.figure:,}", start, end)
        yield Quantity(value=float(fact.figure), of=f"{fact.quality} {THINGS[fact.thing][0]}", span=span)


def _time(article: Article, fact: Fact, start: int, end: int, month: int) -> TimeReference | None:
    if fact.day is None:
        return None
    span = _found(article, f"on {MONTHS[month]} {fact.day}", start, end)
    day = datetime(2024, month + 1, fact.day, tzinfo=UTC)
    return TimeReference(start=day, end=day + timedelta(days=1), text=span.exact, span=span)


def _found(article: Article, words: str, start: int, end: int) -> Span:
    at = article.text.index(words, start, end)
    return Span(start=at, end=at + len(words), exact=words)


def _capital(words: str) -> str:
    return words[0].upper() + words[1:]
