"""Words that travel along a ticket: comments, replies, notes, corrections, and looks at the reporter's name."""

from collections.abc import Sequence

from domain.lifecycle import advance
from domain.refusal import Refusal
from domain.report_form import Attachment
from domain.visibility import may_ask_name
from domain.words import Action, Channel
from services.telling import tell_about, tell_media
from storage.models import Person, Ticket
from storage.unit_of_work import UnitOfWork


def add_words(
    work: UnitOfWork,
    ticket_id: int,
    action: Action,
    words: str,
    *,
    by: Person,
    media: Sequence[Attachment] = (),
    chat_id: int | None = None,
    message_id: int | None = None,
) -> Ticket:
    """COMMENT (reporter's side), REPLY (to the resident) or NOTE (among handlers), with files."""
    ticket = work.tickets.lock(ticket_id, seen_by=by, with_target=True)
    change = advance(ticket, action, by=work.tickets.actor(ticket, by), at=work.now)
    text = work.contents.add_text(ticket, action, words, chat_id=chat_id, message_id=message_id) if words else None
    seq = work.record(ticket, change, text_id=text.id if text else None, detail={"files": len(media)})
    if media:
        tell_media(work, ticket, action, media, seq, by=by.id)
    if words or action is Action.NOTE:
        tell_about(work, ticket, action, seq, by=by.id, text=text)
    return ticket


def correct_words(work: UnitOfWork, *, by: Person, chat_id: int, message_id: int, words: str) -> Ticket | None:
    """An edited message: the old words stay in the history, the new ones reach the assignee.

    None when that message never became part of a ticket.
    """
    old = work.contents.text_of_message(chat_id, message_id)
    if old is None:
        return None
    if old.body == words:
        return work.tickets.get(old.ticket_id, seen_by=by)
    ticket = work.tickets.lock(old.ticket_id, seen_by=by, with_target=True)
    change = advance(ticket, Action.CORRECT, by=work.tickets.actor(ticket, by), at=work.now)
    text = work.contents.add_text(ticket, Action.CORRECT, words)
    seq = work.record(ticket, change, text_id=text.id, detail={"of": old.id})
    tell_about(work, ticket, Action.CORRECT, seq, by=by.id, text=text)
    return ticket


def look_at_reporter(work: UnitOfWork, ticket_id: int, *, by: Person) -> Ticket:
    """A handler asks for the reporter's name: the look is recorded, and the reporter can see it."""
    ticket = work.tickets.lock(ticket_id, seen_by=by)
    if not may_ask_name(ticket):
        raise Refusal("refused-name-hidden")
    change = advance(ticket, Action.LOOK, by=work.tickets.actor(ticket, by), at=work.now)
    work.record(ticket, change, channel=Channel.CHAT)
    return ticket
