"""Answers that a journal holds in place of calls; of two equal asks, the second waits for the first."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import TypeAlias
from weakref import WeakValueDictionary

from pydantic import ValidationError

from claimx.errors import ModelError
from claimx.llm.asker import Answer, T
from claimx.llm.journal import AnswerBook
from claimx.models import Usage

Charge: TypeAlias = Callable[[Usage, Usage], None]

_log = logging.getLogger("claimx.llm")


class Shelf:
    """The answers of one journal, as values. `reused` counts the asks that it answered."""

    def __init__(self, journal: AnswerBook) -> None:
        self.journal = journal
        self.reused = 0
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._counted: set[str] = set()

    async def answer(
        self, key: str, schema: type[T], pay: Callable[[], Awaitable[Answer[T]]], charge: Charge
    ) -> Answer[T]:
        """The answer under `key`, or what `pay` gives and the journal then keeps.

        `charge` is told what a kept answer had cost, or a failure that stands, where nobody was charged for it yet; and
        what of that in batches.
        """
        # Gone as soon as nobody holds it: the weak dictionary is as large as what is asked just now.
        async with self._locks.setdefault(key, asyncio.Lock()):
            try:
                kept = self._look_up(key, schema)
            except ModelError as failure:
                self._reuse(key, failure.usage, charge)
                raise
            if kept is not None:
                self._reuse(key, kept.usage, charge)
                return kept
            try:
                answer = await pay()
            except ModelError as error:
                self._counted.add(key)
                self.journal.failed(key, error)
                raise
            self._counted.add(key)
            self.journal.keep(key, answer)
            return answer

    def _reuse(self, key: str, usage: Usage, charge: Charge) -> None:
        self.reused += 1
        if key not in self._counted:
            self._counted.add(key)
            charge(usage, self.journal.batched(key))

    def _look_up(self, key: str, schema: type[T]) -> Answer[T] | None:
        stored = self.journal.answer(key)
        if stored is None:
            return None
        try:
            value = schema.model_validate_json(stored.content, strict=True)
        except ValidationError:
            # The key covers the schema, not the validators that go with it in code.
            _log.info("an answer kept as %s… no longer fits %s: it is asked for again", key[:12], schema.__name__)
            return None
        return Answer(value, stored.usage, stored.answered_by, stored.content, stored.repaired)
