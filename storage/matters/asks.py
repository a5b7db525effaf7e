"""Asks within one unit of work. Whoever asks for one has been through its door (services/matters/ask_door.py)."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import or_, select, update

from domain.matters.asks import AskState
from domain.vocabulary import State
from storage.models import AskRow, ConcernedBody, MatterText, Ticket
from storage.sql.store import Store, table_of
from storage.sql.upsert import insert_into

_ASK = table_of(AskRow)
_OPEN = AskRow.ended_at.is_(None)


class Asks(Store):
    """What somebody was asked, and the words that went with it."""

    def add(self, row: AskRow) -> AskRow:
        self._session.add(row)
        self._session.flush()
        return row

    def keep_words(self, words: str, by: int | None) -> MatterText:
        text = MatterText(body=words, by_id=by, said_at=self._now)
        self._session.add(text)
        self._session.flush()
        return text

    def words(self, text_id: int | None) -> str | None:
        """None: there are none, or they were emptied."""
        text = self._session.get(MatterText, text_id) if text_id is not None else None
        return text.body if text is not None else None

    def get(self, ask_id: int) -> AskRow | None:
        return self._session.get(AskRow, ask_id)

    def lock(self, ask_id: int) -> AskRow | None:
        """For changing, after its ticket: of two answers at once the second sees what the first has done."""
        return self._session.get(AskRow, ask_id, with_for_update=True, populate_existing=True)

    def of_ticket(self, ticket: Ticket) -> list[AskRow]:
        """Everything that was asked about it, oldest first."""
        if not ticket.asks:
            return []
        return list(self._session.scalars(select(AskRow).where(AskRow.ticket_id == ticket.id).order_by(AskRow.id)))

    def open_of(self, ticket: Ticket) -> list[AskRow]:
        """What is still expected of somebody about it, locked."""
        if not ticket.asks:
            return []
        open_ = select(AskRow).where(AskRow.ticket_id == ticket.id, _OPEN).order_by(AskRow.id)
        return list(self._session.scalars(open_.with_for_update()))

    def open_to(self, body_ids: Collection[int]) -> list[AskRow]:
        """What these bodies are asked and have not done, by the time it is due."""
        if not body_ids:
            return []
        theirs = select(AskRow).where(AskRow.to_body_id.in_(body_ids), _OPEN)
        far = datetime.max.replace(tzinfo=self._now.tzinfo)
        return sorted(self._session.scalars(theirs), key=lambda ask: (ask.result_due or ask.reply_due or far, ask.id))

    def open_to_person(self, person_id: int) -> list[AskRow]:
        """What this very person is asked and has not done, oldest first."""
        theirs = select(AskRow).where(AskRow.to_person_id == person_id, _OPEN)
        return list(self._session.scalars(theirs.order_by(AskRow.id)))

    def of_matter(self, matter_id: int) -> list[AskRow]:
        """Everybody who was called in it, in that order."""
        called = select(AskRow).where(AskRow.matter_id == matter_id).order_by(AskRow.id)
        return list(self._session.scalars(called))

    def open_of_matter(self, matter_id: int) -> list[AskRow]:
        """Of these whoever something is still expected of, locked."""
        called = select(AskRow).where(AskRow.matter_id == matter_id, _OPEN).order_by(AskRow.id)
        return list(self._session.scalars(called.with_for_update()))

    def due(self, limit: int) -> list[AskRow]:
        """Asks that the clock must look at now, the longest due first. Their tickets are locked before them."""
        due = select(AskRow).where(AskRow.next_step_at <= self._now).order_by(AskRow.next_step_at, AskRow.id)
        return list(self._session.scalars(due.limit(limit)))

    def note_reached(self, ask_id: int) -> AskRow | None:
        """It has reached somebody for the first time; None where it had."""
        first = _ASK.c.id == ask_id, _ASK.c.reached_at.is_(None)
        if not self._write(update(_ASK).where(*first).values(reached_at=self._now)):
            return None
        return self._session.get(AskRow, ask_id, populate_existing=True)

    def of_person(self, person_id: int) -> list[AskRow]:
        """What somebody has asked or answered, oldest first."""
        theirs = select(AskRow).where(or_(AskRow.asked_by_id == person_id, AskRow.answered_by_id == person_id))
        return list(self._session.scalars(theirs.order_by(AskRow.id)))

    def is_asked_in(self, matter_id: int, person_id: int) -> bool:
        """Was this very person asked something in that matter?"""
        asked = select(AskRow.id).where(AskRow.matter_id == matter_id, AskRow.to_person_id == person_id)
        return self._session.scalar(asked.limit(1)) is not None

    def asked_between(self, since: datetime, until: datetime) -> list[AskRow]:
        """Everything that was asked about tickets from `since` to before `until`."""
        asked = select(AskRow).where(AskRow.asked_at >= since, AskRow.asked_at < until, AskRow.matter_id.is_(None))
        return list(self._session.scalars(asked.order_by(AskRow.id)))

    def helped_between(self, since: datetime, until: datetime) -> Sequence[int]:
        """Tickets closed in that time on somebody's word that it is solved, about which somebody who was asked had said
        that it is done."""
        closed = Ticket.state == State.CLOSED, Ticket.ended_at >= since, Ticket.ended_at < until, Ticket.asks > 0
        on_word = or_(Ticket.confirmed_at.is_not(None), Ticket.verified_at.is_not(None))
        done = select(AskRow.id).where(AskRow.ticket_id == Ticket.id, AskRow.state == AskState.DONE).exists()
        return list(self._session.scalars(select(Ticket.id).where(*closed, on_word, done).order_by(Ticket.id)))

    # Whom a ticket has to do with

    def concern(self, ticket: Ticket, body_id: int, by: int) -> None:
        row = insert_into(self._session, ConcernedBody).values(ticket_id=ticket.id, body_id=body_id, by_id=by)
        self._write(row.on_conflict_do_nothing(index_elements=["ticket_id", "body_id"]))

    def concerned(self, ticket: Ticket) -> Sequence[int]:
        """The bodies that somebody said it has to do with."""
        return list(self._session.scalars(select(ConcernedBody.body_id).where(ConcernedBody.ticket_id == ticket.id)))
