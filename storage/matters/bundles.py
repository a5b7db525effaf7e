"""Lines that wait for somebody's next bundle, within one unit of work."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, delete, func, or_, select

from domain.matters.asks import AskState
from domain.matters.bundles import A_WEEK, BundledLine
from storage.models import AskRow, BundleLine, Person
from storage.sql.store import Store, literals, table_of

_LINE = table_of(BundleLine)
_ABOUT = ("ask_id", "matter_id", "ticket_id", "body_id")
_WAITS = BundleLine.told_at.is_(None)


class Bundles(Store):
    """What somebody will read with their next bundle, and what they have read."""

    def keep(
        self,
        person_id: int,
        kind: BundledLine,
        about: Mapping[str, int | None],
        due_at: datetime,
        not_after: datetime | None,
    ) -> None:
        """One line of a kind about a thing waits at a time; its latest end counts. None where they want to hear no more
        of it."""
        mine = select(BundleLine).where(BundleLine.person_id == person_id, BundleLine.kind == kind)
        known = self._session.scalars(mine.where(or_(_WAITS, BundleLine.muted_at.is_not(None))))
        same = [line for line in known if _is_about(line, about)]
        if any(line.muted_at is not None for line in same):
            return
        if same:
            same[0].not_after = not_after
            return
        self._session.add(
            BundleLine(person_id=person_id, kind=kind, said_at=self._now, due_at=due_at, not_after=not_after, **about)
        )

    def waiting(self, person_id: int) -> Sequence[BundleLine]:
        """What was not told yet."""
        mine = select(BundleLine).where(BundleLine.person_id == person_id, _WAITS)
        return list(self._session.scalars(mine.order_by(BundleLine.id)))

    def due_of(self, person_id: int) -> Sequence[BundleLine]:
        """What waits for a bundle that is due now."""
        mine = select(BundleLine).where(BundleLine.person_id == person_id, _WAITS, BundleLine.due_at <= self._now)
        return list(self._session.scalars(mine.order_by(BundleLine.id)))

    def people_due(self, limit: int, *, without: Collection[int] = ()) -> list[Person]:
        """Whose bundle is due (`without` some), locked: of two replicas one sends it."""
        return list(self._session.scalars(self.due_query(self._now, limit, without)))

    @staticmethod
    def due_query(now: datetime, limit: int, without: Collection[int] = ()) -> Select[Person]:
        """The question to the tables; a test looks at its plan."""
        due = select(BundleLine.person_id).where(_WAITS, BundleLine.due_at <= now)
        people = select(Person).where(Person.id.in_(due), Person.id.not_in(without)).order_by(Person.id)
        return people.limit(limit).with_for_update(skip_locked=True)

    def told_on(self, person_id: int, zone: ZoneInfo) -> list[date]:
        """The local days of the last week on which they had a bundle, each as often as they had."""
        since = self._now - A_WEEK - timedelta(days=1)
        told = select(BundleLine.told_at).where(BundleLine.person_id == person_id, BundleLine.told_at >= since)
        return [at.astimezone(zone).date() for at in self._session.scalars(told.distinct()) if at is not None]

    def told_with(self, line_id: int, person_id: int) -> Sequence[BundleLine]:
        """The lines of the bundle that this one was in; none for somebody else's."""
        first = self._session.get(BundleLine, line_id)
        if first is None or first.person_id != person_id or first.told_at is None:
            return []
        same = select(BundleLine).where(BundleLine.person_id == person_id, BundleLine.told_at == first.told_at)
        return list(self._session.scalars(same.order_by(BundleLine.id)))

    def of_bundle(self, line_id: int) -> Sequence[BundleLine]:
        """The same, whoever's it is: a message has reached its reader."""
        first = self._session.get(BundleLine, line_id)
        return self.told_with(line_id, first.person_id) if first is not None else []

    def own(self, line_id: int, person_id: int) -> BundleLine | None:
        """A line of theirs, locked."""
        line = self._session.get(BundleLine, line_id, with_for_update=True)
        return line if line is not None and line.person_id == person_id else None

    def drop_waiting_like(self, line: BundleLine) -> None:
        """What still waits of the same kind about the same thing."""
        about = {name: getattr(line, name) for name in _ABOUT}
        self.drop([one for one in self.waiting(line.person_id) if one.kind is line.kind and _is_about(one, about)])

    def drop(self, lines: Collection[BundleLine]) -> None:
        """What they were about has ended, or is none of theirs any more."""
        for line in lines:
            self._session.delete(line)

    # What falls due

    def asks_due_before(self, until: datetime) -> Sequence[AskRow]:
        """Asks whose answer or result is awaited before then."""
        awaited = AskRow.state.in_(literals(AskState.SENT, AskState.ACCEPTED))
        due = select(AskRow).where(AskRow.next_step_at > self._now, AskRow.next_step_at < until, awaited)
        return list(self._session.scalars(due.order_by(AskRow.id)))

    # What is kept about somebody

    def of_person(self, person_id: int) -> Sequence[BundleLine]:
        return list(
            self._session.scalars(select(BundleLine).where(BundleLine.person_id == person_id).order_by(BundleLine.id))
        )

    def forget(self, person_id: int) -> None:
        self._write(delete(_LINE).where(_LINE.c.person_id == person_id))

    def count_old(self, before: datetime) -> int:
        return self._session.scalar(select(func.count()).select_from(_LINE).where(_old(before))) or 0

    def delete_old(self, before: datetime) -> int:
        """What was said before then, told or not."""
        return self._write(delete(_LINE).where(_old(before)))


def _old(before: datetime) -> ColumnElement[bool]:
    return _LINE.c.said_at < before


def _is_about(line: BundleLine, about: Mapping[str, int | None]) -> bool:
    return all(getattr(line, name) == value for name, value in about.items())
