"""`claimx doctor`: whether a run would work here, before it costs anything."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from claimx.cli.endings import NOTHING_DONE, ending_in_one_line
from claimx.cli.options import RUNS

if TYPE_CHECKING:
    from claimx.cli.findings import Finding


def doctor(
    model: Annotated[str | None, typer.Option(metavar="NAME", help="The model that a run would ask.")] = None,
    base_url: Annotated[str | None, typer.Option(metavar="URL", help="The endpoint that a run would ask.")] = None,
    runs: Annotated[Path, typer.Option("--runs", metavar="DIR", help="Where journals lie.")] = RUNS,
    no_call: Annotated[bool, typer.Option("--no-call", help="Ask the endpoint nothing, and pay nothing.")] = False,
) -> None:
    """Check installation, prompts, disk, journals, key and endpoint. Asks the model for one small answer."""
    with ending_in_one_line(verbose=False):
        failed = False
        for finding in _findings(model, base_url, runs, call=not no_call):
            typer.echo(str(finding))
            failed |= finding.severity == "fail"
    if failed:
        raise typer.Exit(NOTHING_DONE)


def _findings(name: str | None, base_url: str | None, runs: Path, *, call: bool) -> Iterator[Finding]:
    """One after the other, so that what is slow comes last and is waited for in sight of the rest."""
    from claimx.cli.findings import Finding
    from claimx.cli.probing import check_key, check_price, probe
    from claimx.cli.surroundings import check_disk, check_installation, check_journals, check_prompts
    from claimx.llm import default_model

    yield check_installation()
    yield check_prompts()
    yield check_disk(Path.cwd())
    yield check_journals(runs)
    model = default_model(name, base_url, keyless=True)
    if model.by_rule:
        yield Finding("ok", "model", "rules read the articles: no key, no endpoint")
        return
    key = check_key(model)
    yield key
    yield check_price(model)
    if key.severity == "fail":
        yield Finding("warn", "endpoint", "not asked, for want of a key")
    elif call:
        yield from probe(model)
    else:
        yield Finding("warn", "endpoint", f"{model.host} was not asked", "leave --no-call out")
