"""What a reader may see right now: every screen's facts, fetched behind the visibility door."""

from collections.abc import Sequence
from datetime import timedelta

from domain.digest.digest import Section
from domain.notices.notice import Notice
from domain.notices.notices import (
    CardRedraw,
    Choose,
    DigestList,
    DigestPicture,
    DigestReport,
    DigestTable,
    DraftScreen,
    Morning,
    MyTickets,
    ReporterShown,
    TicketCard,
    TicketHistory,
    TicketNews,
    ToDo,
)
from domain.notices.post_notices import CorrectionSure
from domain.notices.word_notices import AlreadyReported, SafeguardingNotice, TopicProposed, WhichTicket
from domain.posts.rights import Right
from domain.refusal import Refusal
from domain.tickets.report_form import DraftQuestion, next_question, place_choices, secrecy_of
from domain.tickets.visibility import may_hear
from domain.views import (
    PAGE,
    Colleague,
    DraftView,
    MediaView,
    Reader,
)
from domain.vocabulary import State
from messages.drawing.frame import Frame
from messages.drawing.scene import Scene
from services.announcements.announcement_views import show_announcement
from services.digest.digest_tables import table_rows
from services.filing.accusations import kept_from
from services.filing.proposing import troubles_of
from services.filing.safeguarding import alert_view
from services.keeping.my_data import show_privacy
from services.posts.people import has_consented
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
from storage.digest.digests import Digests
from storage.models import Person, Ticket
from storage.unit_of_work import UnitOfWork

LIST_SINCE = timedelta(days=90)
MOST_ASKED = 4
"""Of so many open reports it is asked which one is meant."""


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
    if isinstance(notice, SafeguardingNotice):
        if (alert := alert_view(work, notice.alert_id, person)) is None:
            return None
        scene.alert = alert
    if isinstance(notice, (DraftScreen, AlreadyReported)):
        if (draft := draft_view(work, person)) is None:
            return None
        scene.draft = draft
    if isinstance(notice, WhichTicket):
        scene.tickets = [ticket_view(work, row, person) for row in work.tickets.open_of_reporter(person)[:MOST_ASKED]]
    if isinstance(notice, TopicProposed):
        rows = work.tickets.several(notice.tickets, seen_by=person)
        scene.tickets = [ticket_view(work, row, person) for row in rows]
    if isinstance(notice, Morning):
        rows = work.tickets.of_assignee(person)
        about = work.tickets.several(notice.about, seen_by=person)
        shown = {row.id: row for row in (*rows, *about) if row.state is not State.RESOLVED or row in about}
        scene.tickets = ticket_views(work, list(shown.values()), person)
    if isinstance(notice, (DigestReport, DigestPicture, DigestList, DigestTable)) and not _digest(
        work, scene, notice, person
    ):
        return None
    if not show_announcement(work, scene, notice, person):
        return None
    show_privacy(work, scene, notice, person)
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
    drafts = [reader for notice, reader in notices if isinstance(notice, (DraftScreen, AlreadyReported))]
    work.conversation.expect_readers({reader for reader in drafts if reader is not None})


def _digest(
    work: UnitOfWork, scene: Scene, notice: DigestReport | DigestPicture | DigestList | DigestTable, person: Person
) -> bool:
    """The frozen figures, for whoever reads digests now; every ticket in a list has passed the door."""
    scene.figures = (
        work.store(Digests).get(notice.week, notice.version) if work.may(person, Right.READ_DIGESTS) else None
    )
    if scene.figures is None:
        return False
    if isinstance(notice, DigestReport):
        older = [work.store(Digests).get(week, version) for week, version in notice.missed]
        scene.older = [figures for figures in older if figures is not None]
    if isinstance(notice, DigestTable):
        scene.rows = table_rows(work, scene.figures, person, names=notice.names)
    if isinstance(notice, DigestList):
        rows = work.tickets.several(scene.figures.shown(Section(notice.section)), seen_by=person)
        page = rows[notice.page * PAGE : (notice.page + 1) * PAGE]
        scene.tickets = ticket_views(work, page, person)
        scene.total = len(rows)
    return True


def _listed(work: UnitOfWork, notice: MyTickets | ToDo, person: Person) -> list[Ticket]:
    if isinstance(notice, MyTickets):
        rows = work.tickets.of_reporter(person, since=work.now - LIST_SINCE)
        return [row for row in rows if sees(work, row, person)]  # not what they have recorded about themselves
    return work.tickets.of_assignee(person)


def draft_view(work: UnitOfWork, person: Person) -> DraftView | None:
    """The draft as it is now; None when it was filed, dropped or has expired."""
    draft = work.conversation.draft_to_show(person.id)
    if draft is None:
        return None
    form = work.conversation.form(draft)
    question = next_question(form, work.community, work.directory)
    category = (
        work.community.category(form.category)
        if form.category is not None and work.community.has_category(form.category)
        else None
    )
    promise = work.community.promise(category, category.grade, work.now) if category else None
    home = person.home
    known = form.address is not None and form.address.place_id in work.directory.places
    return DraftView(
        form=form,
        question=question,
        version=draft.version,
        category=category,
        proposals=[work.community.category(c) for c in form.proposals or [] if work.community.has_category(c)],
        place=work.directory.name(form.address) if form.address is not None and known else None,
        choices=place_choices(form, work.directory) if question is DraftQuestion.PLACE else (),
        secrecy=secrecy_of(form, work.community),
        claim_due=promise.claim_due if promise else None,
        resolve_due=promise.resolve_due if promise else None,
        consented=has_consented(person),
        home=home,
        troubles=len(troubles_of(work, form)),
        home_is_here=home is not None and home == form.address,
        kept_from=kept_from(work, form),
    )
