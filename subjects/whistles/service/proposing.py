"""Proposing a whistle: who may, what must have been tried, whom it calls, and who approves it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.bodies.bodies import Body
from domain.matters.matters import MAX_TITLE_CHARACTERS
from domain.matters.whom_to_ask import is_concerned
from domain.posts.directory import Post
from domain.refusal import Refusal
from domain.vocabulary import Action, Role, State
from services.answering.assigning import not_for
from services.matters.matters import open_matter
from services.matters.resting import rested_outside
from services.tickets.neighbours import is_topic
from storage.matters.asks import Asks
from storage.matters.matters import Matters
from storage.models import Person, Ticket
from storage.unit_of_work import UnitOfWork
from subjects.whistles.rows import WhistleRow
from subjects.whistles.rules import (
    DECIDE_WITHIN_DAYS,
    KINDS,
    LONG_OUTSIDE_DAYS,
    MAX_CALLED_IN_ALL,
    MAX_SPOT,
    MAX_WORDS,
    PROPOSED,
    UNHELPED,
    Tried,
    WhistleKind,
    can_be_called,
    kinds_for,
    was_tried,
)
from subjects.whistles.service.kind import SEEN_BY, TABLE, Whistle, tell_post, words
from subjects.whistles.store import Whistles

OPEN_FOR_IT = (State.CLAIMED, State.WAITING)
LONGEST_AHEAD = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a whistle is to be: `called` by body id; `come_at` an instant; `spot` and `why` in words."""

    kind: WhistleKind
    called: tuple[int, ...]
    come_at: datetime
    spot: str
    why: str


def kinds_of(work: UnitOfWork, ticket_id: int, person: Person) -> list[WhistleKind]:
    """Which of them they may propose for this ticket. Refuses whoever may none, a ticket that nobody has taken on, and
    one with which nothing else was tried; the secretary may all the same."""
    ticket = work.tickets.get(ticket_id, seen_by=person)
    if ticket.state not in OPEN_FOR_IT:
        raise Refusal("whistles-refused-not-claimed")
    roles = _roles_there(work, ticket, person)
    kinds = kinds_for(roles)
    if not kinds:
        raise Refusal("whistles-refused-not-yours")
    if Role.SECRETARY not in roles and not was_tried(tried(work, ticket)):
        raise Refusal("whistles-refused-untried")
    return kinds


def _roles_there(work: UnitOfWork, ticket: Ticket, person: Person) -> frozenset[Role]:
    """Their roles of the chain at the ticket's address."""
    return frozenset(work.tickets.actor(ticket, person, history=False).roles)


def tried(work: UnitOfWork, ticket: Ticket) -> Tried:
    """What was tried with it, from its history and what was asked about it."""
    calendar, now = work.community.calendar(), work.now
    history = work.tickets.history(ticket)
    asks = work.store(Asks).of_ticket(ticket)
    extended = sum(line.action is Action.APPROVE and line.detail.get("asked") == "extend" for line in history)
    return Tried(
        claimed=ticket.state in OPEN_FOR_IT,
        grade=ticket.grade,
        in_vain=any(ask.silent_at is not None or {ask.state, ask.was} & UNHELPED for ask in asks),
        waited_long=rested_outside(work, ticket)
        > calendar.worked(now, calendar.working_days_after(now, LONG_OUTSIDE_DAYS)),
        sent_back_or_extended=extended + sum(line.action is Action.RETURN for line in history),
        topic=is_topic(work, ticket),
    )


def bodies_to_call(work: UnitOfWork, ticket: Ticket, kind: WhistleKind) -> list[Body]:
    """Whom a whistle of that kind can call there, the nearest first; never whom it is about."""
    near = sorted(work.directory.bodies_at(ticket.place_id, work.now), key=lambda one: (one[0], one[1].code))
    return can_be_called(kind, [body for _, body in near if not _is_about(work, ticket, body)])


def _is_about(work: UnitOfWork, ticket: Ticket, body: Body) -> bool:
    category = work.community.category(ticket.category)
    return is_concerned(body, category, {*work.store(Asks).concerned(ticket)})


def propose(work: UnitOfWork, ticket_id: int, proposal: Proposal, *, by: Person) -> Whistle:
    """报批: it waits for whoever approves that kind; they read it, unless it is whoever proposes."""
    ticket = work.tickets.lock(ticket_id, seen_by=by)
    if proposal.kind not in kinds_of(work, ticket_id, by):
        raise Refusal("whistles-refused-not-yours")
    check_called(work, ticket, proposal.kind, proposal.called)
    check_meeting(work, proposal.come_at, proposal.spot)
    rule, calendar = KINDS[proposal.kind], work.community.calendar()
    why = words(work, proposal.why, MAX_WORDS, by)
    approver = approver_of(work, ticket, proposal.kind, by)
    name = work.community.category(ticket.category).name
    matter = open_matter(
        work,
        TABLE,
        title=f"{KIND_TITLES[proposal.kind]} {name.get('zh', '')}"[:MAX_TITLE_CHARACTERS],
        places=[ticket.place_id],
        state=PROPOSED,
        visibility=SEEN_BY,
        owner_post_id=approver.id,
        next_due=(calendar.working_days_after(work.now, DECIDE_WITHIN_DAYS), "approve"),
        by=by,
        detail={"kind": proposal.kind},
    )
    work.store(Matters).link(matter, "caused_by", ticket_id=ticket.id)
    row = work.store(Whistles).add(
        WhistleRow(
            matter_id=matter.id,
            kind=proposal.kind,
            called=[*proposal.called],
            why_id=why,
            spot_id=words(work, proposal.spot, MAX_SPOT, by) if proposal.spot.strip() else None,
            come_at=proposal.come_at,
            result_due=calendar.working_days_after(proposal.come_at, rule.result_days),
            without_try=not was_tried(tried(work, ticket)),
            proposed_by_id=by.id,
            outcomes={},
        )
    )
    tell_post(work, matter, "approve", without=by.id)
    return Whistle(matter, row)


KIND_TITLES = {WhistleKind.BRANCH: "支部哨", WhistleKind.ALLIANCE: "联盟哨", WhistleKind.STREET: "街道哨"}
"""In front of a whistle's title; titles of matters are the community's, in its language."""


def check_called(work: UnitOfWork, ticket: Ticket, kind: WhistleKind, called: Collection[int]) -> None:
    """Refuses nobody, whom that kind does not call there, too many, and whom another whistle for it has called."""
    offered = {body.id for body in bodies_to_call(work, ticket, kind)}
    if not called:
        raise Refusal("whistles-refused-nobody")
    if not {*called} <= offered:
        raise Refusal("asks-refused-concerned")
    every = {*everybody(work, called, [ticket])}
    if len(every) > MAX_CALLED_IN_ALL:
        raise Refusal("whistles-refused-too-many", n=MAX_CALLED_IN_ALL)
    if any(every & {*everybody(work, going.called, [ticket])} for going in work.store(Whistles).going_of(ticket)):
        raise Refusal("whistles-refused-second")


def check_meeting(work: UnitOfWork, come_at: datetime, spot: str) -> None:
    """Refuses a moment that is over or more than a year away, and a place that nobody reads to its end."""
    if len(spot.strip()) > MAX_SPOT:
        raise Refusal("whistles-refused-spot", n=MAX_SPOT)
    if not work.now < come_at <= work.now + LONGEST_AHEAD:
        raise Refusal("whistles-refused-when")


def everybody(work: UnitOfWork, called: Collection[int], tickets: Collection[Ticket]) -> list[int]:
    """The bodies that are called, an alliance by its members that stand now, without those it is about."""
    bodies = work.directory.bodies
    found: dict[int, None] = {}
    for one in called:
        body = bodies.get(one)
        members = [member for member in body.members if member in bodies] if body is not None else []
        found.update(dict.fromkeys(members or [one]))
    there = [bodies[one] for one in found if one in bodies and bodies[one].stands(work.now)]
    return [body.id for body in there if not any(_is_about(work, ticket, body) for ticket in tickets)]


def approver_of(
    work: UnitOfWork, ticket: Ticket, kind: WhistleKind, by: Person | None, *, above: Collection[int] = ()
) -> Post:
    """The post that approves it: the first of its kind's whose place is above the ticket's and which somebody acts for
    who is not concerned himself. `above`: posts that had it already. Raises the refusal that nobody is there."""
    directory = work.directory
    line = {place.id for place in directory.line(ticket.place_id)}
    never = not_for(work, ticket) | {ticket.reporter_id}
    for role in KINDS[kind].blows:
        for post in directory.with_role(role):
            acting = {one.person_id for one in directory.holdings_of(post.id) if one.active(work.now)}
            free = acting - never - ({by.id} if by is not None and not _may_blow_own(role) else set())
            if post.place_id in line and post.id not in above and free:
                return post
    raise Refusal("whistles-refused-nobody-approves")


def _may_blow_own(role: Role) -> bool:
    """Whoever approves may also propose, and then has approved it; nobody stands above them."""
    return role in (Role.BRANCH_SECRETARY, Role.SECRETARY, Role.OFFICE)
