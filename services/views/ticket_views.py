"""A ticket, a line of its history and its reporter, as one person may see them."""

from collections.abc import Sequence
from datetime import timedelta

from domain.notices.notices import Say
from domain.posts.rights import Right
from domain.posts.routing import next_up
from domain.refusal import Refusal
from domain.tickets.lifecycle import possible
from domain.tickets.visibility import UNSEEN_BY_REPORTER, handles, may_ask_name, may_hear, may_see, room_is_shown
from domain.view_shapes import PageOf
from domain.views import PAGE, LineView, ReporterView, TicketView
from domain.vocabulary import OPEN_STATES, Action, Kind, Level
from domain.words.lengths import cut, units
from services.answering.assigning import helper_of, post_of
from services.telling.telling import MAX_UNITS_ON_A_CARD
from services.tickets.neighbours import households_of
from services.views.ask_views import ask_lines, whose_help
from storage.models import ChangeRow, Person, Ticket
from storage.unit_of_work import UnitOfWork


def seen(work: UnitOfWork, ticket_id: int, person: Person) -> Ticket | None:
    """The ticket a notice is about; None when its reader may not see it (any more)."""
    try:
        return work.tickets.get(ticket_id, seen_by=person)
    except Refusal:
        return None


def is_reporter(ticket: Ticket, person: Person) -> bool:
    """Reads it as its reporter; who answers for their own report reads it as its handler."""
    return person.id == ticket.reporter_id != ticket.assignee_id


def sees(work: UnitOfWork, ticket: Ticket, person: Person) -> bool:
    """May this person read it? Not a complaint of themselves that they have written down for somebody."""
    actor = work.tickets.actor(ticket, person, history=False)
    return may_see(ticket, person.id, actor.roles, in_office=actor.in_office)


def is_hidden(ticket: Ticket, line: ChangeRow, person: Person) -> bool:
    return is_reporter(ticket, person) and line.action in UNSEEN_BY_REPORTER


def told_of(work: UnitOfWork, notice: Say, person: Person) -> TicketView | None:
    """The ticket that a sentence is about."""
    ticket = seen(work, notice.ticket_id, person) if notice.ticket_id is not None else None
    return ticket_view(work, ticket, person) if ticket is not None else None


def ticket_view(work: UnitOfWork, ticket: Ticket, person: Person, *, history: bool = False) -> TicketView:
    """The ticket as this person may see it; the caller has been through the door."""
    actor = work.tickets.actor(ticket, person)
    handling = handles(ticket, person.id, actor.roles, in_office=actor.in_office)
    reports = is_reporter(ticket, person)
    words = "\n".join(work.contents.report_words(ticket))
    room_hidden = handling and ticket.room is not None and not room_is_shown(ticket)
    post = post_of(work, ticket)
    above = next_up(work.directory, ticket.address, post, work.now)
    nudge_again = ticket.nudged_at + timedelta(hours=work.community.nudge_hours) if ticket.nudged_at else None
    reporter = work.people.get(ticket.reporter_id) if ticket.reporter_id is not None else None
    lines = work.tickets.history(ticket) if history else []
    actions = possible(ticket, actor, work.now)
    behalf = work.contents.contact(ticket) if ticket.on_behalf else None
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
        near=ticket.near,
        words=cut(words, MAX_UNITS_ON_A_CARD),
        words_apart=units(words) > MAX_UNITS_ON_A_CARD,
        media=sum(may_hear(one.action, reports=reports) for one in work.contents.media_of(ticket)),
        filed_at=ticket.filed_at,
        claim_due=ticket.claim_due,
        resolve_due=ticket.resolve_due,
        waiting_reason=ticket.waiting_reason,
        waiting_until=ticket.waiting_until,
        result=ticket.result,
        closing=ticket.closing,
        rating=ticket.rating,
        secrecy=ticket.secrecy,
        concerns=ticket.concerns,
        channel=ticket.channel,
        recorded=ticket.recorded_by_id is not None,
        on_behalf=ticket.on_behalf,
        helper=work.people.name(helper_of(work, ticket)),
        closes_at=ticket.resolved_at + work.community.terms.close_after if ticket.resolved_at else None,
        has_assignee=ticket.assignee_id is not None,
        answers=work.people.name(ticket.assignee_id),
        post=post.title if post else None,
        role=post.role if post else None,
        next_post=above.title if above else None,
        reader_reports=person.id == ticket.reporter_id,
        reader_handles=handling,
        reader_is_assignee=person.id == ticket.assignee_id,
        reporter_unreachable=reporter is not None and work.accounts.lost(reporter.id),
        name_askable=handling and person.id != ticket.reporter_id and may_ask_name(ticket),
        reopened=ticket.reopened,
        households=households_of(work, ticket),
        checked=ticket.verified_at is not None or not ticket.checking,
        follows=work.tickets.number_of(ticket.follows_id),
        merged_into=work.tickets.number_of(ticket.merged_into_id),
        approval=asked.asked if asked is not None else None,
        may_restrict=handling and ticket.reporter_id is not None and work.may(person, Right.RESTRICT),
        confirmed=ticket.confirmed_at is not None,
        moves=ticket.moves,
        rung=ticket.rung,
        next_step_at=ticket.next_step_at,
        actions=actions,
        nudge_again_at=nudge_again if nudge_again and nudge_again > work.now else None,
        behalf_name=behalf.name if behalf is not None and reports else None,
        behalf_aware=behalf.aware if behalf is not None else None,
        history=[line_view(work, ticket, line, person) for line in lines if not is_hidden(ticket, line, person)],
        undo=actor.slip.seq if actor.slip is not None and Action.UNDO in actions else None,
        asks=ask_lines(work, ticket),
        bodies_here=ticket.kind is Kind.DISPUTE and bool(work.directory.bodies_at(ticket.place_id, work.now)),
        help_from=whose_help(work, ticket, actions) if handling else None,
    )


def line_view(work: UnitOfWork, ticket: Ticket, line: ChangeRow, person: Person) -> LineView:
    """A line of history; the reporter appears as «reporter» to whoever handles it, never by name."""
    filed_for_himself = ticket.filed_by_id if ticket.recorded_by_id is None else None
    by_reporter = line.by_id is not None and line.by_id in (ticket.reporter_id, filed_for_himself)
    shown = may_hear(line.action, reports=is_reporter(ticket, person))
    detail = dict(line.detail)
    to = detail.get("to")
    if isinstance(to, int):
        detail["to_name"] = work.people.name(to) or ""
    if isinstance(body := detail.get("body"), int) and body in work.directory.bodies:
        detail["body_name"] = work.directory.bodies[body].name
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
        words=work.contents.text(line.text_id) if shown else None,
        detail=detail,
    )


def reporter_view(work: UnitOfWork, ticket: Ticket) -> ReporterView:
    """Who reported it, with the room: shown only after `look_at_reporter` has recorded the look."""
    contact = work.people.contact(ticket.reporter_id) if ticket.reporter_id is not None else None
    behalf = work.contents.contact(ticket)
    return ReporterView(
        number=ticket.number,
        name=contact.name if contact else None,
        phone=contact.phone if contact else None,
        place=work.directory.name(ticket.address),
        behalf_name=behalf.name if behalf else None,
        behalf_phone=behalf.phone if behalf else None,
        behalf_door=behalf.door if behalf else None,
        behalf_aware=behalf.aware if behalf else None,
    )


def ticket_views(work: UnitOfWork, tickets: Sequence[Ticket], person: Person) -> list[TicketView]:
    """Several of them; what they need is read at once."""
    work.expect_shown([ticket.id for ticket in tickets])
    return [ticket_view(work, ticket, person) for ticket in tickets]


def page_of(work: UnitOfWork, tickets: Sequence[Ticket], page: int, person: Person) -> PageOf[TicketView]:
    """A page of a list whose tickets have all been through the door."""
    shown = tickets[page * PAGE : (page + 1) * PAGE]
    return PageOf(ticket_views(work, shown, person), len(tickets))
