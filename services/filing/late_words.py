"""Words and files to a ticket that has ended: kept for an hour, and one tap makes something of them."""

from dataclasses import replace

from domain.tickets.late_words import LateChoice
from domain.tickets.remark import Remark
from domain.tickets.report_form import Kept
from domain.vocabulary import OPEN_STATES, Action, State
from domain.words.guessing import Guessing, no_guess
from services.filing.reports import say_kept, start_again, take_back
from services.telling.sides import carries_on
from services.tickets.closing import reopen_ticket
from services.tickets.rejecting import appeal_ticket
from services.tickets.talking import add_words
from storage.models import Person, Ticket
from storage.unit_of_work import UnitOfWork


def takes_words(work: UnitOfWork, ticket: Ticket) -> bool:
    """Does anybody work on it? On a merged one, while the one it lives on in is open."""
    return carries_on(work, ticket) is not None if ticket.state is State.MERGED else ticket.state in OPEN_STATES


def keep_late(work: UnitOfWork, person: Person, ticket: Ticket, new: Kept) -> bool:
    """Keep what they wrote, with what they had written to it before; False: a further part of an album, which is
    answered once."""
    kept = work.conversation.kept(person.id, ticket.id)
    work.conversation.keep_aside(person.id, _together(kept, new), ticket.id)
    return _is_new(kept, new)


def keep_files(work: UnitOfWork, person: Person, ticket_id: int | None, new: Kept) -> bool:
    """Keep files that do not answer what was asked, beside the question; False as above."""
    kept = work.conversation.kept(person.id, ticket_id)
    work.conversation.keep_beside(person.id, _together(kept, new), ticket_id)
    return _is_new(kept, new)


def keep_loose(work: UnitOfWork, person: Person, new: Kept) -> None:
    """Keep what may belong to one of their tickets, with what they wrote before it and nothing was made of yet."""
    kept = work.conversation.kept(person.id)
    together = kept.with_more(new) if kept is not None and kept.loose else replace(new, loose=True)
    work.conversation.keep_aside(person.id, together)


def _together(kept: Kept | None, new: Kept) -> Kept:
    return new if kept is None else kept.with_more(new)


def _is_new(kept: Kept | None, new: Kept) -> bool:
    return kept is None or new.album is None or new.album != kept.album


def use_late(work: UnitOfWork, ticket_id: int, late: LateChoice, *, by: Person, guess: Guessing = no_guess) -> Ticket:
    """Make of it what was chosen; the usual rules are asked. What is refused stays kept."""
    kept = take_back(work, by, ticket_id)
    said = Remark(kept.words, kept.media, work.people.account_of(by), kept.message_id)
    match late:
        case LateChoice.REOPEN:
            return reopen_ticket(work, ticket_id, by=by, said=said)
        case LateChoice.APPEAL:
            return appeal_ticket(work, ticket_id, by=by, said=said)
        case LateChoice.NOTE:
            return add_words(work, ticket_id, Action.NOTE, said, by=by)
        case LateChoice.AGAIN:
            start_again(work, ticket_id, by)
            say_kept(work, by, kept)
            return work.tickets.get(ticket_id, seen_by=by)
        case LateChoice.NEW:
            say_kept(work, by, kept, guess)
            return work.tickets.get(ticket_id, seen_by=by)
