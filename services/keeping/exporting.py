"""Tickets for an export: masked by default; in full every reporter can read that their name was shown."""

from dataclasses import dataclass
from datetime import datetime

from domain.tickets.lifecycle import Change
from domain.tickets.masking import masked, masked_words
from domain.tickets.service_request import ServiceRequest
from domain.tickets.visibility import may_ask_name, may_hear
from domain.views import FileView
from domain.vocabulary import Action, Channel, Kind, MediaKind, Secrecy
from services.answering.assigning import post_of
from services.digest.digests import building_address
from storage.models import Media, Ticket
from storage.tickets.finding import TicketSearch
from storage.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class ExportRow:
    """One ticket, and the pictures of it that may leave."""

    ticket_id: int
    request: ServiceRequest
    pictures: tuple[FileView, ...]


PICTURES = (MediaKind.PHOTO, MediaKind.DOCUMENT)


def requests(
    work: UnitOfWork, after: int, since: datetime | None, until: datetime | None, *, limit: int, unmask: bool
) -> list[ExportRow]:
    """The next tickets after that id."""
    tickets = work.store(TicketSearch).filed(after, since, until, limit=limit)
    changed = work.store(TicketSearch).last_changes([ticket.id for ticket in tickets])
    return [
        ExportRow(t.id, _request(work, t, changed.get(t.id, t.filed_at), unmask), _pictures(work, t, unmask))
        for t in tickets
    ]


def record_unmasking(work: UnitOfWork, after: int, since: datetime | None, until: datetime | None, limit: int) -> int:
    """Write a look into the history of the next tickets whose reporter will be named; returns the last id, 0 at the
    end."""
    tickets = work.store(TicketSearch).filed(after, since, until, limit=limit, lock=True)
    for ticket in tickets:
        if ticket.reporter_id is not None and may_ask_name(ticket):
            look = Change(Action.LOOK, ticket.state, ticket.state, None, work.now)
            work.record(ticket, look, channel=Channel.TERMINAL, detail={"export": True})
    return tickets[-1].id if tickets else 0


def _confidential(ticket: Ticket) -> bool:
    """What two sides quarrel about, or what was told in confidence: its words and pictures name people."""
    return ticket.kind is Kind.DISPUTE or ticket.secrecy is not Secrecy.NORMAL or ticket.concerns is not None


def _pictures(work: UnitOfWork, ticket: Ticket, unmask: bool) -> tuple[FileView, ...]:
    """What handlers sent among themselves, and neighbours to them alone, stays in the house."""
    if _confidential(ticket) and not unmask:
        return ()
    heard = (media for media in work.contents.media_of(ticket) if may_hear(media.action, reports=True))
    return tuple(media.file.view for media in heard if media.kind in PICTURES and media.file is not None)


def _is_its_place(media: Media) -> bool:
    """A position that the resident's side or a reply gave; a neighbour's or an internal one is nobody's to export."""
    return media.kind is MediaKind.LOCATION and may_hear(media.action, reports=True)


def _request(work: UnitOfWork, ticket: Ticket, changed: datetime, unmask: bool) -> ServiceRequest:
    category, post = work.community.category(ticket.category), post_of(work, ticket)
    contact = work.people.contact(ticket.reporter_id) if ticket.reporter_id is not None else None
    behalf = work.contents.contact(ticket)
    named = unmask and may_ask_name(ticket)
    name = (contact.name if contact else None) or (behalf.name if behalf else None) or ""
    phone = (contact.phone if contact else None) or (behalf.phone if behalf else None) or ""
    shown = name if named else masked(name)
    position = next((m for m in work.contents.media_of(ticket) if _is_its_place(m)), None) if unmask else None
    names = [name, (behalf.name if behalf else None) or "", work.people.name(ticket.assignee_id) or ""]
    building = building_address(work, ticket)
    words = "\n".join(work.contents.report_words(ticket))
    if not unmask:
        words = "" if _confidential(ticket) else masked_words(words, names, work.community.level_words)
    return ServiceRequest(
        service_request_id=ticket.number,
        service_name=category.name["zh"],
        service_code=category.code,
        description=words,
        agency_responsible=post.title if post else "",
        requested_datetime=ticket.filed_at,
        updated_datetime=changed,
        expected_datetime=ticket.resolve_due,
        address=work.directory.name(ticket.address if unmask else building),
        address_id=work.directory.places[ticket.place_id if unmask else building.place_id].code,
        lat=position.latitude if position else None,
        long=position.longitude if position else None,
        media=(),
        state=ticket.state,
        grade=ticket.grade,
        channel=ticket.channel,
        reporter=shown if ticket.secrecy is not Secrecy.FROM_HANDLERS else "",
        phone=phone if named else "",
        closing=ticket.closing,
        rating=ticket.rating,
        claimed_datetime=ticket.claimed_at,
        resolved_datetime=ticket.resolved_at,
        closed_datetime=ticket.closed_at,
        reopened=ticket.reopened,
    )
