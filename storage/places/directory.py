"""Places, posts, coverage and holders: read whole, held in memory until the revision moves."""

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from domain.posts.absences import Absence
from domain.posts.directory import Coverage, Directory, Former, Holding, Place, Post
from storage.bodies.reading import read_bodies
from storage.models import (
    AbsenceRow,
    CoverageRow,
    FormerName,
    HoldingRow,
    PlaceRow,
    PostRow,
    Revision,
)
from storage.people.accounts import reachable
from storage.register.reading import read_door_counts
from storage.sql.collecting import Undo
from storage.sql.marks import Marks
from storage.sql.store import table_of


class DirectoryShelf:
    """The last directory read, by its revision."""

    def __init__(self) -> None:
        self.kept: Directory | None = None


class DirectoryStore:
    """The directory within one unit of work."""

    def __init__(self, session: Session, shelf: DirectoryShelf, marks: Marks) -> None:
        self._session = session
        self._marks = marks
        self._shelf = shelf
        self._mine: Directory | None = None
        self._changed = False

    @property
    def directory(self) -> Directory:
        """Everything, at this unit's revision."""
        if self._mine is None:
            revision = self._marks.read().revision
            kept = self._shelf.kept
            if kept is None or kept.revision != revision:
                kept = self._read(revision)
                if not self._changed:
                    self._shelf.kept = kept
            self._mine = kept
        return self._mine

    def touch(self) -> None:
        """Places, posts, holders or somebody's reachability were changed in this unit."""
        self._session.flush()
        counted = update(table_of(Revision)).values(directory=Revision.directory + 1)
        moved = self._session.connection().execute(counted).rowcount
        if not moved:
            self._session.add(Revision(id=1, directory=1))
            self._session.flush()
        self._mine, self._changed = None, True
        self._marks.forget()

    def mark(self) -> Undo:
        return self._forget_read

    def _forget_read(self) -> None:
        self._mine = None
        self._marks.forget()

    def _read(self, revision: int) -> Directory:
        session = self._session
        former: dict[int, list[Former]] = {}
        for was in session.scalars(select(FormerName).order_by(FormerName.until, FormerName.id)):
            former.setdefault(was.place_id, []).append(Former(was.name, was.parent_id, was.until))
        places = {
            row.id: Place(
                row.id,
                row.code,
                row.parent_id,
                row.level,
                row.name,
                tuple(row.aliases),
                row.households,
                row.merged_into_id,
                tuple(former.get(row.id, ())),
            )
            for row in session.scalars(select(PlaceRow).order_by(PlaceRow.id))
        }
        posts = {
            row.id: Post(row.id, row.code, row.place_id, row.role, row.title, row.body_id)
            for row in session.scalars(select(PostRow).order_by(PostRow.id))
        }
        coverage = [
            Coverage(
                row.post_id,
                row.place_id,
                row.from_no,
                row.to_no,
                row.side,
                None if row.sub_numbers is None else tuple(row.sub_numbers),
                row.households,
            )
            for row in session.scalars(select(CoverageRow).order_by(CoverageRow.id))
        ]
        holders = select(HoldingRow, reachable(HoldingRow.person_id))
        holdings = [
            Holding(
                row.post_id,
                row.person_id,
                row.held_as,
                is_reachable,
                row.since,
                row.until,
            )
            for row, is_reachable in session.execute(holders.order_by(HoldingRow.id))
        ]
        absences = [
            Absence(row.id, row.person_id, row.since, row.until, row.deputy_id)
            for row in session.scalars(select(AbsenceRow).where(AbsenceRow.ended_at.is_(None)).order_by(AbsenceRow.id))
        ]
        bodies, doors = read_bodies(session), read_door_counts(session)
        return Directory(revision, places, posts, coverage, holdings, absences, bodies, doors)
