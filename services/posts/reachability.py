"""Who can be told something. Nobody is forgotten: what cannot be delivered becomes a fact that routing acts on."""

from domain.notices.notices import Letter, OtherSideUnreachable, TicketCard
from domain.tickets.lifecycle import THE_CLOCK, advance
from domain.vocabulary import OPEN_STATES, Action
from services.answering.assigning import alarmed, ask, assign, end_waiting, find_assignee
from services.telling.telling import give_card, send, tell_about
from services.tickets.approvals import pass_on_requests
from storage.models import Person, Ticket
from storage.unit_of_work import UnitOfWork


def person_unreachable(work: UnitOfWork, person: Person, why: str) -> None:
    """The bot was blocked or the account is gone: what waits for the person is dropped, their tickets move on, what
    danger called them to calls whoever is left, and the other side of each is told and offered another way."""
    chat = person.telegram_id
    missed = work.outbox.waiting_in(chat) if chat is not None else []
    if chat is not None:
        work.outbox.drop_chat(chat, why)
    if person.unreachable_at is not None:
        return
    cards = {one.ticket_id for one in missed if isinstance(one, TicketCard)}
    alarms = work.tickets.unclaimed_dangers(cards)
    called = {ticket.id: alarmed(work, ticket) for ticket in alarms}
    person.unreachable_at = work.now
    work.places.touch()
    for ticket in work.tickets.open_of_assignee(person.id):
        move_on(work, ticket)
        called.pop(ticket.id, None)  # all were called anew
    for ticket in alarms:
        if ticket.id in called:
            left = [one for one in alarmed(work, ticket) if one not in called[ticket.id]]
            give_card(work, ticket, left, "card-danger")
    pass_on_requests(work, person.id)
    for ticket in work.tickets.of_reporter(person, since=work.now):
        if ticket.state in OPEN_STATES and ticket.assignee_id not in (None, person.id):
            send(work, ticket, Letter(ticket.assignee_id or 0, OtherSideUnreachable(ticket.id, "reporter")))


def person_reachable(work: UnitOfWork, person: Person) -> None:
    """They have written or pressed Start again."""
    if person.unreachable_at is None:
        return
    person.unreachable_at = None
    work.places.touch()
    take_up_waiting(work)


def move_on(work: UnitOfWork, ticket: Ticket) -> None:
    """Whoever was asked is gone: the next one who answers for the place is asked."""
    found = find_assignee(work, ticket, skip={ticket.assignee_id or 0})
    change = advance(ticket, Action.REROUTE, by=THE_CLOCK, at=work.now)
    before = ticket.assignee_id
    assign(work, ticket, found, new_claim_limit=True)
    end_waiting(work, ticket)
    ticket.claimed_at = None
    seq = work.record(ticket, change, detail={"from": before, "to": found.person_id})
    tell_about(work, ticket, Action.REROUTE, seq, by=None)
    ask(work, ticket, found, "card-rerouted", seq)


def take_up_waiting(work: UnitOfWork) -> int:
    """Tickets that nobody could be asked about go to whoever can be now; returns how many did."""
    taken = 0
    for ticket in work.tickets.open_without_assignee():
        found = find_assignee(work, ticket)
        if found.person_id is None:
            continue
        change = advance(ticket, Action.REROUTE, by=THE_CLOCK, at=work.now)
        assign(work, ticket, found, new_claim_limit=True)
        seq = work.record(ticket, change, detail={"from": None, "to": found.person_id})
        tell_about(work, ticket, Action.REROUTE, seq, by=None)
        ask(work, ticket, found, "card-rerouted")
        taken += 1
    return taken
