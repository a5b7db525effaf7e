"""Who may see an ask, and how they stand to it. The one door: views, presses and the clock come through here."""

from dataclasses import dataclass

from domain.matters.asks import AskActor, AskState
from domain.posts.rights import SECRETARIAT
from domain.refusal import Refusal
from domain.vocabulary import CHAIN
from storage.matters.asks import Asks
from storage.models import AskRow, Person, Ticket
from storage.unit_of_work import UnitOfWork

ENTERED_BY_ASKER = frozenset({AskState.SILENT, AskState.UNREACHED})
"""Where whoever asked has rung them up themselves."""


def unknown_ask() -> Refusal:
    """The same for one that is not there and one that is not theirs."""
    return Refusal("asks-refused-unknown")


@dataclass(frozen=True, slots=True)
class AskAndTicket:
    """An ask with the ticket it is about."""

    ask: AskRow
    ticket: Ticket


def seen_ask(work: UnitOfWork, ask_id: int, person: Person) -> AskAndTicket | None:
    """For reading; None where it is not theirs to read: the asked, the asker, whoever answers for the ticket, the
    office and the secretary (collective.md 1.6 «asked»)."""
    ask = work.store(Asks).get(ask_id)
    if ask is None or ask.ticket_id is None:
        return None
    ticket = work.session.get(Ticket, ask.ticket_id)
    return AskAndTicket(ask, ticket) if ticket is not None and _sees(work, ask, ticket, person) else None


def locked_ask(work: UnitOfWork, ask_id: int, person: Person) -> AskAndTicket:
    """For changing: its ticket first, then itself. Raises the refusal of an unknown one."""
    known = work.store(Asks).get(ask_id)
    found = lock_with_ticket(work, known) if known is not None else None
    if found is None or not _sees(work, found.ask, found.ticket, person):
        raise unknown_ask()
    return found


def lock_with_ticket(work: UnitOfWork, known: AskRow) -> AskAndTicket | None:
    """The ticket first, then the ask. Where a merge has moved the ask to another ticket meanwhile, it is that one."""
    if known.ticket_id is None:
        return None
    ticket = work.neighbours.lock(known.ticket_id)
    ask = work.store(Asks).lock(known.id)
    if ask is None or ask.ticket_id is None:
        return None
    return AskAndTicket(ask, ticket if ask.ticket_id == ticket.id else work.neighbours.lock(ask.ticket_id))


def ask_actor(work: UnitOfWork, ask: AskRow, ticket: Ticket, person: Person) -> AskActor:
    """How somebody stands to an ask of that ticket."""
    actor = work.tickets.actor(ticket, person, history=False)
    own = work.directory.posts_of(person.id, work.now)
    office = any(post.role in SECRETARIAT for post in own)
    answers = person.id == ticket.assignee_id or bool(actor.roles & {*CHAIN})
    asks = answers or person.id == ask.asked_by_id
    return AskActor(
        person.id,
        acts_for=_acts_for(work, ask, person),
        enters=office or (asks and ask.state in ENTERED_BY_ASKER),
        superior=answers,
    )


def _acts_for(work: UnitOfWork, ask: AskRow, person: Person) -> bool:
    directory = work.directory
    if ask.to_body_id is not None:
        return any(post.body_id == ask.to_body_id for post in directory.seats_of(person.id, work.now))
    if ask.to_post_id is not None:
        return any(post.id == ask.to_post_id for post in directory.posts_of(person.id, work.now))
    return person.id == ask.to_person_id


def _sees(work: UnitOfWork, ask: AskRow, ticket: Ticket, person: Person) -> bool:
    actor = ask_actor(work, ask, ticket, person)
    return actor.acts_for or actor.enters or actor.superior or person.id == ask.asked_by_id
