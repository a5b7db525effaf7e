"""From a ticket to a whistle: which kind, whom, when and where, why."""

import re
from collections.abc import Callable
from datetime import datetime, time, timedelta

from domain.notices.notices import Say
from domain.refusal import Refusal
from domain.words.own_numbers import tells_somebodys_number
from domain.words.sayings import listed
from handlers.pressing import ticket_press
from handlers.subject import Question, Takes
from handlers.turn import Turn
from messages.drawing.buttons import Button
from storage.models import Awaited
from subjects.whistles.notices import WhichWhistle, WhistleCard, WhomToCall, WhyAsked
from subjects.whistles.rules import (
    MAX_WORDS,
    PROPOSED,
    WhistleKind,
    when_and_where,
)
from subjects.whistles.service.blowing import begin
from subjects.whistles.service.proposing import Proposal, check_called, check_meeting, kinds_of

_AN_HOUR = timedelta(hours=1)
AT_NINE = time(9)
"""Of a day without an hour."""
_CHOICE = re.compile(r"([a-z]+)\.(\d+)\.((?:\d+(?:-\d+)*)?)")


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


def meeting_in(turn: Turn) -> tuple[datetime, str] | None:
    """What was written; refused here where it cannot be, before anything more is asked."""
    found = when_and_where(turn.words, _local(turn), at=AT_NINE)
    if found is not None:
        check_meeting(turn.work, *found)
    return found


def _said_when(turn: Turn, awaited: Awaited) -> None:
    """It is said back with its weekday, and why is asked."""
    found = meeting_in(turn)
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


def question(name: str, answer: Callable[[Turn, Awaited], None], key: str) -> Question:
    """`key`: how it is asked again as it stands."""
    return Question(
        f"whistles_{name}",
        answer,
        waits=_AN_HOUR,
        takes=Takes.WORDS,
        reports=False,
        asks=lambda _turn, _awaited: Say(key),
    )


WHEN = question("when", _said_when, "whistles-say-when")
WHY = question("why", _said_why, "whistles-say-why-again")

QUESTIONS = (WHEN, WHY)
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
)
