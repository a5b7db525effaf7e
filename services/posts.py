"""Posts that end: open work goes to whoever shares the post, else one level up, and nothing stays with nobody."""

from dataclasses import replace

from domain.directory import Directory
from domain.notices import Letter, Say
from domain.refusal import Refusal
from domain.routing import Route
from domain.words import Entrusted, Grade, Role, SetUpAct
from services.entrusting import Moved, entrust, next_for, shares_of, tell_moved
from services.telling import send_unasked
from storage.models import HoldingRow, Person, Ticket
from storage.unit_of_work import UnitOfWork


def office_of(work: UnitOfWork, role: Role) -> list[int]:
    """Everybody of a role who can be told something."""
    posts = {post.id for post in work.directory.posts.values() if post.role is role}
    held = (h for h in work.directory.holdings if h.post_id in posts and h.active(work.now) and h.reachable)
    return list(dict.fromkeys(holding.person_id for holding in held))


def shares(work: UnitOfWork, holding: HoldingRow) -> dict[int | None, int]:
    """How many open tickets would go to whom if he left this post now; None: to nobody."""
    return shares_of([found for _, found in _leaving(work, holding)])


def _without(work: UnitOfWork, holding: HoldingRow) -> Directory:
    """The directory as it will be when he is gone from this post."""
    left = [
        h
        for h in work.directory.holdings
        if (h.post_id, h.person_id, h.held_as) != (holding.post_id, holding.person_id, holding.held_as)
    ]
    return replace(work.directory, holdings=left)


def _leaving(work: UnitOfWork, holding: HoldingRow) -> list[tuple[Ticket, Route]]:
    """His tickets that he answers for by no other post, and who answers for each of them then."""
    then = _without(work, holding)
    return [
        (ticket, next_for(work, ticket, then, without=holding.person_id))
        for ticket in work.tickets.held_by(holding.person_id)
        if not then.standing(holding.person_id, ticket.address, work.now)
    ]


def end_holding(work: UnitOfWork, holding: HoldingRow, *, by: Person | None) -> Moved:
    """He holds this post no more. By hand it is refused while open work would be left with nobody; when its last
    day has come by itself, such work waits for whoever comes."""
    going = _leaving(work, holding)
    if by is not None and any(found.person_id is None for _, found in going):
        raise Refusal("refused-nobody-takes")
    post = work.directory.posts[holding.post_id]
    holding.until = min(holding.until or work.now, work.now)
    holding.handed_over_at = work.now
    work.places.touch()
    moved = Moved(Entrusted.POST_ENDED, left=holding.person_id)
    for ticket, found in going:
        entrust(work, ticket, found, moved)
    tell_moved(work, moved)
    work.posts.write(
        SetUpAct.ENDED_POST,
        by=by.id if by else None,
        person_id=holding.person_id,
        subject=post.title,
        before=holding.held_as,
    )
    farewell = Say("post-ended-for-you", {"title": post.title})
    send_unasked(work, Letter(holding.person_id, farewell), Grade.P2)
    return moved


def end_posts(work: UnitOfWork, limit: int) -> int:
    """The clock's part: holdings whose last day is over, as the import entered it; returns how many."""
    over = work.posts.over(limit)
    for holding in over:
        end_holding(work, holding, by=None)
    return len(over)
