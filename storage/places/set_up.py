"""The rows that the set-up import compares with its files: places, posts, coverage, holdings and their links."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.posts.directory import Coverage
from storage.models import (
    CoverageRow,
    FormerName,
    HoldingRow,
    Invitation,
    Person,
    PersonContact,
    PlaceRow,
    PostRow,
    TableLine,
)


class SetUpStore:
    """The set-up's rows within one unit of work."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def places(self) -> dict[str, PlaceRow]:
        return {row.code: row for row in self._session.scalars(select(PlaceRow).order_by(PlaceRow.id))}

    def posts(self) -> dict[str, PostRow]:
        return {row.code: row for row in self._session.scalars(select(PostRow).order_by(PostRow.id))}

    def coverage(self) -> dict[int, list[CoverageRow]]:
        """By post."""
        found: dict[int, list[CoverageRow]] = {}
        for row in self._session.scalars(select(CoverageRow).order_by(CoverageRow.id)):
            found.setdefault(row.post_id, []).append(row)
        return found

    def holdings(self) -> list[tuple[HoldingRow, Person, PersonContact | None]]:
        """In the order they were entered, each with its holder."""
        everybody = (
            select(HoldingRow, Person, PersonContact)
            .join(Person, Person.id == HoldingRow.person_id)
            .outerjoin(PersonContact, PersonContact.person_id == Person.id)
        )
        return [
            (row, person, contact) for row, person, contact in self._session.execute(everybody.order_by(HoldingRow.id))
        ]

    def table_lines(self) -> list[TableLine]:
        """What the tables said at their last import, row by row."""
        return list(self._session.scalars(select(TableLine)))

    def remember_line(self, sheet: str, subject: str, said: dict[str, object], stood: dict[str, object]) -> TableLine:
        line = TableLine(sheet=sheet, subject=subject, said=said, stood=stood)
        self._session.add(line)
        return line

    def remember(self, row: PlaceRow, until: datetime) -> None:
        """What the place is called and where it stands, as its former name until that moment."""
        self._session.add(FormerName(place_id=row.id, name=row.name, parent_id=row.parent_id, until=until))

    def keep(self, row: HoldingRow) -> None:
        """A new row; it has its id afterwards."""
        self._session.add(row)
        self._session.flush()

    def keep_all(self, rows: Sequence[PlaceRow | PostRow]) -> None:
        """New rows; they have their ids afterwards."""
        self._session.add_all(rows)
        self._session.flush()

    def cover(self, coverage: Coverage) -> None:
        self._session.add(
            CoverageRow(
                post_id=coverage.post_id,
                place_id=coverage.place_id,
                from_no=coverage.from_no,
                to_no=coverage.to_no,
                side=coverage.side,
                sub_numbers=None if coverage.sub_numbers is None else list(coverage.sub_numbers),
                households=coverage.households,
            )
        )

    def uncover(self, row: CoverageRow) -> None:
        self._session.delete(row)

    def open_invitations(self, holding_id: int) -> list[Invitation]:
        """Links to a holding that nobody has used or revoked, expired ones too."""
        unused = select(Invitation).where(
            Invitation.holding_id == holding_id, Invitation.used_at.is_(None), Invitation.revoked_at.is_(None)
        )
        return list(self._session.scalars(unused))
