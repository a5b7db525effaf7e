"""Posts that end: open work goes to whoever shares the post, else one level up, and nothing stays with nobody."""

from dataclasses import replace

from domain.notices.notices import Letter, Say
from domain.posts.directory import Directory
from domain.posts.routing import Route
from domain.refusal import Refusal
from domain.vocabulary import Entrusted, Grade, Role, SetUpAct
from services.answering.assigning import assign
from services.answering.entrusting import Moved, entrust, heir_of, next_for, shares_of, tell_moved
from services.matters.ask_clock import pass_on_of_body
from services.parts import MAX_BATCH
from services.posts.absences import call_off_leaves
from services.telling.unasked import send_unasked
from services.tickets.approvals import pass_on_requests
from storage.models import HoldingRow, Person, Ticket
from storage.people.absences import Absences
from storage.people.posts import Posts
from storage.unit_of_work import UnitOfWork


def office_of(work: UnitOfWork, role: Role) -> list[int]:
    """Everybody who acts for a role and can be told something."""
    return work.directory.acting_as(role, work.now)


def shares(work: UnitOfWork, holding: HoldingRow) -> dict[int | None, int]:
    """How many open tickets would go to whom if they left this post now; None: to nobody."""
    return shares_of([found for _, found in _leaving(work, holding)])


def _without(work: UnitOfWork, holding: HoldingRow) -> Directory:
    """The directory as it will be when they are gone from this post."""
    left = [
        h
        for h in work.directory.holdings
        if (h.post_id, h.person_id, h.held_as) != (holding.post_id, holding.person_id, holding.held_as)
    ]
    return replace(work.directory, holdings=left)


def _leaving(work: UnitOfWork, holding: HoldingRow) -> list[tuple[Ticket, Route]]:
    """The tickets that they answer for by no other post, and who answers for each then: those they have, and those
    that others have for them while they are away."""
    then, person_id = _without(work, holding), holding.person_id
    held = [(ticket, heir_of(work, ticket, then, without=person_id)) for ticket in work.tickets.held_by(person_id)]
    post = work.directory.posts[holding.post_id]
    for ticket in work.tickets.displaced():
        leave = work.store(Absences).get(ticket.absence_id) if ticket.absence_id is not None else None
        if leave is not None and leave.person_id == person_id != ticket.assignee_id:
            own = post if post in work.directory.answering(ticket.address) else None
            held.append((ticket, next_for(work, ticket, then, without=person_id, post=own)))
    return [(ticket, to) for ticket, to in held if not then.standing(person_id, ticket.address, work.now)]


def end_holding(work: UnitOfWork, holding: HoldingRow, *, by: Person | None) -> Moved:
    """They hold this post no more. By hand it is refused while open work would be left with nobody; when its last
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
        if found.person_id is not None and found.person_id == ticket.assignee_id:
            assign(work, ticket, found, new_claim_limit=False)  # it is their own now
        else:
            entrust(work, ticket, found, moved)
    tell_moved(work, moved)
    if not work.directory.held_by(holding.person_id, work.now):
        call_off_leaves(work, holding.person_id)
    pass_on_requests(work, holding.person_id)
    if post.body_id is not None:
        pass_on_of_body(work, post.body_id)
    work.store(Posts).write(
        SetUpAct.ENDED_POST,
        by=by.id if by else None,
        person_id=holding.person_id,
        subject=post.title,
        before=holding.held_as,
    )
    key = "post-ended-for-you" if post.body_id is None else "seat-ended-for-you"
    farewell = Say(key, {"title": post.title})
    send_unasked(work, Letter(holding.person_id, farewell), Grade.P2)
    return moved


def end_posts(work: UnitOfWork, limit: int = MAX_BATCH) -> int:
    """The clock's part: holdings whose last day is over, as the import entered it; returns how many."""
    over = work.store(Posts).over(limit)
    for holding in over:
        end_holding(work, holding, by=None)
    return len(over)
