"""Giving a ticket to whoever answers for its place, now or one level higher. Responsibility never ends at nobody."""

from collections.abc import Collection

from domain.posts.accused import accused_people
from domain.posts.directory import Address, Directory, Post
from domain.posts.routing import Route, route
from domain.time.ladder import claim_clock, resolve_clock
from domain.time.limits import Limit
from domain.vocabulary import Grade, HeldAs, Kind, Role, State
from services.telling.telling import give_card
from storage.models import Ticket
from storage.unit_of_work import UnitOfWork


def find_assignee(
    work: UnitOfWork,
    ticket: Ticket,
    *,
    skip: Collection[int] = (),
    above: Post | None = None,
    lowest: Role | None = None,
    address: Address | None = None,
    directory: Directory | None = None,
) -> Route:
    """Who answers for it, never `not_for` it. `skip`: nor these; `above` and `lowest` as in `route`; `address` and
    `directory`: as if it were there, or as things will stand."""
    return route(
        directory or work.directory,
        address or ticket.address,
        work.now,
        skip_people={*skip, *not_for(work, ticket)},
        not_standing_in={ticket.reporter_id},
        concerns=ticket.concerns,
        above=above,
        lowest=lowest,
    )


def not_for(work: UnitOfWork, ticket: Ticket) -> set[int]:
    """Who is never given it, by any road: whoever returned it, its reporter in a dispute, whom it complains of,
    and, once it is appealed, whoever had a hand in what is appealed against."""
    people = work.tickets.set_aside(ticket) if ticket.id else set()
    if ticket.kind is Kind.DISPUTE and ticket.reporter_id is not None:
        people.add(ticket.reporter_id)
    return people | accused_people(work.directory, ticket.address, ticket.concerns, work.now)


def assign(work: UnitOfWork, ticket: Ticket, found: Route, *, new_claim_limit: bool) -> None:
    """Make the route's person the one who is asked. With nobody reachable the ticket waits for the post."""
    ticket.post_id = found.post.id if found.post else None
    ticket.absence_id = found.absence_id
    make_assignee(ticket, found.person_id)
    if new_claim_limit:
        start_claim_clock(work, ticket)


def make_assignee(ticket: Ticket, person_id: int | None) -> None:
    """It is theirs now; nobody is a helper of themselves."""
    ticket.assignee_id = person_id
    if ticket.helper_id == person_id:
        ticket.helper_id = None


def start_claim_clock(work: UnitOfWork, ticket: Ticket) -> None:
    """A new claim limit from now on; the resolve limit stays."""
    community = work.community
    ticket.claim_since = work.now
    ticket.claim_limit = community.limits_of(community.category(ticket.category), ticket.grade).claim
    clock = claim_clock(ticket, community.terms)
    ticket.claim_due = clock.at(100, community.terms.calendar) if clock else None


def start_resolve_clock(work: UnitOfWork, ticket: Ticket, *, half: bool = False) -> None:
    """A new resolve limit from now on: the category's, or half of it after «not solved» and on reopening."""
    community = work.community
    limit = community.limits_of(community.category(ticket.category), ticket.grade).resolve
    ticket.resolve_since, ticket.resolve_spent = work.now, 0
    ticket.resolve_limit = Limit.parse(limit).half().text() if half else limit
    _promise_to_resolve(work, ticket)


def recount_clocks(work: UnitOfWork, ticket: Ticket) -> None:
    """The category's limits are other ones now: both clocks go on from where they began."""
    community = work.community
    limits = community.limits_of(community.category(ticket.category), ticket.grade)
    ticket.resolve_limit = limits.resolve
    if ticket.claim_due is not None:
        ticket.claim_limit = limits.claim
        clock = claim_clock(ticket, community.terms)
        ticket.claim_due = clock.at(100, community.terms.calendar) if clock else None
    _promise_to_resolve(work, ticket)


def _promise_to_resolve(work: UnitOfWork, ticket: Ticket) -> None:
    clock = resolve_clock(ticket)
    ticket.resolve_due = clock.at(100, work.community.terms.calendar) if clock else None


def stop_resolve_clock(work: UnitOfWork, ticket: Ticket) -> None:
    """It waits from now on; what was used of the limit is kept."""
    clock = resolve_clock(ticket)
    if clock is not None:
        ticket.resolve_spent = int(clock.used(work.now, work.community.terms.calendar).total_seconds())


def ask(work: UnitOfWork, ticket: Ticket, found: Route, key: str, seq: int | None = None) -> None:
    """Hand the card to the person asked, with the words of line `seq`; for danger to the deputies too."""
    if ticket.grade is Grade.P0 and ticket.state is State.NEW:
        give_card(work, ticket, alarmed(work, ticket), "card-danger", seq)
    elif found.person_id is not None:
        give_card(work, ticket, (found.person_id,), key, seq)


def alarmed(work: UnitOfWork, ticket: Ticket) -> list[int]:
    """Whom danger calls: the assignee, the deputies of their post, and who has duty; at night duty first, and of the
    others only those who agreed to be woken; if that leaves nobody, everybody. Never somebody without a chat."""
    directory = work.directory
    line = {place.id for place in directory.line(ticket.place_id)}
    duty_posts = [post for post in directory.with_role(Role.DUTY) if post.place_id in line]
    duty = [person for post in duty_posts for person in directory.acting(post.id, HeldAs.MAIN, work.now)]
    post = post_of(work, ticket)
    others = directory.acting(post.id, HeldAs.DEPUTY, work.now) if post else []
    if ticket.assignee_id is not None and directory.reachable(ticket.assignee_id):
        others.insert(0, ticket.assignee_id)
    if not (others or duty):
        others = _anybody(work, ticket)
    if work.is_night():
        awake = duty + [person for person in others if work.people.get(person).wakes_at_night]
        return list(dict.fromkeys(awake or others))
    return list(dict.fromkeys(others + duty))


def _anybody(work: UnitOfWork, ticket: Ticket) -> list[int]:
    """Whoever answers for the place and can be told, the nearest first: nobody who ought to be called was left."""
    found = route(work.directory, ticket.address, work.now)
    return [found.person_id] if found.person_id is not None else []


def helper_of(work: UnitOfWork, ticket: Ticket) -> int | None:
    """Who helps whoever answers for it: asked before, and still answering for the place; while they are away, who
    stands in for them. Nobody helps themselves."""
    if ticket.helper_id is None or ticket.state not in (State.NEW, State.CLAIMED):
        return None
    helper = work.directory.stand_in(ticket.helper_id, work.now)
    if helper in (None, ticket.assignee_id) or not work.directory.reachable(helper):
        return None
    return helper if work.directory.standing(ticket.helper_id, ticket.address, work.now) else None


def end_waiting(work: UnitOfWork, ticket: Ticket) -> None:
    """It waits no more; the resolve clock goes on with what was left of its limit."""
    if ticket.waiting_since is not None:
        ticket.resolve_since = work.now
        _promise_to_resolve(work, ticket)
    ticket.waiting_reason, ticket.waiting_since, ticket.waiting_until = None, None, None


def post_of(work: UnitOfWork, ticket: Ticket) -> Post | None:
    """The post that answers for it now."""
    return work.directory.posts.get(ticket.post_id) if ticket.post_id is not None else None
