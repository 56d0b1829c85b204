"""What of this machine a run depends on: the installation, the prompts, the disk, the place of journals."""

from __future__ import annotations

import platform
import re
import shutil
import tempfile
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path

from claimx._version import __version__
from claimx.cli.findings import Finding, failed
from claimx.errors import JournalError, OutputError, PromptNotFound
from claimx.llm import Journal, RunFacts, list_prompts, load_prompt
from claimx.writers import require_writable

_TELLING = ("openai", "instructor", "httpx2", "pydantic")
"""Whose version explains the most when something between us and an endpoint goes wrong."""
_GIGABYTE = 10**9
_LEAST, _COMFORTABLE = _GIGABYTE // 10, _GIGABYTE


def check_installation() -> Finding:
    """claimx, Python, and whether every package it requires is there."""
    about = f"claimx {__version__}, Python {platform.python_version()}"
    missing = [name for name in _required() if _version_of(name) is None]
    if missing:
        return Finding("fail", "versions", f"{about}; missing: {', '.join(missing)}", "install claimx again")
    return Finding("ok", "versions", ", ".join([about, *(f"{name} {_version_of(name)}" for name in _TELLING)]))


def check_prompts() -> Finding:
    """Whether the prompts are part of this installation, and which versions are in use."""
    try:
        tasks = sorted({prompt.task for prompt in list_prompts()})
        return Finding("ok", "prompts", ", ".join(load_prompt(task).stage for task in tasks))
    except PromptNotFound as error:
        return failed("prompts", error)


def check_disk(folder: Path) -> Finding:
    """Whether there is room for reports and journals."""
    free = shutil.disk_usage(folder).free
    told = f"{free / _GIGABYTE:,.1f} GB free"
    if free < _LEAST:
        return Finding("fail", "disk", told, "make room: a run keeps every answer, and writes its report beside them")
    if free < _COMFORTABLE:
        return Finding("warn", "disk", told, "a run over many articles may fill it")
    return Finding("ok", "disk", told)


def check_journals(runs: Path) -> Finding:
    """Whether a journal can be kept in `runs`: opened, locked and written, as a run does. Nothing of it stays."""
    place = next(folder for folder in (runs, *runs.absolute().parents) if folder.exists())
    try:
        require_writable(place)
        with tempfile.TemporaryDirectory(prefix=".claimx-", dir=place) as folder:
            facts = RunFacts(command="doctor", model="none", host="none", inputs=0)
            with Journal.open(Path(folder) / "trial.db", facts):
                pass
    except (JournalError, OutputError) as error:
        remedy = "name another place with --journal FILE, or keep none with --no-journal"
        return Finding("fail", "journals", error.message, error.hint or remedy)
    count = len(list(runs.glob("*.db"))) if runs.is_dir() else 0
    return Finding("ok", "journals", f"{runs} can keep them" + (f", and holds {count}" if count else ""))


def _required() -> Iterator[str]:
    """The packages that claimx needs whatever it is used for; none where it runs uninstalled."""
    try:
        lines = requires("claimx") or []
    except PackageNotFoundError:
        lines = []
    for line in lines:
        if "extra ==" not in line and (name := re.match(r"[\w.-]+", line)):
            yield name[0]


def _version_of(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None
