"""What a reader may see right now: every screen's facts, fetched behind the visibility door."""

from collections.abc import Sequence
from datetime import timedelta

from domain.digest import Section
from domain.lifecycle import STEPS, Actor, may
from domain.notice import Notice
from domain.notices import (
    Choose,
    DigestList,
    DigestPicture,
    DigestReport,
    DigestTable,
    DraftScreen,
    Morning,
    MyTickets,
    ReporterShown,
    TicketHistory,
    ToDo,
    WhoAnswers,
)
from domain.post_notices import (
    AnswersNow,
    CorrectionSure,
    EntrustedWork,
    LeaveDeputies,
)
from domain.refusal import Refusal
from domain.report_form import Question, next_question, place_choices, secrecy_of
from domain.routing import next_up
from domain.views import (
    PAGE,
    Colleague,
    DraftView,
    LineView,
    MediaView,
    Reader,
    ReporterView,
    Scene,
    TicketView,
)
from domain.visibility import AMONG_HANDLERS, UNSEEN_BY_REPORTER, handles, may_ask_name, room_is_shown
from domain.word_notices import AlreadyReported, SafeguardingNotice, TopicProposed, WhichTicket
from domain.words import OPEN_STATES, Action, Level, State
from services.announcement_views import show_announcement
from services.assigning import post_of
from services.correcting import correction_of
from services.digest_tables import table_rows
from services.digests import reads_digest
from services.moderation import moderates
from services.my_data import show_privacy
from services.neighbours import households_of
from services.office_views import office_scene
from services.people import has_consented
from services.safeguarding import alert_view
from services.set_up_views import FOR_THE_SET_UP, deputies, set_up_view
from services.telling import WORDS_ON_A_CARD
from services.tickets import colleagues_for
from storage.models import ChangeRow, Person, Ticket
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


def scene_for(work: UnitOfWork, notice: Notice, person: Person | None, bot_username: str) -> Scene | None:
    """The scene a notice is drawn from; None when the reader may no longer see what it is about."""
    scene = Scene(reader_of(work, person), work.now, work.community, work.directory, bot_username)
    if person is None:
        return scene
    ticket_id = getattr(notice, "ticket_id", None)
    try:
        ticket = work.tickets.get(ticket_id, seen_by=person) if ticket_id is not None else None
    except Refusal:
        return None
    if ticket is not None:
        scene.ticket = ticket_view(work, ticket, person, history=isinstance(notice, TicketHistory))
        if (seq := getattr(notice, "seq", None)) is not None:
            line = work.tickets.line(ticket, seq)
            if line is None or _hidden(ticket, line, person):
                return None
            scene.line = line_view(work, ticket, line, person)
        if media_ids := getattr(notice, "media_ids", None):
            files = work.tickets.media(media_ids)
            scene.media = [MediaView(m.kind, m.file_id, m.latitude, m.longitude) for m in files]
        if (text_id := getattr(notice, "text_id", None)) is not None:
            scene.text = work.tickets.text(text_id, without=AMONG_HANDLERS if _is_reporter(ticket, person) else ())
        if isinstance(notice, Choose):
            scene.colleagues = [
                Colleague(person_id, work.people.name(person_id) or title, title)
                for person_id, title in colleagues_for(work, ticket, person)
            ]
        if isinstance(notice, ReporterShown):
            scene.reporter = reporter_view(work, ticket)
        if isinstance(notice, CorrectionSure):
            scene.correction = correction_of(work, ticket, notice.what, notice.arg)
    if isinstance(notice, FOR_THE_SET_UP) and not _set_up(work, scene, notice, person):
        return None
    if isinstance(notice, (EntrustedWork, AnswersNow)):
        rows = work.tickets.several(notice.ticket_ids, seen_by=person)
        if notice.ticket_ids and not rows:
            return None
        scene.tickets, scene.total = [ticket_view(work, row, person) for row in rows], len(rows)
        others = (notice.left, notice.person if isinstance(notice, AnswersNow) else None)
        scene.names = {other: work.people.name(other) or "" for other in others if other is not None}
    if isinstance(notice, WhoAnswers):
        scene.names = names_of_holders(work)
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
        scene.tickets = _views(work, list(shown.values()), person)
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
        scene.tickets = _views(work, page, person)
        scene.total = len(rows)
    return scene


def _set_up(work: UnitOfWork, scene: Scene, notice: Notice, person: Person) -> bool:
    """Posts, people and leaves, behind the right to see them."""
    scene.set_up = set_up_view(work, notice, person)
    if isinstance(notice, LeaveDeputies):
        scene.colleagues = deputies(work, notice)
    return scene.set_up is not None


def expect_scenes(work: UnitOfWork, notices: Sequence[tuple[Notice, int | None]]) -> None:
    """These notices are about to be drawn for these people: what most of their scenes need is read at once."""
    about = {getattr(notice, "ticket_id", None) for notice, _ in notices}
    readers = {reader for _, reader in notices if reader is not None}
    work.expect_shown({ticket_id for ticket_id in about if ticket_id is not None}, readers)
    drafts = {reader for notice, reader in notices if reader is not None and isinstance(notice, DraftScreen)}
    work.conversation.expect_readers(drafts)


def _views(work: UnitOfWork, tickets: Sequence[Ticket], person: Person) -> list[TicketView]:
    work.expect_shown([ticket.id for ticket in tickets])
    return [ticket_view(work, ticket, person) for ticket in tickets]


def _digest(
    work: UnitOfWork, scene: Scene, notice: DigestReport | DigestPicture | DigestList | DigestTable, person: Person
) -> bool:
    """The frozen figures, for whoever reads digests now; every ticket in a list has passed the door."""
    scene.figures = work.digests.get(notice.week, notice.version) if reads_digest(work, person) else None
    if scene.figures is None:
        return False
    if isinstance(notice, DigestReport):
        older = [work.digests.get(week, version) for week, version in notice.missed]
        scene.older = [figures for figures in older if figures is not None]
    if isinstance(notice, DigestTable):
        scene.rows = table_rows(work, scene.figures, person, names=notice.names)
    if isinstance(notice, DigestList):
        rows = work.tickets.several(scene.figures.shown(Section(notice.section)), seen_by=person)
        page = rows[notice.page * PAGE : (notice.page + 1) * PAGE]
        scene.tickets = _views(work, page, person)
        scene.total = len(rows)
    return True


def names_of_holders(work: UnitOfWork) -> dict[int, str]:
    """What everybody who holds a post is called."""
    people = {holding.person_id for holding in work.directory.holdings}
    return {person_id: work.people.name(person_id) or "" for person_id in people}


def _listed(work: UnitOfWork, notice: MyTickets | ToDo, person: Person) -> list[Ticket]:
    if isinstance(notice, MyTickets):
        return work.tickets.of_reporter(person, since=work.now - LIST_SINCE)
    return work.tickets.of_assignee(person)


def _is_reporter(ticket: Ticket, person: Person) -> bool:
    return person.id == ticket.reporter_id


def _hidden(ticket: Ticket, line: ChangeRow, person: Person) -> bool:
    return _is_reporter(ticket, person) and line.action in UNSEEN_BY_REPORTER


def ticket_view(work: UnitOfWork, ticket: Ticket, person: Person, *, history: bool = False) -> TicketView:
    """The ticket as this person may see it; the caller has been through the door."""
    actor = work.tickets.actor(ticket, person)
    handling = handles(ticket, person.id, actor.roles)
    words = "\n".join(text.body for text in work.tickets.report_texts(ticket) if text.body)
    room_hidden = handling and ticket.room is not None and not room_is_shown(ticket)
    post = post_of(work, ticket)
    above = next_up(work.directory, ticket.address, post, work.now)
    nudge_again = ticket.nudged_at + timedelta(hours=work.community.nudge_hours) if ticket.nudged_at else None
    reporter = work.people.get(ticket.reporter_id) if ticket.reporter_id is not None else None
    lines = work.tickets.history(ticket) if history else []
    asked = work.approvals.waiting(ticket) if handling and ticket.state in OPEN_STATES else None
    return TicketView(
        id=ticket.id,
        number=ticket.number,
        state=ticket.state,
        grade=ticket.grade,
        category=work.community.category(ticket.category),
        place=work.directory.name(ticket.address, with_room=not room_hidden, at=ticket.ended_at),
        room_hidden=room_hidden,
        address_to_check=work.directory.places[ticket.place_id].level is Level.COMMUNITY,
        words=words[:WORDS_ON_A_CARD],
        words_apart=len(words) > WORDS_ON_A_CARD,
        media=len(work.tickets.media_of(ticket)),
        filed_at=ticket.filed_at,
        claim_due=ticket.claim_due,
        resolve_due=ticket.resolve_due,
        waiting_reason=ticket.waiting_reason,
        waiting_until=ticket.waiting_until,
        result=ticket.result,
        closing=ticket.closing,
        rating=ticket.rating,
        secrecy=ticket.secrecy,
        concerns_steward=ticket.concerns_steward,
        channel=ticket.channel,
        recorded=ticket.recorded_by_id is not None,
        on_behalf=ticket.on_behalf,
        helper=work.people.name(ticket.helper_id) if ticket.state in (State.NEW, State.CLAIMED) else None,
        closes_at=ticket.resolved_at + work.community.terms.close_after if ticket.resolved_at else None,
        has_assignee=ticket.assignee_id is not None,
        answers=work.people.name(ticket.assignee_id),
        post=post.title if post else None,
        role=post.role if post else None,
        next_post=above.title if above else None,
        reader_reports=person.id == ticket.reporter_id,
        reader_handles=handling,
        reader_is_assignee=person.id == ticket.assignee_id,
        reporter_unreachable=reporter is not None and reporter.unreachable_at is not None,
        name_askable=handling and may_ask_name(ticket),
        reopened=ticket.reopened,
        households=households_of(work, ticket),
        checked=ticket.verified_at is not None or not ticket.checking,
        follows=work.tickets.number_of(ticket.follows_id),
        merged_into=work.tickets.number_of(ticket.merged_into_id),
        approval=asked.asked if asked is not None else None,
        may_restrict=handling and ticket.reporter_id is not None and moderates(work, person),
        confirmed=ticket.confirmed_at is not None,
        moves=ticket.moves,
        rung=ticket.rung,
        next_step_at=ticket.next_step_at,
        actions=_possible(ticket, actor, work),
        nudge_again_at=nudge_again if nudge_again and nudge_again > work.now else None,
        history=[line_view(work, ticket, line, person) for line in lines if not _hidden(ticket, line, person)],
    )


def _possible(ticket: Ticket, actor: Actor, work: UnitOfWork) -> frozenset[Action]:
    return frozenset(action for action in STEPS if may(ticket, action, actor, work.now))


def line_view(work: UnitOfWork, ticket: Ticket, line: ChangeRow, person: Person) -> LineView:
    """A line of history; the reporter appears as «reporter» to whoever handles it, never by name."""
    filed_for_himself = ticket.filed_by_id if ticket.recorded_by_id is None else None
    by_reporter = line.by_id is not None and line.by_id in (ticket.reporter_id, filed_for_himself)
    shown = person.id != ticket.reporter_id or line.action not in AMONG_HANDLERS
    detail = dict(line.detail)
    to = detail.get("to")
    if isinstance(to, int):
        detail["to_name"] = work.people.name(to) or ""
    return LineView(
        seq=line.seq,
        action=line.action,
        before=line.before,
        after=line.after,
        at=line.at,
        by=None if by_reporter else work.people.name(line.by_id),
        by_reader=line.by_id == person.id,
        by_reporter=by_reporter,
        channel=line.channel,
        words=work.tickets.text(line.text_id) if shown else None,
        detail=detail,
    )


def reporter_view(work: UnitOfWork, ticket: Ticket) -> ReporterView:
    """Who reported it, with the room: shown only after `look_at_reporter` has recorded the look."""
    contact = work.people.contact(ticket.reporter_id) if ticket.reporter_id is not None else None
    behalf = work.tickets.contact(ticket)
    return ReporterView(
        name=contact.name if contact else None,
        phone=contact.phone if contact else None,
        place=work.directory.name(ticket.address),
        behalf_name=behalf.name if behalf else None,
        behalf_phone=behalf.phone if behalf else None,
    )


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
    home = work.people.home(person)
    known = form.address is not None and form.address.place_id in work.directory.places
    return DraftView(
        form=form,
        question=question,
        version=draft.version,
        category=category,
        proposals=[work.community.category(c) for c in form.proposals or [] if work.community.has_category(c)],
        place=work.directory.name(form.address) if form.address is not None and known else None,
        choices=place_choices(form, work.directory) if question is Question.PLACE else (),
        secrecy=secrecy_of(form, work.community),
        claim_due=promise.claim_due if promise else None,
        resolve_due=promise.resolve_due if promise else None,
        consented=has_consented(person),
        home=home,
        home_is_here=home is not None and home == form.address,
    )
