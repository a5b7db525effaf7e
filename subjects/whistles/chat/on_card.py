"""On a whistle's card: approving, meeting, another time, the result, calling it off."""

import re
from collections.abc import Callable

from domain.notices.notices import Say
from domain.refusal import Refusal
from domain.words.sayings import listed
from handlers.going_on import question_ends
from handlers.subject import Press, Question
from handlers.tickets.undoing import says_slip
from handlers.turn import Turn
from messages.drawing.buttons import Button
from storage.models import Awaited
from subjects.whistles.chat.proposing import meeting_in, question
from subjects.whistles.notices import HowItEnded, WhistleCard
from subjects.whistles.rules import (
    MAX_WORDS,
    ON_WHISTLE,
    Assessed,
    WhistleOutcome,
)
from subjects.whistles.service.blowing import approve, decline, street_blew
from subjects.whistles.service.ending import assess, give_result, meet, move_meeting, recall_whistle
from subjects.whistles.service.kind import locked_whistle, tickets_of

_ENDED = re.compile(r"(\d+)([spn])")
_OUTCOMES = {how.value[0]: how for how in WhistleOutcome}


def _fresh(turn: Turn, button: Button) -> bool:
    """A card that is out of date is drawn anew instead."""
    whistle = locked_whistle(turn.work, button.subject_id, turn.person)
    if whistle.matter.version == button.version:
        return True
    turn.toast("refreshed")
    turn.redraw(WhistleCard(whistle.matter.id))
    return False


def _does(step: Callable[[Turn, int], object]) -> Callable[[Turn, Button], None]:
    def press(turn: Turn, button: Button) -> None:
        if _fresh(turn, button):
            step(turn, button.subject_id)
            turn.redraw(WhistleCard(button.subject_id))

    return press


def _asks(asked: Callable[[], Question], key: str) -> Callable[[Turn, Button], None]:
    def press(turn: Turn, button: Button) -> None:
        if _fresh(turn, button):
            turn.ask(asked(), whistle=button.subject_id)
            turn.say(key)

    return press


def _of(awaited: Awaited) -> int:
    return int(str(awaited.detail["whistle"]))


def _say(do: Callable[[Turn, int, str], object]) -> Callable[[Turn, Awaited], None]:
    """The reason of a no. «按错了» is none: it is not done then."""

    def answer(turn: Turn, awaited: Awaited) -> None:
        if says_slip(turn):
            turn.ask_again(QUESTIONS_BY_NAME[awaited.what], awaited)
            question_ends(turn)
            return
        if len(turn.words.strip()) > MAX_WORDS:
            turn.ask_again(QUESTIONS_BY_NAME[awaited.what], awaited)
            turn.say("whistles-too-long", n=MAX_WORDS)
            return
        do(turn, _of(awaited), turn.words)
        turn.answer(WhistleCard(_of(awaited)))

    return answer


def _decline(turn: Turn, matter_id: int, said: str) -> None:
    decline(turn.work, matter_id, said, by=turn.person)


def _street_declines(turn: Turn, matter_id: int, said: str) -> None:
    decline(turn.work, matter_id, said, by=turn.person, street=True)


def _recall(turn: Turn, matter_id: int, said: str) -> None:
    recall_whistle(turn.work, matter_id, said, by=turn.person)


DECLINED = question("decline", _say(_decline), "whistles-say-why-not")
STREET_DECLINED = question("street_declined", _say(_street_declines), "whistles-say-street-why-not")
RECALLED = question("recall", _say(_recall), "whistles-say-why-recall")


def _said_other_time(turn: Turn, awaited: Awaited) -> None:
    found = meeting_in(turn)
    if found is None:
        turn.ask_again(MOVED, awaited)
        turn.say("whistles-say-when-again")
        return
    move_meeting(turn.work, _of(awaited), found[0], found[1], by=turn.person)
    turn.answer(WhistleCard(_of(awaited)))


MOVED = question("move", _said_other_time, "whistles-say-when")


def _result(turn: Turn, button: Button) -> None:
    """«有结果»: of each ticket, then in words."""
    if _fresh(turn, button):
        turn.redraw(HowItEnded(button.subject_id))


def _ended(turn: Turn, button: Button) -> None:
    if not _fresh(turn, button):
        return
    outcomes = tuple((int(one), _OUTCOMES[how].value) for one, how in _ENDED.findall(button.arg))
    whistle = locked_whistle(turn.work, button.subject_id, turn.person)
    if len(outcomes) < len(tickets_of(turn.work, whistle.matter)):
        turn.redraw(HowItEnded(button.subject_id, outcomes))
        return
    turn.ask(RESULT, whistle=button.subject_id, outcomes=[list(one) for one in outcomes])
    turn.redraw(Say("whistles-say-result"))


def _said_result(turn: Turn, awaited: Awaited) -> None:
    kept = awaited.detail["outcomes"]
    if len(turn.words.strip()) > MAX_WORDS:
        turn.ask_again(RESULT, awaited)
        turn.say("whistles-too-long", n=MAX_WORDS)
        return
    outcomes = {int(one): WhistleOutcome(how) for one, how in kept} if isinstance(kept, list) else {}
    give_result(turn.work, _of(awaited), outcomes, turn.words, by=turn.person)
    turn.answer(WhistleCard(_of(awaited)))


RESULT = question("result", _said_result, "whistles-say-result")

QUESTIONS = (DECLINED, STREET_DECLINED, RECALLED, MOVED, RESULT)
QUESTIONS_BY_NAME = {one.name: one for one in QUESTIONS}


def _approve(turn: Turn, matter_id: int) -> None:
    approve(turn.work, matter_id, by=turn.person)


def _assess(turn: Turn, button: Button) -> None:
    if button.arg not in set(Assessed):
        raise Refusal("refused-old-button")
    if _fresh(turn, button):
        assess(turn.work, button.subject_id, Assessed(button.arg), by=turn.person)
        turn.redraw(WhistleCard(button.subject_id))


def _open(turn: Turn, button: Button) -> None:
    turn.redraw(WhistleCard(button.subject_id))


PRESSES = (
    Press(
        ON_WHISTLE,
        "blow",
        _does(_approve),
        listed("同意吹哨/可以吹/blow it"),
    ),
    Press(ON_WHISTLE, "request", _does(_approve), listed("请街道吹哨")),
    Press(ON_WHISTLE, "decline", _asks(lambda: DECLINED, "whistles-say-why-not"), listed("不同意吹哨/不吹")),
    Press(
        ON_WHISTLE,
        "street_blew",
        _does(lambda turn, one: street_blew(turn.work, one, by=turn.person)),
        listed("街道吹了/街道同意了"),
    ),
    Press(
        ON_WHISTLE,
        "street_declined",
        _asks(lambda: STREET_DECLINED, "whistles-say-street-why-not"),
        listed("街道没同意/街道不同意"),
    ),
    Press(
        ON_WHISTLE,
        "meet",
        _does(lambda turn, one: meet(turn.work, one, by=turn.person)),
        listed("会商过了/开过会了/碰过头了/we met"),
    ),
    Press(ON_WHISTLE, "result", _result, listed("有结果了/出结果了/there is a result")),
    Press(ON_WHISTLE, "ended", _ended),
    Press(ON_WHISTLE, "move", _asks(lambda: MOVED, "whistles-say-when"), listed("改时间/改期/another time")),
    Press(
        ON_WHISTLE, "recall", _asks(lambda: RECALLED, "whistles-say-why-recall"), listed("撤哨/不吹了/call it off now")
    ),
    Press(ON_WHISTLE, "assess", _assess),
    Press(ON_WHISTLE, "open", _open, held=None),
)
