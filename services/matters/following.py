"""What a ticket's changes do to what was asked about it, in the same unit: asks end with it, move to the ticket it
lives on in, and keep it at rest no longer."""

from domain.matters.asks import CLOCK, AskAction, advance_ask
from domain.tickets.lifecycle import THE_CLOCK, Change, advance
from domain.vocabulary import ENDED_STATES, Action, Channel, State
from services.matters.ask_door import AskAndTicket
from services.matters.ask_steps import recall
from services.matters.resting import let_go
from storage.matters.asks import Asks
from storage.matters.matters import Matters
from storage.models import Ticket
from storage.unit_of_work import UnitOfWork

DONE_WITH = ENDED_STATES | {State.RESOLVED}
"""What is said to be done needs nobody's help any more: whoever was asked must not come for nothing."""


def after_ticket(work: UnitOfWork, ticket: Ticket, change: Change) -> None:
    """For every recorded change; a ticket about which nobody was asked, and that does not rest, costs nothing."""
    if change.before is change.after:
        return
    if change.before is State.WAITING:
        let_go(work, ticket)
    if change.action is Action.MERGE:
        _move_links(work, ticket)
    if not ticket.asks:
        return
    if change.action is Action.MERGE:
        _move(work, ticket)
    elif change.after in DONE_WITH and change.before not in DONE_WITH:
        for ask in work.store(Asks).open_of(ticket):
            step = advance_ask(ask, AskAction.RECALL, by=CLOCK, at=work.now)
            recall(work, AskAndTicket(ask, ticket), step)


def _move_links(work: UnitOfWork, ticket: Ticket) -> None:
    """Matters that it is part of go on about the ticket it was merged into."""
    target, matters = work.tickets.target_of(ticket), work.store(Matters)
    known = {link.matter_id for link in matters.links_of_ticket(target)} if target is not None else set()
    for link in matters.links_of_ticket(ticket):
        if target is not None and link.matter_id not in known:
            link.ticket_id = target.id


def _move(work: UnitOfWork, ticket: Ticket) -> None:
    """They go on about the ticket it was merged into; where that body was asked there already, one is enough."""
    target = work.tickets.target_of(ticket)
    if target is None:
        return
    asked_there = {ask.to_body_id for ask in work.store(Asks).open_of(target)}
    for ask in work.store(Asks).open_of(ticket):
        if ask.to_body_id is not None and ask.to_body_id in asked_there:
            step = advance_ask(ask, AskAction.RECALL, by=CLOCK, at=work.now)
            recall(work, AskAndTicket(ask, ticket), step)
            continue
        ask.ticket_id, ask.holds, ask.version = target.id, False, ask.version + 1
        target.asks += 1
        line = advance(target, Action.ASK, by=THE_CLOCK, at=work.now)
        facts = {"ask": ask.id, "body": ask.to_body_id, "stands": ask.state, "from": ticket.number}
        work.record(target, line, channel=Channel.CLOCK, detail=facts)
