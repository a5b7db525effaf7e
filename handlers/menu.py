"""Buttons that belong to no ticket and no draft: language, lists, consent."""

from collections.abc import Callable, Mapping

from domain.notices import MyTickets, ToDo, Welcome
from domain.refusal import Refusal
from handlers.draft import agree, disagree
from handlers.turn import Turn
from messages.buttons import MenuButton
from messages.texts import LANGUAGES
from services.people import choose_language


def press(turn: Turn) -> None:
    """Any of them."""
    button = turn.button(MenuButton)
    handle = _PRESSES.get(button.action)
    if handle is None:
        raise Refusal("refused-old-button")
    turn.toast(None)
    handle(turn, button.arg)


def _language(turn: Turn, arg: str) -> None:
    if arg not in LANGUAGES:
        raise Refusal("refused-old-button")
    choose_language(turn.work, turn.person, arg)
    turn.redraw(Welcome())
    turn.say("language-chosen")


def _page(arg: str) -> int:
    return int(arg) if arg.isascii() and arg.isdigit() and len(arg) < 5 else 0


_PRESSES: Mapping[str, Callable[[Turn, str], None]] = {
    "language": _language,
    "my": lambda turn, arg: turn.redraw(MyTickets(_page(arg))),
    "todo": lambda turn, arg: turn.redraw(ToDo(_page(arg))),
    "agree": lambda turn, _arg: agree(turn),
    "disagree": lambda turn, _arg: disagree(turn),
}


def unknown(_turn: Turn) -> None:
    """A button of no kind we know: from another year, or forged."""
    raise Refusal("refused-old-button")
