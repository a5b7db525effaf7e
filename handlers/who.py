"""«怎么称呼您？电话？»: once, after a report. Whatever does not answer it goes where it would have gone without it."""

import re
from collections.abc import Sequence
from datetime import timedelta

from domain.notices.notices import DraftScreen, Say
from domain.notices.who_notices import AskWho, MyContact, OfferPhone, ReportedForYou
from domain.refusal import Refusal
from domain.words.calling import MAX_NAME_CHARACTERS, Called, Wish, phones_in, read_calling
from domain.words.meaning import Meaning
from handlers.pressing import number_in, ticket_press
from handlers.subject import Press, Question, Shown, Subject, plain, shown
from handlers.turn import Turn
from messages.drawing.buttons import ANYWHERE, Button
from messages.tickets import who_screens as screens
from services.filing.concerned import concerned_view, not_my_matter
from services.filing.who import (
    contact_view,
    keep_calling,
    keep_shared,
    leave_none,
    number_is_theirs,
    offered_view,
    question_after,
    remove_calling,
)
from storage.models import Awaited, Ticket

_CLAUSES = re.compile(r"[，。；！？,.;!?\n]")
_A_FEW = 12
"""Characters beside a telephone number that are taken for a name without looking like one: «三楼蛋蛋妈 138…»."""
_CHINA = "86"


def ask_who(turn: Turn, ticket: Ticket) -> None:
    """After the receipt, where there is something to ask and no further draft waits."""
    if turn.work.conversation.draft(turn.person.id) is not None:
        return
    notice = question_after(turn.work, turn.person, ticket)
    if notice is not None:
        turn.ask(WHO)
        turn.answer(notice)


def fits(turn: Turn) -> bool:
    """Do these words say a name, a number, or that there shall be none? Small talk, a command, another trouble, a photo
    do not."""
    words = turn.words
    if not words or turn.said.files or turn.said.answers is not None or turn.work.community.sightings(words):
        return False
    said = read_calling(words)
    if said.wish is not None:
        return True
    if not any(char.isalnum() for char in words):
        return True  # an emoji: it is asked again, once
    if _tells_of_something(turn, words):
        return False
    if said.phone is not None or said.piece is not None:
        return said.named or said.too_long or len(said.name or "") <= _A_FEW
    return said.named or (said.too_long and _CLAUSES.search(words) is None)


def _tells_of_something(turn: Turn, words: str) -> bool:
    community = turn.work.community
    if len(words) > 2 * MAX_NAME_CHARACTERS:
        return community.reader.tells_of_trouble(words) or bool(community.propose(words))
    return community.is_greeting(words) or community.meaning(words) is not Meaning.SMALL_TALK


def _who(turn: Turn, awaited: Awaited) -> None:
    """A name, a number, both at once or one after the other; what is missing is not asked for again."""
    said = read_calling(turn.words)
    if said.wish is Wish.NEVER:
        leave_none(turn.work, turn.person)
        turn.say("who-never")
    elif said.wish is Wish.LATER:
        turn.say("who-later")
    elif (again := _not_read(said)) is not None:
        _ask_again(turn, awaited, said, again)
    else:
        keep_calling(turn.work, turn.person, name=said.name, phone=said.phone)
        if said.name is None or said.phone is None:
            turn.ask_again(WHO, awaited)
        turn.answer(MyContact("who-kept"))


def _not_read(said: Called) -> str | None:
    """Why it has to be asked once more: the key of the line that says it."""
    if said.too_long:
        return "who-too-long"
    if said.piece is not None and said.phone is None:
        return "who-letters" if any(char.isalpha() for char in said.piece) else "who-piece"
    return "who-not-read" if said.name is None and said.phone is None else None


def _ask_again(turn: Turn, awaited: Awaited, said: Called, key: str) -> None:
    """Once. A name that came with a bad number is kept."""
    if said.name is not None:
        keep_calling(turn.work, turn.person, name=said.name)
    if awaited.detail.get("again"):
        turn.answer(MyContact("who-kept") if said.name is not None else Say("who-later"))
        return
    turn.ask(WHO, again=True)
    turn.answer(AskWho(key))


WHO = Question("who", _who, waits=timedelta(hours=1), fits=fits, muted=False)


def contact_shared(turn: Turn) -> None:
    """Somebody's own number, shared from their device: taken, asked for or not."""
    number = _as_written(turn.said.contact or "")
    if number is None:
        raise Refusal("not-understood")
    keep_shared(turn.work, turn.person, number)
    turn.answer(MyContact("who-kept"))
    if turn.work.conversation.draft(turn.person.id) is not None:
        turn.answer(DraftScreen())


def _as_written(shared: str) -> str | None:
    """Channels give it with its country: 8613812345678 is 13812345678 here."""
    digits = re.sub(r"\D", "", shared)
    found = phones_in(f"+{digits}" if digits.startswith(_CHINA) or len(digits) > 11 else digits)
    return found[0].number if found else None


def _later(turn: Turn, _button: Button) -> None:
    """«跳过»"""
    _over(turn)
    turn.redraw(Say("who-later"))


def _never(turn: Turn, _button: Button) -> None:
    """«不留»"""
    _over(turn)
    leave_none(turn.work, turn.person)
    turn.redraw(Say("who-never"))


def _mine(turn: Turn, button: Button) -> None:
    """«是我的»"""
    number_is_theirs(turn.work, turn.person, button.subject_id)
    _then(turn, named=AskWho("who-number-kept", phone_known=True), known=MyContact("who-kept"))


def _not_mine(turn: Turn, button: Button) -> None:
    """«不是»"""
    turn.work.tickets.get(button.subject_id, seen_by=turn.person)
    _then(turn, named=AskWho("who-not-yours"), known=Say("who-not-kept"))


def _then(turn: Turn, *, named: AskWho, known: MyContact | Say) -> None:
    """Whoever has no name here yet is asked for it."""
    contact = turn.work.people.contact(turn.person.id)
    if contact is None or contact.name is None:
        turn.ask(WHO)
        turn.redraw(named)
    else:
        _over(turn)
        turn.redraw(known)


def _over(turn: Turn) -> None:
    if turn.asked(WHO) is not None:
        turn.work.conversation.stop_awaiting(turn.person.id)


def _change(turn: Turn, _button: Button) -> None:
    """«改称呼电话»"""
    if turn.work.directory.posts_of(turn.person.id, turn.work.now):
        raise Refusal("refused-contact-of-post")
    turn.ask(WHO)
    turn.answer(AskWho())


def _remove(turn: Turn, _button: Button) -> None:
    """«删掉称呼电话»"""
    remove_calling(turn.work, turn.person)
    turn.redraw(MyContact("who-removed"))


def _show(turn: Turn, _button: Button) -> None:
    """«我的称呼和电话»"""
    turn.answer(MyContact())


def _not_my_matter(turn: Turn, button: Button) -> None:
    """«这不是我的事»"""
    not_my_matter(turn.work, number_in(button.arg), by=turn.person)
    turn.redraw(Say("done-not-my-matter"))


SHOWN: Sequence[Shown] = (
    plain(AskWho, screens.ask_who),
    shown(OfferPhone, see=offered_view, draw=screens.offer_phone),
    shown(MyContact, see=contact_view, draw=screens.my_contact),
    shown(ReportedForYou, see=concerned_view, draw=screens.reported_for_you),
)

WHO_IT_IS = Subject(
    "who",
    presses=(
        Press(ANYWHERE, "who-later", _later, said=("跳过", "以后再说", "skip"), held=None),
        Press(ANYWHERE, "who-never", _never, said=("不留", "不想留", "rather not"), held=None),
        Press(ANYWHERE, "who-show", _show, held=None),
        Press(ANYWHERE, "who-change", _change, held=None),
        Press(ANYWHERE, "who-remove", _remove, held=None),
        Press(ANYWHERE, "not-my-matter", _not_my_matter, said=("不是我的事", "与我无关", "not mine"), held=None),
        ticket_press("who-mine", _mine, said=("是我的", "是我的电话", "是", "是的", "对", "yes", "it is mine")),
        ticket_press("who-not-mine", _not_mine, said=("不是", "不是我的", "不是我的电话", "no", "not mine")),
    ),
    questions=(WHO,),
    shown=SHOWN,
)
