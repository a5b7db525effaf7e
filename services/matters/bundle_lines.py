"""Is what a line says still so, and still its reader's to know? Asked when a bundle is sent, and again when drawn."""

from domain.matters.asks import OPEN_ASKS, UNANSWERED, AskKind, AskState
from domain.matters.bundles import BundledLine
from domain.vocabulary import State
from services.matters.ask_door import AskAndTicket, ask_actor, seen_ask
from services.matters.matters import seen_matter
from storage.matters.asks import Asks
from storage.matters.matters import Matters
from storage.models import AskRow, BundleLine, Person, Ticket
from storage.unit_of_work import UnitOfWork

GOES_ON = frozenset({State.NEW, State.CLAIMED, State.WAITING})
TOLD_TO_REPORTER = OPEN_ASKS | {AskState.DECLINED, AskState.DONE}


def still_holds(work: UnitOfWork, line: BundleLine, person: Person) -> bool:
    """Lines whose matter has ended, or that the reader may not see any more, drop out."""
    match line.kind:
        case BundledLine.TICKET_ASKED:
            return helps_of(work, line, person) is not None
        case BundledLine.RESULT:
            return result_of(work, line, person) is not None
        case BundledLine.TERM:
            matter = seen_matter(work, line.matter_id, person) if line.matter_id is not None else None
            return matter is not None and matter.ended_at is None
        case _:
            return _ask_holds(work, line, person)


def result_of(work: UnitOfWork, line: BundleLine, person: Person) -> tuple[Ticket, int, str] | None:
    """The reporter's ticket, how many came or did something, and the result in words; None where it is not theirs."""
    ticket = work.session.get(Ticket, line.ticket_id) if line.ticket_id is not None else None
    matter = work.store(Matters).get(line.matter_id) if line.matter_id is not None else None
    if ticket is None or matter is None or ticket.reporter_id != person.id:
        return None
    asks = work.store(Asks).of_matter(matter.id)
    helped = {ask.to_body_id for ask in asks if ask.arrived_at is not None or ask.state is AskState.DONE}
    said = [line.text_id for line in work.store(Matters).history(matter) if line.action == "result"]
    words = work.store(Matters).words(said[-1]) if said else None
    return (ticket, len(helped), words) if words else None


def _ask_holds(work: UnitOfWork, line: BundleLine, person: Person) -> bool:
    found = seen_ask(work, line.ask_id, person) if line.ask_id is not None else None
    if found is None:
        return False
    ask = found.ask
    goes_on = isinstance(found, AskAndTicket) and found.ticket.state in GOES_ON
    match line.kind:
        case BundledLine.ASK_NEW | BundledLine.ASK_DUE:
            actor = ask_actor(work, found, person)
            states = UNANSWERED if line.kind is BundledLine.ASK_NEW else OPEN_ASKS
            return (actor.acts_for or actor.enters) and ask.state in states
        case BundledLine.ASK_OVER:
            return ask.state is AskState.ACCEPTED and goes_on
        case _:
            return ask.state is AskState.DONE and goes_on


def helps_of(work: UnitOfWork, line: BundleLine, person: Person) -> tuple[Ticket, list[AskRow]] | None:
    """Whom the reporter's ticket was brought to, of each body the newest; None once they have heard how it ended."""
    ticket = work.session.get(Ticket, line.ticket_id) if line.ticket_id is not None else None
    if ticket is None or ticket.reporter_id != person.id or ticket.state not in GOES_ON:
        return None
    newest = {
        ask.to_body_id: ask
        for ask in work.store(Asks).of_ticket(ticket)
        if ask.to_body_id is not None and ask.kind is AskKind.DO
    }
    told = [ask for ask in newest.values() if ask.state in TOLD_TO_REPORTER]
    return (ticket, told) if told else None
