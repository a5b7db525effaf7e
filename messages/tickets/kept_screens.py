"""Files that answered no question, and the tap that makes something of them."""

from domain.notices.word_notices import FilesKept
from domain.tickets.late_words import LateChoice
from messages.drawing.buttons import ANYWHERE, ON_TICKET, Button
from messages.drawing.frame import Frame
from messages.drawing.screen import Screen


def files_kept(notice: FilesKept, frame: Frame) -> Screen:
    """About a ticket they can be an internal note, else a report."""
    texts = frame.texts
    if notice.ticket_id is None:
        tap = (texts.label("button-report"), Button(ANYWHERE, "report"))
    else:
        tap = (texts.label("button-late-note"), Button(ON_TICKET, "late", notice.ticket_id, arg=LateChoice.NOTE))
    return Screen(texts.say("files-kept" if notice.answered else "words-please"), [[tap]])
