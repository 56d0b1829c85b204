"""Articles about one event come together, others stay apart, and each link says why."""

from __future__ import annotations

import pickle
from datetime import timedelta
from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimx import Article, Gatherer, gather, load_articles
from claimx.errors import ArticleMismatch
from claimx.models import Story
from news import ELSEWHERE, FIRE, MORNING, SAME_ACTORS, article, told

STORIES = Path(__file__).parents[2] / "fixtures" / "stories"

PILE = [
    *(article(f"fire-{number}", text, hours=number) for number, text in enumerate(FIRE)),
    *(article(f"candidate-{number}", text, hours=5 + number) for number, text in enumerate(SAME_ACTORS)),
    *(article(f"elsewhere-{number}", text, hours=9 + number) for number, text in enumerate(ELSEWHERE)),
]

piles = st.lists(
    st.tuples(st.sampled_from([*FIRE, *SAME_ACTORS, *ELSEWHERE, told(1), told(2)]), st.integers(0, 200)), max_size=25
).map(lambda drawn: [article(f"a{number:02}", text, hours=hours) for number, (text, hours) in enumerate(drawn)])


def by_date(pile: list[Article]) -> list[Article]:
    return sorted(pile, key=lambda one: (one.published_at, one.id))


def streamed(pile: list[Article]) -> list[Story]:
    gatherer = Gatherer()
    closed = [story for one in pile for story in gatherer.add(one).closed]
    return [*closed, *gatherer.close()]


def test_articles_about_one_event_are_one_story() -> None:
    assert [set(story.articles) for story in gather(PILE[:3])] == [{"fire-0", "fire-1", "fire-2"}]


def test_the_same_actors_in_another_event_are_another_story() -> None:
    assert {"candidate-0"} in [set(story.articles) for story in gather(PILE)]


def test_the_same_kind_of_event_elsewhere_is_another_story() -> None:
    assert {"elsewhere-0"} in [set(story.articles) for story in gather(PILE)]


def test_a_link_tells_names_figures_and_words_as_the_article_has_them() -> None:
    link = gather(PILE[:2]).stories[0].links[0]
    assert link.article == "fire-1"
    assert link.kind == "alike"
    assert link.score >= 1
    assert {"Tennick", "Varsholt"} <= set(link.names)
    assert {"68", "40"} <= set(link.figures)
    assert "granary" in link.words


def test_the_same_event_told_again_after_the_window_is_another_story() -> None:
    pile = [article("old", FIRE[0]), article("new", FIRE[1], hours=73)]
    assert len(gather(pile)) == 2
    assert len(gather(pile, window=timedelta(hours=80))) == 1


def test_a_story_stays_open_as_long_as_articles_come() -> None:
    pile = [article(f"a{day}", FIRE[day % 3] + f" Day {day} of the search.", hours=48 * day) for day in range(5)]
    assert len(gather(pile)) == 1


@pytest.mark.checkout
def test_the_fixture_stories_mixed_come_out_as_they_were_but_for_one_article() -> None:
    """It is of the story that the bars were not set with: a tabloid that begins with the victim's family."""
    folders = sorted(STORIES.iterdir())
    pile = [one for folder in folders for one in load_articles(folder)]
    told = {frozenset(one.id for one in load_articles(folder)) for folder in folders}
    found = {frozenset(story.articles) for story in gather(pile)}
    alone = frozenset({"morning-siren"})
    assert found == {story - alone for story in told} | {alone}


@pytest.mark.checkout
def test_the_fixture_stories_are_not_mixed_without_their_dates_either() -> None:
    home = {one.id: folder.name for folder in STORIES.iterdir() for one in load_articles(folder)}
    pile = [one.model_copy(update={"published_at": None}) for one in load_articles(STORIES)]
    assert all(len({home[name] for name in story.articles}) == 1 for story in gather(pile))


def test_names_and_figures_cross_languages() -> None:
    german = article(
        "de",
        "Ein Brand hat in der Nacht den Kornspeicher von Varsholt zerstört. 68 Bewohner verließen ihre Häuser, sagte "
        "Orla Tennick von der Feuerwehr. Der Schaden beträgt 3,4 Millionen Kronen.",
        language="de",
    )
    (story,) = gather([article("en", FIRE[0]), german])
    assert story.languages == ("de", "en")
    assert {link.kind for link in story.links} == {"other_language"}


@pytest.mark.parametrize("language", ["en", None])
def test_a_language_that_is_not_given_is_told_by_the_words(language: str | None) -> None:
    (story,) = gather([article("a", FIRE[0], language=language), article("b", FIRE[1])])
    assert story.languages == ("en",)


def test_an_article_may_bring_two_stories_together_and_the_older_keeps_its_id() -> None:
    gatherer = Gatherer()
    gatherer.add(article("english", FIRE[0]))
    flash = "Großbrand am Abend: Kornspeicher in Flammen, die Feuerwehr warnt Anwohner vor dichtem Rauch."
    alone = gatherer.add(article("flash", flash, hours=1, language="de"))
    whole = f"{flash} In Varsholt verließen 68 Bewohner ihre Häuser. Schaden: 3,4 Millionen Kronen, so Orla Tennick."
    arrival = gatherer.add(article("whole", whole, hours=2, language="de"))
    (story,) = gatherer.close()
    assert alone.link is None
    assert arrival.merged == ("flash",)
    assert (story.id, story.merged) == ("english", ("flash",))
    assert [link.merged for link in story.links if link.kind == "merge"] == ["flash"]


def test_two_stories_stay_two_even_where_one_article_is_like_both() -> None:
    one, two = told(1), told(2)
    pile = [
        *(article(f"one-{number}", f"{one} {told(10 + number)}", hours=number) for number in range(3)),
        *(article(f"two-{number}", f"{two} {told(20 + number)}", hours=number) for number in range(3)),
        article("x-both", f"{one} {two}", hours=5),
    ]
    found = gather(pile)
    assert not any({"one-0", "two-0"} <= set(story.articles) for story in found)


def test_no_chain_of_half_likeness_makes_one_story() -> None:
    # Each article shares half of its words with the one before it, and nothing with the one before that.
    halves = [told(number) for number in range(12)]
    chain = [article(f"a{n:02}", f"{halves[n]} {halves[n + 1]}", hours=n) for n in range(11)]
    assert max(len(story.articles) for story in gather(chain)) <= 4


@settings(max_examples=30)
@given(piles)
def test_every_article_is_in_exactly_one_story(pile: list[Article]) -> None:
    names = [name for story in gather(pile) for name in story.articles]
    assert sorted(names) == sorted(one.id for one in pile)


@settings(max_examples=30)
@given(piles)
def test_every_article_but_the_first_has_a_link(pile: list[Article]) -> None:
    for story in gather(pile):
        linked = [link.article for link in story.links if link.kind != "merge"]
        assert sorted([story.id, *linked, *story.merged]) == sorted(story.articles)


@settings(max_examples=30)
@given(piles, st.randoms())
def test_the_order_in_which_a_pile_is_given_does_not_matter(pile: list[Article], random: object) -> None:
    shuffled = list(pile)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert gather(shuffled) == gather(pile)


@settings(max_examples=30)
@given(piles)
def test_a_pile_at_once_and_its_articles_one_by_one_are_the_same_stories(pile: list[Article]) -> None:
    key = lambda story: story.id  # noqa: E731
    assert sorted(streamed(by_date(pile)), key=key) == sorted(gather(pile), key=key)


@settings(max_examples=30)
@given(piles, st.integers(0, 25))
def test_a_stream_may_be_put_away_and_taken_up_again(pile: list[Article], cut: int) -> None:
    pile = by_date(pile)
    gatherer = Gatherer()
    closed = [story for one in pile[:cut] for story in gatherer.add(one).closed]
    again = pickle.loads(pickle.dumps(gatherer))
    closed += [story for one in pile[cut:] for story in again.add(one).closed]
    assert [*closed, *again.close()] == streamed(pile)


@settings(max_examples=30)
@given(piles, st.integers(0, 25))
def test_adding_articles_renames_no_story(pile: list[Article], cut: int) -> None:
    pile = by_date(pile)
    before = {name: story.id for story in streamed(pile[:cut]) for name in story.articles}
    after = {name: story for story in streamed(pile) for name in story.articles}
    for name, was in before.items():
        assert was == after[name].id or was in after[name].merged


@settings(max_examples=30)
@given(piles)
def test_a_stream_tells_of_each_article_where_it_is_in_the_end(pile: list[Article]) -> None:
    gatherer = Gatherer()
    arrivals = [gatherer.add(one) for one in by_date(pile)]
    stories = [story for arrival in arrivals for story in arrival.closed] + [*gatherer.close()]
    whole = {story.id: story for story in stories} | {gone: story for story in stories for gone in story.merged}
    assert all(arrival.article in whole[arrival.story].articles for arrival in arrivals)


def test_articles_of_one_moment_are_taken_in_the_order_of_their_ids() -> None:
    pile = [article(name, text) for name, text in zip("bca", FIRE, strict=True)]
    assert {gather(order) for order in permutations(pile)} == {gather(pile)}
    assert gather(pile).stories[0].id == "a"


def test_two_articles_by_one_id_are_refused() -> None:
    with pytest.raises(ArticleMismatch, match="two articles go by the id 'a'"):
        gather([article("a", FIRE[0]), article("a", FIRE[1])])


def test_nothing_gathered_is_no_story() -> None:
    assert gather([]).stories == ()


def test_what_is_closed_is_given_out_once_and_forgotten() -> None:
    gatherer = Gatherer()
    gatherer.add(article("old", FIRE[0], publisher="Ostra Post"))
    arrivals = [gatherer.add(article(f"new-{n}", told(n), hours=100 + n)) for n in range(3)]
    assert [story.id for arrival in arrivals for story in arrival.closed] == ["old"]
    assert [story.id for story in gatherer.stories()] == ["new-0", "new-1", "new-2"]
    assert gatherer.stories()[0].first == MORNING + timedelta(hours=100)


def test_what_is_held_does_not_grow_with_the_stream() -> None:
    gatherer = Gatherer(window=timedelta(hours=24))
    sizes = []
    for number in range(600):
        gatherer.add(article(f"a{number}", told(number), hours=number, publisher="Ostra Post"))
        if number in (150, 599):
            sizes.append(len(pickle.dumps(gatherer)))
    assert sizes[1] < 1.2 * sizes[0]
