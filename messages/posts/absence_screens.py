"""Leaves, and open work that goes to somebody else and comes back."""

from datetime import date, datetime, timedelta

from domain.notices.post_notices import (
    AnswersNow,
    EntrustedWork,
    LeaveDeputies,
    Leaves,
    LeaveSure,
)
from domain.posts.set_up_views import LeaveView
from messages.drawing.buttons import ANYWHERE, Button, ButtonRow, pairs
from messages.drawing.scene import Scene
from messages.drawing.screen import Screen
from messages.drawing.texts import Html, Texts
from messages.posts.post_screens import facts, shares_lines
from messages.tickets.ticket_screens import listed

MAX_DEPUTIES = 8
MAX_LISTED = 10


def leaves(_notice: Leaves, scene: Scene) -> Screen:
    """What is entered, and how to enter one."""
    texts = scene.texts
    view = facts(scene)
    lines = [texts.say("leave-line", span=_span(one, texts), deputy=_deputy(one.deputy, texts)) for one in view.leaves]
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


def _deputy(name: str, texts: Texts) -> str:
    return name or texts.label("the-superior")


def days_words(first: str, last: str, texts: Texts) -> str:
    """«11月19日周四到11月22日周日»"""
    if first == last:
        return texts.date(date.fromisoformat(first))
    return texts.label(
        "from-to", first=texts.date(date.fromisoformat(first)), last=texts.date(date.fromisoformat(last))
    )


def leave_deputies(notice: LeaveDeputies, scene: Scene) -> Screen:
    """Who stands in?"""
    texts = scene.texts
    buttons: list[tuple[str, Button]] = [
        (f"{one.name}（{one.title}）", Button(ANYWHERE, "leave-deputy", arg=str(one.person_id)))
        for one in scene.colleagues[:MAX_DEPUTIES]
    ]
    buttons.append((texts.label("button-no-deputy"), Button(ANYWHERE, "leave-deputy", arg="0")))
    return Screen(texts.say("leave-who", span=days_words(notice.first, notice.last, texts)), pairs(buttons))


def leave_sure(notice: LeaveSure, scene: Scene) -> Screen:
    """Before it is entered: how many tickets go to whom."""
    texts = scene.texts
    view = facts(scene)
    head = texts.say(
        "leave-sure",
        name=view.name,
        span=days_words(notice.first, notice.last, texts),
        deputy=_deputy(view.deputy, texts),
    )
    lines = [head, *shares_lines(view, texts, "share-stays")]
    sure = (texts.label("button-leave-yes"), Button(ANYWHERE, "leave-yes", arg=str(notice.deputy or 0)))
    return Screen("\n".join(lines), [[sure], [(texts.label("button-back"), Button(ANYWHERE, "leave-back"))]])


def entrusted_work(notice: EntrustedWork, scene: Scene) -> Screen:
    """What came to you, why, and until when; each with its button."""
    texts = scene.texts
    left = scene.names.get(notice.left or 0) or texts.label("somebody")
    until = texts.day(_last_moment(datetime.fromisoformat(notice.until))) if notice.until else ""
    key = f"entrusted-{notice.why}"
    if notice.why == "leave" and not until:
        key = "entrusted-onward"
    if not notice.ticket_ids:
        return Screen(texts.say("entrusted-back-none"))
    head = texts.say(key, n=len(scene.tickets), name=left, until=until)
    lines, rows = listed(scene.tickets, scene)
    more = [texts.say("entrusted-more")] if len(lines) > MAX_LISTED else []
    return Screen("\n".join([head, *lines[:MAX_LISTED], *more]), rows[:MAX_LISTED])


def answers_now(notice: AnswersNow, scene: Scene) -> Screen:
    """Who answers for your reports now."""
    texts = scene.texts
    numbers = texts.label("and-so-on").join(view.number for view in scene.tickets)
    view = scene.tickets[0]
    until = texts.day(_last_moment(datetime.fromisoformat(notice.until))) if notice.until else ""
    key = "answers-now-leave" if notice.why == "leave" and until else "answers-now"
    text: Html = texts.say(
        key,
        numbers=numbers,
        name=scene.names.get(notice.person) or texts.label("somebody"),
        post=view.post or "",
        left=scene.names.get(notice.left or 0) or texts.label("somebody"),
        until=until,
    )
    return Screen(text)
