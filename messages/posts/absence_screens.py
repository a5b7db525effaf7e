"""Leaves, and open work that goes to somebody else and comes back."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from domain.notices.post_notices import (
    AnswersNow,
    EntrustedWork,
    LeaveDeputies,
    Leaves,
    LeaveSure,
)
from domain.posts.set_up_views import LeaveAhead, LeavesView, LeaveView
from domain.views import Colleague, WorkMoved
from messages.drawing.buttons import ANYWHERE, Button, ButtonRow
from messages.drawing.frame import Frame
from messages.drawing.paging import MOST, MOST_PEOPLE, a_page
from messages.drawing.screen import Screen
from messages.drawing.texts import Html, Texts
from messages.posts.post_screens import shares_lines
from messages.tickets.ticket_screens import listed

MAX_LISTED = MOST


def leaves(view: LeavesView, notice: Leaves, frame: Frame) -> Screen:
    """What is entered, and how to enter one."""
    texts = frame.texts
    lines = [
        texts.say("leave-line", span=_span(one, texts), deputy=_deputy(one.deputy, notice.person, frame))
        for one in view.leaves
    ]
    rows: list[ButtonRow] = [
        [(texts.label("button-leave-end", span=_span(one, texts)), Button(ANYWHERE, "leave-end", arg=str(one.id)))]
        for one in view.leaves
    ]
    ask = texts.say("leave-ask") if view.mine else texts.say("leave-ask-for", name=view.name)
    return Screen("\n".join([*lines, ask]), rows)


def _span(leave: LeaveView, texts: Texts) -> str:
    return texts.label("from-to", first=texts.day(leave.since), last=texts.day(_last_moment(leave.until)))


def _last_moment(until: datetime) -> datetime:
    """A leave ends with the midnight after its last day."""
    return until - timedelta(seconds=1)


def _deputy(name: str, person: int, frame: Frame) -> str:
    """Who stands in; where nobody was named the next one up, and for the seat of a body its other people."""
    return name or frame.texts.label("the-colleagues" if _seat_only(person, frame) else "the-superior")


def _seat_only(person: int, frame: Frame) -> bool:
    return not frame.directory.posts_of(person, frame.now)


def days_words(first: str, last: str, texts: Texts) -> str:
    """«11月19日周四到11月22日周日»"""
    if first == last:
        return texts.date(date.fromisoformat(first))
    return texts.label(
        "from-to", first=texts.date(date.fromisoformat(first)), last=texts.date(date.fromisoformat(last))
    )


def leave_deputies(colleagues: Sequence[Colleague], notice: LeaveDeputies, frame: Frame) -> Screen:
    """Who stands in?"""
    texts = frame.texts
    buttons = [
        (f"{one.name}（{one.title}）", Button(ANYWHERE, "leave-deputy", arg=str(one.person_id))) for one in colleagues
    ]
    alone = "button-colleagues-go-on" if _seat_only(notice.person, frame) else "button-no-deputy"
    nobody = (texts.label(alone), Button(ANYWHERE, "leave-deputy", arg="0"))

    def to(page: int) -> Button:
        return Button(ANYWHERE, "leave-back", arg=str(page))

    rows = a_page(buttons, notice.page, to, texts, nobody, most=MOST_PEOPLE)
    return Screen(texts.say("leave-who", span=days_words(notice.first, notice.last, texts)), rows)


def leave_sure(view: LeaveAhead, notice: LeaveSure, frame: Frame) -> Screen:
    """Before it is entered: how many tickets go to whom."""
    texts = frame.texts
    head = texts.say(
        "leave-sure",
        name=view.name,
        span=days_words(notice.first, notice.last, texts),
        deputy=_deputy(view.deputy, notice.person, frame),
    )
    lines = [head, *shares_lines(view.shares, texts, "share-stays")]
    sure = (texts.label("button-leave-yes"), Button(ANYWHERE, "leave-yes", arg=str(notice.deputy or 0)))
    return Screen("\n".join(lines), [[sure], [(texts.label("button-back"), Button(ANYWHERE, "leave-back"))]])


def entrusted_work(view: WorkMoved, notice: EntrustedWork, frame: Frame) -> Screen:
    """What came to you, why, and until when; each with its button."""
    texts = frame.texts
    until = texts.day(_last_moment(datetime.fromisoformat(notice.until))) if notice.until else ""
    key = f"entrusted-{notice.why}"
    if notice.why == "leave" and not until:
        key = "entrusted-onward"
    if not notice.ticket_ids:
        return Screen(texts.say("entrusted-back-none"))
    head = texts.say(key, n=len(view.tickets), name=view.left or texts.label("somebody"), until=until)
    lines, rows = listed(view.tickets, frame)
    more = [texts.say("entrusted-more")] if len(lines) > MAX_LISTED else []
    return Screen("\n".join([head, *lines[:MAX_LISTED], *more]), rows[:MAX_LISTED])


def answers_now(view: WorkMoved, notice: AnswersNow, frame: Frame) -> Screen:
    """Who answers for your reports now."""
    texts = frame.texts
    numbers = texts.label("and-so-on").join(one.number for one in view.tickets)
    until = texts.day(_last_moment(datetime.fromisoformat(notice.until))) if notice.until else ""
    key = "answers-now-leave" if notice.why == "leave" and until else "answers-now"
    text: Html = texts.say(
        key,
        numbers=numbers,
        name=view.answers or texts.label("somebody"),
        post=view.tickets[0].post or "",
        left=view.left or texts.label("somebody"),
        until=until,
    )
    return Screen(text)
