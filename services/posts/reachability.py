"""Who can be told something. Nobody is forgotten: what cannot be delivered becomes a fact that routing acts on."""

from collections.abc import Sequence

from domain.notices.notice import Notice
from domain.notices.notices import Letter, OtherSideUnreachable, TicketCard
from domain.tickets.lifecycle import THE_CLOCK, advance
from domain.vocabulary import OPEN_STATES, Action
from services.answering.assigning import alarmed, ask, assign, find_assignee
from services.answering.entrusting import move_on
from services.matters.ask_clock import pass_on_asks
from services.telling.telling import give_card, send, tell_about
from services.tickets.approvals import pass_on_requests
from storage.models import Person
from storage.unit_of_work import UnitOfWork


def account_unreachable(work: UnitOfWork, account_id: int, why: str) -> None:
    """The bot was blocked there, or the account is gone. What waits there goes to where else its person can be told;
    where that is nowhere, it is dropped, their tickets move on, what danger called them to calls whoever is left, and
    the other side of each is told and offered another way."""
    account = work.accounts.lock(account_id)
    if account is None or account.person_id is None:
        work.outbox.drop(account_id, why)
        return
    was_reachable = work.accounts.reachable(account.person_id)
    if (instead := work.accounts.lose(account)) is not None:
        work.outbox.move(account_id, instead.id)
        return
    missed = work.outbox.waiting_in(account_id)
    work.outbox.drop(account_id, why)
    if was_reachable:
        _lose(work, work.people.get(account.person_id), missed)


def _lose(work: UnitOfWork, person: Person, missed: Sequence[Notice]) -> None:
    """Nothing reaches the person any more, and these are what they were to be told."""
    cards = {one.ticket_id for one in missed if isinstance(one, TicketCard)}
    alarms = work.tickets.unclaimed_dangers(cards)
    called = {ticket.id: alarmed(work, ticket) for ticket in alarms}
    work.places.touch()
    for ticket in work.tickets.open_of_assignee(person.id):
        move_on(work, ticket)
        called.pop(ticket.id, None)  # all were called anew
    for ticket in alarms:
        if ticket.id in called:
            left = [one for one in alarmed(work, ticket) if one not in called[ticket.id]]
            give_card(work, ticket, left, "card-danger")
    pass_on_requests(work, person.id)
    pass_on_asks(work, person.id)
    for ticket in work.tickets.of_reporter(person, since=work.now):
        if ticket.state in OPEN_STATES and ticket.assignee_id not in (None, person.id):
            send(work, ticket, Letter(ticket.assignee_id or 0, OtherSideUnreachable(ticket.id, "reporter")))


def account_moved(work: UnitOfWork, account_id: int, address: str) -> None:
    """A group has another address now; what waits for it goes there."""
    there = work.accounts.readdress(account_id, address)
    if there != account_id:
        work.outbox.move(account_id, there)


def person_reachable(work: UnitOfWork, person: Person) -> None:
    """They have written or pressed Start again."""
    if work.accounts.regain(person.id):
        work.places.touch()
        take_up_waiting(work)


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
