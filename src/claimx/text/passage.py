"""A text with what several readers of it look for, each found once."""

from __future__ import annotations

from functools import cached_property

from claimx.text.denials import Denial, find_denials
from claimx.text.furniture import Place, find_furniture
from claimx.text.sentences import Sentence, split_sentences
from claimx.text.speech.quotations import Quotation, find_quotations


class Passage:
    """A text in a language (a BCP 47 tag, or None). What is found in it is found when it is first asked for."""

    def __init__(self, text: str, language: str | None = None) -> None:
        self.text = text
        self.language = language

    @cached_property
    def sentences(self) -> list[Sentence]:
        return split_sentences(self.text, self.language)

    @cached_property
    def furniture(self) -> list[Place]:
        return find_furniture(self.text, self.language)

    @cached_property
    def quotations(self) -> list[Quotation]:
        return find_quotations(self.text)

    @cached_property
    def denials(self) -> list[Denial]:
        return find_denials(self.text, self.language)
