"""Tickets behind their one door: whoever may not see one is told the same as for a number nobody has."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import bindparam, func, insert, inspect, select
from sqlalchemy.orm import Session, make_transient_to_detached
from sqlalchemy.orm.attributes import set_committed_value
from sqlalchemy.sql.schema import ScalarElementColumnDefault

from domain.community import Community
from domain.posts.accused import standing_to
from domain.refusal import unknown_ticket
from domain.tickets.lifecycle import Actor
from domain.tickets.recusal import COUNTED, PastStep, appealed_against, had_a_hand
from domain.tickets.told import COMES_ANEW
from domain.tickets.visibility import may_see
from domain.vocabulary import OPEN_STATES, Action, Grade, Kind, Role, State
from storage.models import ChangeRow, KeptTicket, Person, Ticket
from storage.models.base import UtcDateTime
from storage.models.tickets import NOT_ENDED
from storage.places.directory import DirectoryStore
from storage.settings.counters import Counters
from storage.sql.among import among
from storage.sql.collecting import Batch, Undo, absent, grouped
from storage.sql.store import Store, literals, table_of

_TICKET = table_of(Ticket)
_UNSET = {
    column.key: column.default.arg if isinstance(column.default, ScalarElementColumnDefault) else None
    for column in _TICKET.c
    if not column.primary_key
}
"""What a ticket begins with where nothing else is said."""
_FILE = insert(_TICKET).returning(_TICKET.c.id)
_THESE = select(Ticket).where(among(_TICKET.c.id, "tickets"))
_THESE_LOCKED = _THESE.order_by(Ticket.id).with_for_update(key_share=True)
"""FOR NO KEY UPDATE: the courier may write down a message about a ticket while somebody changes it."""
_LED = select(_TICKET.c.merged_into_id).where(among(_TICKET.c.merged_into_id, "tickets"))
_CHANGE = table_of(ChangeRow)
_STEPS = select(_CHANGE.c.ticket_id, _CHANGE.c.by_id, _CHANGE.c.action, _CHANGE.c.detail).where(
    among(_CHANGE.c.ticket_id, "tickets"), _CHANGE.c.action.in_(literals(*COUNTED))
)
_STEPS = _STEPS.order_by(_CHANGE.c.ticket_id, _CHANGE.c.seq)
_OF_REPORTER = (
    select(Ticket)
    .where((Ticket.reporter_id == bindparam("person")) | (Ticket.recorded_by_id == bindparam("person")))
    .where(Ticket.state.in_(literals(*OPEN_STATES)) | (Ticket.ended_at >= bindparam("since", type_=UtcDateTime())))
    .order_by(Ticket.id.desc())
)
_HEARD_OF_REPORTER = (
    select(Ticket)
    .where(Ticket.reporter_id == bindparam("person"), Ticket.state.in_(literals(*OPEN_STATES, State.MERGED)))
    .order_by(Ticket.id.desc())
)
_OF_ASSIGNEE = select(Ticket).where(Ticket.assignee_id == bindparam("person"), NOT_ENDED)
_LINES = select(ChangeRow).where(among(_CHANGE.c.ticket_id, "tickets"), among(_CHANGE.c.seq, "seqs"))
"""Every one of these lines, and a few others of the same tickets: for pairs in one IN, SQLite reads the table from end
to end."""

_CAME_BY = select(func.max(ChangeRow.seq)).where(
    ChangeRow.ticket_id == bindparam("ticket"),
    ChangeRow.action.in_(literals(*COMES_ANEW)),
    ChangeRow.text_id.is_not(None),
)

LineKey = tuple[int, int]
"""A line of a history: its ticket and its number there."""


class Tickets(Store):
    """The tickets within one unit of work. What was written in them is in storage/tickets/contents.py."""

    def __init__(
        self,
        session: Session,
        now: datetime,
        places: DirectoryStore,
        counters: Counters,
        community: Callable[[], Community],
    ) -> None:
        super().__init__(session, now)
        self._places, self._counters, self._community = places, counters, community
        self._shown: Batch[int, Ticket | None] = Batch(self._read_shown, nothing=absent)
        self._steps: Batch[int, list[PastStep]] = Batch(self._read_steps, nothing=list)
        self._locked: Batch[int, Ticket | None] = Batch(self._read_locked, nothing=absent)
        self._led: Batch[int, bool] = Batch(self._read_led, nothing=bool)
        self._lines: Batch[LineKey, ChangeRow | None] = Batch(self._read_lines, nothing=absent)
        self._filed: list[Ticket] = []

    def expect_pressed(self, ticket_ids: Collection[int]) -> None:
        """These tickets are about to be changed: locked, and what their rules ask is read at once."""
        for batch in (self._locked, self._led, self._steps):
            batch.expect(sorted(ticket_ids))

    def expect_shown(self, ticket_ids: Collection[int]) -> list[Ticket]:
        """These tickets are about to be drawn: read at once, for the rest of the unit."""
        self._shown.expect(ticket_ids)
        self._steps.expect(ticket_ids)
        return [ticket for ticket_id in ticket_ids if (ticket := self._shown.get(ticket_id)) is not None]

    def expect_lines(self, lines: Collection[LineKey]) -> None:
        """These lines of histories are about to be told."""
        self._lines.expect(lines)

    def _read_shown(self, ticket_ids: Sequence[int]) -> Iterable[tuple[int, Ticket]]:
        return ((ticket.id, ticket) for ticket in self._session.scalars(_THESE, {"tickets": ticket_ids}))

    def _read_locked(self, ticket_ids: Sequence[int]) -> Iterable[tuple[int, Ticket]]:
        afresh = {"populate_existing": True}
        found = self._session.scalars(_THESE_LOCKED, {"tickets": ticket_ids}, execution_options=afresh)
        return ((ticket.id, ticket) for ticket in found)

    def _read_led(self, ticket_ids: Sequence[int]) -> Iterable[tuple[int, bool]]:
        return ((ticket_id, True) for ticket_id in self._read(_LED, {"tickets": ticket_ids}).scalars())

    def _read_steps(self, ticket_ids: Sequence[int]) -> Iterable[tuple[int, list[PastStep]]]:
        found = self._read(_STEPS, {"tickets": ticket_ids})
        return grouped((ticket_id, _taken(by_id, action, detail)) for ticket_id, by_id, action, detail in found)

    def _read_lines(self, lines: Sequence[LineKey]) -> Iterable[tuple[LineKey, ChangeRow]]:
        tickets, seqs = zip(*lines, strict=True)
        given = {"tickets": sorted(set(tickets)), "seqs": sorted(set(seqs))}
        return (((row.ticket_id, row.seq), row) for row in self._session.scalars(_LINES, given))

    def stepped(self, ticket: Ticket, by: int | None, action: Action, detail: Mapping[str, object]) -> None:
        """A line of history was appended in this unit."""
        if action in COUNTED and (steps := self._steps.known(ticket.id)) is not None:
            steps.append(_taken(by, action, detail))
        if action is Action.MERGE and ticket.merged_into_id is not None:
            self._led.put(ticket.merged_into_id, True)

    def mark(self) -> Undo:
        filed = len(self._filed)

        def go_back() -> None:
            for ticket in self._filed[filed:]:
                self._session.expunge(ticket)
            del self._filed[filed:]
            for batch in (self._shown, self._steps, self._locked, self._led, self._lines):
                batch.forget_all()

        return go_back

    # The door

    def get(self, ticket_id: int, *, seen_by: Person) -> Ticket:
        """A ticket this person may see, for reading."""
        ticket = self._locked.known(ticket_id) or self._session.get(Ticket, ticket_id)
        return self._through_the_door(ticket, seen_by)

    def lock(self, ticket_id: int, *, seen_by: Person, with_target: bool = False) -> Ticket:
        """A ticket this person may see, for changing: nobody else changes it until this unit ends. `with_target`: the
        one it was merged into too, and first, as whoever changes that one locks them."""
        if with_target and (merged := self._session.get(Ticket, ticket_id)) is not None and merged.merged_into_id:
            self._locked.get(merged.merged_into_id)
        return self._through_the_door(self._locked.get(ticket_id), seen_by)

    def several(self, ticket_ids: Sequence[int], *, seen_by: Person) -> list[Ticket]:
        """Those of these tickets that this person may see, in the order of the numbers."""
        rows = self._session.scalars(select(Ticket).where(Ticket.id.in_(ticket_ids)).order_by(Ticket.id))
        return [ticket for ticket in rows if self._may_see(ticket, seen_by)]

    def _through_the_door(self, ticket: Ticket | None, person: Person) -> Ticket:
        if ticket is None or not self._may_see(ticket, person):
            raise unknown_ticket()
        return ticket

    def _may_see(self, ticket: Ticket, person: Person) -> bool:
        actor = self.actor(ticket, person, history=False)
        if may_see(ticket, person.id, actor.roles, in_office=actor.in_office):
            return True
        target = self.target_of(ticket)
        return target is not None and target.assignee_id == person.id and actor.in_office

    def actor(self, ticket: Ticket, person: Person, *, history: bool = True) -> Actor:
        """How a person stands to a ticket."""
        own = {post.id for post in self._places.directory.posts_of(person.id, self._now)}
        roles = self._roles_for(ticket, person) if own else frozenset()
        if not history:
            return Actor(person.id, roles, in_office=bool(own))
        steps = self._steps_of(ticket)
        actions = {step.action for step in steps if step.by == person.id}
        against, height = appealed_against(steps)
        actor = Actor(
            person.id,
            roles,
            has_claimed=Action.CLAIM in actions,
            has_returned=Action.RETURN in actions,
            shares_post=ticket.post_id in own,
            in_office=bool(own),
            had_a_hand=person.id in had_a_hand(steps),
            appealed_against=person.id in against,
            reopen_days=self._community().reopen_days,
        )
        return replace(actor, stands_too_low=True) if 0 <= height >= actor.rank else actor

    def _roles_for(self, ticket: Ticket, person: Person) -> frozenset[Role]:
        """The roles by which they answer for it; who handles the one it lives on in handles this one."""
        directory = self._places.directory
        roles = standing_to(directory, person.id, ticket.address, ticket.concerns, self._now)
        if (target := self.target_of(ticket)) is not None:
            roles |= standing_to(directory, person.id, target.address, ticket.concerns, self._now)
        return roles

    def returned_by(self, ticket: Ticket) -> set[int]:
        """Everybody who has given this ticket back."""
        return {step.by for step in self._steps_of(ticket) if step.action is Action.RETURN and step.by is not None}

    def set_aside(self, ticket: Ticket) -> set[int]:
        """Everybody it is not given to again: who returned it, and whoever had a hand in what was appealed against."""
        return self.returned_by(ticket) | appealed_against(self._steps_of(ticket))[0]

    def had_a_hand(self, ticket: Ticket) -> set[int]:
        """Everybody who returned it, solved it, rejected it or asked for that."""
        return had_a_hand(self._steps_of(ticket))

    def _steps_of(self, ticket: Ticket) -> list[PastStep]:
        return self._steps.get(ticket.id)

    def called_off_by(self, person_id: int, *, since: datetime) -> int:
        """How many alarms this person has raised since then and called off."""
        called_off = select(func.count(ChangeRow.ticket_id.distinct())).join(Ticket, Ticket.id == ChangeRow.ticket_id)
        his = Ticket.reporter_id == person_id, Ticket.filed_at >= since
        return self._session.scalar(called_off.where(*his, ChangeRow.action == Action.CALL_OFF)) or 0

    # Making one

    def add(self, ticket: Ticket) -> Ticket:
        """Write a new ticket down with one statement, and have the session know it from then on: everything else
        needs its id at once, and a flush for this one object cost a sixth of the CPU of filing it."""
        self._session.flush()
        state = inspect(ticket)
        for key in state.unloaded & _UNSET.keys():
            set_committed_value(ticket, key, _UNSET[key])
        ticket.id = self._read(_FILE, {key: state.dict[key] for key in _UNSET}).scalar_one()
        make_transient_to_detached(ticket)
        self._session.add(ticket)
        self._filed.append(ticket)
        self._shown.put(ticket.id, ticket)
        self._steps.put(ticket.id, [])
        return ticket

    def next_number(self, month: str) -> str:
        """«2611-0042»: year and month, then a count. Never the row's id, which would tell how many there are."""
        return f"{month}-{self._counters.up(f'tickets {month}'):04d}"

    def number_of(self, ticket_id: int | None) -> str | None:
        """The printed number of another ticket this one refers to."""
        return self._session.scalar(select(Ticket.number).where(Ticket.id == ticket_id)) if ticket_id else None

    # Its history (the caller has been through the door)

    def history(self, ticket: Ticket) -> list[ChangeRow]:
        lines = select(ChangeRow).where(ChangeRow.ticket_id == ticket.id).order_by(ChangeRow.seq)
        return list(self._session.scalars(lines))

    def line(self, ticket: Ticket, seq: int) -> ChangeRow | None:
        return self._lines.known((ticket.id, seq)) or self._session.get(ChangeRow, (ticket.id, seq))

    def came_by(self, ticket: Ticket) -> int | None:
        """While nobody has taken it on: the line by which it came to whoever is asked now, where words came with it."""
        if ticket.state is not State.NEW or ticket.changes < 2:
            return None
        last: int | None = self._session.scalar(_CAME_BY, {"ticket": ticket.id})
        return last

    # Lists

    def of_reporter(self, person: Person, *, since: datetime) -> list[Ticket]:
        """Open ones first, then those ended after `since`, newest first."""
        rows = list(self._session.scalars(_OF_REPORTER, {"person": person.id, "since": since}))
        return sorted(rows, key=lambda ticket: ticket.state not in OPEN_STATES)

    def open_of_reporter(self, person: Person) -> list[Ticket]:
        """What this person has reported and somebody works on, be it in the one it was merged into; newest first."""
        rows = self._session.scalars(_HEARD_OF_REPORTER, {"person": person.id})
        return [one for one in rows if one.state in OPEN_STATES or self._lives_on(one)]

    def _lives_on(self, merged: Ticket) -> bool:
        target = self.target_of(merged)
        return target is not None and target.state in OPEN_STATES

    def of_assignee(self, person: Person) -> list[Ticket]:
        """What this person answers for and what is not ended, by due time."""
        rows = list(self._session.scalars(_OF_ASSIGNEE, {"person": person.id}))
        far = datetime.max.replace(tzinfo=self._now.tzinfo)
        return sorted(rows, key=lambda t: (t.state is State.RESOLVED, t.claim_due or t.resolve_due or far, t.id))

    def open_without_assignee(self) -> list[Ticket]:
        """Tickets that wait because nobody in the whole chain could be reached."""
        lost = select(Ticket).where(Ticket.assignee_id.is_(None), NOT_ENDED, Ticket.state == State.NEW)
        return list(self._session.scalars(lost.with_for_update(key_share=True)))

    def open_of_assignee(self, person_id: int) -> list[Ticket]:
        """Open tickets that this person answers for, locked."""
        held = select(Ticket).where(Ticket.assignee_id == person_id, NOT_ENDED, Ticket.state != State.RESOLVED)
        return list(self._session.scalars(held.order_by(Ticket.id).with_for_update(key_share=True)))

    def unclaimed_dangers(self, ticket_ids: Collection[int]) -> list[Ticket]:
        """Those of these tickets that are about danger and that nobody has claimed, locked."""
        alarms = select(Ticket).where(Ticket.id.in_(ticket_ids), Ticket.grade == Grade.P0, Ticket.state == State.NEW)
        return list(self._session.scalars(alarms.order_by(Ticket.id).with_for_update(key_share=True)))

    def held_by(self, person_id: int) -> list[Ticket]:
        """Everything that is not ended and this person answers for, what waits for a confirmation too; locked."""
        held = select(Ticket).where(Ticket.assignee_id == person_id, NOT_ENDED)
        return list(self._session.scalars(held.order_by(Ticket.id).with_for_update(key_share=True)))

    def displaced(self) -> list[Ticket]:
        """Everything open that stands with somebody else because of a leave, locked."""
        away = select(Ticket).where(Ticket.absence_id.is_not(None), NOT_ENDED)
        return list(self._session.scalars(away.order_by(Ticket.id).with_for_update(key_share=True)))

    def open_at(self, place_ids: Collection[int]) -> list[Ticket]:
        """Everything open at one of these places, locked."""
        there = select(Ticket).where(Ticket.place_id.in_(place_ids), NOT_ENDED)
        return list(self._session.scalars(there.order_by(Ticket.id).with_for_update(key_share=True)))

    def closed_between(self, begin: datetime, end: datetime) -> list[Ticket]:
        """What was closed in that time, is still closed, and no second person has looked at."""
        closed = select(Ticket).where(Ticket.ended_at >= begin, Ticket.ended_at < end, Ticket.state == State.CLOSED)
        return list(self._session.scalars(closed.where(Ticket.verified_at.is_(None)).order_by(Ticket.id)))

    def due_steps(self, limit: int) -> list[Ticket]:
        """Tickets that the clock must look at now, locked, the longest due first."""
        due = select(Ticket).where(Ticket.next_step_at <= self._now).order_by(Ticket.next_step_at, Ticket.id)
        return list(self._session.scalars(due.limit(limit).with_for_update(key_share=True, skip_locked=True)))

    def due_to_resume(self, limit: int) -> list[Ticket]:
        """Waiting tickets whose date has come, locked."""
        due = select(Ticket).where(Ticket.state == State.WAITING, Ticket.waiting_until <= self._now)
        due = due.order_by(Ticket.waiting_until).limit(limit)
        return list(self._session.scalars(due.with_for_update(skip_locked=True, key_share=True)))

    def merged_into(self, ticket: Ticket) -> list[Ticket]:
        """Those that follow this one, locked."""
        if self._led.known(ticket.id) is False:
            return []
        merged = select(Ticket).where(Ticket.merged_into_id == ticket.id).order_by(Ticket.id)
        return list(self._session.scalars(merged.with_for_update(key_share=True)))

    def target_of(self, ticket: Ticket) -> Ticket | None:
        """The ticket this one was merged into. Not locked: only its history grows by what the merged one brings."""
        return self._session.get(Ticket, ticket.merged_into_id) if ticket.merged_into_id is not None else None

    def to_empty(self, kinds: Collection[Kind], before: datetime, limit: int) -> list[Ticket]:
        """Ended tickets of these kinds whose words have been kept long enough, locked; none in mediation or appeal."""
        old = select(Ticket).where(Ticket.ended_at < before, Ticket.emptied_at.is_(None), Ticket.kind.in_(kinds))
        old = old.where(Ticket.id.not_in(select(KeptTicket.ticket_id)))
        return list(self._session.scalars(old.order_by(Ticket.ended_at).limit(limit).with_for_update(skip_locked=True)))


def _taken(by: int | None, action: Action, detail: Mapping[str, object]) -> PastStep:
    asked, rank = detail.get("asked"), detail.get("rank")
    return PastStep(by, action, str(asked) if asked else None, rank if isinstance(rank, int) else None)
