"""One's own household in the chat: a code and what one is to it, the family, what is wrong, leaving; and what members,
steward and office say of each other."""

from collections.abc import Callable
from datetime import timedelta

from domain.notices.notices import Say
from domain.notices.privacy_notices import PrivacyStatement
from domain.notices.register_notices import (
    CodeAsked,
    FamilyCode,
    MemberToSettle,
    MyHousehold,
    WhoLooked,
)
from domain.refusal import Refusal
from domain.register.codes import CODE_DIGITS, FAMILY_CODE_DAYS, CodeTrouble, read_code
from domain.register.joining import SAID_TO_BE
from domain.register.members import MemberAs
from domain.words.sayings import listed
from handlers.pressing import number_in
from handlers.subject import Command, Press, Question, Takes, WholeWords
from handlers.turn import Turn
from messages.drawing.buttons import ANYWHERE, Button
from services.posts.people import has_consented
from services.register.codes import look_at_code, make_family_code, opens_something, use_code
from services.register.correcting import AREA, propose_correction, readable
from services.register.members import (
    change_role,
    leave_household,
    may_settle,
    own_membership,
    say_of_member,
    settle_member,
)
from storage.models import Awaited
from storage.register.members import Members
from subjects.register.rules import LETTER

SAID_FOR_HOUSEHOLD = (
    "我家", "我的家", "我家户口", "我家的户册", "户册", "我的户", "家里人", "我家有谁", "my household", "my home",
    "my flat", "my family",
)  # fmt: skip
_SOON = timedelta(hours=1)


def household(turn: Turn) -> None:
    """/household: one's own; of several, which?"""
    turn.answer(MyHousehold())


# A code


def _code_typed(turn: Turn, digits: str) -> bool:
    """Digits anywhere; while words are awaited they may be a telephone number, so that only a real code counts."""
    awaited = turn.work.conversation.awaited(turn.person.id) is not None
    if (awaited or turn.work.conversation.draft(turn.person.id) is not None) and not opens_something(turn.work, digits):
        return False
    _code(turn, digits)
    return True


def by_link(turn: Turn, payload: str) -> None:
    """The QR code on the slip."""
    _code(turn, payload if len(payload) == CODE_DIGITS and payload.isascii() and payload.isdigit() else "")


def _code(turn: Turn, digits: str) -> None:
    found = look_at_code(turn.work, digits, by=turn.person)
    if isinstance(found, CodeTrouble):
        turn.say(f"register-code-{found}")
    else:
        turn.answer(CodeAsked(found.id, digits))


def _as(turn: Turn, button: Button) -> None:
    """«业主», «家里人»…: the code is used by it. Whoever has not agreed to what is kept of them is asked that first."""
    said, _, digits = button.arg.partition(".")
    if said not in SAID_TO_BE:
        raise Refusal("refused-old-button")
    if not has_consented(turn.person):
        turn.answer(PrivacyStatement(asking=True, first=True))
        return
    made = use_code(turn.work, digits, MemberAs(said), by=turn.person)
    if isinstance(made, CodeTrouble):
        turn.redraw(Say(f"register-code-{made}"))
    else:
        turn.redraw(MyHousehold(made.household_id, lead="joined"))


# One's own household


def _home(turn: Turn, button: Button) -> None:
    turn.redraw(MyHousehold(button.subject_id))


def _homes(turn: Turn, _button: Button) -> None:
    turn.redraw(MyHousehold(0))


def _asks(what: str) -> Callable[[Turn, Button], None]:
    def press(turn: Turn, button: Button) -> None:
        own_membership(turn.work, button.subject_id, turn.person)
        turn.redraw(MyHousehold(button.subject_id, ask=what))

    return press


def _role(turn: Turn, button: Button) -> None:
    if button.arg not in SAID_TO_BE:
        raise Refusal("refused-old-button")
    change_role(turn.work, button.subject_id, MemberAs(button.arg), by=turn.person)
    turn.redraw(MyHousehold(button.subject_id, lead="role"))


def _leave_yes(turn: Turn, button: Button) -> None:
    leave_household(turn.work, button.subject_id, by=turn.person)
    turn.redraw(Say("register-left"))


def _family(turn: Turn, button: Button) -> None:
    """«家里人»: one more code, to be sent on."""
    digits = make_family_code(turn.work, button.subject_id, by=turn.person)
    turn.answer(FamilyCode(button.subject_id, digits, FAMILY_CODE_DAYS))


def _looked(turn: Turn, button: Button) -> None:
    turn.answer(WhoLooked(button.subject_id))


def _not_area(turn: Turn, button: Button) -> None:
    """«面积不对»: what is right?"""
    own_membership(turn.work, button.subject_id, turn.person)
    turn.ask(OWN_AREA, home=button.subject_id)
    turn.say("register-say-area")


def _area_said(turn: Turn, awaited: Awaited) -> None:
    """What is no area is asked again with an example."""
    if readable(AREA, turn.words) is None:
        turn.ask_again(OWN_AREA, awaited)
        turn.say("register-refused-area")
        return
    propose_correction(turn.work, _of(awaited), AREA, turn.words, turn.person)
    turn.answer(MyHousehold(_of(awaited), lead="area"))


def _of(awaited: Awaited) -> int:
    return number_in(str(awaited.detail["home"]))


OWN_AREA = Question(
    "register_own_area",
    _area_said,
    waits=_SOON,
    takes=Takes.WORDS,
    asks=lambda _turn, _awaited: Say("register-say-area"),
)


# What others say


def _says(agrees: bool | None) -> Callable[[Turn, Button], None]:
    def press(turn: Turn, button: Button) -> None:
        say_of_member(turn.work, button.subject_id, agrees, by=turn.person)
        turn.redraw(Say("register-thanks"))

    return press


def _settle(turn: Turn, button: Button) -> None:
    """Its card, from a list."""
    row = turn.work.store(Members).get(button.subject_id)
    if row is None or not may_settle(turn.work, row, turn.person):
        raise Refusal("register-refused-settled")
    turn.answer(MemberToSettle(row.id))


def _is(agrees: bool) -> Callable[[Turn, Button], None]:
    def press(turn: Turn, button: Button) -> None:
        if settle_member(turn.work, button.subject_id, agrees, by=turn.person):
            turn.redraw(Say("register-done-is" if agrees else "register-done-is-not"))
        else:
            turn.redraw(MemberToSettle(button.subject_id))

    return press


COMMANDS = (Command("household", household, said=SAID_FOR_HOUSEHOLD),)
READS = (WholeWords(read_code, _code_typed),)
QUESTIONS = (OWN_AREA,)
PRESSES = (
    Press(LETTER, "as", _as),
    Press(LETTER, "home", _home, held=None),
    Press(ANYWHERE, "homes", _homes, held=None),
    Press(LETTER, "not_role", _asks("role"), listed("身份不对/我的身份不对/wrong role")),
    Press(LETTER, "role", _role),
    Press(LETTER, "leave", _asks("leave"), listed("不住这里了/我搬走了/搬家了/i moved out"), held=None),
    Press(LETTER, "leave_yes", _leave_yes, held=None, under_it=listed("确定/是的/yes")),
    Press(LETTER, "family", _family, listed("给家里人一个户码/加家里人/a code for my family")),
    Press(LETTER, "looked", _looked, listed("谁看过/谁看过我家/show who looked"), held=None),
    Press(LETTER, "not_area", _not_area, listed("面积不对/我家面积不对/the area is wrong")),
    Press(LETTER, "say_yes", _says(True), under_it=listed("是/是的/是我家的人/yes")),
    Press(LETTER, "say_no", _says(False), under_it=listed("不是/不认识/no")),
    Press(LETTER, "say_unknown", _says(None), under_it=listed("不清楚/不知道/i do not know")),
    Press(LETTER, "settle", _settle),
    Press(LETTER, "is", _is(True), under_it=listed("是/是的/核实了/yes")),
    Press(LETTER, "is_not", _is(False), under_it=listed("不是/no")),
)
