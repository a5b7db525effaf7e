"""What came in place of an answer: files where words were asked for, and a number that no button has."""

from domain.notices.word_notices import FilesKept, NumberUnknown, PutAside, WhichMeant, WhichToPress
from domain.tickets.late_words import LateChoice
from domain.view_shapes import PageOf
from domain.views import TicketView
from messages.drawing.buttons import ANYWHERE, ON_TICKET, Button, ButtonRow, pairs
from messages.drawing.frame import Frame
from messages.drawing.screen import Screen
from messages.drawing.texts import Html
from messages.drawing.way_out import emergency_rows


def files_kept(notice: FilesKept, frame: Frame) -> Screen:
    """About a ticket they can be an internal note, else a report."""
    texts = frame.texts
    if notice.ticket_id is None:
        tap = (texts.label("button-report"), Button(ANYWHERE, "report"))
    else:
        tap = (texts.label("button-late-note"), Button(ON_TICKET, "late", notice.ticket_id, arg=LateChoice.NOTE))
    return Screen(texts.say("files-kept" if notice.answered else "words-please"), [[tap]])


def put_aside(notice: PutAside, frame: Frame) -> Screen:
    """It is over, and one tap brings it back."""
    texts = frame.texts
    said = texts.say(notice.key)
    if notice.aside_id is None:
        return Screen(said)
    tap = (texts.label("button-go-on"), Button(ANYWHERE, "go-on", arg=str(notice.aside_id)))
    return Screen(Html(f"{said}\n{texts.say('put-aside')}"), [[tap]])


def which_to_press(seen: tuple[PageOf[TicketView], bool], notice: WhichToPress, frame: Frame) -> Screen:
    """Which of their tickets? One button each, and the page after."""
    page, more = seen
    texts = frame.texts
    rows: list[ButtonRow] = []
    for view in page.rows:
        label = texts.label("button-of-ticket", number=view.number, category=texts.pick(view.category.name))
        rows.append([(label, Button(ON_TICKET, notice.action, view.id, view.moves))])
    if more:
        after = Button(ANYWHERE, "which", arg=f"{notice.action}-{notice.page + 1}")
        rows.append([(texts.label("button-further"), after)])
    return Screen(texts.say(f"press-which-{notice.action}"), rows)


def number_unknown(notice: NumberUnknown, frame: Frame) -> Screen:
    """The same buttons once more, with the numbers that they had."""
    texts = frame.texts
    buttons = [(label, Button.read(data)) for label, data in notice.buttons]
    said = texts.say("number-unknown", number=notice.number, most=len(buttons))
    return Screen(Html(f"{said}\n{texts.say('way-out')}"), pairs(buttons), beside=emergency_rows(texts))


MOST_MEANT = 6
"""Buttons of «which one?» on one screen."""


def which_meant(notice: WhichMeant, frame: Frame) -> Screen:
    """What was said means each of these: one tap says which. The words wait for it."""
    texts = frame.texts
    action = "meant-so" if notice.said else "meant"
    shown = notice.buttons[notice.at : notice.at + MOST_MEANT]
    rows: list[ButtonRow] = [[(label, Button(ANYWHERE, action, arg=data))] for label, data in shown]
    if (further := notice.at + MOST_MEANT) < len(notice.buttons):
        read = [Button.read(data) for _, data in notice.buttons]
        kinds = ",".join(dict.fromkeys(f"{button.kind}:{button.action}" for button in read))
        more = Button(ANYWHERE, "meant-further", arg=f"{further}|{int(notice.said)}|{kinds}")
        rows.append([(texts.label("button-further"), more)])
    return Screen(texts.say("which-meant", n=len(notice.buttons)), rows)
