"""«等待»: for what, and until which day, pressed or typed."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from domain.notices.notices import Choose
from domain.refusal import Refusal
from domain.time.dates import read_day
from domain.vocabulary import WaitingReason
from handlers.subject import Question
from handlers.turn import Turn
from messages.drawing.buttons import Button
from services.tickets.steps import put_on_hold
from storage.models import Awaited

RESUMES_AT = time(8, 30)
"""A ticket that waits until a day goes on in that day's morning."""


def ask_wait(turn: Turn, button: Button) -> None:
    """«等待»: for what?"""
    turn.answer(Choose("wait", button.subject_id))


def wait_for(turn: Turn, button: Button) -> None:
    """The reason; then a day, pressed or typed."""
    if button.arg not in set(WaitingReason):
        raise Refusal("refused-old-button")
    turn.ask(WAIT_DATE, button.subject_id, reason=button.arg)
    turn.redraw(Choose("wait-until", button.subject_id))


def wait_until(turn: Turn, button: Button) -> None:
    """One of the near days."""
    awaited = turn.asked(WAIT_DATE)
    if awaited is None or awaited.ticket_id != button.subject_id:
        raise Refusal("refused-old-button")
    reason, day = _reason(awaited), _near_day(turn, button.arg)
    turn.work.conversation.stop_awaiting(turn.person.id)
    _wait(turn, button.subject_id, reason, day)


def _typed(turn: Turn, awaited: Awaited) -> None:
    """The day in their own words."""
    ticket_id = awaited.about
    zone = ZoneInfo(turn.work.community.zone)
    day = read_day(turn.words, turn.work.now.astimezone(zone).date())
    if day is None:
        turn.ask_again(WAIT_DATE, awaited)
        turn.say("date-not-read")
        turn.answer(Choose("wait-until", ticket_id))
        return
    _wait(turn, ticket_id, _reason(awaited), datetime.combine(day, RESUMES_AT, zone))


WAIT_DATE = Question(
    "wait_date", _typed, reports=False, asks=lambda _turn, awaited: Choose("wait-until", awaited.about)
)


def _reason(awaited: Awaited) -> WaitingReason:
    return WaitingReason(str(awaited.detail["reason"]))


def _wait(turn: Turn, ticket_id: int, reason: WaitingReason, until: datetime) -> None:
    """Typed or pressed, the date that a ticket waits for."""
    ticket = put_on_hold(turn.work, ticket_id, by=turn.person, reason=reason, until=until)
    turn.say("done-wait", ticket_id=ticket.id)


def _near_day(turn: Turn, word: str) -> datetime:
    zone = ZoneInfo(turn.work.community.zone)
    today = turn.work.now.astimezone(zone).date()
    if word == "longest":
        community = turn.work.community
        return community.calendar().working_days_after(turn.work.now, community.steward_wait_working_days)
    days = {"tomorrow": 1, "after": 2}.get(word)
    if days is None:
        raise Refusal("refused-old-button")
    return datetime.combine(today + timedelta(days=days), RESUMES_AT, zone)
