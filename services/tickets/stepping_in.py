"""A superior steps in: gives a ticket to somebody else, or changes its grade, with a reason the handlers see.

The reporter's words and rating are nobody's to change. Reopening is in services/tickets/closing.py.
"""

from datetime import datetime

from domain.refusal import Refusal
from domain.tickets.lifecycle import advance
from domain.tickets.remark import Remark
from domain.time.ladder import moments
from domain.vocabulary import Action, Grade, State
from services.answering.assigning import alarmed, recount_clocks
from services.telling.saying import record_said
from services.telling.telling import give_card, tell_about
from services.tickets.steps import colleagues_for, give_to, rest_no_longer
from storage.models import Person, Ticket
from storage.unit_of_work import UnitOfWork


def reassign_ticket(work: UnitOfWork, ticket_id: int, *, by: Person, to: int, said: Remark) -> Ticket:
    """改派: the other must claim it; whoever had it reads why."""
    ticket = work.tickets.lock(ticket_id, seen_by=by)
    change = advance(ticket, Action.REASSIGN, by=work.tickets.actor(ticket, by), at=work.now)
    had = ticket.assignee_id
    if to == had or to not in {person_id for person_id, _ in colleagues_for(work, ticket, by)}:
        raise Refusal("refused-not-a-colleague")
    give_to(work, ticket, to)
    seq, text = record_said(work, ticket, change, said, by=by, detail={"to": to, "had": had})
    tell_about(work, ticket, Action.REASSIGN, seq, by=by.id, text=text, had=had)
    give_card(work, ticket, (to,), "card-reassigned", seq)
    return ticket


def regrade_ticket(
    work: UnitOfWork, ticket_id: int, *, by: Person, grade: Grade, said: Remark
) -> tuple[Ticket, datetime | None]:
    """改等级: both limits are counted anew from where they began. Returns the ticket and the old promise."""
    ticket = work.tickets.lock(ticket_id, seen_by=by)
    change = advance(ticket, Action.REGRADE, by=work.tickets.actor(ticket, by), at=work.now)
    if grade is ticket.grade:
        raise Refusal("refused-same-grade")
    old, before = ticket.grade, ticket.resolve_due
    ticket.grade = grade
    recount_clocks(work, ticket)
    passed = [at for at, _ in moments(ticket, work.community.terms) if at <= work.now]
    ticket.rung = len(passed) if grade > old else 0  # made less urgent it does not remind of what is long past
    was = before.isoformat() if before else None
    detail = {"from": old, "to_grade": grade, "was": was}
    seq, text = record_said(work, ticket, change, said, by=by, detail=detail)
    tell_about(work, ticket, Action.REGRADE, seq, by=by.id, text=text)
    rest_no_longer(work, ticket, by=by)
    if grade is Grade.P0 and ticket.state is State.NEW:
        give_card(work, ticket, alarmed(work, ticket), "card-danger")
    return ticket, before
