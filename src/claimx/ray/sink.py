"""The sink: a folder of Parquet, changed only when a run has gone through.

    SINK/TABLE/day=2026-11-22/RUN-PART.parquet   as Hive lays it out; DuckDB, Spark and polars read `day` as a column
    SINK/.claimx/                                the lock, the journal, drafts, and what each run has committed

A run is called after its source: its parts take the place of those it had before, those of other sources stay. What is
written lies among the drafts until all of it is there. Then one file, the list of the parts, is put in its place: from
that moment on the run has happened, and whoever opens the sink next moves what a kill kept from being moved.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import shutil
import socket
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa

from claimx.errors import OutputError, SinkBusy
from claimx.lake.layout import day_folder
from claimx.lake.parts import write_frame
from claimx.ray.tables import DAY, from_blobs
from claimx.whole_files import only_writer, require_writable, whole_file

_OURS = ".claimx"


@dataclass(frozen=True)
class Summary:
    """What a run has put into the sink: stories with a report, articles that were read, and what gave nothing."""

    stories: int
    articles: int
    failures: int


@dataclass(frozen=True)
class Sink:
    """An open sink, held by its lock. Made by `open_sink`."""

    path: Path
    run: str
    draft: str

    @property
    def journal(self) -> Path:
        return self.path / _OURS / "journal.db"

    @property
    def writer(self) -> Writer:
        return Writer(_drafts(self.path) / self.draft, self.run)

    def commit(self, parts: Iterable[dict[str, Any]]) -> Summary:
        """Put the parts into their places, and those that the run had before out of them. Raises OutputError."""
        listed = list(parts)
        plan = {"run": self.run, "draft": self.draft, "parts": sorted(part["path"] for part in listed)}
        with _naming(self.path):
            with whole_file(self.path / _OURS / f"{self.run}.json") as file:
                file.write_text(json.dumps(plan, indent=1) + "\n", encoding="utf-8")
            _carry_out(self.path, plan)
        rows = {table: sum(part["rows"] for part in listed if part["table"] == table) for table in _COUNTED}
        return Summary(*rows.values())


_COUNTED = ("reports", "extractions", "failures")


@dataclass(frozen=True)
class Writer:
    """Writes parts among the drafts, wherever there is a free hand; gives a row a part."""

    drafts: Path
    run: str

    def __call__(self, rows: pa.Table) -> pa.Table:
        parts = []
        for table, frame in from_blobs(rows).items():
            for (day,), part in frame.partition_by(DAY, as_dict=True, include_key=False).items():
                path = f"{table}/{day_folder(day)}/{self.run}-{secrets.token_hex(4)}.parquet"
                write_frame(part, self.drafts / path)
                parts.append({"table": table, "path": path, "rows": part.height})
        return pa.Table.from_pylist(parts, schema=_PARTS)


_PARTS = pa.schema({"table": pa.string(), "path": pa.string(), "rows": pa.int64()})


@contextmanager
def open_sink(path: str | Path, source: str | Path) -> Iterator[Sink]:
    """The sink, for a run over this source.

    Raises SinkBusy while another run has it, and OutputError where nothing can be written.
    """
    place = Path(os.path.abspath(path))
    require_writable(place / _OURS)
    with _naming(place), _holding(place):
        for plan in sorted((place / _OURS).glob("*.json")):
            _carry_out(place, json.loads(plan.read_text(encoding="utf-8")))
        shutil.rmtree(_drafts(place), ignore_errors=True)  # of runs that never got so far
        run = hashlib.sha256(os.path.abspath(source).encode("utf-8", "surrogateescape")).hexdigest()[:12]
        sink = Sink(place, run, secrets.token_hex(4))
        try:
            yield sink
        finally:
            shutil.rmtree(_drafts(place), ignore_errors=True)


@contextmanager
def _holding(place: Path) -> Iterator[None]:
    owner = place / _OURS / "owner"

    def busy() -> SinkBusy:
        told = owner.read_text(encoding="utf-8") if owner.exists() else "another process"
        return SinkBusy(f"{told} writes to {place}", hint="wait for its end, or name another sink")

    with only_writer(place / _OURS / "lock", place, busy):
        try:
            now = datetime.now(UTC).isoformat(timespec="seconds")
            owner.write_text(f"process {os.getpid()} on {socket.gethostname()}, since {now},", encoding="utf-8")
            yield
        finally:
            owner.unlink(missing_ok=True)


def _carry_out(place: Path, plan: dict[str, Any]) -> None:
    """Move what lies among the drafts yet, then remove the run's other parts. Done once more, it changes nothing."""
    drafts = _drafts(place) / plan["draft"]
    for part in plan["parts"]:
        if (drafts / part).exists():
            (place / part).parent.mkdir(parents=True, exist_ok=True)
            (drafts / part).replace(place / part)
    kept = {place / part for part in plan["parts"]}
    for part in place.glob(f"*/{DAY}=*/{plan['run']}-*.parquet"):
        if part not in kept:
            part.unlink()


def _drafts(place: Path) -> Path:
    return place / _OURS / "drafts"


@contextmanager
def _naming(place: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise OutputError(f"cannot write to {place}: {error.strerror or error}") from error
