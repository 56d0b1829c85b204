"""Streams as they are: undated, misdated, flooded. Each oddity has a name, and the rest goes on."""

from __future__ import annotations

import tracemalloc
from datetime import datetime, timedelta

from claimx import Article, Gatherer, StoryFinding, gather
from news import FIRE, MORNING, SAME_ACTORS, article, told


def kinds(findings: tuple[StoryFinding, ...]) -> list[tuple[str, str]]:
    return [(finding.kind, finding.article) for finding in findings]


def test_an_article_without_a_date_is_placed_by_its_words_in_whatever_story_it_belongs_to() -> None:
    pile = [
        article("undated", FIRE[1], hours=None),
        article("fire", FIRE[0]),
        *(article(f"later-{number}", told(number), hours=100 * number) for number in range(1, 4)),
    ]
    found = gather(pile)
    assert ("fire", "undated") in [story.articles for story in found]
    assert kinds(found.findings) == [("undated", "undated")]


def test_a_pile_without_any_date_is_gathered() -> None:
    found = gather([article(name, text, hours=None) for name, text in zip("abcd", [*FIRE, *SAME_ACTORS], strict=True)])
    assert [story.articles for story in found] == [("a", "b", "c"), ("d",)]
    assert found.stories[0].first is None


def test_a_date_that_is_still_to_come_is_not_believed_and_told() -> None:
    pile = [article("now", FIRE[0]), article("ahead", FIRE[1], hours=24 * 365)]
    found = gather(pile, now=MORNING)
    assert [story.articles for story in found] == [("now", "ahead")]
    assert kinds(found.findings) == [("ahead", "ahead")]
    assert found.stories[0].last == MORNING


def test_one_publisher_with_its_clock_ahead_closes_nobodys_story() -> None:
    gatherer = Gatherer()
    for number, publisher in enumerate("ABCDE"):
        gatherer.add(article(f"a{number}", told(number), hours=number, publisher=publisher))
    arrivals = [
        gatherer.add(article(f"x{number}", told(50 + number), hours=9_000 + number, publisher="Ahead Daily"))
        for number in range(30)
    ]
    assert not any(arrival.closed for arrival in arrivals)


def test_one_wrong_date_in_the_stream_of_one_publisher_closes_nothing() -> None:
    gatherer = Gatherer()
    dates = [0, 1, 2, 90_000, 3, 4]
    arrivals = [gatherer.add(article(f"a{n}", told(n), date, publisher="Ostra Post")) for n, date in enumerate(dates)]
    assert not any(arrival.closed or arrival.findings for arrival in arrivals)


def test_a_stream_that_begins_with_a_wrong_date_recovers() -> None:
    gatherer = Gatherer()
    gatherer.add(article("wrong", told(0), hours=90_000))
    closed = []
    for number in range(1, 100):
        closed += gatherer.add(article(f"a{number}", told(number), hours=2 * number)).closed
    assert [story.id for story in closed][:3] == ["a1", "a2", "a3"]


def test_a_stream_that_was_silent_for_years_goes_on_with_whole_stories() -> None:
    """The clock asks many and comes late: what is dated ahead of it then is no old story."""
    gatherer = Gatherer()
    for number in range(5):
        gatherer.add(article(f"old{number}", told(number), hours=number))
    texts = [*FIRE, told(99), told(100), FIRE[0] + " The search goes on."]
    for number, text in enumerate(texts):
        gatherer.add(article(f"new{number}", text, hours=20_000 + 6 * number))
    assert ["new0", "new1", "new2", "new5"] in [list(story.articles) for story in gatherer.stories()]


def test_an_article_dated_ahead_does_not_stay_for_ever() -> None:
    gatherer = Gatherer()
    closed = []
    for hours in range(0, 400, 2):
        ahead = hours == 10
        name = f"a{hours}"
        date = 90_000 if ahead else hours
        closed += gatherer.add(article(name, told(hours), hours=date, publisher="ABC"[hours % 3])).closed
    assert "a10" in [story.id for story in closed]


def test_an_article_that_comes_after_its_window_is_told() -> None:
    gatherer = Gatherer()
    gatherer.add(article("a", told(1), hours=200))
    gatherer.add(article("c", told(3), hours=201))
    arrival = gatherer.add(article("b", told(2)))
    assert kinds(arrival.findings) == [("late", "b")]


def test_a_flood_of_copies_is_told_once_and_shifts_nothing() -> None:
    flood = [article(f"copy-{number:03}", FIRE[0], hours=1, publisher="Flood Daily") for number in range(200)]
    quiet = [article("other", FIRE[1], hours=2), article("candidate", SAME_ACTORS[0], hours=3)]
    found = gather([*flood, *quiet])
    assert [finding.kind for finding in found.findings] == ["flood"]
    assert [len(story.articles) for story in found] == [201, 1]
    assert found.stories[0].links[-1].score == gather([flood[0], *quiet]).stories[0].links[-1].score


def test_a_flood_does_not_keep_a_story_open() -> None:
    gatherer = Gatherer()
    closed = []
    for number in range(200):
        copy = article(f"copy-{number}", FIRE[0], hours=number, publisher="Flood Daily")
        closed += gatherer.add(copy).closed
    assert closed


def test_a_story_that_swallows_everything_is_full_and_told() -> None:
    pile = [article(f"a{number}", f"{FIRE[0]} Report {told(number)}", hours=number / 10) for number in range(25)]
    found = gather(pile, most=10)
    assert [len(story.articles) for story in found] == [10, 10, 5]
    assert [finding.kind for finding in found.findings] == ["full", "full"]


def test_a_date_without_an_offset_is_taken_as_utc() -> None:
    naive = Article(id="naive", text=FIRE[1], published_at=datetime(2026, 5, 4, 7), language="en")
    assert len(gather([article("aware", FIRE[0]), naive], now=MORNING)) == 1


def test_texts_that_say_nothing_stay_by_themselves() -> None:
    found = gather([article("a", "."), article("b", "and of the"), article("c", "!!!")])
    assert len(found) == 3


def test_dates_at_the_ends_of_time_are_dates() -> None:
    ends = [
        Article(id="first", text=told(1), published_at=datetime.min.replace(tzinfo=MORNING.tzinfo)),
        Article(id="last", text=told(2), published_at=datetime.max.replace(tzinfo=MORNING.tzinfo)),
    ]
    assert len(gather(ends)) == 2
    assert len(gather(ends, now=MORNING)) == 2


def test_articles_that_all_share_their_words_are_not_compared_with_all() -> None:
    # Every word is in every article: no term leads anywhere, and what is left is quick and small.
    gatherer = Gatherer(window=timedelta(hours=1_000))
    tracemalloc.start()
    for number in range(300):
        gatherer.add(article(f"a{number}", f"Same words {number} again and again everywhere.", hours=number))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 20e6
