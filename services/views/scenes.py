"""What a reader may see right now: every screen's facts, fetched behind the visibility door."""

from collections.abc import Sequence

from domain.notices.notice import Notice
from domain.notices.notices import TicketCard, TicketNews
from domain.views import Reader
from messages.drawing.frame import Frame
from messages.drawing.scene import Scene
from services.announcements.announcement_views import show_announcement
from storage.models import Person
from storage.unit_of_work import UnitOfWork


def reader_of(work: UnitOfWork, person: Person | None) -> Reader:
    """Language and roles; Chinese until a person has chosen English."""
    if person is None:
        return Reader(None, "zh", False, frozenset(), False)
    roles = frozenset(post.role for post in work.directory.posts_of(person.id, work.now))
    return Reader(person.id, person.language or "zh", person.language is not None, roles, person.is_administrator)


def scene_for(work: UnitOfWork, notice: Notice, person: Person | None, frame: Frame) -> Scene | None:
    """The scene a notice is drawn from; None when the reader may no longer see what it is about."""
    scene = Scene.of(frame)
    return scene if person is None or show_announcement(work, scene, notice, person) else None


def expect_scenes(work: UnitOfWork, notices: Sequence[tuple[Notice, int | None]]) -> None:
    """These notices are about to be drawn for these people: what most of their screens need is read at once."""
    about = {getattr(notice, "ticket_id", None) for notice, _ in notices}
    readers = {reader for _, reader in notices if reader is not None}
    told = [notice for notice, _ in notices if isinstance(notice, (TicketNews, TicketCard))]
    lines = {(notice.ticket_id, notice.seq) for notice in told if notice.seq is not None}
    work.expect_shown({ticket_id for ticket_id in about if ticket_id is not None}, readers, lines)
