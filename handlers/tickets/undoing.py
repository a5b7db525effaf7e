"""«按错了»: the last press was a slip, and is taken back."""

from domain.notices.notices import CardRedraw, DraftScreen, Say
from domain.vocabulary import Action
from handlers.pressing import number_in, ticket_press
from handlers.subject import Press
from handlers.turn import Turn
from messages.drawing.buttons import ANYWHERE, Button
from services.filing.already import undo_join
from services.tickets.undoing import undo_step

_IN_CHINESE = (
    "按错了 点错了 按错 点错 我按错了 我点错了 不小心按错了 不小心点错了 误按 误点 手滑 手滑了 不是我办 弄错了"
)
SLIPPED = (*_IN_CHINESE.split(), "oops", "that was a slip", "my mistake", "wrong button", "pressed the wrong button")
"""What people write for it, in small letters."""


def undo(turn: Turn, button: Button) -> None:
    """«按错了» under a card, or under what followed the press."""
    take_back(turn, button.subject_id, number_in(button.arg))


def take_back(turn: Turn, ticket_id: int, seq: int) -> None:
    """It is as if that had never been pressed; what was asked because of it is asked no more."""
    ticket, undone = undo_step(turn.work, ticket_id, seq, by=turn.person)
    awaited = turn.work.conversation.awaited(turn.person.id)
    if awaited is not None and awaited.ticket_id == ticket.id:
        turn.work.conversation.stop_awaiting(turn.person.id)
    turn.toast("undone")
    if turn.is_press:
        turn.redraw(CardRedraw(ticket.id))
    turn.say(f"done-undo-{undone}", ticket_id=ticket.id)


def says_slip(turn: Turn) -> bool:
    """Do the words say nothing else?"""
    return not turn.said.files and turn.words.strip(" 　。.!！,，~～").lower() in SLIPPED


def undo_last(turn: Turn, ticket_id: int) -> bool:
    """The same in words; False when there is nothing that they could take back."""
    ticket = turn.work.tickets.get(ticket_id, seen_by=turn.person)
    slip = turn.work.tickets.actor(ticket, turn.person).slip
    if slip is None:
        return False
    take_back(turn, ticket_id, slip.seq)
    return True


def undo_follow(turn: Turn, button: Button) -> None:
    """«按错了» after «我也遇到»: what they wrote for it is their draft again."""
    gives_back = undo_join(turn.work, turn.person, number_in(button.arg))
    turn.redraw(Say(f"done-undo-{Action.FOLLOW}"))
    if gives_back:
        turn.answer(DraftScreen("draft-given-back"))


UNDOING = (
    ticket_press("undo", undo, said=SLIPPED, beside_words=True),
    Press(ANYWHERE, "undo-follow", undo_follow, said=SLIPPED, held=None),
)
