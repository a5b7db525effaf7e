"""Who may see an ask, and how they stand to it. The one door: views, presses and the clock come through here.

An ask is about a ticket, or about a matter; what differs stands here and in services/matters/ask_steps.py alone.
"""

from dataclasses import dataclass

from domain.matters.asks import AskActor, AskState
from domain.matters.matters import Visibility
from domain.posts.rights import SECRETARIAT
from domain.refusal import Refusal
from domain.vocabulary import CHAIN
from storage.matters.asks import Asks
from storage.matters.matters import Matters
from storage.models import AskRow, MatterRow, Person, Ticket
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

    @property
    def ticket_id(self) -> int | None:
        return self.ticket.id


@dataclass(frozen=True, slots=True)
class AskAndMatter:
    """An ask with the matter in which somebody is called."""

    ask: AskRow
    matter: MatterRow

    @property
    def ticket_id(self) -> int | None:
        return None


FoundAsk = AskAndTicket | AskAndMatter


def seen_ask(work: UnitOfWork, ask_id: int, person: Person) -> FoundAsk | None:
    """For reading; None where it is not theirs to read: the asked, the asker, whoever answers for what it is about, the
    office and the secretary (collective.md 1.6 «asked»)."""
    found = _found(work, work.store(Asks).get(ask_id))
    return found if found is not None and _sees(work, found, person) else None


def _found(work: UnitOfWork, ask: AskRow | None) -> FoundAsk | None:
    if ask is None:
        return None
    if ask.matter_id is not None:
        matter = work.store(Matters).get(ask.matter_id)
        return AskAndMatter(ask, matter) if matter is not None else None
    ticket = work.session.get(Ticket, ask.ticket_id) if ask.ticket_id is not None else None
    return AskAndTicket(ask, ticket) if ticket is not None else None


def locked_ask(work: UnitOfWork, ask_id: int, person: Person) -> FoundAsk:
    """For changing: what it is about first, then itself. Raises the refusal of an unknown one."""
    known = work.store(Asks).get(ask_id)
    found = lock_with_subject(work, known) if known is not None else None
    if found is None or not _sees(work, found, person):
        raise unknown_ask()
    return found


def lock_with_subject(work: UnitOfWork, known: AskRow) -> FoundAsk | None:
    """What it is about first, then the ask. Where a merge has moved it to another ticket meanwhile, it is that one."""
    if known.matter_id is not None:
        matter, ask = work.store(Matters).lock(known.matter_id), work.store(Asks).lock(known.id)
        return AskAndMatter(ask, matter) if ask is not None and matter is not None else None
    if known.ticket_id is None:
        return None
    ticket = work.neighbours.lock(known.ticket_id)
    ask = work.store(Asks).lock(known.id)
    if ask is None or ask.ticket_id is None:
        return None
    return AskAndTicket(ask, ticket if ask.ticket_id == ticket.id else work.neighbours.lock(ask.ticket_id))


def ask_actor(work: UnitOfWork, found: FoundAsk, person: Person) -> AskActor:
    """How somebody stands to an ask."""
    ask = found.ask
    own = work.directory.posts_of(person.id, work.now)
    office = any(post.role in SECRETARIAT for post in own)
    if isinstance(found, AskAndTicket):
        roles = work.tickets.actor(found.ticket, person, history=False).roles
        answers = person.id == found.ticket.assignee_id or bool(roles & {*CHAIN})
    else:
        answers = any(post.id == found.matter.owner_post_id for post in own)
    asks = answers or person.id == ask.asked_by_id
    return AskActor(
        person.id,
        acts_for=_acts_for(work, ask, person),
        enters=office or (asks and ask.state in ENTERED_BY_ASKER),
        superior=answers,
        leads=asks and isinstance(found, AskAndMatter),
    )


def _acts_for(work: UnitOfWork, ask: AskRow, person: Person) -> bool:
    directory = work.directory
    if ask.to_person_id is not None:
        return person.id == ask.to_person_id
    if ask.to_body_id is not None:
        return any(post.body_id == ask.to_body_id for post in directory.seats_of(person.id, work.now))
    return any(post.id == ask.to_post_id for post in directory.posts_of(person.id, work.now))


def _sees(work: UnitOfWork, found: FoundAsk, person: Person) -> bool:
    if isinstance(found, AskAndMatter) and found.matter.visibility == Visibility.SEALED:
        return _acts_for(work, found.ask, person)
    actor = ask_actor(work, found, person)
    return actor.acts_for or actor.enters or actor.superior or person.id == found.ask.asked_by_id
