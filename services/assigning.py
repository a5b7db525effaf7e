"""Giving a ticket to whoever answers for its place, now or one level higher. Responsibility never ends at nobody."""

from collections.abc import Collection
from datetime import datetime

from domain.directory import Post
from domain.routing import Route, route
from domain.words import Grade
from services.telling import hand_card_to
from storage.models import Ticket
from storage.unit_of_work import UnitOfWork


def find_assignee(work: UnitOfWork, ticket: Ticket, *, skip: Collection[int] = (), above: Post | None = None) -> Route:
    """Who answers for it; whoever has returned it before, or reported it as a dispute, is passed over."""
    passed_over = {*skip, *work.tickets.returned_by(ticket)} if ticket.id else set(skip)
    return route(
        work.directory,
        ticket.address,
        work.now,
        skip_people=passed_over,
        skip_stewards=ticket.concerns_steward,
        above=above,
    )


def assign(work: UnitOfWork, ticket: Ticket, found: Route, *, new_claim_limit: bool) -> None:
    """Make the route's person the one who is asked. With nobody reachable the ticket waits for the post."""
    ticket.post_id = found.post.id if found.post else None
    ticket.assignee_id = found.person_id
    if new_claim_limit:
        category = work.community.category(ticket.category)
        ticket.claim_due = work.community.claim_due(category, ticket.grade, work.now)


def ask(work: UnitOfWork, ticket: Ticket, found: Route, key: str) -> None:
    """Hand the card to the person asked; for danger to the deputies too."""
    if found.person_id is None:
        return
    also = found.deputy_ids if ticket.grade is Grade.P0 else ()
    hand_card_to(work, ticket, (found.person_id, *also), key)


def end_waiting(ticket: Ticket, now: datetime) -> None:
    """It waits no more; the resolve clock stood still for as long as it did."""
    if ticket.resolve_due is not None and ticket.waiting_since is not None:
        ticket.resolve_due += now - ticket.waiting_since
    ticket.waiting_reason, ticket.waiting_since, ticket.waiting_until = None, None, None


def post_of(work: UnitOfWork, ticket: Ticket) -> Post | None:
    """The post that answers for it now."""
    return work.directory.posts.get(ticket.post_id) if ticket.post_id is not None else None
