"""Everything that is kept about one person, to be shown to them and to be forgotten."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, delete, exists, false, func, select, update
from sqlalchemy.orm import InstrumentedAttribute

from domain.vocabulary import ENDED_STATES, OPEN_STATES, Action, HeldAs
from storage.models import (
    Account,
    ChangeRow,
    HoldingRow,
    InboxRow,
    LaneRow,
    Media,
    MessageOfTicket,
    OutboxRow,
    Person,
    PostRow,
    RestrictionRow,
    Ticket,
    TicketText,
)
from storage.models.delivery import InboxState, OutboxState
from storage.people.accounts import KnownAccount, bound
from storage.sql.store import Store


@dataclass(frozen=True, slots=True)
class HeldPost:
    """A post somebody holds, held or will hold."""

    title: str
    held_as: HeldAs
    entered_as: str | None
    since: datetime | None
    until: datetime | None


@dataclass(frozen=True, slots=True)
class AccountLine:
    """Where somebody is, and since when nothing reaches them there."""

    channel: str
    address: str
    unreachable_since: datetime | None


@dataclass(frozen=True, slots=True)
class LookLine:
    """A line of history that says who asked for a name."""

    at: datetime
    number: str
    by_id: int | None


def _his(person_id: int | InstrumentedAttribute[int]) -> ColumnElement[bool]:
    """Tickets that somebody has reported, also those that went on when they stepped back."""
    nobody = Ticket.reporter_id.is_(None) & Ticket.recorded_by_id.is_(None)
    return (Ticket.reporter_id == person_id) | ((Ticket.filed_by_id == person_id) & nobody)


def _others(person_id: int) -> ColumnElement[bool]:
    """Tickets of anybody else; where nobody is the reporter, that is no answer but another's too."""
    return ~func.coalesce(_his(person_id), false())


def _accounts(person_id: int) -> Select[int]:
    """The accounts of somebody."""
    return select(Account.id).where(Account.person_id == person_id)


def _sent_from(account: KnownAccount | type[Account]) -> ColumnElement[bool]:
    """Updates that came from there."""
    return and_(InboxRow.channel == account.channel, InboxRow.address == account.address)


class Personal(Store):
    """One person's rows, wherever they are, within one unit of work."""

    # To be shown

    def accounts(self, person: Person) -> list[AccountLine]:
        """The first one first."""
        mine = select(Account).where(Account.person_id == person.id).order_by(Account.id)
        return [AccountLine(one.channel, one.address, one.unreachable_at) for one in self._session.scalars(mine)]

    def held(self, person: Person) -> list[HeldPost]:
        holding = (HoldingRow.held_as, HoldingRow.entered_as, HoldingRow.since, HoldingRow.until)
        posts = select(PostRow.title, *holding).join_from(HoldingRow, PostRow, PostRow.id == HoldingRow.post_id)
        rows = self._session.execute(posts.where(HoldingRow.person_id == person.id).order_by(HoldingRow.id))
        return [HeldPost(row.title, row.held_as, row.entered_as, row.since, row.until) for row in rows]

    def reported(self, person: Person) -> list[Ticket]:
        """The tickets they reported, for themselves or for somebody else, and those they have stepped back from."""
        mine = select(Ticket).where(_his(person.id))
        return list(self._session.scalars(mine.order_by(Ticket.id)))

    def recorded(self, person: Person) -> list[str]:
        """The numbers of tickets they recorded for callers and visitors."""
        theirs = select(Ticket.number).where(Ticket.recorded_by_id == person.id)
        return list(self._session.scalars(theirs.order_by(Ticket.id)))

    def texts(self, ticket: Ticket) -> list[TicketText]:
        words = select(TicketText).where(TicketText.ticket_id == ticket.id)
        return list(self._session.scalars(words.order_by(TicketText.id)))

    def texts_elsewhere(self, person: Person) -> list[TicketText]:
        """What they wrote in other people's tickets: as a neighbour with the same fault, or as who handled them."""
        said = select(TicketText).join(Ticket, Ticket.id == TicketText.ticket_id)
        said = said.where(TicketText.by_id == person.id, TicketText.body != "", _others(person.id))
        return list(self._session.scalars(said.order_by(TicketText.id)))

    def files_elsewhere(self, person: Person) -> list[Media]:
        """What they sent to other people's tickets."""
        sent = select(Media).join(Ticket, Ticket.id == Media.ticket_id).where(Media.by_id == person.id)
        return list(self._session.scalars(sent.where(_others(person.id)).order_by(Media.id)))

    def restricted(self, person: Person) -> list[RestrictionRow]:
        """What they have imposed on others, with the reasons they wrote."""
        given = select(RestrictionRow).where(RestrictionRow.by_id == person.id, RestrictionRow.reason.is_not(None))
        return list(self._session.scalars(given.order_by(RestrictionRow.id)))

    def asked(self, person: Person) -> list[list[str]]:
        """The buttons under the newest message to them."""
        lanes = select(LaneRow.asked).where(LaneRow.account_id.in_(_accounts(person.id)), LaneRow.asked.is_not(None))
        return [button for asked in self._session.scalars(lanes) for button in asked or []]

    def lines_by(self, person: Person) -> int:
        """How many lines of history they wrote in other people's tickets."""
        his = select(func.count()).select_from(ChangeRow).join(Ticket, Ticket.id == ChangeRow.ticket_id)
        return self._session.scalar(his.where(ChangeRow.by_id == person.id, _others(person.id))) or 0

    def looks(self, person: Person) -> list[LookLine]:
        """Who asked for their name, newest first."""
        his = self._session.execute(select(Ticket.id, Ticket.number).where(_his(person.id)))
        numbers = {row.id: row.number for row in his}
        looks = select(ChangeRow).where(ChangeRow.ticket_id.in_(numbers), ChangeRow.action == Action.LOOK)
        lines = self._session.scalars(looks.order_by(ChangeRow.at.desc(), ChangeRow.seq.desc()))
        return [LookLine(line.at, numbers[line.ticket_id], line.by_id) for line in lines]

    def messages(self, person: Person) -> list[OutboxRow]:
        """What was or will be sent to them, as long as it is kept."""
        his = select(OutboxRow).where(OutboxRow.account_id.in_(_accounts(person.id)))
        return list(self._session.scalars(his.order_by(OutboxRow.id)))

    def updates(self, person: Person) -> list[InboxRow]:
        """What they sent and what was not emptied yet."""
        theirs = exists().where(Account.person_id == person.id, _sent_from(Account))
        sent = select(InboxRow).where(theirs, InboxRow.body.is_not(None)).order_by(InboxRow.id)
        return list(self._session.scalars(sent))

    # To be forgotten

    def to_empty(self, person: Person, kept: Sequence[int]) -> list[Ticket]:
        """Their ended tickets whose words are still there, besides those that are kept; locked."""
        ended = select(Ticket).where(
            _his(person.id),
            Ticket.state.in_(ENDED_STATES),
            Ticket.emptied_at.is_(None),
            Ticket.id.not_in(kept),
        )
        return list(self._session.scalars(ended.order_by(Ticket.id).with_for_update(key_share=True)))

    def leavers(self, limit: int) -> list[Person]:
        """Who asked to be deleted, has nothing unfinished, and neither writes nor is written to just now; locked."""
        unfinished = exists().where(_his(Person.id), Ticket.state.in_(OPEN_STATES) | Ticket.emptied_at.is_(None))
        his = (Account.person_id == Person.id, Account.id == OutboxRow.account_id)
        told = exists().where(*his, OutboxRow.state < OutboxState.SENT)
        held = exists().where(*his, OutboxRow.state == OutboxState.HELD)
        writes = exists().where(
            Account.person_id == Person.id, _sent_from(Account), InboxRow.state == InboxState.WAITING
        )
        gone = select(Person).where(Person.leaves_at.is_not(None), bound(Person.id), ~unfinished, ~told, ~held, ~writes)
        return list(self._session.scalars(gone.order_by(Person.id).limit(limit).with_for_update(skip_locked=True)))

    def with_ended_tickets(self, limit: int, kept: Sequence[int]) -> list[Person]:
        """Who asked to be deleted and has tickets that have ended since."""
        ended = exists().where(
            _his(Person.id),
            Ticket.state.in_(ENDED_STATES),
            Ticket.emptied_at.is_(None),
            Ticket.id.not_in(kept),
        )
        his = select(Person).where(Person.leaves_at.is_not(None), ended)
        return list(self._session.scalars(his.order_by(Person.id).limit(limit)))

    def forget_as_neighbour(self, person: Person) -> tuple[list[int], list[int | None]]:
        """What they wrote and sent with «我也遇到» goes, open as those tickets may be; returns which they are, and the
        keys of the files that went."""
        said = update(TicketText).where(TicketText.by_id == person.id, TicketText.action == Action.FOLLOW)
        said = said.where(TicketText.body.is_not(None)).values(body=None)
        sent = delete(Media).where(Media.by_id == person.id, Media.action == Action.FOLLOW)
        self._session.flush()
        told = self._session.scalars(said.returning(TicketText.ticket_id)).all()
        shown = self._session.execute(sent.returning(Media.ticket_id, Media.file_key)).all()
        return sorted({*told, *(row.ticket_id for row in shown)}), [row.file_key for row in shown]

    def forget_updates(self, person: Person) -> None:
        """What could not be handled is not kept for another try."""
        for row in self.updates(person):
            if row.state == InboxState.SET_ASIDE:
                row.body = None

    def forget_accounts(self, person: Person, accounts: Collection[KnownAccount]) -> None:
        """Their accounts leave every table; the number that ties their tickets together means nobody any more."""
        mine = [account.id for account in accounts]
        if mine:
            self._write(delete(LaneRow).where(LaneRow.account_id.in_(mine)))  # first, as whoever settles: no deadlock
            self._write(delete(OutboxRow).where(OutboxRow.account_id.in_(mine)))
            self.forget_updates(person)
            for account in accounts:
                sent = update(InboxRow).where(_sent_from(account))
                self._write(sent.values(address="", body=None, incident=None))
            self._write(delete(MessageOfTicket).where(MessageOfTicket.account_id.in_(mine)))
            said = update(TicketText).where(TicketText.account_id.in_(mine))
            self._write(said.values(account_id=None, number=None))
        person.language = person.device_language = None
        person.morning_of, person.wakes_at_night, person.mutes_announcements = None, False, False
        person.minute_began, person.filed_on, person.asked_contact_on = None, None, None
        person.shows_phone = person.large_buttons = person.shown_again = False
        person.said = person.pressed = person.filed = 0
