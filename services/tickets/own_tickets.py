"""Which of their own reports somebody means who names none: «催办», «撤回»."""

from domain.refusal import unknown_ticket
from domain.tickets.lifecycle import may
from domain.vocabulary import Action
from storage.models import Person, Ticket
from storage.tickets.finding import TicketSearch
from storage.unit_of_work import UnitOfWork


def open_tickets_for(work: UnitOfWork, person: Person, action: Action) -> list[Ticket]:
    """Those for which they can do that now, newest first."""
    own = work.tickets.open_of_reporter(person)
    return [one for one in own if may(one, action, work.tickets.actor(one, person), work.now)]


def ticket_named(work: UnitOfWork, number: str, *, certain: bool, by: Person) -> Ticket | None:
    """The ticket of that printed number. One that is not there, or not for them, is a `Refusal`, the same for both;
    None where the words need not have been a number at all (`certain` False)."""
    found = work.tickets.several(work.store(TicketSearch).ids(number=number), seen_by=by)
    if not found and certain:
        raise unknown_ticket()
    return found[0] if found else None
