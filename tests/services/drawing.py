"""A notice as the courier would draw it for somebody, by the program's own subjects."""

from bot.catalogs import CATALOGS
from bot.subjects import SUBJECTS
from domain.notices.notice import Notice
from messages.drawing.frame import Frame, no_link
from messages.drawing.screen import Screen
from messages.drawing.texts import Texts
from services.views.readers import reader_of
from storage.models import Person
from storage.unit_of_work import UnitOfWork


def drawn(work: UnitOfWork, notice: Notice, person: Person | None) -> Screen | None:
    """What would leave; None: nothing would."""
    texts = Texts(CATALOGS, "zh", work.community.zone)
    frame = Frame(reader_of(work, person), texts, work.now, work.community, work.directory, no_link)
    to_draw = SUBJECTS.shown[type(notice)].fetch(work, notice, person)
    return to_draw(frame) if to_draw is not None else None
