"""A matter's card, its history, and the list of one's own."""

from datetime import datetime, time, timedelta

from domain.matters.matter_views import MatterView
from domain.notices.matter_notices import MatterCard, MatterHistory, OwnMatters
from domain.view_shapes import PageOf
from domain.views import PAGE
from domain.words.lengths import shortened
from messages.drawing.buttons import ANYWHERE, Button, ButtonRow, Labelled, pairs
from messages.drawing.frame import Frame
from messages.drawing.paging import turning
from messages.drawing.screen import Screen
from messages.drawing.texts import Html, safe

ON_MATTER = "v"
"""The kind of a matter's buttons."""
MOST_STEPS = 4
"""Steps on a card, with the history and the way back six buttons."""
MAX_UNITS_SHOWN = 300


def matter_card(view: MatterView, _notice: MatterCard, frame: Frame) -> Screen:
    """Number and title, how it stands, whose it is, what is due next."""
    texts = frame.texts
    state = texts.say(f"{view.kind}-state-{view.state}")
    lines = [
        texts.say("matters-head", number=view.number, kind=texts.say(f"{view.kind}-title"), title=view.title),
        texts.say("matters-stands", state=state, owner=view.owner or texts.label("post-vacant")),
        due_line(view, frame),
    ]
    steps = [action for action in sorted(view.actions) if texts.has(f"{view.kind}-button-{action}")]
    buttons: list[Labelled] = [
        (texts.label(f"{view.kind}-button-{action}"), Button(ON_MATTER, "step", view.id, view.version, action))
        for action in steps[:MOST_STEPS]
    ]
    buttons.append((texts.label("matters-button-history"), Button(ON_MATTER, "history", view.id, view.version)))
    return Screen("\n".join(line for line in lines if line), pairs(buttons))


def due_line(view: MatterView, frame: Frame) -> Html | None:
    """What is due next, and until when; the one way in which lists and the morning say it too."""
    if view.due_at is None or view.due_what is None:
        return None
    return due_words(f"{view.kind}-due-{view.due_what}", view.due_at, frame)


def due_words(what: str, at: datetime, frame: Frame) -> Html:
    """`what`: the key of what is due. Of what ends with a day that day is said, and no midnight."""
    texts, local = frame.texts, at.astimezone(frame.texts.zone)
    when = texts.when(at, frame.now) if local.time() != time(0) else texts.day(local - timedelta(days=1))
    return texts.say("matters-due", what=texts.say(what), when=when)


def matter_history(view: MatterView, _notice: MatterHistory, frame: Frame) -> Screen:
    """Line by line, who and when."""
    texts = frame.texts
    lines = [texts.say("matters-head", number=view.number, kind=texts.say(f"{view.kind}-title"), title=view.title)]
    for line in view.history:
        what = texts.say(f"{view.kind}-did-{line.action}", by=line.by or texts.label("somebody"))
        told = texts.say("history-line", when=texts.when(line.at, frame.now), what=what)
        if line.words:
            told = Html(f"{told}\n<blockquote>{safe(shortened(line.words, MAX_UNITS_SHOWN))}</blockquote>")
        lines.append(told)
    back = (texts.label("button-back"), Button(ON_MATTER, "open", view.id, view.version))
    return Screen("\n".join(lines), [[back]])


def own_matters(page: PageOf[MatterView], notice: OwnMatters, frame: Frame) -> Screen:
    """What one owns, by its next date; nothing to say, nothing said."""
    texts = frame.texts
    if not page.rows:
        return Screen()
    lines = [texts.say("matters-list-head", total=page.total)]
    rows: list[ButtonRow] = []
    for view in page.rows:
        due = due_line(view, frame)
        lines.append(texts.say("matters-line", number=view.number, title=view.title, due=due or ""))
        rows.append([(f"{view.number} {view.title}", Button(ON_MATTER, "open", view.id, view.version))])
    turn = turning(notice.page, PAGE, page.total, lambda n: Button(ANYWHERE, "own-matters", arg=str(n)), texts)
    return Screen("\n".join(lines), [*rows, turn])
