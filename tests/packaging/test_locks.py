"""The lock says what pyproject.toml asks for, and nothing of the machine that wrote it."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
LOCKS = sorted(ROOT.glob("requirements/*.txt"))

NEVER_LOCKED = ("bench", "servers", "ray")  # peers, servers and engines of others, each in a venv of its own

pytestmark = pytest.mark.checkout


def locked(text: str) -> dict[str, list[str]]:
    """Name to locked versions: several where they depend on the Python or the platform."""
    versions: dict[str, list[str]] = {}
    for name, version in re.findall(r"^([\w.-]+)==([^ ;\\]+)", text, flags=re.MULTILINE):
        versions.setdefault(canonicalize_name(name), []).append(version)
    return versions


def asked() -> list[Requirement]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    extras = project["project"]["optional-dependencies"]
    lines = [
        *project["build-system"]["requires"],
        *project["project"]["dependencies"],
        *(one for name, extra in extras.items() if name not in NEVER_LOCKED for one in extra),
    ]
    return [wanted for line in lines if (wanted := Requirement(line)).name != "claimx"]


def test_there_is_a_lock() -> None:
    assert LOCKS


@pytest.mark.parametrize("wanted", asked(), ids=str)
def test_every_dependency_is_locked_within_its_bounds(wanted: Requirement) -> None:
    versions = locked((ROOT / "requirements" / "dev.txt").read_text(encoding="utf-8")).get(
        canonicalize_name(wanted.name)
    )
    assert versions, "not in the lock: make lock"
    assert all(wanted.specifier.contains(version) for version in versions), "make lock"


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_a_lock_pins_by_hash_and_names_no_place(lock: Path) -> None:
    text = lock.read_text(encoding="utf-8")
    entries = re.split(r"\n(?=[\w])", re.sub(r"^\s*#.*\n", "", text, flags=re.MULTILINE).strip())
    assert all(re.match(r"[\w.-]+==\S", entry) and "--hash=sha256:" in entry for entry in entries)
    assert not re.search(r"://|(?<!\S)/|--(index-url|extra-index-url|find-links|trusted-host)", text)
