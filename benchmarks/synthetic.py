"""Synthetic claims for `matching.py`, the same for a seed: clusters differ only in figure, place, topic or date."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace

TOPICS = """
bridge tunnel school clinic market stadium library museum airport harbour railway refinery quarry vineyard orchard
brewery foundry sawmill dam reservoir lighthouse observatory theatre cinema bakery dairy abattoir laboratory archive
barracks prison courthouse cathedral chapel monastery cemetery playground zoo aquarium greenhouse pipeline substation
windfarm landfill incinerator warehouse depot garage shipyard cannery distillery tannery mill kiln mine motorway
roundabout viaduct canal lock marina pier jetty airstrip heliport monorail tramway funicular gondola velodrome
racecourse ballroom casino hotel hostel campsite kindergarten college seminary nursery hospice pharmacy dispensary
morgue surgery bank exchange mint treasury embassy consulate townhall fire-station post-office bookshop bazaar
""".split()
EVENTS = (
    ("closed", "was shut down"),
    ("reopened", "opened again"),
    ("was destroyed", "was wrecked"),
    ("flooded", "was under water"),
    ("was sold", "changed hands"),
    ("was robbed", "was raided"),
    ("collapsed", "caved in"),
    ("was finished", "was completed"),
)
COSTS = (
    ("cost {} euros", "came to {} euros"),
    ("hurt {} people", "left {} people injured"),
    ("drew {} visitors", "was seen by {} visitors"),
)
ASIDES = (
    "",
    "",
    "after a long dispute",
    "as planned",
    "despite protests",
    "at short notice",
    "under police guard",
)
MONTHS = "January February March April May June July August September October November December".split()
SYLLABLES = """
ba be bo da de do fa fe ga go ha he ka ke ko la le lo ma me mo na ne no pa pe po ra re ro sa se so ta te to va ve
""".split()


@dataclass(frozen=True)
class Fact:
    """What a cluster says: all its claims agree in these."""

    topic: str
    place: str
    owner: str
    event: int
    cost: int
    figure: int
    day: int
    month: int
    year: int


def claims(size: int, seed: int = 7) -> tuple[list[str], list[int]]:
    """`size` claims in random order, and the cluster of each. Clusters hold one to five claims and come in families of
    five, which share all but one of figure, place, topic and date.
    """
    chance = random.Random(seed)
    places = [_name(chance) for _ in range(max(200, size // 100))]
    owners = [_name(chance) for _ in range(max(200, size // 200))]
    texts: list[str] = []
    labels: list[int] = []
    cluster = 0
    while len(texts) < size:
        fact = _fact(chance, places, owners)
        for one in (fact, *_siblings(fact, chance, places)):
            for _ in range(chance.randint(1, 5)):
                texts.append(_wording(one, chance))
                labels.append(cluster)
            cluster += 1
    order = list(range(size))
    chance.shuffle(order)
    return [texts[at] for at in order], [labels[at] for at in order]


def _fact(chance: random.Random, places: list[str], owners: list[str]) -> Fact:
    return Fact(
        topic=chance.choice(TOPICS),
        place=chance.choice(places),
        owner=chance.choice(owners),
        event=chance.randrange(len(EVENTS)),
        cost=chance.randrange(len(COSTS)),
        figure=_figure(chance),
        day=chance.randint(1, 28),
        month=chance.randrange(12),
        year=chance.randint(2001, 2030),
    )


def _siblings(fact: Fact, chance: random.Random, places: list[str]) -> list[Fact]:
    return [
        replace(fact, figure=fact.figure + chance.randint(30, 900) * 7),
        replace(fact, place=chance.choice([place for place in chance.sample(places, 3) if place != fact.place])),
        replace(fact, topic=chance.choice([topic for topic in chance.sample(TOPICS, 3) if topic != fact.topic])),
        replace(fact, day=1 + (fact.day + chance.randint(1, 20)) % 28),
    ]


def _wording(fact: Fact, chance: random.Random) -> str:
    day = f"{fact.day} {MONTHS[fact.month]} {fact.year}"
    if chance.random() < 0.5:
        day = f"{MONTHS[fact.month]} {fact.day}, {fact.year}"
    figure = f"{fact.figure:,}" if chance.random() < 0.7 else str(fact.figure)
    event, cost = chance.choice(EVENTS[fact.event]), chance.choice(COSTS[fact.cost]).format(figure)
    aside = chance.choice(ASIDES)
    core = f"the {fact.topic} of {fact.owner} in {fact.place} {event}{' ' + aside if aside else ''}"
    if chance.random() < 0.5:
        return f"On {day} {core} and {cost}."
    return f"{core[0].upper()}{core[1:]} on {day} and {cost}."


def _figure(chance: random.Random) -> int:
    return int(10 ** chance.uniform(2.5, 5.5))


def _name(chance: random.Random) -> str:
    return "".join(chance.choice(SYLLABLES) for _ in range(chance.randint(3, 4))).capitalize()
