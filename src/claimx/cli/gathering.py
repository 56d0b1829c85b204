"""`claimx gather`: a mixed pile of articles in, stories out, each ready to be run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from claimx.cli.endings import PARTLY_DONE, ending_in_one_line, tell
from claimx.cli.loading import Loading, Paths
from claimx.cli.options import Verbose
from claimx.cli.printing import print_rows

if TYPE_CHECKING:
    from claimx.models import Article, Gathering, Story, StoryFinding
    from claimx.readers import Reading

_HOURS, _MOST = 72.0, 1_000  # those of claimx.gathering, which is not to be loaded for --help
_TOLD = 5
_HEADLINE = 46


def gather(
    paths: Paths = None,
    *,
    loading: Loading,
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", metavar="DIR", help="Write stories.jsonl there, and a folder for each story."),
    ] = None,
    window: Annotated[
        float, typer.Option(metavar="HOURS", min=1, help="A story ends when no article came for so long.")
    ] = _HOURS,
    most: Annotated[int, typer.Option(metavar="N", min=2, help="Texts a story takes; copies do not count.")] = _MOST,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print a line of JSON for each story, and nothing else.")
    ] = False,
    verbose: Verbose = False,
) -> None:
    """Sort a mixed pile of articles into stories, by words, names, figures and dates. No model is asked."""
    if not paths:
        raise typer.BadParameter("name the articles' files or folders", param_hint="'PATH…'")
    with ending_in_one_line(verbose):
        from claimx import gathering
        from claimx.writers.story_files import to_line, write_stories

        articles = loading.load(paths)
        found = gathering.gather(articles, window=timedelta(hours=window), most=most, now=datetime.now(UTC))
        if output is not None:
            write_stories(found, articles, output)
        if as_json:
            for story in found:
                typer.echo(to_line(story).encode("utf-8"))
        else:
            _print_table(found, {article.id: article for article in articles})
            if output is not None:
                typer.echo(f"wrote {output / 'stories.jsonl'} and {len(found)} folders: claimx run {output / '1'}")
        _tell_findings(found.findings)
        _tell_hidden(articles)
    _end(articles)


def _print_table(found: Gathering, articles: Mapping[str, Article]) -> None:
    rows = [
        (
            f"{number}  {_headline(story, articles)}",
            str(len(story.articles)),
            " ".join(story.languages),
            _day(story.first),
            _day(story.last),
        )
        for number, story in enumerate(found, start=1)
    ]
    print_rows(("story", "articles", "languages", "first", "last"), rows)


def _headline(story: Story, articles: Mapping[str, Article]) -> str:
    first = articles[story.articles[0]]
    told = first.headline or first.text.strip().partition("\n")[0]
    return told if len(told) <= _HEADLINE else f"{told[: _HEADLINE - 1]}…"


def _day(moment: datetime | None) -> str:
    return moment.date().isoformat() if moment is not None else "–"


def _tell_findings(findings: tuple[StoryFinding, ...]) -> None:
    for kind in dict.fromkeys(finding.kind for finding in findings):
        _tell_first([f"{finding.article}: {finding.told}" for finding in findings if finding.kind == kind], f"{kind}: ")


def _tell_hidden(articles: Reading) -> None:
    """What the files hold besides the articles, and the stories do not."""
    _tell_first([f"{name}: {finding.reason}" for name, findings in articles.findings.items() for finding in findings])


def _tell_first(lines: Sequence[str], label: str = "") -> None:
    for line in lines[:_TOLD]:
        tell(f"{label}{line}")
    if len(lines) > _TOLD:
        tell(f"{label}and {len(lines) - _TOLD:,} more")


def _end(articles: Reading) -> None:
    """Tell what could not be gathered, and end with the code for it."""
    if not articles.failures:
        return
    for failure in articles.failures[:_TOLD]:
        tell(f"{'skipped' if failure.skipped else 'failed'} {failure.article}: {failure.reason}")
    skipped = sum(failure.skipped for failure in articles.failures)
    failed = len(articles.failures) - skipped
    tell(f"{len(articles)} gathered, {failed} failed, {skipped} skipped")
    raise typer.Exit(PARTLY_DONE)
