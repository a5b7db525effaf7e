"""What has been kept long enough, what is kept longer and why, and the log of how much went."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, func, select

from domain.privacy import KeptBecause
from domain.vocabulary import Kind
from storage.models import Forgotten, KeptTicket, Person, Ticket
from storage.sql.store import Store
from storage.sql.upsert import insert_into


@dataclass(frozen=True, slots=True)
class Went:
    """How much of one sort went on one day."""

    day: date
    what: str
    count: int


class Retention(Store):
    """Within one unit of work."""

    def count_due(self, kinds: Collection[Kind], before: datetime) -> int:
        """How many ended tickets of these kinds would be emptied."""
        due = select(func.count()).select_from(Ticket).where(*_due(kinds, before), Ticket.id.not_in(_KEPT))
        return self._session.scalar(due) or 0

    def kept_due(self, kinds: Collection[Kind], before: datetime) -> list[tuple[str, KeptBecause]]:
        """Those whose time is over and that are kept all the same, by number."""
        kept = select(Ticket.number, KeptTicket.why).join(KeptTicket, KeptTicket.ticket_id == Ticket.id)
        return [(row.number, row.why) for row in self._session.execute(kept.where(*_due(kinds, before)))]

    def keep(self, ticket_id: int, why: KeptBecause, by: Person) -> None:
        row = self._session.get(KeptTicket, ticket_id)
        if row is None:
            self._session.add(KeptTicket(ticket_id=ticket_id, why=why, by_id=by.id, at=self._now))
        else:
            row.why, row.by_id, row.at = why, by.id, self._now

    def let_go(self, ticket_id: int) -> bool:
        """Not kept any longer; False when it was not."""
        row = self._session.get(KeptTicket, ticket_id)
        if row is not None:
            self._session.delete(row)
            self._session.flush()
        return row is not None

    def kept_ids(self) -> Sequence[int]:
        return list(self._session.scalars(_KEPT))

    def ticket_numbered(self, number: str) -> int | None:
        """The id behind a printed number; seeing it is another question."""
        return self._session.scalar(select(Ticket.id).where(Ticket.number == number))

    def note(self, day: date, what: str, count: int) -> None:
        """So much of that sort went today."""
        if count:
            row = insert_into(self._session, Forgotten).values(day=day, what=what, count=count)
            more = {"count": Forgotten.count + row.excluded.count}
            self._write(row.on_conflict_do_update(index_elements=["day", "what"], set_=more))

    def log(self, limit: int = 60) -> list[Went]:
        """The newest days first."""
        rows = self._session.scalars(select(Forgotten).order_by(Forgotten.day.desc(), Forgotten.what).limit(limit))
        return [Went(row.day, row.what, row.count) for row in rows]


_KEPT = select(KeptTicket.ticket_id)


def _due(kinds: Collection[Kind], before: datetime) -> tuple[ColumnElement[bool], ...]:
    return (Ticket.ended_at < before, Ticket.emptied_at.is_(None), Ticket.kind.in_(kinds))
