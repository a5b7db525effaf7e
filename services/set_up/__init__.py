"""Setting up a community from tables: the tree of places, the posts, what they cover, and who holds them.

`prepare` reads and checks the files and needs no database; `import_set_up` writes them within one unit of work.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path, PurePosixPath

from domain.vocabulary import SEATS
from services.set_up.checking import check, stewards_without_coverage, vacancies
from services.set_up.comparing import UNDECIDED, Choice, Difference, Verdict
from services.set_up.doors import directory_of, gaps_and_overlaps
from services.set_up.findings import Fault, FaultyFiles, Gap, Overlap
from services.set_up.headings import COLUMNS, table_of
from services.set_up.outcome import ImportOutcome, Invite, Progress
from services.set_up.reading import read_tables
from services.set_up.rows import Lines, PostLine, lines_of_tables
from services.set_up.writing import write_set_up
from storage.unit_of_work import UnitOfWork

__all__ = [
    "UNDECIDED",
    "Choice",
    "Difference",
    "Fault",
    "FaultyFiles",
    "Gap",
    "ImportOutcome",
    "Invite",
    "Overlap",
    "Prepared",
    "Progress",
    "Verdict",
    "import_set_up",
    "prepare",
]


@dataclass(frozen=True, slots=True)
class Prepared:
    """The files as read, and what was found. Gaps and the like are looked for only in files without faults.

    `vacancies` are posts nobody holds, `empty_seats` those of bodies, `idle` stewards' posts that answer for nothing.
    """

    lines: Lines
    faults: tuple[Fault, ...]
    gaps: tuple[Gap, ...] = ()
    overlaps: tuple[Overlap, ...] = ()
    vacancies: tuple[str, ...] = ()
    idle: tuple[str, ...] = ()
    empty_seats: tuple[str, ...] = ()


def prepare(path: Path, today: date | None = None) -> Prepared:
    """Read and check a folder or a workbook. `today` leaves holders out who have not begun or have ended."""
    lines, faults = lines_of_tables(read_tables(path))
    faults.extend(check(lines))
    if faults:
        return Prepared(lines, tuple(sorted(dict.fromkeys(faults), key=_as_they_stand)))
    gaps, overlaps = gaps_and_overlaps(directory_of(lines))
    empty = vacancies(lines, today)
    return Prepared(
        lines,
        (),
        tuple(gaps),
        tuple(overlaps),
        _titles(post for post in empty if post.role not in SEATS),
        _titles(stewards_without_coverage(lines)),
        _titles(post for post in empty if post.role in SEATS),
    )


def _titles(posts: Iterable[PostLine]) -> tuple[str, ...]:
    return tuple(f"{post.title} ({post.code})" for post in posts)


def _as_they_stand(fault: Fault) -> tuple[int, int]:
    table = table_of(PurePosixPath(fault.file).stem)
    return (list(COLUMNS).index(table) if table is not None else -1, fault.row or 0)


def import_set_up(
    work: UnitOfWork, prepared: Prepared, choice: Choice = UNDECIDED, progress: Progress = lambda rows: None
) -> ImportOutcome:
    """Write everything, or raise `FaultyFiles`, which undoes the unit. Where the tables and the chat say different
    things since the last import the choice decides; what it leaves open stays as it is."""
    if prepared.faults:
        raise FaultyFiles(f"the files have {len(prepared.faults)} faults")
    return write_set_up(work, prepared.lines, choice, progress)
