"""The way from paths to articles: find, read, put details to, leave repeats out, name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import NoReturn

from claimx.errors import InputError, NoArticles, UnreadableArticle
from claimx.models import Article, Failure
from claimx.readers.details import Details
from claimx.readers.discovery import Problem, find_files, to_label
from claimx.readers.formats import read_file
from claimx.readers.identity import Draft, drop_repeats, name_drafts, to_record_label
from claimx.readers.metadata import read_stories
from claimx.readers.reading import Reading
from claimx.readers.records import BadRecord

_REASONS_TOLD = 5


def load_articles(paths: str | Path | Iterable[str | Path]) -> Reading:
    """Read files (`.txt`, `.json`, `.jsonl`) and folders of them, to the bottom, into articles sorted by id.

    A `story.toml` beside the files says who published them; what a JSON object says of itself goes before it. A bad
    file among good ones becomes a failure of the reading. Raises PathNotFound for a path that is not there,
    InvalidMetadata for a story.toml that cannot be understood, and, where nothing could be read, the reason why.
    """
    findings = find_files(paths)
    details = read_stories(findings.stories)
    drafts: list[Draft] = []
    problems = list(findings.problems)
    for path in findings.files:
        read, bad = _read_drafts(path, details)
        drafts += read
        problems += bad
    if not drafts:
        _raise_for(problems)
    return _to_reading(drafts, problems)


def _read_drafts(path: Path, details: Mapping[Path, Details]) -> tuple[list[Draft], list[Problem]]:
    label = to_label(path)
    try:
        records = read_file(path)
    except UnreadableArticle as error:
        return [], [Problem(label, error)]
    known = details.get(path.resolve(), Details())
    drafts: list[Draft] = []
    problems: list[Problem] = []
    for record in records:
        if isinstance(record, BadRecord):
            problems.append(Problem(to_record_label(label, record.position), record.error))
        else:
            drafts.append(Draft(path, replace(record, details=record.details.filled_from(known))))
    return drafts, problems


def _to_reading(drafts: list[Draft], problems: list[Problem]) -> Reading:
    kept, repeats = drop_repeats(drafts)
    names = name_drafts(kept)
    articles = [_to_article(draft, name) for draft, name in zip(kept, names, strict=True)]
    failures = [Failure(article=problem.label, reason=str(problem.error), retryable=False) for problem in problems]
    failures += [
        Failure(article=repeat.label, reason=f"the same article as {names[index]}", retryable=False, skipped=True)
        for index, group in repeats.items()
        for repeat in group
    ]
    return Reading(
        articles=tuple(sorted(articles, key=lambda article: article.id)),
        failures=tuple(sorted(failures, key=lambda failure: (failure.article, failure.reason))),
    )


def _to_article(draft: Draft, name: str) -> Article:
    record = draft.record
    return Article(
        id=name,
        text=record.text,
        publisher=record.details.publisher,
        headline=record.details.headline,
        url=record.details.url,
        published_at=record.details.published_at,
        language=record.details.language,
        path=draft.path.as_posix(),
        sha256=record.sha256,
    )


def _raise_for(problems: list[Problem]) -> NoReturn:
    """One input: its own error. Several: one NoArticles that tells the reasons."""
    if len(problems) == 1:
        raise _place(problems[0])
    told = [f"{problem.label}: {problem.error.message}" for problem in sorted(problems, key=lambda p: p.label)]
    if len(told) > _REASONS_TOLD:
        told[_REASONS_TOLD:] = [f"and {len(told) - _REASONS_TOLD} more"]
    raise NoArticles(f"none of {len(problems)} inputs could be read: {'; '.join(told)}")


def _place(problem: Problem) -> InputError:
    return type(problem.error)(f"{problem.label}: {problem.error.message}", hint=problem.error.hint)
