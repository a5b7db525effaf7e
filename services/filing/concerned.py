"""Whoever a report was made for is told, where they are known here; and can say that it is none of their business."""

from domain.notices.notices import Letter
from domain.notices.who_notices import ReportedForYou
from domain.refusal import Refusal
from domain.views import ConcernedView
from domain.vocabulary import OPEN_STATES, Aware, Secrecy
from services.telling.telling import redraw_cards
from services.telling.unasked import send_unasked
from storage.models import Person, Ticket
from storage.people.concerned import ConcernedPeople
from storage.unit_of_work import UnitOfWork


def tell_concerned(work: UnitOfWork, ticket: Ticket) -> None:
    """The one whose telephone number was given, or whose name at that very door, hears that somebody has reported for
    them. What is kept from the other side is kept from everybody who might be it."""
    contact = work.contents.contact(ticket) if ticket.on_behalf else None
    if contact is None or ticket.secrecy is not Secrecy.NORMAL:
        return
    person_id = work.store(ConcernedPeople).known_as(contact.name, contact.phone, ticket.address)
    if person_id is not None:
        _tell(work, ticket, person_id)


def tell_of_former(work: UnitOfWork, person: Person, phone: str) -> None:
    """Somebody has proved that a number is theirs: they hear of what is open and was reported for it before."""
    for ticket in work.store(ConcernedPeople).untold(phone):
        if ticket.secrecy is Secrecy.NORMAL and ticket.state in OPEN_STATES:
            _tell(work, ticket, person.id)


def _tell(work: UnitOfWork, ticket: Ticket, person_id: int) -> None:
    """Nobody hears what they have written down themselves."""
    contact = work.contents.contact(ticket)
    told = work.accounts.told_at([person_id])[person_id]
    if contact is None or told is None or person_id in (ticket.filed_by_id, ticket.assignee_id):
        return
    contact.person_id = person_id
    send_unasked(work, Letter(person_id, ReportedForYou(ticket.id)), ticket.grade)


def concerned_view(work: UnitOfWork, notice: ReportedForYou, person: Person) -> ConcernedView | None:
    """Who has reported, and what: no place and no words. Nothing to anybody but the one who was told."""
    contact = work.store(ConcernedPeople).told(notice.ticket_id, person.id)
    if contact is None:
        return None
    ticket = work.store(ConcernedPeople).ticket(notice.ticket_id)
    return ConcernedView(
        ticket_id=ticket.id,
        number=ticket.number,
        category=work.community.category(ticket.category),
        by=work.people.name(ticket.filed_by_id),
        open=ticket.state in OPEN_STATES,
    )


def not_my_matter(work: UnitOfWork, ticket_id: int, *, by: Person) -> None:
    """«这不是我的事», by the one who was told: the card says so, and whoever handles it finds out."""
    contact = work.store(ConcernedPeople).told(ticket_id, by.id)
    if contact is None:
        raise Refusal("refused-old-button")
    contact.aware = Aware.DENIED
    redraw_cards(work, work.store(ConcernedPeople).ticket(ticket_id))
