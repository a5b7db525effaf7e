"""The working day's one message: what is due today, overdue, half gone, waiting; and what blocks each."""

from collections.abc import Sequence
from datetime import datetime, time

from domain.matters.bundle_views import BundleView
from domain.notices.notices import CalendarMissing, Morning
from domain.views import TicketView
from domain.vocabulary import State
from messages.bundles.bundle_screens import in_morning
from messages.drawing.buttons import ON_TICKET, Button, ButtonRow, pairs
from messages.drawing.frame import Frame
from messages.drawing.paging import MOST
from messages.drawing.screen import Screen
from messages.drawing.texts import Html, Texts

MAX_NAMED = 6
"""Tickets named and given a button; the rest are counted, and stand in /todo."""
_GREETED_UNTIL = time(11)
"""Whose first work of the day falls due later than that is told, not greeted."""


def morning(seen: tuple[Sequence[TicketView], BundleView | None], notice: Morning, frame: Frame) -> Screen:
    """Nothing to say, nothing said."""
    texts, (tickets, bundle) = frame.texts, seen
    shelves: dict[str, list[TicketView]] = {"overdue": [], "today": [], "half": [], "waiting": [], "told": []}
    for view in tickets:
        shelf = _shelf(view, frame.now, texts) if view.reader_is_assignee else None
        if shelf is None and view.id in notice.about:
            shelf = "told"
        if shelf is not None:
            shelves[shelf].append(view)
    together, to_all = in_morning(bundle, frame, alone=not any(shelves.values()))
    named = [view for views in shelves.values() for view in views][: MAX_NAMED - len(to_all)]
    if not named:
        return Screen("\n".join(together), pairs(to_all)) if together else Screen()
    counts = {name: len(views) for name, views in shelves.items()}
    greets = frame.now.astimezone(texts.zone).time() < _GREETED_UNTIL
    lines = [texts.say("morning-head" if greets else "morning-head-later", **counts)]
    for name, views in shelves.items():
        shown = [view for view in views if view in named]
        if shown:
            lines.append(Html(f"<b>{texts.say(f'morning-{name}')}</b>"))
            lines += [_line(view, frame) for view in shown]
    lines += together
    blocks = 2 * len(named) + len(to_all) <= MOST
    rows: list[ButtonRow] = [_buttons(view, texts, blocks=blocks) for view in named]
    return Screen("\n".join(lines), [*rows, *pairs(to_all)])


def _due(view: TicketView) -> datetime | None:
    return view.claim_due if view.state is State.NEW else view.resolve_due


def _shelf(view: TicketView, now: datetime, texts: Texts) -> str | None:
    due = _due(view)
    if view.state is State.WAITING:
        return "waiting"
    if due is None:
        return None
    if due < now:
        return "overdue"
    if due.astimezone(texts.zone).date() == now.astimezone(texts.zone).date():
        return "today"
    return "half" if view.rung > 0 else None


def _line(view: TicketView, frame: Frame) -> Html:
    texts = frame.texts
    due = view.waiting_until if view.state is State.WAITING else _due(view)
    category = texts.pick(view.category.name)
    when = texts.when(due, frame.now)
    return texts.say("morning-line", number=view.number, category=category, place=view.place, when=when)


def _buttons(view: TicketView, texts: Texts, *, blocks: bool) -> ButtonRow:
    """The ticket; and for whoever has it, where there is room: what blocks it?"""
    card = Button(ON_TICKET, "open", view.id, view.moves)
    if not view.reader_is_assignee:
        category = texts.pick(view.category.name)
        return [(texts.label("button-open", number=view.number, category=category), card)]
    opened = (texts.label("button-open-it", number=view.number), card)
    if not blocks:
        return [opened]
    blocked = Button(ON_TICKET, "blocked", view.id, view.moves)
    return [
        opened,
        (texts.label("button-blocked", number=view.number), blocked),
    ]


def calendar_missing(notice: CalendarMissing, frame: Frame) -> Screen:
    """The office can enter the days in the chat or from a file."""
    texts = frame.texts
    return Screen(texts.say("calendar-missing", year=notice.year))
