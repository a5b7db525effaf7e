"""What can go wrong with the database.

- StorageError
  - DatabaseUnreachable: nobody answers, or the file cannot be opened
  - DatabaseNewer: a later version of the program has migrated it
  - TryAgain: locked, serialisation, a lost connection; the same unit may succeed in a moment
"""


class StorageError(Exception):
    """Anything the database said no to. Carries no statement, parameter or address."""


class DatabaseUnreachable(StorageError):
    """Nobody answers, or the file cannot be opened."""


class DatabaseNewer(StorageError):
    """A later version of this program has already migrated the database."""


class TryAgain(StorageError):
    """A passing trouble: the same unit may succeed in a moment."""
