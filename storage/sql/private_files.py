"""Files that hold what residents wrote: nobody but their owner reads them, whatever the machine's umask says."""

import os
from contextlib import suppress
from pathlib import Path

PRIVATE = 0o600
COMPANIONS = ("-wal", "-shm", ".lock")
"""What stands beside an SQLite file while it is used. SQLite gives its own the mode of the file itself."""


def make_private(path: Path) -> None:
    """The file is there, and only its owner may read it. Raises OSError where nothing can be written.

    A file that is there is never opened: closing it again would give back the locks that SQLite has on it.
    """
    if not path.exists():
        with suppress(FileExistsError):
            os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE))
    for one in (path, *(path.with_name(path.name + ending) for ending in COMPANIONS)):
        with suppress(OSError):  # somebody else's file: whether it can be used is said where it is used
            if one.stat().st_mode & 0o077:
                one.chmod(PRIVATE)
