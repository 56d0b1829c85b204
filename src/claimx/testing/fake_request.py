"""What a fake model was asked, with the parts that the messages were made from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import cast

from pydantic import BaseModel

from claimx.llm import Message, Rendered
from claimx.models import Article


@dataclass(frozen=True)
class FakeRequest:
    """One ask. `values` are what the prompt was rendered with; `schema` is the class that has to be filled in."""

    task: str
    """The prompt's name: "claims" and "gleaning" (the second look) of an article, "grouping", "sources" and "nesting"
    of a story."""
    messages: tuple[Message, ...]
    schema: type[BaseModel]
    values: Mapping[str, object] = field(repr=False)

    @classmethod
    def of(cls, messages: Sequence[Message], schema: type[BaseModel]) -> FakeRequest:
        """The request that these messages make; one without a prompt of claimx has the task ""."""
        rendered = messages if isinstance(messages, Rendered) else None
        task, values = (rendered.prompt.task, rendered.values) if rendered is not None else ("", {})
        return cls(task, tuple(messages), schema, values)

    @property
    def article(self) -> Article | None:
        """The article asked about; None where the question is about the story."""
        return cast("Article | None", self.values.get("article"))

    @property
    def sentences(self) -> dict[int, str]:
        """The sentences of the article that are shown, by their numbers. A long article is shown in parts."""
        return dict(cast("list[tuple[int, str]]", self.values.get("sentences", [])))

    @property
    def lines(self) -> list[str]:
        """The claims or sources of the story as they are shown, without their numbers, which count from 1."""
        return [line.partition(" ")[2] for line in cast("list[str]", self.values.get("lines", []))]
