"""What the import says about the files: faults that stop it, and gaps, overlaps and vacancies that do not."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong in one row; `row` as a person counts (the header is row 1), None for the whole file."""

    file: str
    row: int | None
    reason: str


@dataclass(frozen=True, slots=True)
class Gap:
    """A place, or doors of a street, that no steward answers for."""

    where: str


@dataclass(frozen=True, slots=True)
class Overlap:
    """A place, or doors of a street, that several stewards answer for alike."""

    where: str
    posts: tuple[str, ...]


class FaultyFiles(Exception):
    """The import was asked to write files that have faults, or that do not fit the database; nothing was written."""
