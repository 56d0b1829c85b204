"""What was written, read back: a report, whose file has no texts of the articles, and extractions, whose file has."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from typing import IO

from pydantic import TypeAdapter, ValidationError

from claimx.errors import ArticleMismatch, InvalidExtraction, InvalidReport, UnreadableArticle
from claimx.models import Article, Extraction, Failure, Report
from claimx.readers.formats import read_file
from claimx.readers.records import Record
from claimx.writers import ReportDocument, from_document

_KEEP = "a report.json holds no texts: keep the articles where they were, or hand them in"


def load_report(
    path: str | Path, *, articles: Iterable[Article] = (), without_text: Collection[str] | bool = ()
) -> Report:
    """The report that `write` wrote to `path` as JSON.

    The text of each article is that of the one in `articles` with its id, or else the file it was read from, its path
    taken from the working folder, then from that of the report; `sha256` has to agree. The articles whose ids are in
    `without_text` come back with an empty text where none is found at hand: enough for what `update` is to remove or to
    read again. True means any article: enough for who only reads what the report quotes. Raises InvalidReport for a
    file that is not there or no report, ArticleMismatch for an article that is gone or has changed.
    """
    try:
        content = Path(path).read_bytes()
    except OSError as error:
        raise InvalidReport(f"cannot read {path}: {error.strerror or error}") from error
    try:
        document = ReportDocument.model_validate_json(content)
    except ValidationError as error:
        fault = error.errors()[0]
        place = ".".join(map(str, fault["loc"]))
        raise InvalidReport(f"{path} is no claimx-report/1: {place + ': ' if place else ''}{fault['msg']}") from error
    given = {article.id: article for article in articles}
    texts = _Texts(Path(path).parent)
    found: dict[str, Article] = {}
    for entry in document.articles:
        details = entry.model_dump(exclude={"state"})
        known = given.get(entry.id)
        same = known is not None and known.sha256 == entry.sha256
        if known is not None and same:
            text = known.text
        else:
            optional = without_text if isinstance(without_text, bool) else entry.id in without_text
            text = texts.find(entry.id, entry.path, entry.sha256, optional=optional)
        found[entry.id] = Article(**details, text=text)
    try:
        return from_document(document, found)
    except KeyError as error:
        raise InvalidReport(f"{path} contradicts itself: it does not say what {error} is") from error
    except ValidationError as error:
        told = error.errors()[0]["msg"].removeprefix("Value error, ")
        raise InvalidReport(f"{path} contradicts itself: {told}") from error


def load_extractions(path: str | Path | IO[bytes]) -> Iterator[Extraction | Failure]:
    """What `claimx extract` wrote to `path`, or to a stream, line by line: the same that `extract_each` gave.

    Raises InvalidExtraction for a file that cannot be read, and for a line that is neither, when it is reached.
    """
    if not isinstance(path, str | Path):
        yield from _lines_of(path, getattr(path, "name", "the stream"))
        return
    try:
        with Path(path).open("rb") as file:
            yield from _lines_of(file, str(path))
    except OSError as error:
        raise InvalidExtraction(f"cannot read {path}: {error.strerror or error}") from error


def _lines_of(file: Iterable[bytes], name: str) -> Iterator[Extraction | Failure]:
    line_of: TypeAdapter[Extraction | Failure] = TypeAdapter(Extraction | Failure)
    for number, line in enumerate(file, start=1):
        try:
            yield line_of.validate_json(line)
        except ValidationError as error:
            raise InvalidExtraction(f"{name}, line {number}, holds no extraction") from error


class _Texts:
    """Looks texts up by path and hash; a file of many articles is read once."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._read: dict[Path, dict[str, str]] = {}

    def find(self, article_id: str, path: str | None, sha256: str, *, optional: bool) -> str:
        """The text with this hash; where there is none an empty one if that is enough, or else an ArticleMismatch."""
        for place in (Path(path), self._folder / path) if path is not None else ():
            if sha256 in (texts := self._texts_in(place)):
                return texts[sha256]
        if optional:
            return ""
        if path is None:
            raise ArticleMismatch(f"the text of {article_id!r} came from no file", hint=_KEEP)
        if any(place.is_file() for place in (Path(path), self._folder / path)):
            raise ArticleMismatch(f"{path} has changed since the report was made of it", hint="make the report anew")
        raise ArticleMismatch(f"{path}, the text of {article_id!r}, is gone", hint=_KEEP)

    def _texts_in(self, place: Path) -> dict[str, str]:
        if place not in self._read:
            self._read[place] = dict(_records(place))
        return self._read[place]


def _records(place: Path) -> Iterator[tuple[str, str]]:
    """Hash and text of each article in the file; nothing where it cannot be read."""
    if not place.is_file():
        return
    try:
        records = read_file(place)
    except UnreadableArticle:
        return  # what was read once and no longer can be has changed, and the caller says so
    for record in records:
        if isinstance(record, Record):
            yield record.sha256, record.text
