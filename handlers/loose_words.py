"""Loose words, files and positions: they answer nothing and open nothing. Whoever has a ticket they may belong to is
asked, and one press brings them there; until then they are kept, and more that is said goes with them."""

from collections.abc import Callable, Sequence

from domain.notices.notices import Say
from domain.notices.word_notices import LateWords, LooseWords, WhichTicket
from domain.refusal import Refusal
from domain.tickets.lifecycle import may
from domain.tickets.remark import Remark
from domain.vocabulary import Action
from domain.words.meaning import Meaning
from handlers.pressing import page_in, ticket_press
from handlers.subject import Press, Shown, Subject, Subjects, shown
from handlers.tickets.late_words import kept_of
from handlers.turn import Turn
from messages.drawing.buttons import ANYWHERE, Button
from messages.tickets import loose_screens as screens
from services.filing.late_words import keep_late, keep_loose, takes_words
from services.filing.loose_words import Loose, tickets_meant
from services.filing.reports import take_back
from services.tickets.closing import not_solved, nudge_ticket
from services.tickets.talking import add_words
from services.views import card_views, word_views
from storage.models import Ticket


def find_their_ticket(subjects: Subjects, turn: Turn, meaning: Meaning | None) -> bool:
    """Do they seem to be about a ticket of whoever speaks? Then they are kept and that is asked. `meaning`: of the
    words; None for files alone."""
    if meaning is not None and _means_something_else(subjects, turn, meaning):
        return False
    guesses = turn.guess(turn.words) if turn.words else ()
    meant = tickets_meant(turn.work, turn.person, Loose(turn.words, meaning, guesses, turn.account))
    if meant is None:
        return False
    first = meant.tickets[0]
    if meant.ended:
        if keep_late(turn.work, turn.person, first, kept_of(turn)):
            turn.answer(LateWords(first.id, loose=True))
    elif len(meant.tickets) > 1 and not meant.handled:
        keep_loose(turn.work, turn.person, kept_of(turn))
        turn.answer(WhichTicket(handled=meant.others))
    else:
        ask_for_ticket(turn, first.id, others=meant.others)
    return True


def ask_for_ticket(turn: Turn, ticket_id: int, *, others: bool = False) -> None:
    """Keep what was said, and ask whether it is for this ticket."""
    keep_loose(turn.work, turn.person, kept_of(turn))
    turn.answer(LooseWords(ticket_id, others))


def _means_something_else(subjects: Subjects, turn: Turn, meaning: Meaning) -> bool:
    """A greeting, thanks, a command by its words, a question whose answer is known, another body's business."""
    community, words = turn.work.community, turn.words
    match meaning:
        case Meaning.SMALL_TALK:
            return community.is_greeting(words) or community.reader.advertises(words)
        case Meaning.COMMAND:
            return subjects.mentioned(words) is not None
        case Meaning.QUESTION:
            found = community.answer(words)
            return community.reader.asks_who(words) or (found is not None and found.known)
        case Meaning.ELSEWHERE:
            return community.elsewhere_for(words) is not None
        case _:
            return False


def _said_to(turn: Turn, ticket: Ticket, action: Action) -> bool:
    """May what was kept still be said so? What has ended meanwhile, or stands otherwise, is asked anew."""
    work = turn.work
    if action is not Action.NOTE and not takes_words(work, ticket):
        keep_late(work, turn.person, ticket, take_back(work, turn.person))
        turn.redraw(LateWords(ticket.id))
        return False
    if not may(ticket, action, work.tickets.actor(ticket, turn.person), work.now):
        turn.redraw(LooseWords(ticket.id))
        return False
    return True


def _with_these(action: Action, use: Callable[[Turn, Ticket, Remark], None]) -> Callable[[Turn, Button], None]:
    """A press that does something with what was kept."""

    def pressed(turn: Turn, button: Button) -> None:
        if turn.work.conversation.kept(turn.person.id) is None:
            raise Refusal("refused-old-button")
        ticket = turn.work.tickets.get(button.subject_id, seen_by=turn.person)
        if _said_to(turn, ticket, action):
            kept = take_back(turn.work, turn.person)
            use(turn, ticket, Remark(kept.words, kept.media, turn.account, kept.message_id))

    return pressed


def _tell(turn: Turn, ticket: Ticket, said: Remark) -> None:
    """«告诉…»: whoever handles it reads it."""
    add_words(turn.work, ticket.id, Action.COMMENT, said, by=turn.person)
    turn.redraw(Say("done-add-to", ticket_id=ticket.id))


def _reply(turn: Turn, ticket: Ticket, said: Remark) -> None:
    """«回复居民»"""
    add_words(turn.work, ticket.id, Action.REPLY, said, by=turn.person)
    turn.redraw(Say(_done_reply(turn, ticket), ticket_id=ticket.id))


def _done_reply(turn: Turn, ticket: Ticket) -> str:
    if ticket.reporter_id is None:
        return "done-reply-nobody"
    return "done-reply-unreachable" if turn.work.accounts.lost(ticket.reporter_id) else "done-reply"


def _note(turn: Turn, ticket: Ticket, said: Remark) -> None:
    """«内部备注»"""
    add_words(turn.work, ticket.id, Action.NOTE, said, by=turn.person)
    turn.redraw(Say("done-note", ticket_id=ticket.id))


def _not_solved(turn: Turn, ticket: Ticket, said: Remark) -> None:
    """«没解决»: what was said is the sentence."""
    ticket, moved_up = not_solved(turn.work, ticket.id, by=turn.person, said=said)
    turn.redraw(Say("done-not_solved-higher" if moved_up else "done-not_solved", ticket_id=ticket.id))


def _nudge(turn: Turn, ticket: Ticket, said: Remark) -> None:
    """«催一下»: the words go along."""
    add_words(turn.work, ticket.id, Action.COMMENT, said, by=turn.person)
    nudge_ticket(turn.work, ticket.id, by=turn.person)
    turn.redraw(Say("done-nudge", ticket_id=ticket.id))


def _of(turn: Turn, button: Button) -> None:
    """One of the list: what is it to be there?"""
    turn.redraw(LooseWords(button.subject_id, others=True))


def _which(turn: Turn, button: Button) -> None:
    """«别的», «还有»: all that it may be for."""
    holds = bool(turn.work.directory.posts_of(turn.person.id, turn.work.now))
    turn.redraw(WhichTicket(handled=holds, page=page_in(button.arg)))


_YES = ("是", "是的", "对", "对的", "要", "嗯", "告诉他", "告诉她", "告诉师傅", "转告", "yes", "tell them")

SHOWN: Sequence[Shown] = (
    shown(LooseWords, see=word_views.loose, draw=screens.loose_words),
    shown(WhichTicket, see=word_views.reports_meant, draw=screens.which_ticket),
    shown(LateWords, see=card_views.ticket, draw=screens.late_words),
)

LOOSE_WORDS = Subject(
    "loose_words",
    presses=(
        ticket_press("add_these", _with_these(Action.COMMENT, _tell), said=_YES),
        ticket_press("these_reply", _with_these(Action.REPLY, _reply), said=("回复", "回复居民", "reply")),
        ticket_press("these_note", _with_these(Action.NOTE, _note), said=("备注", "内部备注", "note")),
        ticket_press(
            "these_not_solved",
            _with_these(Action.NOT_SOLVED, _not_solved),
            said=("没解决", "没修好", "没弄好", "还没好", "没好", "not solved", "not fixed"),
        ),
        ticket_press("these_nudge", _with_these(Action.NUDGE, _nudge), said=("催一下", "催办", "nudge")),
        ticket_press("these_of", _of),
        Press(ANYWHERE, "which_ticket", _which, said=("别的", "另外一件", "another"), held=None),
    ),
    shown=SHOWN,
)
