"""A draft that turns out to be about a ticket of one's own: its words go there, and the draft is done."""

from domain.refusal import Refusal
from domain.tickets.already import Known
from domain.tickets.report_form import Form
from domain.vocabulary import Action
from services.filing.already import known_here
from services.filing.proposing import end_draft
from services.filing.reports import open_form
from services.telling.saying import said_in
from services.tickets.closing import reopen_ticket
from services.tickets.talking import add_words, go_on_with
from storage.models import Person, Ticket
from storage.unit_of_work import UnitOfWork


def add_draft(work: UnitOfWork, person: Person, ticket_id: int) -> Ticket:
    """A repeat: nothing new is filed, the words and files are added and the assignee reads them."""
    form = _draft_about(work, person, ticket_id, Known.REPEAT)
    first, *more = said_in(work, form, person)
    ticket = add_words(work, ticket_id, Action.COMMENT, first, by=person)
    go_on_with(work, ticket_id, more, by=person)
    _done(work, person)
    return ticket


def reopen_with_draft(work: UnitOfWork, person: Person, ticket_id: int) -> Ticket:
    """A recurrence within the window: the closed ticket opens again, and the draft's words say how it came back."""
    form = _draft_about(work, person, ticket_id, Known.RECURRENCE)
    first, *more = said_in(work, form, person)
    ticket = reopen_ticket(work, ticket_id, by=person, said=first)
    go_on_with(work, ticket_id, more, by=person)
    _done(work, person)
    return ticket


def _draft_about(work: UnitOfWork, person: Person, ticket_id: int, how: Known) -> Form:
    form = open_form(work, person)
    known = known_here(work, person, form)
    if known is None or known[0] is not how or ticket_id not in {one.id for one in known[1]}:
        raise Refusal("refused-old-button")
    return form


def _done(work: UnitOfWork, person: Person) -> None:
    end_draft(work, person)
    work.conversation.stop_awaiting(person.id)
