"""The open unit of work: everything one update or one tick decides on and writes down, in one transaction.

History lines, outbox rows and the crossing-off of updates are collected and written with one statement each
when the unit ends; objects stay for what is decided on.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from itertools import islice
from typing import Protocol, TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy import insert
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from domain.community import Community
from domain.notices.notice import Notice
from domain.notices.notices import Letter
from domain.posts.directory import Directory, Post
from domain.posts.rights import Right, may, may_over
from domain.tickets.lifecycle import Change
from domain.tickets.stepping import step
from domain.vocabulary import Channel, Grade
from storage.delivery.held import Held
from storage.delivery.inbox import Inbox
from storage.delivery.notices import NoticeBook
from storage.delivery.outbox import Outbox
from storage.files.files import KeptFiles
from storage.models import ChangeRow, Person, Ticket
from storage.people.accounts import Accounts, ChannelAddress
from storage.people.conversation import Conversation
from storage.people.people import People
from storage.people.speakers import find_speakers
from storage.places.directory import DirectoryShelf, DirectoryStore
from storage.settings.community import CommunityShelf
from storage.settings.counters import Counters
from storage.sql.collecting import Collected, Remembers, collects, remembers
from storage.sql.errors import TryAgain, passing
from storage.sql.marks import Marks
from storage.sql.store import Store, table_of
from storage.tickets.approvals import Approvals
from storage.tickets.contents import Contents
from storage.tickets.neighbours import Neighbours
from storage.tickets.ticket_messages import TicketMessages
from storage.tickets.tickets import LineKey, Tickets

S = TypeVar("S", bound=Store)

HistoryLine = tuple[Ticket, dict[str, object]]
"""A line of a ticket's history; a new ticket has its id only when the line is written."""
_APPEND = insert(table_of(ChangeRow))


class KnownSubjects(Protocol):
    """What the unit is given of the subjects: the kinds of notices that are kept, by name, and what follows from every
    recorded change of a ticket. Nothing else of them is looked up from here."""

    @property
    def notices(self) -> Mapping[str, type[Notice]]: ...
    @property
    def after(self) -> "Sequence[Callable[[UnitOfWork, Ticket, Change], None]]": ...


class Shelf:
    """What a database keeps in memory between units: the directory and the settings, by revision; and what it was given
    of the subjects when it was opened."""

    def __init__(self, now: Callable[[], datetime], subjects: KnownSubjects, zone: str | None = None) -> None:
        self.now = now
        self.notices, self.after = NoticeBook(subjects.notices), subjects.after
        self._zone = zone
        self.forget()

    def forget(self) -> None:
        """After a commit that failed: what was read before it may never have been."""
        self.directory = DirectoryShelf()
        self.community = CommunityShelf(self._zone)


class UnitOfWork:
    """The open transaction and the stores in it. Only bot/ begins and ends one.

    `store(Surveys)` gives a store; what it holds in memory is undone with a failed attempt, and written when the unit
    ends (storage/sql/collecting.py). The unit's own work stands on those that have names here: they are told what is
    about to be asked for and what was recorded, and when the unit ends they are written in a certain order.
    """

    def __init__(self, session: Session, shelf: Shelf) -> None:
        self.session = session
        self._shelf = shelf
        self.now = shelf.now()
        self._stores: dict[type[Store], Store] = {}
        self._marks = Marks(session)
        self.places = DirectoryStore(session, shelf.directory, self._marks)
        self._history: Collected[HistoryLine] = Collected(self._append)
        self._letters: Collected[tuple[Letter, int | None]] = Collected(self._queue)
        self._remembering: list[Remembers] = [self.places, self._history, self._letters]
        self.accounts = self.store(Accounts)
        self.people = self._keep(People(session, self.now, self.accounts))
        self.conversation = self.store(Conversation)
        self.inbox = self.store(Inbox)
        self.outbox = self._keep(Outbox(session, self.now, shelf.notices))
        self._keep(Held(session, self.now, shelf.notices))
        self.counters = self.store(Counters)
        self.tickets = self._keep(Tickets(session, self.now, self.places, self.counters, lambda: self.community))
        self.files = self.store(KeptFiles)
        self.contents = self._keep(Contents(session, self.now, self.files))
        self.messages = self.store(TicketMessages)
        self.approvals = self.store(Approvals)
        self.neighbours = self.store(Neighbours)
        self._own = len(self._stores)
        self._community: Community | None = None
        self._changed: Ticket | None = None
        self._followed: list[tuple[Ticket, Change]] = []

    def store(self, kind: type[S]) -> S:
        """The unit's only store of that kind, made when it is first asked for."""
        found = self._stores.get(kind)
        return found if isinstance(found, kind) else self._keep(kind(self.session, self.now))

    def _keep(self, store: S) -> S:
        self._stores[type(store)] = store
        if remembers(store):
            self._remembering.append(store)
        return store

    @property
    def directory(self) -> Directory:
        """Places, posts and holders as they are now."""
        return self.places.directory

    @property
    def community(self) -> Community:
        """The community's own settings, the same throughout the unit."""
        if self._community is None:
            self._community = self._shelf.community.current(self.session, self._marks.read(), self.now)
        return self._community

    def may(self, person: Person, right: Right, over: Post | None = None) -> bool:
        """Have they this right; with `over`, over that post."""
        if over is None:
            return may(self.directory, person, right, self.now)
        return may_over(self.directory, person, right, over.place_id, over.role, self.now)

    def expect(self, accounts: Collection[ChannelAddress], tickets: Collection[int] = ()) -> None:
        """These accounts are about to speak in this unit, and to press on these tickets: what their answers need is
        read for all of them at once, outside their attempts, most of which then need no savepoint."""
        mark, speakers = find_speakers(self.session, accounts)
        self._marks.seen(mark)
        for one in speakers:
            self.accounts.expect(one.person.id, one.accounts)
        self.people.expect([one.person for one in speakers], {one.person.id: one.contact for one in speakers})
        drafting = [one.person.id for one in speakers if one.drafting]
        self.conversation.expect({one.person.id: one.awaited for one in speakers}, drafting)
        self.neighbours.expect([one.person.id for one in speakers if not one.alarmed])
        if tickets:
            self.tickets.expect_pressed(tickets)
            self.neighbours.expect_shown(tickets)
            self.messages.expect(tickets)

    def expect_shown(
        self, tickets: Collection[int], readers: Collection[int] = (), lines: Collection[LineKey] = ()
    ) -> None:
        """Screens about these tickets and lines of their histories, or for these readers, are about to be drawn: what
        they show is read at once."""
        named, seen = set[int](), set(readers)
        for ticket in self.tickets.expect_shown(tickets):
            named |= {person for person in (ticket.assignee_id, ticket.helper_id) if person is not None}
            seen |= {ticket.reporter_id} if ticket.reporter_id is not None else set()
        self.tickets.expect_lines(lines)
        self.people.expect_shown(named, seen)
        if tickets:
            self.contents.expect_shown(tickets)
            self.neighbours.expect_shown(tickets)
            self.approvals.expect_shown(tickets)

    def file(self, ticket: Ticket) -> None:
        """Write a new ticket down; its first line of history was recorded before, so that it is written once."""
        self.tickets.add(ticket)
        self.neighbours.filed(ticket.id)
        self.approvals.filed(ticket.id)

    def record(
        self,
        ticket: Ticket,
        change: Change,
        *,
        channel: Channel = Channel.CHAT,
        text_id: int | None = None,
        detail: Mapping[str, object] | None = None,
        was: Mapping[str, object] | None = None,
    ) -> int:
        """Append one line to the ticket's history and bring its state in line with it; returns the line's seq. `was`:
        what a step that can be taken back has changed."""
        follow_up = self.community.category(ticket.category).follow_up_days
        step(ticket, change, self.community.terms, follow_up_days=follow_up)
        self._changed = ticket
        line: dict[str, object] = {
            "seq": ticket.changes,
            "action": change.action,
            "before": change.before,
            "after": change.after,
            "by_id": change.by,
            "channel": channel,
            "at": change.at,
            "text_id": text_id,
            "detail": dict(detail or {}),
            "was": was,
        }
        self._history.add((ticket, line))
        if self._shelf.after:
            self._followed.append((ticket, change))
        self.tickets.stepped(ticket, change, detail or {})
        if ticket.grade is Grade.P0 and ticket.reporter_id is not None:
            self.neighbours.alarmed(ticket.reporter_id)
        return ticket.changes

    def just_changed(self) -> Ticket | None:
        """The ticket that was changed last since this was asked, for whoever logs."""
        changed, self._changed = self._changed, None
        return changed

    def local_day(self) -> date:
        """Today, where the community is."""
        return self.now.astimezone(ZoneInfo(self.community.zone)).date()

    def is_night(self) -> bool:
        """May only danger ring now?"""
        return self.quiet_until(Grade.P1) is not None

    def quiet_until(self, grade: Grade) -> datetime | None:
        """Until when an unasked message of that grade must wait; None: it need not."""
        terms = self.community.terms
        allowed = terms.quiet.next_allowed(self.now, grade, terms.calendar.zone)
        return allowed if allowed > self.now else None

    def tell(self, *letters: Letter) -> None:
        """Queue notices to people: to the account from which they speak just now, else to the one they used last.
        Whoever has none is passed over (routing has seen to it)."""
        self._letters.extend((letter, self.accounts.spoken_from(letter.to)) for letter in letters)

    def told_of(self, ticket_id: int, seq: int) -> list[int]:
        """Who is told of that line of a history by what this unit has queued so far."""
        about = (letter for letter, _ in self._letters if getattr(letter.notice, "ticket_id", None) == ticket_id)
        return sorted({letter.to for letter in about if getattr(letter.notice, "seq", None) == seq})

    @contextmanager
    def attempt(self) -> Iterator[None]:
        """A savepoint: what fails inside leaves no trace, and the unit goes on after it."""
        stores, ways_back = len(self._stores), [store.mark() for store in self._remembering]
        followed, self._followed = self._followed, []
        savepoint = self.session.begin_nested()
        try:
            yield
            self.session.flush()
            self._follow_up()
        except BaseException as error:
            if isinstance(error, DBAPIError) and passing(error):
                raise TryAgain("the database was busy") from error
            savepoint.rollback()
            self._changed, self._followed = None, followed
            for go_back in ways_back:
                go_back()
            del self._remembering[len(ways_back) :]
            self._stores = dict(islice(self._stores.items(), stores))
            self.flush_history()  # what was forgotten is read again, with the lines of this unit
            raise
        savepoint.commit()
        self._followed = followed

    def _follow_up(self) -> None:
        """A step is complete: what subjects make of every change in it, and of the changes that those lead to. Not
        while it is recorded, for a new ticket has no id then."""
        while self._followed:
            ticket, change = self._followed.pop(0)
            self.session.flush()
            for follows in self._shelf.after:
                follows(self, ticket, change)

    def finish(self) -> None:
        """Write what was collected; the door commits after this."""
        self._follow_up()
        self.contents.write()
        self.flush_history()
        self.people.write()
        self.conversation.write()
        self.files.write()
        asked_for = islice(self._stores.values(), self._own, None)
        for store in sorted(asked_for, key=lambda store: type(store).__name__):
            if collects(store):
                store.write()
        self._letters.write()
        self.outbox.write()
        self.messages.write()
        self.inbox.write()
        self.counters.write()

    def flush_history(self) -> None:
        """Write the history lines collected so far; for a question to the history within the unit."""
        self.session.flush()
        self._history.write()

    def _append(self, history: Sequence[HistoryLine]) -> None:
        lines = [{"ticket_id": ticket.id, **line} for ticket, line in history]
        self.session.connection().execute(_APPEND, lines)

    def _queue(self, letters: Sequence[tuple[Letter, int | None]]) -> None:
        receivers = {letter.to for letter, _ in letters}
        self.people.expect_shown((), receivers)
        told_at = self.accounts.told_at(receivers)
        for letter, spoken_from in letters:
            if (account_id := spoken_from or told_at[letter.to]) is not None:
                self.outbox.add(account_id, letter)
