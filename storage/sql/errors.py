"""What can go wrong with the database.

- StorageError
  - DatabaseUnreachable: nobody answers, or the file cannot be opened
  - AlreadyRunning: another process runs on this SQLite file
  - DatabaseNewer: a later version of the program has migrated it
  - TablesMissing: a subject has a table that no migration has made
  - AlreadyHandled: this update was crossed off by an earlier commit whose answer was lost
  - NotFirst: an update answered at once is known already, or something waits in its chat
  - TryAgain: locked, serialisation, a lost connection; the same unit may succeed in a moment
"""

import errno
import sqlite3

from sqlalchemy.exc import DBAPIError, OperationalError

_PASSING_STATES = ("40001", "40P01", "55P03", "57P01", "57P03", "08", "53", "25006")

_FULL = "the disk is full: make room on it; what people write meanwhile waits with Telegram and is not lost"
_READ_ONLY = "is the disk mounted read-only, or do the folder and what is in it belong to another user?"
_SQLITE = {
    sqlite3.SQLITE_FULL: _FULL,
    sqlite3.SQLITE_READONLY: f"the SQLite file cannot be written; {_READ_ONLY}",
    sqlite3.SQLITE_CANTOPEN: f"the SQLite file cannot be opened; {_READ_ONLY}",
    sqlite3.SQLITE_IOERR: "the disk does not read and write as it should: the system's log says more",
    sqlite3.SQLITE_NOTADB: "the file is no SQLite database: name another one, or remove it and `louzhang restore FILE`",
    sqlite3.SQLITE_CORRUPT: "the SQLite file is damaged: put it aside and `louzhang restore FILE` the last backup",
    sqlite3.SQLITE_BUSY: "another program has the SQLite file locked",
    sqlite3.SQLITE_LOCKED: "another program has the SQLite file locked",
}
_LASTING = frozenset({sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT})
_POSTGRESQL = {
    "53100": _FULL,
    "53300": "PostgreSQL has no connection left: raise max_connections, or end what holds them",
    "25006": "PostgreSQL only reads now (a standby?): DATABASE_URL names the one that writes",
}
_FILES = {
    errno.ENOSPC: _FULL,
    errno.EDQUOT: _FULL,
    errno.EROFS: _READ_ONLY,
    errno.EACCES: _READ_ONLY,
    errno.EPERM: _READ_ONLY,
}


class StorageError(Exception):
    """Anything the database said no to. Carries no statement, parameter or address."""


class DatabaseUnreachable(StorageError):
    """Nobody answers, or the file cannot be opened."""


class AlreadyRunning(StorageError):
    """SQLite serves one process, and another is running."""


class DatabaseNewer(StorageError):
    """A later version of this program has already migrated the database."""


class TablesMissing(StorageError):
    """A subject of this program has a table that is not there. Names the table."""


class AlreadyHandled(StorageError):
    """The update was crossed off before: a lost answer to an earlier commit. This unit is undone."""


class NotFirst(StorageError):
    """What was answered at once is known already, or something waits in its chat. This unit is undone."""


class TryAgain(StorageError):
    """A passing trouble: the same unit may succeed in a moment."""


def passing(error: DBAPIError) -> bool:
    """Is it worth trying the unit again? Locks, deadlocks, serialisation, lost connections."""
    state = str(getattr(error.orig, "sqlstate", "") or "")
    if error.connection_invalidated or state.startswith(_PASSING_STATES):
        return True
    code = _sqlite_code(error.orig)
    if code in _SQLITE and code not in _LASTING:
        return True
    return isinstance(error, OperationalError) and ("locked" in str(error.orig) or "busy" in str(error.orig))


def busy(error: BaseException) -> bool:
    """Has another process the SQLite file, so that it is free in a moment?"""
    return isinstance(error, DBAPIError) and _sqlite_code(error.orig) in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)


def in_words(error: BaseException) -> str | None:
    """What an operator can do about it, in a sentence without statement, parameter or address; None: nothing known."""
    if isinstance(error, StorageError):
        return str(error) or None
    cause = error.orig if isinstance(error, DBAPIError) else error
    if isinstance(cause, sqlite3.Error) or isinstance(error, DBAPIError):
        return _SQLITE.get(_sqlite_code(cause)) or _POSTGRESQL.get(str(getattr(cause, "sqlstate", "") or ""))
    return _FILES.get(error.errno or 0) if isinstance(error, OSError) else None


def again(error: BaseException) -> TryAgain:
    """A trouble that may pass, with its sentence."""
    return TryAgain(in_words(error) or "the database was busy")


def _sqlite_code(cause: BaseException | None) -> int:
    """The primary code; sqlite3 gives extended ones."""
    return int(getattr(cause, "sqlite_errorcode", 0) or 0) & 0xFF
