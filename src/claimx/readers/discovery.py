"""Paths as the user gave them → the files to read.

A folder is walked to the bottom, because people sort saved articles into folders. Hidden entries, what file managers
leave behind and what browsers save beside a page are passed over; anything else that will not be read is told as a
problem.
"""

from __future__ import annotations

import glob
import os
import re
import stat
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from claimx.errors import InputError, NoArticles, PathNotFound, UnreadableArticle
from claimx.readers.formats import KNOWN

STORY_FILE = "story.toml"
STANDARD_INPUT = "-"
# The folder of pictures and scripts that a browser saves beside a page, as browsers in several languages call it.
_PARTS_OF_A_PAGE = re.compile(
    "[-_. ](?:files?|dateien|fichiers|archivos|arquivos|ficheiros|bestanden|filer|pliki|soubory"
    "|文件|檔案|파일|ファイル|файлы)",
    re.IGNORECASE,
)
_LEFTOVERS = {"thumbs.db", "desktop.ini", "ehthumbs.db"}


@dataclass(frozen=True, slots=True)
class Problem:
    """An input that gave no article, and the error that a load of it alone would raise."""

    label: str
    error: InputError


@dataclass(slots=True)
class Findings:
    files: list[Path] = field(default_factory=list)
    stories: set[Path] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)
    addresses: list[str] = field(default_factory=list)
    standard_input: bool = False


def find_files(paths: str | Path | Iterable[str | Path]) -> Findings:
    """Every file that the paths, patterns (`saved/**/*.html`), addresses and `-` mean.

    A path that is not there raises PathNotFound, as does a pattern that fits nothing: a slip is best told before any
    work.
    """
    given = [paths] if isinstance(paths, str | Path) else list(paths)
    if not given:
        raise NoArticles("no path was given")
    findings = Findings()
    for path in given:
        _find(path, findings)
    return findings


def to_label(path: Path) -> str:
    """The path as given, with what is not UTF-8 in it made visible."""
    return path.as_posix().encode("utf-8", "backslashreplace").decode("utf-8")


def _find(given: str | Path, findings: Findings) -> None:
    if not str(given):
        raise PathNotFound("an empty path was given")  # Path("") would silently mean the working folder
    if str(given) == STANDARD_INPUT:
        findings.standard_input = True
        return
    if isinstance(given, str) and given.lower().startswith(("http://", "https://")):
        findings.addresses.append(given)
        return
    path = Path(given)
    try:
        mode = path.stat().st_mode
    except (FileNotFoundError, NotADirectoryError, ValueError) as error:
        if not (matches := _match(str(given))):
            raise PathNotFound(f"no such file or folder: {to_label(path)}") from error
        for match in matches:
            _find(Path(match), findings)
        return
    except OSError as error:
        findings.problems.append(_problem(path, error.strerror or str(error)))
        return
    if stat.S_ISDIR(mode):
        _walk(path, findings)
        return
    _add_file(path, findings)
    if (story := path.parent / STORY_FILE).is_file():
        findings.stories.add(story)


def _match(pattern: str) -> list[str]:
    """What a pattern fits, where the shell has not looked already; hidden entries only where it names the dot."""
    if not glob.has_magic(pattern) or "\0" in pattern:
        return []
    return sorted(glob.glob(pattern, recursive=True))  # noqa: PTH207 - Path.glob takes no absolute patterns


def _walk(folder: Path, findings: Findings) -> None:
    before = len(findings.files) + len(findings.problems)
    unreadable: list[OSError] = []
    for place, folders, names in os.walk(folder, onerror=unreadable.append):
        here = Path(place)
        for name in folders:
            if (here / name).is_symlink() and not _is_passed_over(name):
                findings.problems.append(_problem(here / name, "a link to a folder is not followed"))
        folders[:] = [name for name in folders if not _is_passed_over(name) and not _is_of_a_page(name, names)]
        for name in names:
            if name == STORY_FILE:
                findings.stories.add(here / name)
            elif not _is_passed_over(name):
                _add_file(here / name, findings)
    findings.problems += [_problem(Path(error.filename), error.strerror or str(error)) for error in unreadable]
    if len(findings.files) + len(findings.problems) == before:
        findings.problems.append(Problem(to_label(folder), NoArticles("no article in this folder", hint=KNOWN)))


def _is_passed_over(name: str) -> bool:
    return name.startswith(".") or name.lower() in _LEFTOVERS


def _is_of_a_page(folder: str, names: Iterable[str]) -> bool:
    """Whether it is `bridge_files` beside `bridge.html`."""
    stems = (Path(name).stem for name in names if name.lower().endswith((".html", ".htm")))
    return any(folder.startswith(stem) and _PARTS_OF_A_PAGE.fullmatch(folder[len(stem) :]) for stem in stems)


def _add_file(path: Path, findings: Findings) -> None:
    if to_label(path) != path.as_posix():
        findings.problems.append(_problem(path, "its name is not UTF-8"))
    elif _is_special(path):
        # Opening a pipe or a device could wait for ever.
        findings.problems.append(_problem(path, "not a regular file"))
    else:
        findings.files.append(path)


def _is_special(path: Path) -> bool:
    try:
        return not stat.S_ISREG(path.stat().st_mode)
    except OSError:
        return False  # such as a broken link: the attempt to read it tells why


def _problem(path: Path, reason: str) -> Problem:
    return Problem(to_label(path), UnreadableArticle(reason))
