"""Tickets behind their one door: whoever may not see one is told the same as for a number nobody has."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import bindparam, delete, select, tuple_, update
from sqlalchemy.orm import Session

from domain.lifecycle import Actor
from domain.refusal import unknown_ticket
from domain.report_form import Attachment, Part
from domain.visibility import may_see
from domain.words import OPEN_STATES, Action, Kind, State
from storage.among import among
from storage.counters import Counters
from storage.directory import DirectoryStore
from storage.models import (
    ChangeRow,
    KeptTicket,
    Media,
    Person,
    Ticket,
    TicketContact,
    TicketText,
)
from storage.models.tickets import NOT_ENDED
from storage.store import Store, table_of

CHANGING = {"key_share": True}
"""FOR NO KEY UPDATE: the courier may write down a message about a ticket while somebody changes it."""


_TICKET = table_of(Ticket)
_THESE = select(Ticket).where(among(_TICKET.c.id, "tickets"))
_THESE_LOCKED = _THESE.order_by(Ticket.id).with_for_update(key_share=True)
_LED = select(_TICKET.c.merged_into_id).where(among(_TICKET.c.merged_into_id, "tickets"))
_TEXTS = select(TicketText).where(among(table_of(TicketText).c.ticket_id, "tickets"), TicketText.action == Action.FILE)
_TEXTS = _TEXTS.order_by(TicketText.id)
_MEDIA = select(Media).where(among(table_of(Media).c.ticket_id, "tickets")).order_by(Media.id)
_CHANGE = table_of(ChangeRow)
_STEPS = select(_CHANGE.c.ticket_id, _CHANGE.c.by_id, _CHANGE.c.action).where(
    among(_CHANGE.c.ticket_id, "tickets"), _CHANGE.c.action.in_((Action.CLAIM, Action.RETURN))
)
_LINES = select(ChangeRow).where(tuple_(ChangeRow.ticket_id, ChangeRow.seq).in_(bindparam("lines", expanding=True)))

Line = tuple[int, int]
"""A line of a history: its ticket and its number there."""


@dataclass(slots=True)
class _Shown:
    """A ticket with what its card is drawn from, read or written in this unit."""

    ticket: Ticket
    texts: list[TicketText] = field(default_factory=list)
    media: list[Media] = field(default_factory=list)


class Tickets(Store):
    """The ticket store of one unit of work."""

    def __init__(self, session: Session, now: datetime, places: DirectoryStore, counters: Counters) -> None:
        super().__init__(session, now)
        self._places, self._counters = places, counters
        self._shown: dict[int, _Shown] = {}
        self._steps: dict[int, set[tuple[int | None, Action]]] = {}
        self._locked: dict[int, Ticket] = {}
        self._alone: set[int] = set()
        self._lines: dict[Line, ChangeRow] = {}
        self._said: list[TicketText] = []

    def expect_pressed(self, ticket_ids: Collection[int]) -> None:
        """These tickets are about to be changed: locked, and what their rules ask is read at once."""
        given = {"tickets": sorted(ticket_ids)}
        found = self._session.scalars(_THESE_LOCKED, given, execution_options={"populate_existing": True})
        self._locked = {ticket.id: ticket for ticket in found}
        self._alone = set(ticket_ids) - set(self._read(_LED, given).scalars())
        self._expect_steps(ticket_ids)

    def _expect_steps(self, ticket_ids: Collection[int]) -> None:
        self._steps.update({ticket_id: set() for ticket_id in ticket_ids})
        for ticket_id, by_id, action in self._read(_STEPS, {"tickets": sorted(ticket_ids)}):
            self._steps[ticket_id].add((by_id, action))

    def expect_shown(self, ticket_ids: Collection[int]) -> list[Ticket]:
        """These tickets are about to be drawn: read at once with what their cards show, for the rest of the unit."""
        given = {"tickets": [ticket_id for ticket_id in ticket_ids if ticket_id not in self._shown]}
        if given["tickets"]:
            shown = {ticket.id: _Shown(ticket) for ticket in self._session.scalars(_THESE, given)}
            self.write_texts()
            for text in self._session.scalars(_TEXTS, given):
                shown[text.ticket_id].texts.append(text)
            for media in self._session.scalars(_MEDIA, given):
                shown[media.ticket_id].media.append(media)
            self._expect_steps(given["tickets"])
            self._shown.update(shown)
        return [self._shown[ticket_id].ticket for ticket_id in ticket_ids if ticket_id in self._shown]

    def expect_lines(self, lines: Collection[Line]) -> None:
        """These lines of histories are about to be told."""
        if lines:
            self._lines = {
                (row.ticket_id, row.seq): row for row in self._session.scalars(_LINES, {"lines": sorted(lines)})
            }

    def stepped(self, ticket: Ticket, by: int | None, action: Action) -> None:
        """A line of history was appended in this unit."""
        if (steps := self._steps.get(ticket.id)) is not None:
            steps.add((by, action))
        if action is Action.MERGE and ticket.merged_into_id is not None:
            self._alone.discard(ticket.merged_into_id)

    # The door

    def get(self, ticket_id: int, *, seen_by: Person) -> Ticket:
        """A ticket this person may see, for reading."""
        ticket = self._locked.get(ticket_id) or self._session.get(Ticket, ticket_id)
        return self._through_the_door(ticket, seen_by)

    def lock(self, ticket_id: int, *, seen_by: Person) -> Ticket:
        """A ticket this person may see, for changing: nobody else changes it until this unit ends."""
        ticket = self._locked.get(ticket_id)
        if ticket is None:
            ticket = self._session.get(Ticket, ticket_id, with_for_update=CHANGING, populate_existing=True)
            if ticket is not None:
                self._locked[ticket_id] = ticket
        return self._through_the_door(ticket, seen_by)

    def several(self, ticket_ids: Sequence[int], *, seen_by: Person) -> list[Ticket]:
        """Those of these tickets that this person may see, in the order of the numbers."""
        rows = self._session.scalars(select(Ticket).where(Ticket.id.in_(ticket_ids)).order_by(Ticket.id))
        return [
            ticket for ticket in rows if may_see(ticket, seen_by.id, self.actor(ticket, seen_by, history=False).roles)
        ]

    def _through_the_door(self, ticket: Ticket | None, person: Person) -> Ticket:
        if ticket is None or not may_see(ticket, person.id, self.actor(ticket, person, history=False).roles):
            raise unknown_ticket()
        return ticket

    def actor(self, ticket: Ticket, person: Person, *, history: bool = True) -> Actor:
        """How a person stands to a ticket."""
        roles = self._places.directory.standing(person.id, ticket.address, self._now)
        if not history:
            return Actor(person.id, roles)
        if ticket.id not in self._steps:
            self._expect_steps([ticket.id])
        actions = {action for by_id, action in self._steps[ticket.id] if by_id == person.id}
        own = {post.id for post in self._places.directory.posts_of(person.id, self._now)}
        return Actor(person.id, roles, Action.CLAIM in actions, Action.RETURN in actions, ticket.post_id in own)

    def returned_by(self, ticket: Ticket) -> set[int]:
        """Everybody who has given this ticket back."""
        gave_back = select(ChangeRow.by_id).where(ChangeRow.ticket_id == ticket.id, ChangeRow.action == Action.RETURN)
        return {person_id for person_id in self._session.scalars(gave_back) if person_id is not None}

    # Making one

    def add(self, ticket: Ticket) -> Ticket:
        self._session.add(ticket)
        self._session.flush()
        self._shown[ticket.id] = _Shown(ticket)
        self._steps[ticket.id] = set()
        return ticket

    def next_number(self, month: str) -> str:
        """«2611-0042»: year and month, then a count. Never the row's id, which would tell how many there are."""
        return f"{month}-{self._counters.up(f'tickets {month}'):04d}"

    def number_of(self, ticket_id: int | None) -> str | None:
        """The printed number of another ticket this one refers to."""
        return self._session.scalar(select(Ticket.number).where(Ticket.id == ticket_id)) if ticket_id else None

    def add_text(
        self,
        ticket: Ticket,
        action: Action,
        body: str,
        *,
        chat_id: int | None = None,
        message_id: int | None = None,
    ) -> TicketText:
        text = TicketText(
            ticket_id=ticket.id,
            action=action,
            body=body,
            chat_id=chat_id,
            message_id=message_id,
            at=self._now,
        )
        self._session.add(text)
        self._session.flush()
        if action is Action.FILE and (shown := self._shown.get(ticket.id)) is not None:
            shown.texts.append(text)
        return text

    def add_report(self, ticket: Ticket, parts: Sequence[Part], *, chat_id: int | None) -> list[TicketText]:
        """The words of a new ticket, message by message. They are written with those of others when the unit ends, or
        by `write_texts`, and have no ids before."""
        texts = [
            TicketText(
                ticket_id=ticket.id,
                action=Action.FILE,
                body=part.text,
                chat_id=chat_id,
                message_id=part.message_id,
                at=self._now,
            )
            for part in parts
            if part.text
        ]
        self._said += texts
        if (shown := self._shown.get(ticket.id)) is not None:
            shown.texts += texts
        return texts

    def write_texts(self) -> None:
        """Write down what `add_report` was given."""
        if self._said:
            self._session.add_all(self._said)
            self._said = []
            self._session.flush()

    def mark(self) -> int:
        """How many words wait to be written; `go_back` drops what came after it."""
        return len(self._said)

    def go_back(self, mark: int) -> None:
        """After a rollback to a savepoint nothing read or written inside it holds."""
        del self._said[mark:]
        self._shown, self._steps, self._locked, self._lines = {}, {}, {}, {}
        self._alone.clear()

    def add_media(self, ticket: Ticket, seq: int, media: Sequence[Attachment]) -> list[int]:
        """Attach files to line `seq` of the history; returns their ids in order."""
        rows = [
            Media(
                ticket_id=ticket.id,
                seq=seq,
                kind=one.kind,
                file_id=one.file_id,
                unique_id=one.unique_id,
                size=one.size,
                latitude=one.latitude,
                longitude=one.longitude,
            )
            for one in media
        ]
        self._session.add_all(rows)
        self._session.flush()
        if (shown := self._shown.get(ticket.id)) is not None:
            shown.media.extend(rows)
        return [row.id for row in rows]

    def set_contact(self, ticket: Ticket, name: str | None, phone: str | None) -> None:
        self._session.add(TicketContact(ticket_id=ticket.id, name=name, phone=phone))

    # Reading one (the caller has been through the door)

    def contact(self, ticket: Ticket) -> TicketContact | None:
        return self._session.get(TicketContact, ticket.id)

    def text(self, text_id: int | None, *, without: Collection[Action] = ()) -> str | None:
        """The words, None when they were emptied or belong to an action the reader may not hear."""
        row = self._session.get(TicketText, text_id) if text_id is not None else None
        return row.body if row and row.action not in without else None

    def report_texts(self, ticket: Ticket) -> list[TicketText]:
        """The reporter's own first words, message by message."""
        if (shown := self._shown.get(ticket.id)) is not None:
            return shown.texts
        self.write_texts()
        return list(self._session.scalars(_TEXTS, {"tickets": [ticket.id]}))

    def text_of_message(self, chat_id: int, message_id: int) -> TicketText | None:
        """The words that came with a message, when it became part of a ticket."""
        self.write_texts()
        said = select(TicketText).where(TicketText.chat_id == chat_id, TicketText.message_id == message_id)
        return self._session.scalar(said.limit(1))

    def media(self, media_ids: Sequence[int]) -> list[Media]:
        return list(self._session.scalars(select(Media).where(Media.id.in_(media_ids)).order_by(Media.id)))

    def media_of(self, ticket: Ticket) -> list[Media]:
        if (shown := self._shown.get(ticket.id)) is not None:
            return shown.media
        return list(self._session.scalars(_MEDIA, {"tickets": [ticket.id]}))

    def history(self, ticket: Ticket) -> list[ChangeRow]:
        lines = select(ChangeRow).where(ChangeRow.ticket_id == ticket.id).order_by(ChangeRow.seq)
        return list(self._session.scalars(lines))

    def line(self, ticket: Ticket, seq: int) -> ChangeRow | None:
        return self._lines.get((ticket.id, seq)) or self._session.get(ChangeRow, (ticket.id, seq))

    # Lists

    def of_reporter(self, person: Person, *, since: datetime) -> list[Ticket]:
        """Open ones first, then those ended after `since`, newest first."""
        mine = select(Ticket).where((Ticket.reporter_id == person.id) | (Ticket.recorded_by_id == person.id))
        mine = mine.where(Ticket.state.in_(OPEN_STATES) | (Ticket.ended_at >= since))
        rows = list(self._session.scalars(mine.order_by(Ticket.id.desc())))
        return sorted(rows, key=lambda ticket: ticket.state not in OPEN_STATES)

    def open_of_reporter(self, person: Person) -> list[Ticket]:
        """What this person has reported and what is not ended, newest first."""
        mine = select(Ticket).where(Ticket.reporter_id == person.id, Ticket.state.in_(OPEN_STATES))
        return list(self._session.scalars(mine.order_by(Ticket.id.desc())))

    def of_assignee(self, person: Person) -> list[Ticket]:
        """What this person answers for and what is not ended, by due time."""
        mine = select(Ticket).where(Ticket.assignee_id == person.id, NOT_ENDED)
        rows = list(self._session.scalars(mine))
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
        if ticket.id in self._alone:
            return []
        merged = select(Ticket).where(Ticket.merged_into_id == ticket.id).order_by(Ticket.id)
        return list(self._session.scalars(merged.with_for_update(key_share=True)))

    # Forgetting

    def to_empty(self, kinds: Collection[Kind], before: datetime, limit: int) -> list[Ticket]:
        """Ended tickets of these kinds whose words have been kept long enough, locked; none in mediation or appeal."""
        old = select(Ticket).where(Ticket.ended_at < before, Ticket.emptied_at.is_(None), Ticket.kind.in_(kinds))
        old = old.where(Ticket.id.not_in(select(KeptTicket.ticket_id)))
        return list(self._session.scalars(old.order_by(Ticket.ended_at).limit(limit).with_for_update(skip_locked=True)))

    def empty(self, ticket: Ticket) -> None:
        """Words, contact and files go; the ticket and its history, which name nobody, stay."""
        self.write_texts()
        mine = [TicketText.ticket_id == ticket.id]
        self._session.execute(update(TicketText).where(*mine).values(body=None))
        self._session.execute(delete(TicketContact).where(TicketContact.ticket_id == ticket.id))
        self._session.execute(delete(Media).where(Media.ticket_id == ticket.id))
        ticket.room, ticket.emptied_at = None, self._now
        self._shown.pop(ticket.id, None)
