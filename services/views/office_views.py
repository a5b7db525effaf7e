"""What the office's own screens show: requests to superiors, what /find found, who is restricted."""

from collections.abc import Sequence

from domain.notices.notices import ApprovalCard, Found, MergeSure, OfficeChoice, RestrictedList
from domain.places.finding import Search
from domain.posts.rights import Right
from domain.tickets.approvals import ApprovalView, Decision
from domain.tickets.lifecycle import may
from domain.tickets.restrictions import RestrictionView
from domain.view_shapes import PageOf
from domain.views import ChoiceView, TicketView
from domain.vocabulary import Action
from services.tickets.finding import find_tickets
from services.tickets.merging import proposals_to_merge
from services.views.card_views import colleagues
from services.views.ticket_views import page_of, seen, ticket_view, ticket_views
from storage.models import Person, Ticket
from storage.people.restrictions import Restrictions
from storage.unit_of_work import UnitOfWork


def choice(work: UnitOfWork, notice: OfficeChoice, person: Person) -> ChoiceView | None:
    """A question to superiors; when the ticket goes to somebody else, with who it can go to."""
    ticket = seen(work, notice.ticket_id, person)
    if ticket is None:
        return None
    able = colleagues(work, ticket, person) if notice.what == "reassign" else []
    others = [one for one in able if one.person_id != ticket.assignee_id]
    return ChoiceView(ticket_view(work, ticket, person), others)


def merge(work: UnitOfWork, notice: MergeSure, person: Person) -> tuple[TicketView, Sequence[TicketView]] | None:
    """The ticket and the one it goes into, or those that it could go into; None too where that one is not for them."""
    ticket = seen(work, notice.ticket_id, person)
    if ticket is None:
        return None
    if notice.target is None:
        others = proposals_to_merge(work, ticket, person)
    elif not (others := work.tickets.several([notice.target], seen_by=person)):
        return None
    return ticket_view(work, ticket, person), ticket_views(work, others, person)


def found(work: UnitOfWork, notice: Found, person: Person) -> PageOf[TicketView]:
    """A page of what this person may see of what is sought."""
    search = Search(number=notice.number) if notice.number else Search.parse(notice.search)
    return page_of(work, find_tickets(work, search, by=person), notice.page, person)


def approval(work: UnitOfWork, notice: ApprovalCard, person: Person) -> tuple[TicketView, ApprovalView] | None:
    """The ticket and what is asked for it; None for whoever reported it."""
    ticket = seen(work, notice.ticket_id, person)
    asked = _approval(work, notice, ticket, person) if ticket is not None else None
    return (ticket_view(work, ticket, person), asked) if ticket is not None and asked is not None else None


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


def restricted(work: UnitOfWork, _notice: RestrictedList, person: Person) -> Sequence[RestrictionView] | None:
    """Everything in force, for whoever may restrict; the number of a confidential ticket only to its readers."""
    if not work.may(person, Right.RESTRICT):
        return None
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
