"""Which of somebody's tickets their words or files may belong to, when they answer nothing."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from domain.places.place_reading import read_place
from domain.posts.directory import Address, Directory
from domain.tickets.going_on import Tale, may_be_about, told_in
from domain.vocabulary import State
from domain.words.guessing import Guess
from domain.words.meaning import Meaning
from storage.models import Person, Ticket
from storage.tickets.finding import TicketSearch
from storage.unit_of_work import UnitOfWork

_DOOR = re.compile(
    r"[0-9０-９一二三四五六七八九十]\s*(?:号|栋|幢|座|单元|#|-)|\b(?:building|block|unit|house|no\.?)\s*\d",
    re.IGNORECASE,
)
"""Whoever says what is wrong and at which door tells the whole of it."""


@dataclass(frozen=True, slots=True)
class Loose:
    """What came: words (none with files alone), what they mean, what was guessed of them, and by which account."""

    words: str
    meaning: Meaning | None
    guesses: Sequence[Guess]
    account_id: int

    @property
    def is_whole_report(self) -> bool:
        """Is it plainly a report, so that no ticket is looked for?"""
        return self.meaning is Meaning.REPORT and _DOOR.search(self.words) is not None


@dataclass(frozen=True, slots=True)
class TicketsMeant:
    """Tickets it may be about, the likeliest first. `handled`: the person speaks as who works on them; `ended`: it is
    over, and would have to be reopened; `others`: they have more than these."""

    tickets: Sequence[Ticket]
    handled: bool = False
    ended: bool = False
    others: bool = False


def tickets_meant(work: UnitOfWork, person: Person, said: Loose) -> TicketsMeant | None:
    """None: it is none of their tickets', be it that it tells of another trouble, or that they have none."""
    told = told_in(said.words, work.community, said.guesses)
    goes_on = told.still or (said.meaning is Meaning.FOLLOW_UP and bool(said.words))
    holds = bool(work.directory.posts_of(person.id, work.now))
    if said.is_whole_report and not goes_on and not holds:
        return None
    own = own_open(work, person)
    handled = handled_by(work, person) if holds else []
    found = _fitting(work, own, said, told), _fitting(work, handled, said, told)
    if any(found):
        return _chosen(work, said, *found, others=len(own) + len(handled))
    if goes_on and (ended := _fitting(work, _closed_lately(work, person), said, told)):
        return TicketsMeant(ended[:1], ended=True)
    asks_back = said.meaning is Meaning.FOLLOW_UP and work.community.meaning(said.words) is Meaning.FOLLOW_UP
    if own and asks_back:  # «怎么还没人来», whatever it names beside
        return TicketsMeant(own, others=bool(handled))
    return None


def own_open(work: UnitOfWork, person: Person) -> list[Ticket]:
    """What they have reported and others work on, newest first."""
    return [ticket for ticket in work.tickets.open_of_reporter(person) if ticket.assignee_id != person.id]


def handled_by(work: UnitOfWork, person: Person) -> list[Ticket]:
    """What they answer for, the last touched by them first; then what they have not touched yet, newest first."""
    held = {ticket.id: ticket for ticket in work.tickets.of_assignee(person)}
    if len(held) < 2:
        return list(held.values())
    touched = work.store(TicketSearch).touched_by(person.id, held)
    last = [held[ticket_id] for ticket_id in sorted(touched, key=lambda one: (touched[one], one), reverse=True)]
    return [*last, *(held[one] for one in sorted(held.keys() - touched.keys(), reverse=True))]


def _chosen(work: UnitOfWork, said: Loose, own: list[Ticket], handled: list[Ticket], *, others: int) -> TicketsMeant:
    """Who reports and handles speaks as what they were last shown something as."""
    as_handler = bool(handled)
    if own and handled:
        last = work.messages.last_about(said.account_id)
        as_handler = all(ticket.id != last for ticket in own)
    tickets = handled if as_handler else own
    return TicketsMeant(tickets, handled=as_handler, others=others > (1 if as_handler else len(own)))


def _closed_lately(work: UnitOfWork, person: Person) -> list[Ticket]:
    """Their own that can still be reopened, the last closed first."""
    since = work.now - timedelta(days=work.community.reopen_days)
    found = work.tickets.of_reporter(person, since=since)
    closed = [one for one in found if one.state is State.CLOSED and one.reporter_id == person.id and one.closed_at]
    return sorted(closed, key=lambda one: (one.closed_at or work.now, one.id), reverse=True)


def _fitting(work: UnitOfWork, tickets: Sequence[Ticket], said: Loose, told: Tale) -> list[Ticket]:
    """Those that the words may be about; where a place is named, what lies there first."""
    if not tickets or not said.words:
        return list(tickets)
    reading = read_place(said.words, work.directory, work.community)
    named = reading.addresses if reading.doubt is None else ()

    def here(ticket: Ticket) -> bool | None:
        return any(lies_there(one, ticket.address, work.directory) for one in named) if named else None

    def fits(ticket: Ticket) -> bool:
        category, at = work.community.category(ticket.category), here(ticket)
        if may_be_about(told, category, here=at):
            return True
        return bool(told.kinds) and may_be_about(told, category, here=at, said_there=_said_in(work, ticket))

    return sorted(filter(fits, tickets), key=lambda ticket: not here(ticket)) if named else [*filter(fits, tickets)]


def _said_in(work: UnitOfWork, ticket: Ticket) -> frozenset[str]:
    """What its own first words name: a report may have been put on another shelf since."""
    return work.community.named_in("\n".join(work.contents.report_words(ticket)))


def lies_there(one: Address, other: Address, directory: Directory) -> bool:
    """Is one of the two the other, or in it? A number, sub-number or room that one of them lacks says nothing."""
    above_one = {place.id for place in directory.line(one.place_id)}
    above_other = {place.id for place in directory.line(other.place_id)}
    if one.place_id not in above_other and other.place_id not in above_one:
        return False
    doors = ((one.number, other.number), (one.sub_number, other.sub_number), (one.room, other.room))
    return all(this is None or that is None or this == that for this, that in doors)
