"""«谢谢师傅», «修得真好»: passed on once to whoever did it; nothing is opened for it."""

from domain.notices.word_notices import SmallTalk
from domain.tickets.lifecycle import may
from domain.vocabulary import Action
from domain.words.thanks import says_thanks, thanks_besides
from handlers.turn import Turn
from services.filing.late_words import takes_words
from services.filing.putting_aside import question_of
from services.filing.reports import keep_aside
from services.tickets.thanking import thank, ticket_thanked_for
from storage.models import Ticket


def thanked(turn: Turn) -> bool:
    """Was the message nothing but thanks, and is it answered? In a draft, and while words are awaited, it is not."""
    if turn.said.files or not says_thanks(turn.words) or not _are_for_somebody(turn):
        return False
    ticket = _ticket_of(turn)
    if ticket is not None:
        _pass_on(turn, ticket)
        return True
    if turn.said.answers is not None:
        return False
    greeting = turn.work.community.is_greeting(turn.words)
    if not greeting:  # praise of somebody whom nobody here knows: it may be meant as a report after all
        keep_aside(turn.work, turn.person, turn.words, turn.said.number)
    turn.answer(SmallTalk(kept=not greeting))
    return True


def thank_besides(turn: Turn, ticket: Ticket) -> None:
    """«修好了，谢谢» has answered the question about this ticket; the thanks are passed on as well."""
    actor = turn.work.tickets.actor(ticket, turn.person)
    if turn.chosen is not None and thanks_besides(turn.words) and may(ticket, Action.THANK, actor, turn.work.now):
        thank(turn.work, ticket.id, by=turn.person)


def _are_for_somebody(turn: Turn) -> bool:
    """An answer to a message about a ticket goes there in its words, as long as that takes any."""
    if turn.said.answers is not None:
        return True
    return question_of(turn.work, turn.person) is None and turn.work.conversation.draft(turn.person.id) is None


def _ticket_of(turn: Turn) -> Ticket | None:
    replied = turn.said.answers
    if replied is None:
        return ticket_thanked_for(turn.work, turn.person)
    ticket_id = turn.work.messages.ticket_of(turn.account, replied)
    ticket = turn.work.tickets.get(ticket_id, seen_by=turn.person) if ticket_id is not None else None
    own = ticket is not None and ticket.reporter_id == turn.person.id
    return ticket if ticket is not None and own and not takes_words(turn.work, ticket) else None


def _pass_on(turn: Turn, ticket: Ticket) -> None:
    """Once. Where nobody has taken it on yet there is nobody to thank, and it is no less kind."""
    actor = turn.work.tickets.actor(ticket, turn.person)
    able = may(ticket, Action.THANK, actor, turn.work.now)
    to = thank(turn.work, ticket.id, by=turn.person) if able else None
    if to is not None:
        turn.say("done-thank", ticket_id=ticket.id, name=to)
    else:
        turn.say("thanks-again")
