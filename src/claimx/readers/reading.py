"""What a load gives back: the articles, and what could not become one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import overload

from claimx.models import Article, Failure


@dataclass(frozen=True, slots=True)
class Reading(Sequence[Article]):
    """The articles in order of id, and beside them every input that gave none, with its reason."""

    articles: tuple[Article, ...]
    failures: tuple[Failure, ...] = ()

    @overload
    def __getitem__(self, index: int) -> Article: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Article, ...]: ...
    def __getitem__(self, index: int | slice) -> Article | tuple[Article, ...]:
        return self.articles[index]

    def __len__(self) -> int:
        return len(self.articles)
