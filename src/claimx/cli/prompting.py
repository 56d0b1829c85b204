"""`claimx prompts`: what the model is told, word for word, and what changed from one version to the next."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from claimx.cli.endings import ending_in_one_line
from claimx.cli.instructing import OwnPrompts

if TYPE_CHECKING:
    from claimx.llm import Prompt

_HASH_SHOWN = 12

app = typer.Typer(
    help="List and show the prompts, every released version of them, and your own.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


@app.command("list")
def list_prompts(own: OwnPrompts = None) -> None:
    """Every version of every task's prompt, with the hash that a report's provenance names; `*` is in use."""
    with ending_in_one_line(verbose=False):
        from claimx.llm import as_prompts

        prompts = as_prompts(own)
        width = max(len(prompt.stage) for prompt in prompts.list())
        for prompt in prompts.list():
            used = "*" if prompt == prompts.load(prompt.task) else " "
            typer.echo(f"{used} {prompt.stage:<{width}}  {prompt.sha256[:_HASH_SHOWN]}")


@app.command("show")
def show_prompt(
    prompt: Annotated[str, typer.Argument(metavar="TASK[/VERSION]", help="Such as claims, or claims/v1.")],
    diff: Annotated[
        tuple[str, str] | None, typer.Option("--diff", metavar="V1 V2", help="What changed between two versions.")
    ] = None,
    own: OwnPrompts = None,
) -> None:
    """The prompt as its file has it, in the version in use unless one is named."""
    task, _, version = prompt.partition("/")
    if diff and version:
        raise typer.BadParameter("name the task alone: both versions stand behind it", param_hint="'--diff'")
    with ending_in_one_line(verbose=False):
        from claimx.llm import as_prompts

        prompts = as_prompts(own)
        if diff:
            before, after = (prompts.load(task, one) for one in diff)
            typer.echo(_difference(before, after).encode("utf-8"), nl=False)
        else:
            typer.echo(prompts.load(task, version or None).source.encode("utf-8"), nl=False)


def _difference(before: Prompt, after: Prompt) -> str:
    import difflib

    lines = difflib.unified_diff(
        before.source.splitlines(keepends=True), after.source.splitlines(keepends=True), before.stage, after.stage
    )
    return "".join(lines)
