"""Two reports of one matter: one goes on, the other follows it; and standing alone again."""

from collections.abc import Collection

from domain.posts.directory import Address
from domain.refusal import Refusal, unknown_ticket
from domain.tickets.lifecycle import NEVER_WAITS, THE_CLOCK, Actor, advance
from domain.vocabulary import Action, Channel, Grade, Level, State
from services.answering.assigning import ask, assign, end_waiting, find_assignee, start_resolve_clock
from services.telling.telling import give_card, tell_about
from storage.models import Person, Ticket
from storage.tickets.finding import TicketSearch
from storage.unit_of_work import UnitOfWork

TAKES_OTHERS = (State.NEW, State.CLAIMED, State.WAITING)
MAX_PROPOSED = 5


def proposals_to_merge(work: UnitOfWork, ticket: Ticket, by: Person) -> list[Ticket]:
    """Open tickets of the same category in the same building that this person may see, oldest first."""
    ids = work.store(TicketSearch).ids(
        places=dict.fromkeys(_building(work, ticket.address)),
        categories=(ticket.category,),
        states=TAKES_OTHERS,
    )
    rows = work.tickets.several([one for one in ids if one != ticket.id], seen_by=by)
    return [row for row in rows if _why_not(ticket, row) is None][:MAX_PROPOSED]


def ticket_by_number(work: UnitOfWork, number: str, *, by: Person) -> Ticket:
    """The ticket with that printed number, if this person may see it."""
    found = work.tickets.several(work.store(TicketSearch).ids(number=number), seen_by=by)
    if not found:
        raise unknown_ticket()
    return found[0]


def check_merge(work: UnitOfWork, ticket: Ticket, target: Ticket) -> None:
    """Raise the `Refusal` that says why these two cannot be one."""
    if (key := _why_not(ticket, target)) is not None:
        raise Refusal(key)


def merge_ticket(work: UnitOfWork, ticket_id: int, target_id: int, *, by: Person) -> tuple[Ticket, Ticket]:
    """并入: this one ends, its people follow the other, whose assignee gets its words. What was merged into this one
    goes along."""
    for one in sorted({ticket_id, target_id}):  # always in this order: no deadlock
        work.tickets.lock(one, seen_by=by)
    ticket, target = work.tickets.get(ticket_id, seen_by=by), work.tickets.get(target_id, seen_by=by)
    change = advance(ticket, Action.MERGE, by=work.tickets.actor(ticket, by), at=work.now)
    check_merge(work, ticket, target)
    for follower in work.tickets.merged_into(ticket):
        follower.merged_into_id = target.id
    end_waiting(work, ticket)
    ticket.merged_into_id = target.id
    work.neighbours.regroup()
    seq = work.record(ticket, change, detail={"into": target.number})
    tell_about(work, ticket, Action.MERGE, seq, by=by.id)
    if target.assignee_id is not None and target.assignee_id != by.id:
        give_card(work, ticket, (target.assignee_id,), "card-merged-in")
    return ticket, target


def unlink_ticket(work: UnitOfWork, ticket_id: int, *, by: Person) -> Ticket:
    """拆开: a superior makes it a ticket of its own again."""
    ticket = work.tickets.lock(ticket_id, seen_by=by, with_target=True)
    _unlink(work, ticket, work.tickets.actor(ticket, by))
    return ticket


def stand_alone(work: UnitOfWork, target: Ticket) -> None:
    """The ticket others were merged into ends without being solved: each of them goes on by itself."""
    for follower in work.tickets.merged_into(target):
        _unlink(work, follower, THE_CLOCK)


def _unlink(work: UnitOfWork, ticket: Ticket, actor: Actor) -> None:
    change = advance(ticket, Action.UNLINK, by=actor, at=work.now)
    ticket.claimed_at = ticket.helper_id = None
    start_resolve_clock(work, ticket)
    found = find_assignee(work, ticket)
    assign(work, ticket, found, new_claim_limit=True)
    channel = Channel.CLOCK if actor.person_id is None else Channel.CHAT
    seq = work.record(ticket, change, channel=channel, detail={"into": work.tickets.number_of(ticket.merged_into_id)})
    tell_about(work, ticket, Action.UNLINK, seq, by=actor.person_id)
    ticket.merged_into_id = None
    work.neighbours.regroup()
    ask(work, ticket, found, "card-unlinked")


def _why_not(ticket: Ticket, target: Ticket) -> str | None:
    if target.id == ticket.id:
        return "refused-merge-itself"
    if target.state not in TAKES_OTHERS:
        return "refused-merge-ended"
    if target.kind is not ticket.kind or target.concerns is not ticket.concerns:
        return "refused-merge-kind"
    danger = ticket.grade is Grade.P0 and target.grade is not Grade.P0
    would_rest = ticket.grade in NEVER_WAITS and target.grade not in NEVER_WAITS
    return "refused-merge-urgent" if danger or would_rest else None


def _building(work: UnitOfWork, address: Address) -> Collection[int]:
    """The building (or street) the address lies in, with everything inside it."""
    line = work.directory.line(address.place_id)
    house = next((place for place in line if place.level in (Level.BUILDING, Level.STREET)), line[0])
    return work.directory.below(house.id)
