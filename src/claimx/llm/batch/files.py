"""Lines put into files, each as large as a batch may be."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from claimx.errors import JournalUnwritable

# "The file can contain up to 50,000 requests, and can be up to 200 MB in size":
# https://platform.openai.com/docs/api-reference/batch/create, read in November 2026. The smaller of the two megabytes.
MOST_REQUESTS = 50_000
MOST_BYTES = 200_000_000


@dataclass
class LineFile:
    """A file of request lines; `rows` are the numbers of the journal's rows for them."""

    path: Path
    rows: range
    size: int = 0


class Outbox:
    """Files of lines that are to be sent, in an empty folder. A line is on the disk once it is added."""

    def __init__(self, folder: Path, most_requests: int = MOST_REQUESTS, most_bytes: int = MOST_BYTES) -> None:
        self.files: list[LineFile] = []
        self._folder = folder
        self._most_requests = most_requests
        self._most_bytes = most_bytes

    def add(self, line: bytes, row: int) -> None:
        """Add a line, whose row in the journal comes right after that of the line before.

        Raises `JournalUnwritable` where the disk is full.
        """
        if not self.files or not self._has_room(self.files[-1], line):
            path = self._folder / f"requests-{len(self.files) + 1}.jsonl"
            self.files.append(LineFile(path, range(row, row)))
        file = self.files[-1]
        try:
            with file.path.open("ab") as stream:
                stream.write(line)
        except OSError as error:
            raise JournalUnwritable(f"cannot write {file.path}: {error.strerror or error}") from error
        file.rows = range(file.rows.start, row + 1)
        file.size += len(line)

    def _has_room(self, file: LineFile, line: bytes) -> bool:
        return len(file.rows) < self._most_requests and file.size + len(line) <= self._most_bytes
