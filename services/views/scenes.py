"""What a reader may see right now: every screen's facts, fetched behind the visibility door."""

from collections.abc import Sequence
from datetime import timedelta

from domain.notices.notice import Notice
from domain.notices.notices import (
    CardRedraw,
    Choose,
    Morning,
    MyTickets,
    ReporterShown,
    TicketCard,
    TicketHistory,
    TicketNews,
    ToDo,
)
from domain.notices.post_notices import CorrectionSure
from domain.refusal import Refusal
from domain.tickets.visibility import may_hear
from domain.views import (
    PAGE,
    Colleague,
    MediaView,
    Reader,
)
from domain.vocabulary import State
from messages.drawing.frame import Frame
from messages.drawing.scene import Scene
from services.announcements.announcement_views import show_announcement
from services.tickets.correcting import correction_of
from services.tickets.steps import colleagues_for
from services.views.office_views import office_scene
from services.views.ticket_views import (
    is_hidden,
    is_reporter,
    line_view,
    reporter_view,
    sees,
    ticket_view,
    ticket_views,
)
from storage.models import Person, Ticket
from storage.unit_of_work import UnitOfWork

LIST_SINCE = timedelta(days=90)


def reader_of(work: UnitOfWork, person: Person | None) -> Reader:
    """Language and roles; Chinese until a person has chosen English."""
    if person is None:
        return Reader(None, "zh", False, frozenset(), False)
    roles = frozenset(post.role for post in work.directory.posts_of(person.id, work.now))
    return Reader(person.id, person.language or "zh", person.language is not None, roles, person.is_administrator)


def scene_for(work: UnitOfWork, notice: Notice, person: Person | None, frame: Frame) -> Scene | None:
    """The scene a notice is drawn from; None when the reader may no longer see what it is about."""
    scene = Scene.of(frame)
    if person is None:
        return scene
    ticket_id = getattr(notice, "ticket_id", None)
    try:
        ticket = work.tickets.get(ticket_id, seen_by=person) if ticket_id is not None else None
    except Refusal:
        return None
    if ticket is not None:
        scene.ticket = ticket_view(work, ticket, person, history=isinstance(notice, TicketHistory))
        seq = getattr(notice, "seq", None)
        if isinstance(notice, CardRedraw) and scene.ticket.reader_handles:
            seq = work.tickets.came_by(ticket)
        if seq is not None:
            line = work.tickets.line(ticket, seq)
            if line is None or is_hidden(ticket, line, person):
                return None
            scene.line = line_view(work, ticket, line, person)
        if media_ids := getattr(notice, "media_ids", None):
            files = [
                m for m in work.contents.media(media_ids) if may_hear(m.action, reports=is_reporter(ticket, person))
            ]
            if not files:
                return None
            scene.media = [MediaView(m.kind, m.file_id, m.latitude, m.longitude) for m in files]
        if (text_id := getattr(notice, "text_id", None)) is not None:
            scene.text = work.contents.text(text_id, reports=is_reporter(ticket, person))
        if isinstance(notice, Choose):
            scene.colleagues = [
                Colleague(person_id, work.people.name(person_id) or title, title)
                for person_id, title in colleagues_for(work, ticket, person)
            ]
        if isinstance(notice, ReporterShown):
            scene.reporter = reporter_view(work, ticket)
        if isinstance(notice, CorrectionSure):
            scene.correction = correction_of(work, ticket, notice.what, notice.arg)
    if isinstance(notice, Morning):
        rows = work.tickets.of_assignee(person)
        about = work.tickets.several(notice.about, seen_by=person)
        shown = {row.id: row for row in (*rows, *about) if row.state is not State.RESOLVED or row in about}
        scene.tickets = ticket_views(work, list(shown.values()), person)
    if not show_announcement(work, scene, notice, person):
        return None
    beside = office_scene(work, scene, notice, ticket, person)
    if beside is None:
        return None
    if beside:
        scene.tickets = [ticket_view(work, row, person) for row in beside]
    if isinstance(notice, (MyTickets, ToDo)):
        rows = _listed(work, notice, person)
        page = rows[notice.page * PAGE : (notice.page + 1) * PAGE]
        scene.tickets = ticket_views(work, page, person)
        scene.total = len(rows)
    if isinstance(notice, MyTickets) and notice.page == 0:
        scene.also = work.neighbours.also_has(person.id, since=work.now - LIST_SINCE)[:PAGE]
    return scene


def expect_scenes(work: UnitOfWork, notices: Sequence[tuple[Notice, int | None]]) -> None:
    """These notices are about to be drawn for these people: what most of their scenes need is read at once."""
    about = {getattr(notice, "ticket_id", None) for notice, _ in notices}
    readers = {reader for _, reader in notices if reader is not None}
    told = [notice for notice, _ in notices if isinstance(notice, (TicketNews, TicketCard))]
    lines = {(notice.ticket_id, notice.seq) for notice in told if notice.seq is not None}
    work.expect_shown({ticket_id for ticket_id in about if ticket_id is not None}, readers, lines)
    if redrawn := {notice.ticket_id for notice, _ in notices if isinstance(notice, CardRedraw)}:
        work.messages.expect(redrawn)


def _listed(work: UnitOfWork, notice: MyTickets | ToDo, person: Person) -> list[Ticket]:
    if isinstance(notice, MyTickets):
        rows = work.tickets.of_reporter(person, since=work.now - LIST_SINCE)
        return [row for row in rows if sees(work, row, person)]  # not what they have recorded about themselves
    return work.tickets.of_assignee(person)
