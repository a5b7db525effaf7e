"""Who stands at which side of a ticket at this moment (domain/tickets/told.py)."""

from collections.abc import Sequence

from domain.posts.routing import route
from domain.tickets.told import Side
from domain.vocabulary import OPEN_STATES, HeldAs
from storage.models import Ticket
from storage.unit_of_work import UnitOfWork


def people_at(
    work: UnitOfWork, ticket: Ticket, side: Side, *, by: int | None = None, had: int | None = None
) -> Sequence[int]:
    """Everybody at that side. `by` acts and stands in for nobody; `had` answered for it before."""
    match side:
        case Side.REPORTER:
            return _known(None if ticket.on_behalf else ticket.reporter_id)
        case Side.PROXY:
            return _known(ticket.reporter_id if ticket.on_behalf else None)
        case Side.RECORDER:
            return _known(_recorder(work, ticket, by) if ticket.reporter_id is None else None)
        case Side.ASSIGNEE:
            return _known(ticket.assignee_id)
        case Side.FORMER:
            return _known(had if had != ticket.assignee_id else None)
        case Side.HELPER:
            return _known(ticket.helper_id if ticket.helper_id != ticket.assignee_id else None)
        case Side.DEPUTY:
            return _deputies(work, ticket)
        case Side.FOLLOWERS:
            return sorted(work.neighbours.followers_of(ticket.id))
        case Side.MERGED:
            return [one for merged in work.tickets.merged_into(ticket) if (one := listener(work, merged)) is not None]
        case Side.TARGET:
            target = carries_on(work, ticket)
            return _known(target.assignee_id if target is not None else None)


def listener(work: UnitOfWork, ticket: Ticket) -> int | None:
    """Who hears for the resident: the reporter, else whoever recorded it or stands there for them now."""
    return ticket.reporter_id or _recorder(work, ticket, None)


def carries_on(work: UnitOfWork, ticket: Ticket) -> Ticket | None:
    """The ticket that a merged one lives on in, while that one is open."""
    target = work.tickets.target_of(ticket)
    return target if target is not None and target.state in OPEN_STATES else None


def _known(person_id: int | None) -> Sequence[int]:
    return () if person_id is None else (person_id,)


def _deputies(work: UnitOfWork, ticket: Ticket) -> Sequence[int]:
    holdings = work.directory.holders(ticket.post_id, HeldAs.DEPUTY, work.now) if ticket.post_id is not None else ()
    return [one.person_id for one in holdings if one.reachable and one.person_id != ticket.assignee_id]


def _recorder(work: UnitOfWork, ticket: Ticket, by: int | None) -> int | None:
    """Whoever recorded it while they hold a post and are here, else their stand-in if it is that one's place too; else
    who answers for the place now. Whoever acts does not pass it on to themselves."""
    recorder, directory = ticket.recorded_by_id, work.directory
    if recorder is None:
        return None
    here = directory.stand_in(recorder, work.now) if directory.posts_of(recorder, work.now) else None
    knows = here == recorder or (here is not None and bool(directory.standing(here, ticket.address, work.now)))
    if here is not None and knows and directory.reachable(here):
        return here
    return route(directory, ticket.address, work.now, skip_people={by}, concerns=ticket.concerns).person_id
