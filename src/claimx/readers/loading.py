"""The way from paths to articles: find, read, put details to, leave repeats out, name."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from contextlib import nullcontext
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import NoReturn

from claimx.errors import InputError, NoArticles, UnreadableArticle
from claimx.models import Article, Failure
from claimx.readers.details import Details
from claimx.readers.discovery import STANDARD_INPUT, Problem, find_files, to_label
from claimx.readers.fetching import Fetcher
from claimx.readers.field_mapping import FieldMapping, check_mapping
from claimx.readers.formats import Records, read_file, read_page, read_unnamed
from claimx.readers.identity import Draft, drop_repeats, name_drafts, to_record_label
from claimx.readers.metadata import read_stories
from claimx.readers.page_archive import PageArchive, open_archive
from claimx.readers.reading import Reading
from claimx.readers.records import BadRecord

_REASONS_TOLD = 5
_UNKNOWN = Details()


def load_articles(
    paths: str | Path | Iterable[str | Path],
    *,
    fields: FieldMapping | None = None,
    fetch: bool = False,
    keep: str | Path | None = None,
) -> Reading:
    """Read files and folders of them, to the bottom, into articles sorted by id.

    Text (`.txt`, `.md`), web pages (`.html`), JSON and JSON Lines, IPTC ninjs, feeds (`.rss`, `.atom`, `.xml`) and web
    archives (`.warc`, `.warc.gz`); a pattern (`saved/**/*.html`) means the files it fits, `-` standard input. `fields`
    says where a JSON record has what: `{"text": "body.content"}`. An address is fetched only with `fetch`, see
    `readers.fetching`; `keep` names a web archive to which each fetched page is added, and which is then the `path` of
    its articles.

    A `story.toml` beside the files says who published them; what a file says of itself goes before it. A bad file among
    good ones becomes a failure of the reading; what a file holds and its readers do not see is among its findings.
    Raises PathNotFound for a path that is not there, InvalidMetadata for a story.toml that cannot be understood,
    InputError for a field that articles do not have, OutputError for a place where pages cannot be kept, and, where
    nothing could be read, the reason why.
    """
    fields = fields or {}
    check_mapping(fields)
    if keep is not None and not fetch:
        raise InputError("only fetched pages are kept", hint="add --fetch, or fetch=True in Python")
    findings = find_files(paths)
    if findings.addresses and not fetch:
        raise InputError(f"not fetched: {findings.addresses[0]}", hint="ask for it: --fetch, or fetch=True in Python")
    details = read_stories(findings.stories)
    drafts: list[Draft] = []
    problems = list(findings.problems)

    def collect(label: str, read: Callable[[], Records], file: Path | None, known: Details = _UNKNOWN) -> None:
        """Add what one input gives. `file` is where its text can be found again."""
        try:
            records = read()
        except UnreadableArticle as error:
            problems.append(Problem(label, error))
            return
        for record in records:
            if isinstance(record, BadRecord):
                problems.append(Problem(to_record_label(record.address or label, record.position), record.error))
            else:
                drafts.append(Draft(replace(record, details=record.details.filled_from(known)), file))

    for path in findings.files:
        collect(to_label(path), partial(read_file, path, fields), path, details.get(path.resolve(), _UNKNOWN))
    if findings.standard_input:
        collect(STANDARD_INPUT, lambda: read_unnamed(sys.stdin.buffer.read(), fields), None)
    addresses = dict.fromkeys(findings.addresses)
    place = Path(keep) if keep is not None else None
    with nullcontext() if place is None or not addresses else open_archive(place, len(addresses)) as archive:
        fetcher = Fetcher()
        for address in addresses:
            collect(address, partial(_fetch, fetcher, address, archive, fields), place)
    if not drafts:
        _raise_for(problems)
    return _to_reading(drafts, problems)


def _fetch(fetcher: Fetcher, address: str, archive: PageArchive | None, fields: FieldMapping) -> Records:
    page = fetcher.fetch(address)
    if archive is not None:
        archive.add(page)  # before it is read: what holds no article is evidence, too
    return [replace(record, address=page.url) for record in read_page(page, fields)]


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
        findings={
            name: draft.record.findings for name, draft in zip(names, kept, strict=True) if draft.record.findings
        },
        stories={name: draft.record.story for name, draft in zip(names, kept, strict=True) if draft.record.story},
    )


def _to_article(draft: Draft, name: str) -> Article:
    record = draft.record
    return Article(
        id=name,
        text=record.text,
        publisher=record.details.publisher,
        headline=record.details.headline,
        byline=record.details.byline,
        url=record.details.url,
        published_at=record.details.published_at,
        language=record.details.language,
        path=draft.file.as_posix() if draft.file is not None else None,
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
