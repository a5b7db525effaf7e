"""Tickets behind their one door: whoever may not see one is told the same as for a number nobody has."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from domain.lifecycle import Actor
from domain.refusal import unknown_ticket
from domain.report_form import Attachment
from domain.visibility import may_see
from domain.words import OPEN_STATES, Action, Kind, State
from storage.directory import DirectoryStore
from storage.models import (
    ChangeRow,
    Counter,
    Media,
    MessageOfTicket,
    Person,
    Ticket,
    TicketContact,
    TicketText,
)
from storage.models.tickets import NOT_ENDED
from storage.store import table_of
from storage.upsert import insert_into

CHANGING = {"key_share": True}
"""FOR NO KEY UPDATE: the courier may write down a message about a ticket while somebody changes it."""


class Tickets:
    """The ticket store of one unit of work."""

    def __init__(self, session: Session, now: datetime, places: DirectoryStore) -> None:
        self._session = session
        self._now = now
        self._places = places

    # The door

    def get(self, ticket_id: int, *, seen_by: Person) -> Ticket:
        """A ticket this person may see, for reading."""
        return self._through_the_door(self._session.get(Ticket, ticket_id), seen_by)

    def lock(self, ticket_id: int, *, seen_by: Person) -> Ticket:
        """A ticket this person may see, for changing: nobody else changes it until this unit ends."""
        row = self._session.get(Ticket, ticket_id, with_for_update=CHANGING, populate_existing=True)
        return self._through_the_door(row, seen_by)

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
        done = select(ChangeRow.action).where(
            ChangeRow.ticket_id == ticket.id,
            ChangeRow.by_id == person.id,
            ChangeRow.action.in_((Action.CLAIM, Action.RETURN)),
        )
        actions = set(self._session.scalars(done))
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
        return ticket

    def count_up(self, name: str) -> int:
        """A named counter's next value, from 1."""
        counter = insert_into(self._session, Counter).values(name=name, value=1)
        up = counter.on_conflict_do_update(index_elements=["name"], set_={"value": Counter.value + 1})
        return int(self._session.execute(up.returning(Counter.value)).scalar_one())

    def forget_counters(self, since: str, before: str) -> int:
        """Delete the counters whose names sort from `since` to before `before`; returns how many."""
        old = delete(table_of(Counter)).where(Counter.name >= since, Counter.name < before)
        return self._session.connection().execute(old).rowcount

    def next_number(self, month: str) -> str:
        """«2611-0042»: year and month, then a count. Never the row's id, which would tell how many there are."""
        return f"{month}-{self.count_up(f'tickets {month}'):04d}"

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
        return text

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
        return list(
            self._session.scalars(
                select(TicketText)
                .where(TicketText.ticket_id == ticket.id, TicketText.action == Action.FILE)
                .order_by(TicketText.id)
            )
        )

    def text_of_message(self, chat_id: int, message_id: int) -> TicketText | None:
        """The words that came with a message, when it became part of a ticket."""
        said = select(TicketText).where(TicketText.chat_id == chat_id, TicketText.message_id == message_id)
        return self._session.scalar(said.limit(1))

    def media(self, media_ids: Sequence[int]) -> list[Media]:
        return list(self._session.scalars(select(Media).where(Media.id.in_(media_ids)).order_by(Media.id)))

    def media_count(self, ticket: Ticket) -> int:
        return self._session.scalar(select(func.count()).select_from(Media).where(Media.ticket_id == ticket.id)) or 0

    def media_of(self, ticket: Ticket) -> list[Media]:
        return list(self._session.scalars(select(Media).where(Media.ticket_id == ticket.id).order_by(Media.id)))

    def history(self, ticket: Ticket) -> list[ChangeRow]:
        lines = select(ChangeRow).where(ChangeRow.ticket_id == ticket.id).order_by(ChangeRow.seq)
        return list(self._session.scalars(lines))

    def line(self, ticket: Ticket, seq: int) -> ChangeRow | None:
        return self._session.get(ChangeRow, (ticket.id, seq))

    # Lists

    def of_reporter(self, person: Person, *, since: datetime) -> list[Ticket]:
        """Open ones first, then those ended after `since`, newest first."""
        mine = select(Ticket).where((Ticket.reporter_id == person.id) | (Ticket.recorded_by_id == person.id))
        mine = mine.where(Ticket.state.in_(OPEN_STATES) | (Ticket.ended_at >= since))
        rows = list(self._session.scalars(mine.order_by(Ticket.id.desc())))
        return sorted(rows, key=lambda ticket: ticket.state not in OPEN_STATES)

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
        merged = select(Ticket).where(Ticket.merged_into_id == ticket.id).order_by(Ticket.id)
        return list(self._session.scalars(merged.with_for_update(key_share=True)))

    # Forgetting

    def to_empty(self, kinds: Collection[Kind], before: datetime, limit: int) -> list[Ticket]:
        """Ended tickets of these kinds whose words have been kept long enough, locked."""
        old = select(Ticket).where(Ticket.ended_at < before, Ticket.emptied_at.is_(None), Ticket.kind.in_(kinds))
        return list(self._session.scalars(old.order_by(Ticket.ended_at).limit(limit).with_for_update(skip_locked=True)))

    def empty(self, ticket: Ticket) -> None:
        """Words, contact and files go; the ticket and its history, which name nobody, stay."""
        mine = [TicketText.ticket_id == ticket.id]
        self._session.execute(update(TicketText).where(*mine).values(body=None))
        self._session.execute(delete(TicketContact).where(TicketContact.ticket_id == ticket.id))
        self._session.execute(delete(Media).where(Media.ticket_id == ticket.id))
        ticket.room, ticket.emptied_at = None, self._now

    # Messages that are about a ticket

    def remember_message(self, ticket_id: int, *, chat_id: int, message_id: int, person_id: int, is_card: bool) -> None:
        """After sending: replies to this message are about that ticket."""
        row = insert_into(self._session, MessageOfTicket).values(
            chat_id=chat_id, message_id=message_id, ticket_id=ticket_id, person_id=person_id, is_card=is_card
        )
        self._session.execute(row.on_conflict_do_nothing(index_elements=["chat_id", "message_id"]))

    def of_message(self, chat_id: int, message_id: int) -> int | None:
        """The ticket a message is about."""
        row = self._session.get(MessageOfTicket, (chat_id, message_id))
        return row.ticket_id if row else None

    def card_in(self, chat_id: int, ticket_id: int) -> int | None:
        """The newest card of the ticket in that chat."""
        return self._session.scalar(
            select(func.max(MessageOfTicket.message_id)).where(
                MessageOfTicket.ticket_id == ticket_id,
                MessageOfTicket.chat_id == chat_id,
                MessageOfTicket.is_card,
            )
        )

    def card_holders(self, ticket_id: int) -> list[int]:
        """Everybody who has a card of the ticket."""
        return list(
            self._session.scalars(
                select(MessageOfTicket.person_id)
                .where(MessageOfTicket.ticket_id == ticket_id, MessageOfTicket.is_card)
                .distinct()
            )
        )
