"""What the office's own screens show: requests to superiors, what /find found, who is restricted."""

from collections.abc import Sequence

from domain.notices.notice import Notice
from domain.notices.notices import ApprovalCard, Found, MergeSure, OfficeChoice, RestrictedList
from domain.places.finding import Search
from domain.posts.rights import Right
from domain.tickets.approvals import ApprovalView, Decision
from domain.tickets.lifecycle import may
from domain.tickets.restrictions import RestrictionView
from domain.views import PAGE, Colleague
from domain.vocabulary import Action
from messages.drawing.scene import Scene
from services.tickets.finding import find_tickets
from services.tickets.merging import proposals_to_merge
from services.tickets.steps import colleagues_for
from storage.models import Person, Ticket
from storage.people.restrictions import Restrictions
from storage.unit_of_work import UnitOfWork


def office_scene(
    work: UnitOfWork, scene: Scene, notice: Notice, ticket: Ticket | None, person: Person
) -> Sequence[Ticket] | None:
    """Fill the scene of one of these notices; returns other tickets it shows. None: not for this reader."""
    if isinstance(notice, Found):
        search = Search(number=notice.number) if notice.number else Search.parse(notice.search)
        rows = find_tickets(work, search, by=person)
        scene.total = len(rows)
        return rows[notice.page * PAGE : (notice.page + 1) * PAGE]
    if isinstance(notice, RestrictedList):
        if not work.may(person, Right.RESTRICT):
            return None
        scene.restrictions = _in_force(work, person)
    if ticket is None:
        return ()
    if isinstance(notice, ApprovalCard):
        scene.approval = _approval(work, notice, ticket, person)
        return () if scene.approval is not None else None
    if isinstance(notice, OfficeChoice) and notice.what == "reassign":
        scene.colleagues = [
            Colleague(person_id, work.people.name(person_id) or title, title)
            for person_id, title in colleagues_for(work, ticket, person)
            if person_id != ticket.assignee_id
        ]
    if isinstance(notice, MergeSure):
        if notice.target is None:
            return proposals_to_merge(work, ticket, person)
        return work.tickets.several([notice.target], seen_by=person) or None
    return ()


def _approval(work: UnitOfWork, notice: ApprovalCard, ticket: Ticket, person: Person) -> ApprovalView | None:
    row = work.approvals.get(notice.approval_id, ticket)
    if row is None or person.id == ticket.reporter_id:
        return None
    waits = row.decision is Decision.WAITING and row.asked_by_id != person.id
    return ApprovalView(
        id=row.id,
        asked=row.asked,
        reason=row.reason,
        until=row.until,
        words=work.contents.text(row.text_id),
        by=work.people.name(row.asked_by_id) or "",
        decision=row.decision,
        may_decide=waits and may(ticket, Action.APPROVE, work.tickets.actor(ticket, person), work.now),
    )


def _in_force(work: UnitOfWork, person: Person) -> list[RestrictionView]:
    """Those that came from tickets this reader may see: a confidential one is not betrayed by its number."""
    rows = work.store(Restrictions).in_force()
    numbers = {t.id: t.number for t in work.tickets.several([row.ticket_id for row in rows], seen_by=person)}
    return [
        RestrictionView(
            id=row.id,
            kind=row.kind,
            number=numbers.get(row.ticket_id, "-"),
            reason=row.reason or "",
            by=work.people.name(row.by_id) or "",
            since=row.since,
            until=row.until,
        )
        for row in rows
    ]
