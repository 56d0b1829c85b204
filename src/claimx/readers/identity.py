"""Which of the articles read are one and the same, and what each is called."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlsplit

from claimx.readers.discovery import STANDARD_INPUT
from claimx.readers.fetching import to_path
from claimx.readers.records import Record


@dataclass(frozen=True, slots=True)
class Draft:
    """An article that has no id yet: its record, with the details known by now, and the file it is in, as given."""

    record: Record
    file: Path | None

    @property
    def path(self) -> Path:
        """What it is called after."""
        if self.record.address is not None:
            return to_path(self.record.address)
        return self.file or Path("stdin")

    @property
    def label(self) -> str:
        place = self.file.as_posix() if self.file is not None else STANDARD_INPUT
        return to_record_label(self.record.address or place, self.record.position)

    @property
    def order(self) -> tuple[str, int]:
        return self.path.as_posix(), self.record.position or 0


def to_record_label(label: str, position: int | None) -> str:
    """`dump.json#3` is the third article in `dump.json`."""
    return label if position is None else f"{label}#{position}"


def drop_repeats(drafts: Sequence[Draft]) -> tuple[list[Draft], dict[int, list[Draft]]]:
    """The drafts without repeats, and for each one's index the repeats of it that were left out.

    The same words under two publishers are no repeat: a wire text printed twice is what claimx is there to see.
    """
    kept: dict[tuple[str, str | None], list[Draft]] = {}
    for draft in sorted(drafts, key=lambda draft: draft.order):
        kept.setdefault((draft.record.text, draft.record.details.publisher), []).append(draft)
    groups = list(kept.values())
    return [group[0] for group in groups], {index: group[1:] for index, group in enumerate(groups)}


def name_drafts(drafts: Sequence[Draft]) -> list[str]:
    """An id for each draft, unique, and the same whatever the order: whoever shares a name lengthens it, all alike.

    The drafts are no repeats of each other.
    """
    depths = [0] * len(drafts)
    while True:
        names = [_name(draft, depth) for draft, depth in zip(drafts, depths, strict=True)]
        count = Counter(names)
        shared = [i for i, name in enumerate(names) if count[name] > 1 and depths[i] <= _depth(drafts[i])]
        if not shared:
            return names
        for i in shared:
            depths[i] += 1


def _name(draft: Draft, depth: int) -> str:
    """`stem`, then `folder/stem`, then as much of the path as it takes, with the suffix and the place in the file.

    What a server gave at one address at several times is told apart by what it says.
    """
    record, parts = draft.record, _parts(draft)
    if depth > _depth(draft):
        said = sha256(repr((record.text, record.details.publisher)).encode()).hexdigest()
        return f"{_name(draft, depth - 1)}@{said[:8]}"
    if depth >= 2:
        return to_record_label("/".join(parts[-depth:]), record.position)
    stem = draft.path.stem.removesuffix(".warc")  # of archive.warc.gz
    short = record.id or (stem if record.position is None else f"{stem}-{record.position}")
    return short if depth == 0 else "/".join((*parts[-2:-1], short))


def _depth(draft: Draft) -> int:
    """The depth at which a name is as long as the path."""
    return max(2, len(_parts(draft)))


def _parts(draft: Draft) -> tuple[str, ...]:
    if draft.record.address is None:
        return Path(os.path.abspath(draft.path)).parts
    *folders, last = draft.path.parts
    query = urlsplit(draft.record.address).query
    return (*folders, f"{last}?{query}" if query else last)
