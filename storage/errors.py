"""What can go wrong with the database.

- StorageError
  - DatabaseUnreachable: nobody answers, or the file cannot be opened
  - AlreadyRunning: another process runs on this SQLite file
  - DatabaseNewer: a later version of the program has migrated it
  - AlreadyHandled: this update was crossed off by an earlier commit whose answer was lost
  - NotFirst: an update answered at once is known already, or something waits in its chat
  - TryAgain: locked, serialisation, a lost connection; the same unit may succeed in a moment
"""

from sqlalchemy.exc import DBAPIError, OperationalError

_PASSING_STATES = ("40001", "40P01", "55P03", "57P01", "57P03", "08")


class StorageError(Exception):
    """Anything the database said no to. Carries no statement, parameter or address."""


class DatabaseUnreachable(StorageError):
    """Nobody answers, or the file cannot be opened."""


class AlreadyRunning(StorageError):
    """SQLite serves one process, and another is running."""


class DatabaseNewer(StorageError):
    """A later version of this program has already migrated the database."""


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
    return isinstance(error, OperationalError) and ("locked" in str(error.orig) or "busy" in str(error.orig))
