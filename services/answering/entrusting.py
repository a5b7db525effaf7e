"""Open work that goes to somebody else without anybody pressing a button on it: leaves, posts that end, places that
change. Nothing is left with nobody; whoever takes it gets one list, and each reporter hears of it once."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from domain.notices.notices import Letter, Say
from domain.notices.post_notices import (
    AnswersNow,
    EntrustedWork,
)
from domain.posts.accused import passed_over
from domain.posts.directory import Directory, Post
from domain.posts.routing import Route
from domain.tickets.lifecycle import THE_CLOCK, advance
from domain.vocabulary import Action, Channel, Entrusted, Grade, HeldAs, State
from services.answering.assigning import (
    alarmed,
    ask,
    assign,
    end_waiting,
    find_assignee,
    make_assignee,
    not_for,
    post_of,
)
from services.telling.sides import listener
from services.telling.telling import give_card, redraw_cards, tell_about
from services.telling.unasked import send_unasked
from storage.models import Ticket
from storage.people.absences import Absences
from storage.unit_of_work import UnitOfWork


@dataclass(slots=True)
class Moved:
    """What went to whom; told in one message each when all of it has gone."""

    why: Entrusted
    left: int | None = None
    """Whose work it was."""
    until: datetime | None = None
    to: dict[int, list[int]] = field(default_factory=dict)
    reporters: dict[int, dict[int, list[int]]] = field(default_factory=dict)
    lost: dict[int, dict[int, list[str]]] = field(default_factory=dict)
    """Numbers, by who had them, and by who has them now."""

    def goes(self, ticket: Ticket, before: int | None) -> None:
        """Whoever had it for another one is told that they need do no more; the one who is away or has left knows. Of
        a corrected place the correction tells."""
        knows = (None, self.left, ticket.assignee_id)
        if self.why is not Entrusted.PLACE and before is not None and before not in knows:
            self.lost.setdefault(before, {}).setdefault(ticket.assignee_id or 0, []).append(ticket.number)


def next_for(
    work: UnitOfWork, ticket: Ticket, directory: Directory, *, without: int, post: Post | None = None
) -> Route:
    """Who answers for a ticket when that person does not: whoever shares its post (or this one; a successor before a
    deputy), else the next one up, else anybody who answers for its place. Never its reporter, nor whoever gave it
    back."""
    skip = {without, ticket.reporter_id, *not_for(work, ticket)}
    post = post or post_of(work, ticket)
    if post is not None and post.role not in passed_over(ticket.concerns):
        mains, deputies = (directory.holders(post.id, held_as, work.now) for held_as in (HeldAs.MAIN, HeldAs.DEPUTY))
        for holding in (*mains, *deputies):
            person_id = holding.person_id
            if holding.reachable and person_id not in skip and directory.absence_of(person_id, work.now) is None:
                return Route(post, person_id, (), ())
    left = {person for person in (without, ticket.reporter_id) if person is not None}
    found = find_assignee(work, ticket, skip=left, above=post, directory=directory)
    if found.person_id is not None or post is None:
        return found
    return find_assignee(work, ticket, skip=left, directory=directory)


def stand_in_for(
    work: UnitOfWork, ticket: Ticket, directory: Directory, owner_id: int, absence_id: int | None
) -> Route:
    """Who has a ticket while its owner is away: their stand-in, else the superior."""
    other = directory.stand_in(owner_id, work.now)
    skip = {ticket.reporter_id, *not_for(work, ticket)}
    if other is not None and other not in skip and directory.reachable(other):
        return Route(post_of(work, ticket), other, (), (), absence_id)
    found = next_for(work, ticket, directory, without=owner_id)
    return Route(found.post, found.person_id, found.deputy_ids, found.looks, absence_id)


def heir_of(work: UnitOfWork, ticket: Ticket, directory: Directory, *, without: int) -> Route:
    """Who gets a ticket from somebody who leaves: what they had for a person on leave goes to whoever stands in for
    that one now, and comes back from there."""
    leave = work.store(Absences).get(ticket.absence_id) if ticket.absence_id is not None else None
    if leave is not None and directory.absence_of(leave.person_id, work.now) is not None:
        return stand_in_for(work, ticket, directory, leave.person_id, leave.id)
    return next_for(work, ticket, directory, without=without)


def entrust(work: UnitOfWork, ticket: Ticket, found: Route, moved: Moved) -> None:
    """Give it to the route's person: a claimed one must be claimed again; what rests or is done stays so."""
    change = advance(ticket, Action.ENTRUST, by=THE_CLOCK, at=work.now)
    before = ticket.assignee_id
    asked = change.after is State.NEW
    if asked:
        ticket.rung, ticket.claimed_at = 0, None
    assign(work, ticket, found, new_claim_limit=asked)
    detail = {"why": moved.why, "from": before, "to": found.person_id}
    work.record(ticket, change, channel=Channel.CLOCK, detail=detail)
    redraw_cards(work, ticket)
    if found.person_id is None:
        return
    moved.goes(ticket, before)
    moved.to.setdefault(found.person_id, []).append(ticket.id)
    reporter = listener(work, ticket)
    if reporter is not None and reporter != found.person_id:
        moved.reporters.setdefault(reporter, {}).setdefault(found.person_id, []).append(ticket.id)
    if ticket.grade is Grade.P0 and asked:
        give_card(work, ticket, alarmed(work, ticket), "card-danger")


def come_back(work: UnitOfWork, ticket: Ticket, owner_id: int, moved: Moved) -> None:
    """They are here again: it is theirs as it now stands, and keeps the limits it has."""
    change = advance(ticket, Action.COME_BACK, by=THE_CLOCK, at=work.now)
    before = ticket.assignee_id
    ticket.absence_id = None
    make_assignee(ticket, owner_id)
    own = {h.post_id for h in work.directory.holdings if h.person_id == owner_id and h.active(work.now)}
    post = next((post for post in work.directory.answering(ticket.address) if post.id in own), None)
    ticket.post_id = post.id if post else ticket.post_id
    work.record(ticket, change, channel=Channel.CLOCK, detail={"from": before, "to": owner_id})
    moved.goes(ticket, before)
    redraw_cards(work, ticket)


def tell_moved(work: UnitOfWork, moved: Moved) -> None:
    """One list to each who takes something, one message to each reporter and to whoever had it for another one; by
    night they wait."""
    until = moved.until.isoformat() if moved.until else None
    for person_id, tickets in moved.to.items():
        send_unasked(work, Letter(person_id, EntrustedWork(moved.why, tuple(tickets), moved.left, until)), Grade.P2)
    for reporter, by_assignee in moved.reporters.items():
        for person_id, tickets in by_assignee.items():
            notice = AnswersNow(moved.why, tuple(tickets), person_id, moved.left, until)
            send_unasked(work, Letter(reporter, notice), Grade.P2)
    for person_id, by_new in moved.lost.items():
        for new, numbers in by_new.items():
            said = {"number": "、".join(numbers), "name": work.people.name(new) or ""}
            send_unasked(work, Letter(person_id, Say("no-longer-yours", said)), Grade.P2)


def move_on(work: UnitOfWork, ticket: Ticket) -> None:
    """Whoever was asked is gone: the next one who answers for the place is asked."""
    found = find_assignee(work, ticket, skip={ticket.assignee_id or 0})
    change = advance(ticket, Action.REROUTE, by=THE_CLOCK, at=work.now)
    before = ticket.assignee_id
    assign(work, ticket, found, new_claim_limit=True)
    end_waiting(work, ticket)
    ticket.claimed_at = None
    seq = work.record(ticket, change, detail={"from": before, "to": found.person_id})
    tell_about(work, ticket, Action.REROUTE, seq, by=None)
    ask(work, ticket, found, "card-rerouted", seq)


def shares_of(found: Sequence[Route]) -> dict[int | None, int]:
    """How many go to whom; None: to nobody."""
    counts: dict[int | None, int] = {}
    for one in found:
        counts[one.person_id] = counts.get(one.person_id, 0) + 1
    return counts
