"""Files that are there whole or not at all: written beside their place, flushed to the disk, and then put there.

And the right to be the only one who writes to a place.
"""

from __future__ import annotations

import errno
import os
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from claimx.errors import ClaimxError, OutputError

_LOOK_AGAIN = 0.5  # seconds


@contextmanager
def whole_file(target: str | Path) -> Iterator[Path]:
    """A path to write to, which becomes `target` when all went well; an older file stays as it was until then.

    The folders above are made. Raises OutputError where the place cannot be written, at once if that can be seen.
    """
    place = Path(os.path.realpath(target))  # a link stays a link, and what it points to is replaced
    # In the same folder, since a rename is whole only within one file system; not by tempfile, whose files nobody else
    # may read, and without the target's name, which may be as long as names can be.
    draft = place.parent / f".claimx-{secrets.token_hex(8)}{place.suffix}"
    with _naming(target):
        place.parent.mkdir(parents=True, exist_ok=True)
        if place.is_dir():
            raise IsADirectoryError(errno.EISDIR, "it is a folder")
        draft.touch()
    try:
        with _naming(target):
            yield draft
            _flush_to_disk(draft)
            draft.replace(place)
    finally:
        draft.unlink(missing_ok=True)


def require_writable(folder: Path) -> None:
    """Make the folder, and raise OutputError where no file can be made in it: before a model is paid, not after."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        trial = folder / f".claimx-{secrets.token_hex(8)}"
        trial.touch()
        trial.unlink()
    except OSError as error:
        raise OutputError(f"cannot write to {folder}: {error.strerror or error}") from error


@contextmanager
def only_writer(lock: Path, target: Path, busy: Callable[[], ClaimxError]) -> Iterator[None]:
    """The right to write to `target`, which the kernel takes back with the process, however that ends.

    Raises what `busy` gives while another process holds the file `lock`, and OutputError where it cannot be made.
    """
    from filelock import FileLock, Timeout

    held = FileLock(lock, thread_local=False)
    try:
        held.acquire(timeout=_LOOK_AGAIN)
    except Timeout:
        raise busy() from None
    except OSError as error:
        raise OutputError(f"cannot write to {target}: {error.strerror or error}") from error
    try:
        yield
    finally:
        held.release()


@contextmanager
def _naming(target: str | Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise OutputError(f"cannot write {target}: {error.strerror or error}") from error


def _flush_to_disk(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())
