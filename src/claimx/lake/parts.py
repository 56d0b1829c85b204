"""A part: records gathered in memory, and committed at once."""

from __future__ import annotations

import io
from collections import defaultdict
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from secrets import token_hex
from typing import TYPE_CHECKING, Any

from claimx.lake.layout import CONTENTS, part_file
from claimx.lake.rows import Record, contents_frame, keyed
from claimx.whole_files import whole_file
from claimx.writers.frames import require_package

if TYPE_CHECKING:
    import polars

MOST_BYTES = 100_000_000
"""Of a part in memory; its files take a third of that. Larger ones would be read little faster."""


class Part:
    """Gathers records after the moment `after`, which the clock of this machine may not have reached yet."""

    def __init__(self, after: datetime | None) -> None:
        now = datetime.now(UTC)
        self.moment = now if after is None else max(now, after + timedelta(microseconds=1))
        self.name = f"{self.moment:%Y%m%dT%H%M%S%f}-{token_hex(4)}"
        self.bytes = 0
        self._digests: set[str] = set()
        self._facts: list[dict[str, Any]] = []
        self._frames: dict[tuple[str, date | None], list[polars.DataFrame]] = defaultdict(list)

    def __contains__(self, record: Record) -> bool:
        return record.digest in self._digests

    def add(self, record: Record) -> None:
        """Gather the record; of two with one name, the later counts."""
        self._digests.add(record.digest)
        self._facts.append({"part": self.name, "added_at": self.moment, **record.facts()})
        self.moment += timedelta(microseconds=1)
        for table, frame in record.frames.items():
            if frame.height:
                self._frames[table, record.day].append(keyed(frame, self.name, record.digest))
                self.bytes += int(frame.estimated_size())

    def commit(self, lake: Path) -> None:
        """Write its files, the one that makes it count last. Raises OutputError where they cannot be written."""
        if not self._facts:
            return
        pl = require_package("polars", "lake")
        for (table, day), frames in self._frames.items():
            write_frame(pl.concat(frames, how="diagonal_relaxed"), part_file(lake, table, self.name, day))
        write_frame(contents_frame(self._facts), part_file(lake, CONTENTS, self.name))


def write_frame(frame: polars.DataFrame, path: Path) -> None:
    """Write the frame as Parquet, there whole or not at all."""
    content = io.BytesIO()
    frame.write_parquet(content)
    with whole_file(path) as draft:
        draft.write_bytes(content.getvalue())
