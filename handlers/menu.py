"""Buttons that belong to no ticket and no draft: language, lists, consent."""

from collections.abc import Callable, Mapping

from domain.digest.digest import BUTTONS, Section
from domain.notices.notices import DigestList, DigestNames, DigestTable, DraftScreen, MyTickets, ToDo, Welcome
from domain.notices.word_notices import SafeguardingNotice
from domain.refusal import Refusal
from handlers.danger import harm_slip, it_is_now, press_emergency
from handlers.draft import agree, disagree
from handlers.leave import LEAVE
from handlers.posts import POSTS
from handlers.privacy import PRIVACY
from handlers.searching import find_page, revoke_restriction
from handlers.stewards import STEWARDS
from handlers.turn import Turn
from messages.drawing.buttons import EMERGENCY
from services.digest.digest_tables import look_at_names
from services.digest.digests import check_digest
from services.filing.proposing import QUESTION
from services.filing.reports import choose_category, say, take_back
from services.filing.safeguarding import take_on
from services.posts.people import choose_language


def press(turn: Turn) -> None:
    """Any of them."""
    button = turn.button()
    handle = _PRESSES.get(button.action)
    if handle is None:
        raise Refusal("refused-old-button")
    turn.toast(None)
    handle(turn, button.arg)


def _language(turn: Turn, arg: str) -> None:
    if arg not in turn.me.languages:
        raise Refusal("refused-old-button")
    choose_language(turn.work, turn.person, arg)
    turn.redraw(Welcome())
    turn.say("language-chosen")


def _page(arg: str) -> int:
    return int(arg) if arg.isascii() and arg.isdigit() and len(arg) < 5 else 0


def _digest_list(turn: Turn, arg: str) -> None:
    turn.answer(_list_of(turn, arg))


def _digest_page(turn: Turn, arg: str) -> None:
    turn.redraw(_list_of(turn, arg))


def _list_of(turn: Turn, arg: str) -> DigestList:
    """«2026-W46:1:overdue:0»: week, version, section, page."""
    week, version, section, page = (*arg.split(":"), "", "", "")[:4]
    if section not in {*BUTTONS}:
        raise Refusal("refused-old-button")
    check_digest(turn.work, turn.person, week, _page(version))
    return DigestList(week, _page(version), Section(section), _page(page))


def _digest_table(turn: Turn, arg: str) -> None:
    week, _, version = arg.partition(":")
    check_digest(turn.work, turn.person, week, _page(version))
    turn.answer(DigestTable(week, _page(version)))


def _report(turn: Turn, _arg: str) -> None:
    """«这是要反映的事»: the words that were kept aside are a report after all."""
    words, message_id = take_back(turn.work, turn.person)
    lead = say(turn.work, turn.person, words, message_id=message_id, guess=turn.guess)
    turn.answer(DraftScreen(lead))


def _ask_office(turn: Turn, _arg: str) -> None:
    """«请社区回答»: a question that has no answer yet goes to the office as one."""
    words, message_id = take_back(turn.work, turn.person)
    lead = say(turn.work, turn.person, words, message_id=message_id)
    choose_category(turn.work, turn.person, QUESTION)
    turn.answer(DraftScreen(lead))


def _take_on(turn: Turn, arg: str) -> None:
    """«我来联系» under an alert about harm."""
    alert = take_on(turn.work, int(arg) if arg.isascii() and arg.isdigit() and len(arg) < 19 else 0, by=turn.person)
    turn.redraw(SafeguardingNotice(alert.id))


def _digest_names(turn: Turn, arg: str) -> None:
    """«带姓名的表»: first what a look means, then the table; the look is recorded in every ticket."""
    week, version, sure = (*arg.split(":"), "", "")[:3]
    check_digest(turn.work, turn.person, week, _page(version))
    if sure != "yes":
        turn.answer(DigestNames(week, _page(version)))
        return
    look_at_names(turn.work, week, _page(version), by=turn.person)
    turn.answer(DigestTable(week, _page(version), names=True))


_PRESSES: Mapping[str, Callable[[Turn, str], None]] = {
    "language": _language,
    "my": lambda turn, arg: turn.redraw(MyTickets(_page(arg))),
    "todo": lambda turn, arg: turn.redraw(ToDo(_page(arg))),
    "digest": _digest_list,
    "digest-page": _digest_page,
    "digest-table": _digest_table,
    "report": _report,
    "danger": it_is_now,
    EMERGENCY: press_emergency,
    "harm_slip": harm_slip,
    "take_on": _take_on,
    "digest-names": _digest_names,
    **PRIVACY,
    "find": find_page,
    "lift": revoke_restriction,
    "agree": lambda turn, _arg: agree(turn),
    "disagree": lambda turn, _arg: disagree(turn),
    **POSTS,
    **LEAVE,
    **STEWARDS,
    "ask": _ask_office,
}


def unknown(_turn: Turn) -> None:
    """A button of no kind we know: from another year, or forged."""
    raise Refusal("refused-old-button")
