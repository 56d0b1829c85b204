"""The way from plain code into the loop."""

from __future__ import annotations

import asyncio
from contextvars import ContextVar

import pytest

from claimx.llm import run_sync

WORD: ContextVar[str] = ContextVar("word", default="unset")


async def word() -> str:
    await asyncio.sleep(0)
    return WORD.get()


def test_a_coroutine_runs_where_no_loop_is() -> None:
    assert run_sync(word()) == "unset"


def test_a_coroutine_runs_inside_a_loop_and_sees_its_context() -> None:
    async def notebook_cell() -> str:
        WORD.set("set")
        return run_sync(word())

    assert asyncio.run(notebook_cell()) == "set"


def test_an_error_comes_through_from_inside_a_loop() -> None:
    async def fail() -> None:
        raise LookupError("inside")

    async def notebook_cell() -> None:
        run_sync(fail())

    with pytest.raises(LookupError, match="inside"):
        asyncio.run(notebook_cell())
