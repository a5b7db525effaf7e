"""Words that travel along a ticket: comments, replies, notes, corrections, and looks at the reporter's name."""

from collections.abc import Sequence

from domain.refusal import Refusal
from domain.tickets.lifecycle import advance
from domain.tickets.remark import GOES_ON_AS, Remark
from domain.tickets.visibility import may_ask_name
from domain.vocabulary import Action, Channel
from services.telling.saying import record_said
from services.telling.telling import tell_about
from services.tickets.neighbours import correct_follower
from storage.models import Person, Ticket
from storage.unit_of_work import UnitOfWork


def add_words(work: UnitOfWork, ticket_id: int, action: Action, said: Remark, *, by: Person) -> Ticket:
    """COMMENT (reporter's side), REPLY (to the resident) or NOTE (among handlers), with files."""
    ticket = work.tickets.lock(ticket_id, seen_by=by, with_target=True)
    change = advance(ticket, action, by=work.tickets.actor(ticket, by), at=work.now)
    seq, text = record_said(work, ticket, change, said, by=by)
    tell_about(work, ticket, action, seq, by=by.id, text=text)
    return ticket


def go_on_with(work: UnitOfWork, ticket_id: int, more: Sequence[Remark], *, by: Person) -> None:
    """Further messages of a draft whose first one has become a step of that ticket."""
    for said in more:
        add_words(work, ticket_id, Action.COMMENT, said, by=by)


def correct_words(work: UnitOfWork, said: Remark, *, by: Person) -> Ticket | None:
    """An edited message, compared with what it said last: the old words stay in the history; the new ones go where
    those went, and are as secret.

    None when that message never became part of a ticket, or the ticket was emptied since.
    """
    old = work.contents.text_of_message(said.account_id, said.number) if said.account_id and said.number else None
    if old is None or old.body is None:
        return None
    action = GOES_ON_AS.get(old.action, Action.CORRECT)
    if action is Action.FOLLOW:
        return correct_follower(work, old, said, by=by)
    if old.body == said.words:
        return work.tickets.get(old.ticket_id, seen_by=by)
    ticket = work.tickets.lock(old.ticket_id, seen_by=by, with_target=True)
    change = advance(ticket, action, by=work.tickets.actor(ticket, by), at=work.now)
    seq, text = record_said(work, ticket, change, said, by=by, detail={"of": old.id})
    tell_about(work, ticket, action, seq, by=by.id, text=text)
    asked = work.approvals.waiting(ticket)
    if asked is not None and asked.text_id == old.id and text is not None:
        asked.text_id = text.id  # the superior decides about what is meant now
    return ticket


def look_at_reporter(work: UnitOfWork, ticket_id: int, *, by: Person) -> Ticket:
    """A handler asks for the reporter's name: the look is recorded, and the reporter can see it."""
    ticket = work.tickets.lock(ticket_id, seen_by=by)
    if not may_ask_name(ticket):
        raise Refusal("refused-name-hidden")
    change = advance(ticket, Action.LOOK, by=work.tickets.actor(ticket, by), at=work.now)
    work.record(ticket, change, channel=Channel.CHAT)
    return ticket
