"""A folder for the data of a server of PostgreSQL: in the machine's memory, where that has room for it."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

MEMORY = Path("/dev/shm")
ROOM = 2 * 1024**3  # bytes; a server with a few databases and its write-ahead log stays well below


@contextmanager
def data_folder() -> Iterator[Path]:
    """An empty folder on a short path, gone afterwards.

    A database a test is a thousand files made and removed, which a disk feels and memory does not.
    """
    quick = os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free >= ROOM
    folder = Path(tempfile.mkdtemp(prefix="wijk-test-", dir=MEMORY if quick else None))
    folder.chmod(0o711)  # PostgreSQL's own user passes through when we are root
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
