"""The digests that were made, and the tickets of a week. Every query walks an index of times."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from pydantic import TypeAdapter
from sqlalchemy import Select, func, select

from domain.digest.digest import Figures
from domain.vocabulary import Action, State
from storage.models import ChangeRow, DigestRow, Ticket
from storage.sql.store import Store
from storage.sql.upsert import insert_into

_FIGURES = TypeAdapter(Figures)
_AT_ONCE = 500
_FAR = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class StoredLine:
    """A line of history, without its words."""

    seq: int
    action: Action
    before: State | None
    after: State
    at: datetime
    by_id: int | None
    detail: dict[str, object]


class Digests(Store):
    """Weeks of tickets, and the digests made of them."""

    # The tickets of a week

    def of_week(self, filed_since: datetime, start: datetime, end: datetime) -> list[tuple[Ticket, list[StoredLine]]]:
        """Whatever was filed from `filed_since` on, was open or due or changed in the week; with its history."""
        ids: set[int] = set()
        for found in self.week_queries(filed_since, start, end):
            ids.update(self._session.scalars(found))
        tickets: list[Ticket] = []
        lines: dict[int, list[StoredLine]] = {}
        for some in _batches(sorted(ids)):
            tickets += self._session.scalars(select(Ticket).where(Ticket.id.in_(some)).order_by(Ticket.id))
            for ticket_id, seq, action, before, after, at, by_id, detail in self._session.execute(_history(some)):
                lines.setdefault(ticket_id, []).append(StoredLine(seq, action, before, after, at, by_id, detail))
        return [(ticket, lines.get(ticket.id, [])) for ticket in tickets if ticket.filed_at < end]

    @staticmethod
    def week_queries(filed_since: datetime, start: datetime, end: datetime) -> Sequence[Select[int]]:
        """The questions to the tables; a test looks at their plans."""
        # What ended since `start` is few in a digest of now, but PostgreSQL plans once for all values: only a time
        # with two ends is taken for few, with one it is a third of all there ever was.
        ended_since = Ticket.ended_at.between(start, _FAR)
        return (
            select(Ticket.id).where(Ticket.filed_at >= filed_since, Ticket.filed_at < end),
            select(Ticket.id).where(Ticket.ended_at.is_(None)),
            select(Ticket.id).where(ended_since, Ticket.filed_at < end),
            select(Ticket.id).where(Ticket.resolve_due >= start, Ticket.resolve_due < end),
            select(ChangeRow.ticket_id).where(ChangeRow.at >= start, ChangeRow.at < end).distinct(),
        )

    def first_filed(self) -> datetime | None:
        """When the first report ever was filed."""
        return self._session.scalar(self.first_query())

    @staticmethod
    def first_query() -> Select[datetime | None]:
        return select(func.min(Ticket.filed_at))

    def numbers(self, ids: Sequence[int]) -> dict[int, str]:
        """What these tickets are called: their numbers, and nothing else of them."""
        numbers: dict[int, str] = {}
        for some in _batches(ids):
            called = self._session.execute(select(Ticket.id, Ticket.number).where(Ticket.id.in_(some)))
            numbers.update({row.id: row.number for row in called})
        return numbers

    # What was made

    def get(self, week: str, version: int) -> Figures | None:
        row = self._session.get(DigestRow, (week, version))
        return _FIGURES.validate_python(row.figures) if row else None

    def newest(self, week: str, *, complete: bool = False) -> tuple[int, Figures] | None:
        """The latest version with its number; with `complete`, the latest of the whole week."""
        made = select(DigestRow).where(DigestRow.week == week).order_by(DigestRow.version.desc()).limit(1)
        row = self._session.scalar(made.where(DigestRow.complete) if complete else made)
        return (row.version, _FIGURES.validate_python(row.figures)) if row else None

    def freeze(self, figures: Figures) -> int:
        """Keep the figures as the week's next version and return its number; the same figures again are the same
        version, whenever they were counted."""
        facts = _facts(figures)
        while True:
            newest = self.newest(figures.week)
            if newest is not None and _same(newest[1], figures):
                return newest[0]
            version = newest[0] + 1 if newest is not None else 1
            row = insert_into(self._session, DigestRow).values(
                week=figures.week,
                version=version,
                complete=figures.complete,
                made_at=self._now,
                figures=facts,
            )
            if self._write(row.on_conflict_do_nothing(index_elements=["week", "version"])):
                return version


def _same(kept: Figures, now: Figures) -> bool:
    """A section that was not counted yet when the older one was frozen makes no difference: nothing said of it has
    changed."""
    ids = {section: now.tickets(section) for section in kept.ids}
    return _facts(kept) == _facts(replace(now, ids=ids, until=kept.until, corrects=kept.corrects))


def _facts(figures: Figures) -> dict[str, object]:
    facts: dict[str, object] = _FIGURES.dump_python(figures, mode="json")
    return facts


def _history(
    ids: Sequence[int],
) -> Select[int, int, Action, State | None, State, datetime, int | None, dict[str, object]]:
    line = ChangeRow
    asked = select(line.ticket_id, line.seq, line.action, line.before, line.after, line.at, line.by_id, line.detail)
    return asked.where(line.ticket_id.in_(ids)).order_by(line.ticket_id, line.seq)


def _batches(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    return (ids[start : start + _AT_ONCE] for start in range(0, len(ids), _AT_ONCE))
