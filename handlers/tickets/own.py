"""What people write about a report of theirs without pressing: its number, «催办», «撤回»."""

from collections.abc import Callable, Mapping, Sequence

from domain.notices.notices import DraftScreen, TicketCard
from domain.notices.word_notices import WhichToPress
from domain.refusal import Refusal
from domain.vocabulary import Action
from handlers.pressing import page_in
from handlers.subject import Command, Press
from handlers.tickets.resident import nudge, withdraw
from handlers.turn import Turn
from messages.drawing.buttons import ANYWHERE, ON_TICKET, Button
from services.tickets.own_tickets import open_tickets_for, ticket_named

_PRESSES: Mapping[Action, Callable[[Turn, Button], None]] = {Action.NUDGE: nudge, Action.WITHDRAW: withdraw}
"""What is done as if its button were pressed."""


def open_named(turn: Turn, number: str, certain: bool) -> bool:
    """2612-0003: its card. False: without a dash it may be any number."""
    ticket = ticket_named(turn.work, number, certain=certain, by=turn.person)
    if ticket is None:
        return False
    turn.answer(TicketCard(ticket.id, "card-now"))
    return True


def _said(action: Action) -> Callable[[Turn], None]:
    def said(turn: Turn) -> None:
        """Of their only ticket for which it can be done; of several they are asked which."""
        able = open_tickets_for(turn.work, turn.person, action)
        if len(able) > 1:
            turn.answer(WhichToPress(action))
        elif able:
            _PRESSES[action](turn, Button(ON_TICKET, action, able[0].id, able[0].moves))
        elif own := turn.work.tickets.open_of_reporter(
            turn.person
        ):  # its card says how it stands, and what can be done
            turn.answer(TicketCard(own[0].id, "card-now"))
        else:
            turn.say(f"nothing-to-{action}")
            if turn.work.conversation.draft(turn.person.id) is not None:
                turn.answer(DraftScreen("draft-waits"))

    return said


def _which_page(turn: Turn, button: Button) -> None:
    """«还有»"""
    action, _, page = button.arg.partition("-")
    if action not in _PRESSES:
        raise Refusal("refused-old-button")
    turn.redraw(WhichToPress(action, page_in(page)))


OWN_COMMANDS: Sequence[Command] = (
    Command(
        "nudge",
        _said(Action.NUDGE),
        said=(
            "催办", "催单", "催一催", "催催", "催", "催一下他", "催催他", "催一下师傅", "催催师傅", "催一下楼长",
            "催催楼长", "催进度", "催一下进度", "nudge", "nudge them", "remind", "remind them", "remind him",
            "remind the steward", "hurry them up", "chase", "chase them", "chase it up",
        ),
        listed=False,
        acts=True,
    ),
    Command(
        "withdraw",
        _said(Action.WITHDRAW),
        said=(
            "撤回", "撤销", "撤", "撤掉", "撤单", "撤回报告", "撤销报告", "撤回我的报告", "撤掉我的报告",
            "撤回刚才的", "删掉刚才", "删了刚才", "撤回刚才的报告", "withdraw", "withdraw it", "withdraw my report",
            "withdraw the report", "take it back", "take back my report", "undo",
        ),
        listed=False,
        acts=True,
    ),
)  # fmt: skip
OWN_PRESSES: Sequence[Press] = (Press(ANYWHERE, "which", _which_page, held=None),)
