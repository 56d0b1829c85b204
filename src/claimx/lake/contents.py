"""What a lake holds: which records, in which parts, and which of a name came last."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from claimx.errors import LakeDamaged
from claimx.lake.layout import CONTENTS, DAMAGED, SUFFIX
from claimx.writers.frames import require_package


@dataclass
class Contents:
    """`current` is the digest of the last record of each kind and name; `until` the moment of the last one."""

    current: dict[tuple[str, str], str]
    until: datetime | None


def read_contents(lake: Path) -> Contents:
    """What the lake holds whole: of a part with a damaged file, no record counts as being there.

    Raises LakeDamaged where that cannot be read.
    """
    pl = require_package("polars", "lake")
    incomplete = {path.stem for path in (lake / DAMAGED).rglob(f"*{SUFFIX}")}
    frames = []
    for path in (lake / CONTENTS).glob(f"[!.]*{SUFFIX}"):
        try:
            frames.append(pl.read_parquet(path, columns=["added_at", "part", "kind", "name", "record"]))
        except (pl.exceptions.PolarsError, OSError) as error:
            raise LakeDamaged(f"cannot read {path}", hint=f"claimx lake check {lake} --repair") from error
    contents = Contents({}, None)
    for moment, part, kind, name, record in pl.concat(frames).sort("added_at").iter_rows():
        contents.until = moment
        contents.current[kind, name] = "" if part in incomplete else record
    return contents
