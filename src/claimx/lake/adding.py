"""Into the lake: reports and extractions, each once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from claimx.lake.catalogue import is_current, make_catalogue
from claimx.lake.contents import read_contents
from claimx.lake.layout import CONTENTS, holding, part_file
from claimx.lake.parts import MOST_BYTES, Part, write_frame
from claimx.lake.rows import contents_frame, empty_frames, extraction_record, report_record
from claimx.models import Extraction, Failure, Report
from claimx.whole_files import require_writable

_EMPTY = "empty"


@dataclass
class Added:
    """How many records were added; `unchanged` were there already, `failures` hold nothing to add."""

    reports: int = 0
    extractions: int = 0
    unchanged: int = 0
    failures: int = 0


def add(
    lake: str | Path,
    outcomes: Iterable[Report | Extraction | Failure],
    *,
    story: str | None = None,
    part_bytes: int = MOST_BYTES,
) -> Added:
    """Add what `run`, `reconcile`, `update` and `extract_each` gave, and make the lake where there is none.

    A report stands under the name of its `story`, or else of its earliest article; an extraction under that of its
    article. The last one of a name is the one that counts, earlier ones stay as its history, and one that is there
    already is not added again. What is added is committed in parts of some `part_bytes` bytes of memory: a part is
    there whole or not at all, and what is committed stays, also where a later outcome cannot be written.

    Raises OutputError where nothing can be written or a package is missing, LakeBusy while another process adds,
    LakeDamaged where it cannot be told what is there.
    """
    place = Path(lake)
    require_writable(place)
    with holding(place):
        _prepare(place)
        contents = read_contents(place)
        added = Added()
        part = Part(contents.until)
        for outcome in outcomes:
            if isinstance(outcome, Failure):
                added.failures += 1
                continue
            record = extraction_record(outcome) if isinstance(outcome, Extraction) else report_record(outcome, story)
            if contents.current.get((record.kind, record.name)) == record.digest:
                added.unchanged += 1
                continue
            if record in part or part.bytes >= part_bytes:
                part.commit(place)
                part = Part(part.moment)
            part.add(record)
            contents.current[record.kind, record.name] = record.digest
            if record.kind == "report":
                added.reports += 1
            else:
                added.extractions += 1
        part.commit(place)
    return added


def _prepare(lake: Path) -> None:
    """Make what is missing of a lake without a record, and anew what another claimx made of it.

    The empty tables tell DuckDB which columns there are.
    """
    current = is_current(lake)
    for table, frame in (*empty_frames().items(), (CONTENTS, contents_frame(()))):
        path = part_file(lake, table, _EMPTY)
        if not (current and path.exists()):
            write_frame(frame, path)
    if not current:
        make_catalogue(lake)
