"""不受理: not accepted, with a reason and where to go instead; and the reporter's one appeal."""

from collections.abc import Collection

from domain.posts.routing import Route
from domain.refusal import Refusal
from domain.tickets.lifecycle import advance
from domain.tickets.remark import Remark
from domain.vocabulary import Action
from services.answering.assigning import ask, assign, end_waiting, find_assignee, start_resolve_clock
from services.telling.saying import record_said
from services.telling.telling import tell_about
from services.tickets.merging import stand_alone
from storage.models import ChangeRow, Person, Ticket
from storage.unit_of_work import UnitOfWork


def reject_ticket(
    work: UnitOfWork, ticket_id: int, *, by: Person, reason: str, said: Remark, told: Collection[int] = ()
) -> Ticket:
    """By a group leader or above. After an appeal only by somebody higher than who rejected it before. `told`: who has
    just heard that it was approved."""
    ticket = work.tickets.lock(ticket_id, seen_by=by)
    actor = work.tickets.actor(ticket, by)
    change = advance(ticket, Action.REJECT, by=actor, at=work.now)
    before = _rejection(work, ticket)
    if before is not None and actor.rank <= int(str(before.detail.get("rank", -1))) and by.id != ticket.assignee_id:
        raise Refusal("refused-needs-superior")
    end_waiting(work, ticket)
    seq, text = record_said(work, ticket, change, said, by=by, detail={"reason": reason, "rank": actor.rank})
    stand_alone(work, ticket)
    tell_about(work, ticket, Action.REJECT, seq, by=by.id, text=text, told=told)
    return ticket


def appeal_ticket(work: UnitOfWork, ticket_id: int, *, by: Person, said: Remark) -> Ticket:
    """申诉, once: one level higher than who rejected it decides; new claim limit, half the resolve limit."""
    ticket = work.tickets.lock(ticket_id, seen_by=by)
    change = advance(ticket, Action.APPEAL, by=work.tickets.actor(ticket, by), at=work.now)
    found = _one_level_higher(work, ticket)
    had, ticket.appealed, ticket.claimed_at, ticket.helper_id = ticket.assignee_id, True, None, None
    start_resolve_clock(work, ticket, half=True)
    assign(work, ticket, found, new_claim_limit=True)
    seq, text = record_said(work, ticket, change, said, by=by, detail={"to": found.person_id})
    tell_about(work, ticket, Action.APPEAL, seq, by=by.id, text=text, had=had)
    ask(work, ticket, found, "card-appealed", seq)
    return ticket


def _rejection(work: UnitOfWork, ticket: Ticket) -> ChangeRow | None:
    lines = [line for line in work.tickets.history(ticket) if line.action is Action.REJECT]
    return lines[-1] if lines else None


def _one_level_higher(work: UnitOfWork, ticket: Ticket) -> Route:
    """Above whoever rejected it, and nobody who had a hand in it; at the top of the chain somebody else there."""
    line = _rejection(work, ticket)
    rejecter = line.by_id if line is not None else None
    skip = work.tickets.had_a_hand(ticket) | ({ticket.reporter_id} if ticket.reporter_id is not None else set())
    own = work.directory.posts_of(rejecter, work.now) if rejecter is not None else []
    posts = [post for post in work.directory.answering(ticket.address) if post in own]
    found = find_assignee(work, ticket, skip=skip, above=posts[-1] if posts else None)
    if found.person_id is None and posts:
        found = find_assignee(work, ticket, skip=skip, lowest=posts[-1].role)
    if found.person_id is None:
        raise Refusal("refused-appeal-nobody")
    return found
