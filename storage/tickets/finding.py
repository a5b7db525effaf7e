"""Tickets by number, place, category and state. Ids only: what may be shown, `Tickets.several` says."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import TypeVar

from sqlalchemy import Select, func, or_, select

from domain.vocabulary import State, WaitingReason
from storage.models import ChangeRow, Ticket
from storage.sql.store import Store

MAX_FOUND = 500


class TicketSearch(Store):
    """Searching within one unit of work."""

    def ids(
        self,
        *,
        number: str | None = None,
        places: Mapping[int, int | None] | None = None,
        categories: Collection[str] = (),
        states: Collection[State] = (),
        parked: bool = False,
        overdue: bool = False,
        within: Collection[int] | None = None,
        or_mine: int | None = None,
    ) -> list[int]:
        """The newest first, at most `MAX_FOUND`. `places`: place and, where given, house number; `within`: only
        there, or what `or_mine` has to do with."""
        found = select(Ticket.id)
        if number is not None:
            found = found.where(Ticket.number == number)
        if places is not None:
            whole = [place for place, house in places.items() if house is None]
            doors = [(Ticket.place_id == p) & (Ticket.house_number == h) for p, h in places.items() if h is not None]
            found = found.where(or_(Ticket.place_id.in_(whole), *doors))
        if categories:
            found = found.where(Ticket.category.in_(categories))
        if states:
            found = found.where(Ticket.state.in_(states))
        if parked:
            found = found.where(Ticket.waiting_reason == WaitingReason.PARKED)
        if overdue:
            claim = (Ticket.state == State.NEW) & (Ticket.claim_due < self._now)
            found = found.where(claim | ((Ticket.state == State.CLAIMED) & (Ticket.resolve_due < self._now)))
        if within is not None:
            mine = (
                (Ticket.assignee_id == or_mine) | (Ticket.recorded_by_id == or_mine) | (Ticket.reporter_id == or_mine)
            )
            found = found.where(Ticket.place_id.in_(within) | mine)
        return list(self._session.scalars(found.order_by(Ticket.id.desc()).limit(MAX_FOUND)))

    def touched_by(self, person_id: int, ticket_ids: Collection[int]) -> dict[int, datetime]:
        """Those of these tickets to which this person has done something, and when last."""
        theirs = ChangeRow.ticket_id.in_(ticket_ids), ChangeRow.by_id == person_id
        newest = select(ChangeRow.ticket_id, func.max(ChangeRow.at)).where(*theirs)
        return {row[0]: row[1] for row in self._session.execute(newest.group_by(ChangeRow.ticket_id))}

    # For exports, which an operator makes: the whole table, in the order of filing

    def filed(
        self, after: int, since: datetime | None, until: datetime | None, *, limit: int, lock: bool = False
    ) -> list[Ticket]:
        """The next tickets after that id, filed in that time; with `lock` for changing."""
        found = _in_period(select(Ticket).where(Ticket.id > after), since, until).order_by(Ticket.id).limit(limit)
        return list(self._session.scalars(found.with_for_update(key_share=True) if lock else found))

    def count_filed(self, since: datetime | None, until: datetime | None) -> int:
        return self._session.scalar(_in_period(select(func.count(Ticket.id)), since, until)) or 0

    def last_changes(self, ticket_ids: Collection[int]) -> dict[int, datetime]:
        """When each of these tickets was last changed."""
        newest = select(ChangeRow.ticket_id, func.max(ChangeRow.at)).where(ChangeRow.ticket_id.in_(ticket_ids))
        rows = self._session.execute(newest.group_by(ChangeRow.ticket_id))
        return {row[0]: row[1] for row in rows}


T = TypeVar("T")


def _in_period(query: Select[T], since: datetime | None, until: datetime | None) -> Select[T]:
    query = query.where(Ticket.filed_at >= since) if since is not None else query
    return query.where(Ticket.filed_at < until) if until is not None else query
