"""Recordings of what a model said: `record` makes one, `replay` answers from it without a network or a key.

Which cassette is in use travels in a context variable, so replays in two threads or two tasks never mix and nothing
of the process is patched.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from claimx.errors import CassetteInvalid, CassetteMiss, CassetteUnplayed, OutputError, PathNotFound
from claimx.llm.difference import explain_miss
from claimx.llm.interaction import Interaction, body_key

_ENDPOINT_PATH = "/chat/completions"

# One variable for both, so that the innermost `replay` or `record` is the one that counts.
_active: ContextVar[tuple[Literal["replay", "record"], Cassette] | None] = ContextVar("claimx_cassette", default=None)


class Cassette:
    """Interactions, found by what was asked. The same request is kept once and may be played any number of times."""

    def __init__(self, name: str, interactions: Iterable[Interaction] = ()) -> None:
        self.name = name
        self._by_key: dict[str, Interaction] = {}
        self._played: set[str] = set()
        for interaction in interactions:
            self.add(interaction)

    def __len__(self) -> int:
        return len(self._by_key)

    def add(self, interaction: Interaction) -> None:
        if not _is_chat(interaction.method, interaction.uri):
            raise CassetteInvalid(f"{self.name}: {interaction.method} {interaction.uri} is no request for a completion")
        self._by_key.setdefault(interaction.key, interaction)

    def play(self, method: str, uri: str, body: bytes) -> Interaction:
        """The recorded interaction with this request. Raises `CassetteMiss`, naming what differs from the nearest."""
        key = body_key(body)
        if not _is_chat(method, uri) or key not in self._by_key:
            raise CassetteMiss(
                f"{self.name} does not hold this request: {explain_miss(body, self.interactions)}",
                hint="a changed prompt, article, model or parameter needs a new recording",
            )
        self._played.add(key)
        return self._by_key[key]

    @property
    def interactions(self) -> tuple[Interaction, ...]:
        """In the order of their request bodies, which does not depend on what answered first."""
        return tuple(sorted(self._by_key.values(), key=lambda interaction: interaction.canonical))

    @property
    def model(self) -> str | None:
        """The model that the first request names."""
        return next((interaction.request.get("model") for interaction in self.interactions), None)

    @property
    def unplayed(self) -> list[str]:
        """A summary of every interaction that nobody asked for yet."""
        return [interaction.summary for interaction in self.interactions if interaction.key not in self._played]

    def require_played(self) -> None:
        """Raises `CassetteUnplayed` unless every interaction was played."""
        if unplayed := self.unplayed:
            raise CassetteUnplayed(
                f"{self.name}: {len(unplayed)} of {len(self)} answers were never asked for, first {unplayed[0]}",
                hint="record the cassette again, or remove them",
            )


@contextmanager
def replay(path: str | os.PathLike[str], *, complete: bool = False) -> Iterator[Cassette]:
    """Answer every session opened inside from the cassette at `path`: no socket is opened and no key is needed.

    With `complete`, leaving without an error raises `CassetteUnplayed` unless every interaction was played.
    """
    cassette = _load(Path(path))
    token = _active.set(("replay", cassette))
    try:
        yield cassette
    finally:
        _active.reset(token)
    if complete:
        cassette.require_played()


@contextmanager
def record(path: str | os.PathLike[str]) -> Iterator[Cassette]:
    """Ask the real endpoint in every session opened inside, and save its answers to `path` when all went well.

    The file appears whole or not at all, and an error inside leaves an older one as it was.
    """
    from claimx.llm.cassette_file import write_cassette

    target = Path(path)
    cassette = Cassette(target.name)
    partial = target.with_name(f".{target.name}.{os.getpid()}.partial")
    try:
        # Opened before anything is asked: a place that cannot be written to must not cost an answer first.
        target.parent.mkdir(parents=True, exist_ok=True)
        partial.touch()
    except OSError as error:
        raise OutputError(f"cannot write a cassette to {target}: {error.strerror}") from error
    token = _active.set(("record", cassette))
    try:
        yield cassette
        write_cassette(partial, cassette.interactions)
        partial.replace(target)
    finally:
        _active.reset(token)
        partial.unlink(missing_ok=True)


def active_replay() -> Cassette | None:
    """The cassette to answer from, where the innermost context around the caller is a `replay`."""
    active = _active.get()
    return active[1] if active and active[0] == "replay" else None


def active_recording() -> Cassette | None:
    """The cassette to fill, where the innermost context around the caller is a `record`."""
    active = _active.get()
    return active[1] if active and active[0] == "record" else None


def _load(path: Path) -> Cassette:
    from claimx.llm.cassette_file import read_cassette

    if not path.is_file():
        raise PathNotFound(f"there is no cassette {path}")
    return Cassette(path.name, read_cassette(path))


def _is_chat(method: str, uri: str) -> bool:
    # The host is left out on purpose: a cassette recorded at one server replays whatever `base_url` says.
    return method == "POST" and urlsplit(uri).path.endswith(_ENDPOINT_PATH)
