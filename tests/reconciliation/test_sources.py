"""One source, whatever it is called; and a name that stands for it."""

from __future__ import annotations

from claimx import Source
from claimx.reconciliation.sources import group_by_rule, resolve


def named(*names: str) -> list[Source]:
    return [Source(name=name) for name in names]


def unnamed(*names: str) -> list[Source]:
    return [Source(name=name, kind="group", named=False) for name in names]


def rows(sources: list[Source], *groups: tuple[int, ...]) -> dict[str, tuple[str, ...]]:
    """Name → aliases, of the rows that come of `groups`, or of the rules."""
    resolved = resolve(sources, groups or group_by_rule(sources))
    return {source.name: source.aliases for source in resolved.values()}


def test_a_surname_is_the_one_person_who_bears_it() -> None:
    assert rows(named("Jon Vik", "Vik")) == {"Jon Vik": ("Vik",)}


def test_a_surname_that_two_bear_is_left_alone() -> None:
    assert set(rows(named("Jon Vik", "Ada Vik", "Vik"))) == {"Jon Vik", "Ada Vik", "Vik"}


def test_titles_and_articles_make_no_other_source() -> None:
    assert rows(named("Mr. Jon Vik", "Jon Vik")) == {"Mr. Jon Vik": ("Jon Vik",)}


def test_a_number_before_a_description_makes_no_other_row() -> None:
    assert rows(unnamed("two U.S. officials", "U.S. officials")) == {"U.S. officials": ("two U.S. officials",)}


def test_of_descriptions_the_commonest_stands_for_the_row() -> None:
    sources = unnamed("officials", "US officials who asked not to be named", "US officials", "two US officials")
    assert list(rows(sources, (0, 1, 2, 3))) == ["US officials"]


def test_of_names_the_one_that_holds_the_others_stands_for_the_row() -> None:
    assert list(rows(named("Vik", "Jon Vik", "Vik"), (0, 1, 2))) == ["Jon Vik"]


def test_a_description_joins_a_name_only_when_it_is_definite() -> None:
    sources = [*named("Jon Vik"), *unnamed("the mayor of Ostra", "a senior official")]
    assert rows(sources, (0, 1, 2)) == {"Jon Vik": ("the mayor of Ostra",), "a senior official": ()}


def test_ids_can_be_read_and_never_repeat() -> None:
    sources = [Source(name="Vik"), Source(name="VIK", kind="organization"), *unnamed("an aide")]
    resolved = resolve(sources, [(0,), (1,), (2,)])
    assert sorted(source.id or "" for source in resolved.values()) == ["unnamed-an-aide", "vik", "vik-2"]
