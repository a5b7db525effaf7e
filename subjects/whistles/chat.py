"""Whistles in the chat: from a ticket to who, when, where and why; approving, meeting, the result."""

import re
from collections.abc import Callable
from datetime import datetime, time, timedelta

from domain.notices.notices import Say
from domain.refusal import Refusal
from domain.words.own_numbers import tells_somebodys_number
from domain.words.sayings import listed
from handlers.going_on import question_ends
from handlers.pressing import ticket_press
from handlers.subject import Press, Question, Takes
from handlers.tickets.undoing import says_slip
from handlers.turn import Turn
from messages.drawing.buttons import Button
from storage.models import Awaited
from subjects.whistles.notices import HowItEnded, WhichWhistle, WhistleCard, WhomToCall, WhyAsked
from subjects.whistles.rules import (
    MAX_WORDS,
    ON_WHISTLE,
    PROPOSED,
    Assessed,
    WhistleKind,
    WhistleOutcome,
    when_and_where,
)
from subjects.whistles.service.blowing import approve, begin, decline, street_blew
from subjects.whistles.service.ending import assess, give_result, meet, move_meeting, recall_whistle
from subjects.whistles.service.kind import locked_whistle, tickets_of
from subjects.whistles.service.proposing import Proposal, check_called, check_meeting, kinds_of

_AN_HOUR = timedelta(hours=1)
AT_NINE = time(9)
"""Of a day without an hour."""
_CHOICE = re.compile(r"([a-z]+)\.(\d+)\.((?:\d+(?:-\d+)*)?)")
_ENDED = re.compile(r"(\d+)([spn])")
_OUTCOMES = {how.value[0]: how for how in WhistleOutcome}


# From a ticket


def _whistle(turn: Turn, button: Button) -> None:
    """«吹哨»: of which kind? Where there is one alone it is not asked."""
    kinds = kinds_of(turn.work, button.subject_id, turn.person)
    if len(kinds) == 1:
        turn.ask_on(WhomToCall(button.subject_id, kinds[0]))
    else:
        turn.ask_on(WhichWhistle(button.subject_id))


def _kind(turn: Turn, button: Button) -> None:
    if button.arg not in set(WhistleKind):
        raise Refusal("refused-old-button")
    kinds_of(turn.work, button.subject_id, turn.person)
    turn.redraw(WhomToCall(button.subject_id, button.arg))


def _choice(button: Button) -> tuple[str, int, tuple[int, ...]]:
    found = _CHOICE.fullmatch(button.arg)
    if found is None or found[1] not in set(WhistleKind):
        raise Refusal("refused-old-button")
    return found[1], int(found[2]), tuple(int(one) for one in found[3].split("-") if one)


def _whom(turn: Turn, button: Button) -> None:
    kind, page, chosen = _choice(button)
    kinds_of(turn.work, button.subject_id, turn.person)
    turn.redraw(WhomToCall(button.subject_id, kind, chosen, page))


def _these(turn: Turn, button: Button) -> None:
    """«就请这些»: when and where?"""
    kind, _, chosen = _choice(button)
    kinds_of(turn.work, button.subject_id, turn.person)
    ticket = turn.work.tickets.get(button.subject_id, seen_by=turn.person)
    check_called(turn.work, ticket, WhistleKind(kind), chosen)
    turn.ask(WHEN, button.subject_id, kind=kind, called=list(chosen))
    turn.say("whistles-say-when")


def _local(turn: Turn) -> datetime:
    return turn.work.now.astimezone(turn.work.community.calendar().zone)


def _meeting(turn: Turn) -> tuple[datetime, str] | None:
    """What was written; refused here where it cannot be, before anything more is asked."""
    found = when_and_where(turn.words, _local(turn), at=AT_NINE)
    if found is not None:
        check_meeting(turn.work, *found)
    return found


def _said_when(turn: Turn, awaited: Awaited) -> None:
    """It is said back with its weekday, and why is asked."""
    found = _meeting(turn)
    if found is None:
        turn.ask_again(WHEN, awaited)
        turn.say("whistles-say-when-again")
        return
    come_at, spot = found
    turn.ask(WHY, awaited.ticket_id, **awaited.detail, come_at=come_at.isoformat(), spot=spot)
    turn.answer(WhyAsked(come_at.isoformat(), spot))


def _said_why(turn: Turn, awaited: Awaited) -> None:
    detail = awaited.detail
    called = detail["called"]
    if len(turn.words.strip()) > MAX_WORDS:
        turn.ask_again(WHY, awaited)
        turn.say("whistles-too-long", n=MAX_WORDS)
        return
    if tells_somebodys_number(turn.words):
        turn.ask_again(WHY, awaited)
        turn.say("whistles-no-numbers")
        return
    proposal = Proposal(
        kind=WhistleKind(str(detail["kind"])),
        called=tuple(int(str(one)) for one in called) if isinstance(called, list) else (),
        come_at=datetime.fromisoformat(str(detail["come_at"])),
        spot=str(detail["spot"]),
        why=turn.words,
    )
    whistle = begin(turn.work, awaited.about, proposal, by=turn.person)
    turn.answer(WhistleCard(whistle.matter.id, "sent" if whistle.matter.state == PROPOSED else None))


def _question(name: str, answer: Callable[[Turn, Awaited], None], key: str) -> Question:
    """`key`: how it is asked again as it stands."""
    return Question(
        f"whistles_{name}",
        answer,
        waits=_AN_HOUR,
        takes=Takes.WORDS,
        reports=False,
        asks=lambda _turn, _awaited: Say(key),
    )


WHEN = _question("when", _said_when, "whistles-say-when")
WHY = _question("why", _said_why, "whistles-say-why-again")


# On its card


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


def _asks(question: Callable[[], Question], key: str) -> Callable[[Turn, Button], None]:
    def press(turn: Turn, button: Button) -> None:
        if _fresh(turn, button):
            turn.ask(question(), whistle=button.subject_id)
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


DECLINED = _question("decline", _say(_decline), "whistles-say-why-not")
STREET_DECLINED = _question("street_declined", _say(_street_declines), "whistles-say-street-why-not")
RECALLED = _question("recall", _say(_recall), "whistles-say-why-recall")


def _said_other_time(turn: Turn, awaited: Awaited) -> None:
    found = _meeting(turn)
    if found is None:
        turn.ask_again(MOVED, awaited)
        turn.say("whistles-say-when-again")
        return
    move_meeting(turn.work, _of(awaited), found[0], found[1], by=turn.person)
    turn.answer(WhistleCard(_of(awaited)))


MOVED = _question("move", _said_other_time, "whistles-say-when")


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


RESULT = _question("result", _said_result, "whistles-say-result")

QUESTIONS = (WHEN, WHY, DECLINED, STREET_DECLINED, RECALLED, MOVED, RESULT)
QUESTIONS_BY_NAME = {question.name: question for question in QUESTIONS}


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
    ticket_press("whistle", _whistle, moves=True, said=listed("吹哨/我要吹哨/blow the whistle")),
    ticket_press(
        "whistle_kind",
        _kind,
        said_of={
            WhistleKind.BRANCH: listed("支部哨/支部吹哨"),
            WhistleKind.ALLIANCE: listed("联盟哨/联盟吹哨"),
            WhistleKind.STREET: listed("街道哨/街道吹哨"),
        },
    ),
    ticket_press("whistle_whom", _whom),
    ticket_press("whistle_these", _these, under_it=listed("就这些/就请这些/these")),
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
