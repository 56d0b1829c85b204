"""Which figures, times, names and quotations the reports of one claim give differently, by rule, and in what way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from claimx.models import Article, Claim, ResolvedSource, Source, Variant
from claimx.reconciliation.variants.figures import figure_variants
from claimx.reconciliation.variants.names import name_variants
from claimx.reconciliation.variants.setting import Setting
from claimx.reconciliation.variants.times import time_variants
from claimx.reconciliation.variants.wording import wording_variants

__all__ = ["find_variants"]


def find_variants(
    appearances: Sequence[Claim],
    articles: Mapping[str, Article] = MappingProxyType({}),
    sources: Mapping[Source, ResolvedSource] = MappingProxyType({}),
) -> tuple[Variant, ...]:
    """What the appearances of one claim give differently: figures by unit, times, names, and words quoted by speaker.

    `articles` by id tell what was published later and in which language, `sources` who speaks. Without them a later
    count is a conflict like any other, and quotations are compared under the speaker's name as given.
    """
    if len(appearances) < 2:
        return ()
    setting = Setting(articles, sources)
    return (
        *figure_variants(appearances, setting),
        *time_variants(appearances),
        *name_variants(appearances, setting),
        *wording_variants(appearances, setting),
    )
