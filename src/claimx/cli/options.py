"""The options that several commands take, in groups."""

from __future__ import annotations

import hashlib
import os
import re
import shlex
import sys
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from claimx.cli.endings import tell

if TYPE_CHECKING:
    from collections.abc import Sequence

    from claimx.llm import Budget, Model
    from claimx.pipeline import JournalFile

RUNS = Path("runs")
"""Where journals lie, in the working folder."""

_NAME_LENGTH = 40

Verbose = Annotated[
    bool,
    typer.Option("-v", "--verbose", help="Tell every step and every retry on stderr, and a traceback on an error."),
]


@dataclass(frozen=True)
class Asking:
    """Whom to ask, and how fast."""

    model: Annotated[str | None, typer.Option(metavar="NAME", help='The model to ask; "rules" asks none.')] = None
    base_url: Annotated[
        str | None, typer.Option(metavar="URL", help="An endpoint that speaks Chat Completions, such as a local one.")
    ] = None
    concurrency: Annotated[int | None, typer.Option(metavar="N", min=1, help="Calls in flight at once (8).")] = None
    requests_per_minute: Annotated[
        int | None, typer.Option(metavar="N", min=1, help="Send no more requests than that in any minute.")
    ] = None
    tokens_per_minute: Annotated[
        int | None, typer.Option(metavar="N", min=1, help="Spend no more tokens than that in any minute.")
    ] = None
    replay: Annotated[
        Path | None, typer.Option(metavar="CASSETTE", help="Take the answers from a recording: no key, no network.")
    ] = None
    record: Annotated[
        Path | None, typer.Option(metavar="CASSETTE", help="Save the model's answers for a later replay.")
    ] = None

    def check(self) -> None:
        """Raise typer.BadParameter for options that exclude each other."""
        if self.replay and self.record:
            raise typer.BadParameter("a run either replays or records", param_hint="'--replay' / '--record'")

    @property
    def names_a_model(self) -> bool:
        return bool(self.model or self.base_url)

    def to_model(self, *, keyless: bool = False) -> Model:
        """The model to ask. Raises `NoModel`, for want of a key unless it will not be asked."""
        from claimx.llm import default_model

        model = default_model(self.model, self.base_url, keyless=keyless)
        return replace(
            model,
            concurrency=self.concurrency or model.concurrency,
            requests_per_minute=self.requests_per_minute,
            tokens_per_minute=self.tokens_per_minute,
        )

    def open_cassette(self) -> AbstractContextManager[object]:
        """The cassette to play or to fill, if there is one."""
        from claimx import llm

        if self.replay:
            return llm.replay(self.replay)
        return llm.record(self.record) if self.record else nullcontext()


@dataclass(frozen=True)
class Keeping:
    """Where answers are kept as they come, so that the same command goes on after any end."""

    journal: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Keep answers there (default: a file of its own in runs/)."),
    ] = None
    no_journal: Annotated[bool, typer.Option("--no-journal", help="Keep none: a run that ends early is lost.")] = False
    fresh: Annotated[bool, typer.Option("--fresh", help="Use no earlier answer; an older file is set aside.")] = False
    retry_failed: Annotated[
        bool, typer.Option("--retry-failed", help="Ask again also what the model had refused or answered uselessly.")
    ] = False

    def check(self, asking: Asking) -> None:
        """Raise typer.BadParameter for options that exclude each other."""
        if self.journal and (asking.replay or asking.record):
            raise typer.BadParameter("a recording keeps no journal", param_hint="'--journal'")
        if self.no_journal and (self.journal or self.fresh or self.retry_failed):
            raise typer.BadParameter("there is none with --no-journal", param_hint="'--journal'")

    def to_file(self, paths: Sequence[str | Path], model: Model | None, asking: Asking) -> JournalFile | None:
        """The journal of a run over `paths`: none where nothing is paid, or where a recording is made or played.

        Tells of batches that are under way for it.
        """
        from claimx.llm.journal import read_batches
        from claimx.pipeline import JournalFile

        if self.no_journal or asking.replay or asking.record or model is None or model.by_rule:
            return None
        place = self.journal or RUNS / f"{journal_name(paths, model)}.db"
        if under_way := len(read_batches(place).under_way):
            batches = f"{under_way} batch is" if under_way == 1 else f"{under_way} batches are"
            tell(f"{batches} under way for {place}: what this run asks too is paid twice; `claimx batch cancel` first")
        return JournalFile(place, fresh=self.fresh, retry_failed=self.retry_failed, command=shlex.join(sys.argv[1:]))


@dataclass(frozen=True)
class Spending:
    """What a run may cost."""

    max_calls: Annotated[int | None, typer.Option(metavar="N", min=1, help="Stop before more calls.")] = None
    max_tokens: Annotated[int | None, typer.Option(metavar="N", min=1, help="Stop before more tokens.")] = None
    max_cost: Annotated[
        str | None,
        typer.Option(metavar="USD", help="Stop before more money; the model's price must be known."),
    ] = None
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Send nothing: estimate calls, tokens and money, and end.")
    ] = False

    def to_budget(self) -> Budget | None:
        """The budget, if there is a limit at all. Raises typer.BadParameter for what is no amount of money."""
        from claimx.llm import Budget

        if self.max_calls is None and self.max_tokens is None and self.max_cost is None:
            return None
        return Budget(calls=self.max_calls, tokens=self.max_tokens, cost=self._cost())

    def _cost(self) -> Decimal | None:
        if self.max_cost is None:
            return None
        try:
            cost = Decimal(self.max_cost)
        except InvalidOperation:
            cost = Decimal("NaN")
        if not cost.is_finite() or cost <= 0:
            raise typer.BadParameter(f"{self.max_cost!r} is no amount of US dollars", param_hint="'--max-cost'")
        return cost


def journal_name(paths: Sequence[str | Path], model: Model) -> str:
    """A name that the same paths, model and endpoint always get, and nothing else does."""
    from claimx.llm.address import bare_url

    places = [os.path.abspath(path) for path in paths]
    told = "\0".join([*sorted(places), model.name, bare_url(model.url)])
    stem = re.sub(r"[^\w.-]+", "-", Path(places[0]).name).strip("-.")[:_NAME_LENGTH] if places else ""
    return f"{stem or 'run'}-{hashlib.sha256(told.encode('utf-8', 'surrogateescape')).hexdigest()[:8]}"
