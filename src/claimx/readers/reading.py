"""What a load gives back: the articles, and what could not become one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import overload

from claimx.models import Article, Failure, Rejection


@dataclass(frozen=True, slots=True)
class Reading(Sequence[Article]):
    """The articles in order of id, and beside them every input that gave none, with its reason.

    `findings`, by article id: what a file holds besides its article and an editor should know, such as words that a
    page did not show. `stories`, by article id: which story a file says that its article belongs to, where `fields`
    tells in which field it does.
    """

    articles: tuple[Article, ...]
    failures: tuple[Failure, ...] = ()
    findings: Mapping[str, tuple[Rejection, ...]] = field(default_factory=dict, hash=False)
    stories: Mapping[str, str] = field(default_factory=dict, hash=False)

    @overload
    def __getitem__(self, index: int) -> Article: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Article, ...]: ...
    def __getitem__(self, index: int | slice) -> Article | tuple[Article, ...]:
        return self.articles[index]

    def __len__(self) -> int:
        return len(self.articles)
