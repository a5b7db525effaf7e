"""What a reader may see right now: every screen's facts, fetched behind the visibility door."""

from collections.abc import Sequence

from domain.digest.digest import Section
from domain.notices.notice import Notice
from domain.notices.notices import (
    DigestList,
    DigestPicture,
    DigestReport,
    DigestTable,
    DraftScreen,
    TicketCard,
    TicketNews,
    WhoAnswers,
)
from domain.notices.post_notices import (
    AnswersNow,
    EntrustedWork,
    LeaveDeputies,
)
from domain.notices.question_notices import ContactWanted, StewardOf
from domain.notices.word_notices import AlreadyReported, SafeguardingNotice, TopicProposed, WhichTicket
from domain.posts.rights import Right
from domain.refusal import Refusal
from domain.tickets.report_form import DraftQuestion, next_question, place_choices, secrecy_of
from domain.views import (
    PAGE,
    DraftView,
    Reader,
)
from messages.drawing.frame import Frame
from messages.drawing.scene import Scene
from services.announcements.announcement_views import show_announcement
from services.digest.digest_tables import table_rows
from services.filing.accusations import kept_from
from services.filing.proposing import troubles_of
from services.filing.safeguarding import alert_view
from services.keeping.my_data import show_privacy
from services.posts.people import has_consented
from services.posts.stewards import asker_view, steward_view
from services.views.set_up_views import FOR_THE_SET_UP, deputies, set_up_view
from services.views.ticket_views import (
    ticket_view,
    ticket_views,
)
from storage.digest.digests import Digests
from storage.models import Person
from storage.unit_of_work import UnitOfWork

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
        scene.ticket = ticket_view(work, ticket, person)
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
    if isinstance(notice, StewardOf) and notice.address is not None:
        scene.steward = steward_view(work, notice.address)
    if isinstance(notice, ContactWanted):
        scene.asker = asker_view(work, notice)
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
    if isinstance(notice, (DigestReport, DigestPicture, DigestList, DigestTable)) and not _digest(
        work, scene, notice, person
    ):
        return None
    if not show_announcement(work, scene, notice, person):
        return None
    show_privacy(work, scene, notice, person)
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
    told = [notice for notice, _ in notices if isinstance(notice, (TicketNews, TicketCard))]
    lines = {(notice.ticket_id, notice.seq) for notice in told if notice.seq is not None}
    work.expect_shown({ticket_id for ticket_id in about if ticket_id is not None}, readers, lines)
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


def names_of_holders(work: UnitOfWork) -> dict[int, str]:
    """What everybody who holds a post is called."""
    people = {holding.person_id for holding in work.directory.holdings}
    return {person_id: work.people.name(person_id) or "" for person_id in people}


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
