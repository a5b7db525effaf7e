"""Blowing a whistle or not: who approves it, what the street says, whom it calls, and that its tickets rest."""

from datetime import datetime

from domain.bodies.bodies import BodyKind
from domain.posts.directory import Post
from domain.refusal import Refusal
from domain.time.limits import Limit
from domain.vocabulary import CHAIN, HeldAs, Role
from services.matters import resting
from services.matters.calling import Summons, summon
from services.matters.matters import NextDue, step_matter
from storage.matters.asks import Asks
from storage.matters.matters import Matters
from storage.models import MatterRow, Person
from storage.unit_of_work import UnitOfWork
from subjects.whistles.rules import ASK_STREET_AGAIN_DAYS, KINDS, MAX_WORDS, WhistleKind
from subjects.whistles.service.kind import TABLE, Whistle, locked_whistle, tell_post, tell_sides, tickets_of
from subjects.whistles.service.proposing import Proposal, everybody, propose


def begin(work: UnitOfWork, ticket_id: int, proposal: Proposal, *, by: Person) -> Whistle:
    """Proposed; what whoever approves it proposes himself is approved by that."""
    whistle = propose(work, ticket_id, proposal, by=by)
    own = {post.id for post in work.directory.posts_of(by.id, work.now)}
    return approve(work, whistle.matter.id, by=by) if whistle.matter.owner_post_id in own else whistle


def approve(work: UnitOfWork, matter_id: int, *, by: Person) -> Whistle:
    """同意: it is blown; a street's whistle is asked of the street, and blown when the street has."""
    whistle = locked_whistle(work, matter_id, by)
    if whistle.row.kind is WhistleKind.STREET:
        again = work.community.calendar().working_days_after(work.now, ASK_STREET_AGAIN_DAYS)
        office = _office(work)
        has_it = office.id if office is not None else None
        step_matter(work, TABLE, whistle.matter, "request", by=by, next_due=(again, "street"), owner_post_id=has_it)
        tell_post(work, whistle.matter, "street", without=by.id)
        tell_sides(work, whistle, "requested", without=by.id)
        return whistle
    return _blow(work, whistle, "blow", by=by)


def street_blew(work: UnitOfWork, matter_id: int, *, by: Person) -> Whistle:
    """街道吹哨了: entered by the office; the bot sends departments nothing, the office rings them up."""
    return _blow(work, locked_whistle(work, matter_id, by), "street_blew", by=by)


def decline(work: UnitOfWork, matter_id: int, why: str, *, by: Person, street: bool = False) -> Whistle:
    """不同意, with the reason; whoever proposed it reads it."""
    whistle = locked_whistle(work, matter_id, by)
    if not why.strip() or len(why) > MAX_WORDS:
        raise Refusal("whistles-refused-words", n=MAX_WORDS)
    step_matter(work, TABLE, whistle.matter, "street_declined" if street else "decline", by=by, said=why.strip())
    tell_sides(work, whistle, "declined", without=by.id)
    return whistle


def _blow(work: UnitOfWork, whistle: Whistle, action: str, *, by: Person) -> Whistle:
    row, matter = whistle.row, whistle.matter
    if row.come_at <= work.now:
        raise Refusal("whistles-refused-when")
    own = _post_of(work, by, matter.owner_post_id)
    step_matter(
        work, TABLE, matter, action, by=by, next_due=first_look(work, whistle), owner_post_id=own.id if own else None
    )
    row.blown_by_id, row.blown_at = by.id, work.now
    tickets = tickets_of(work, matter)
    what = Summons(row.come_at, KINDS[row.kind].reply, row.result_due, row.why_id, row.spot_id)
    for body_id in everybody(work, row.called, tickets):
        if work.directory.bodies[body_id].kind is BodyKind.TEAM:
            for person_id in _everybody_of(work, body_id):
                summon(work, matter, what, by=by, body_id=body_id, person_id=person_id)
        else:
            summon(work, matter, what, by=by, body_id=body_id)
    hold_tickets(work, whistle, row.come_at)
    tell_sides(work, whistle, "blown", without=by.id)
    return whistle


def _everybody_of(work: UnitOfWork, body_id: int) -> list[int]:
    """Every volunteer of a team, not only whoever speaks for it."""
    directory = work.directory
    acting = (
        one
        for seat in directory.seats_in(body_id)
        for held_as in HeldAs
        for one in directory.acting(seat.id, held_as, work.now)
    )
    return list(dict.fromkeys(acting))


def hold_tickets(work: UnitOfWork, whistle: Whistle, until: datetime) -> None:
    """Its tickets rest until then: P2 and P3 alone (domain.md 8.3)."""
    links = {link.ticket_id: link for link in work.store(Matters).links(whistle.matter)}
    for ticket in tickets_of(work, whistle.matter):
        locked = work.neighbours.lock(ticket.id)
        told = [one for one in (locked.assignee_id,) if one is not None]
        resting.hold_for_matter(work, links[ticket.id], locked, until, told)


def release_tickets(work: UnitOfWork, whistle: Whistle) -> None:
    """They go on, unless something else keeps them at rest (C7)."""
    links = {link.ticket_id: link for link in work.store(Matters).links(whistle.matter)}
    for ticket in tickets_of(work, whistle.matter):
        locked = work.neighbours.lock(ticket.id)
        told = [one for one in (locked.assignee_id,) if one is not None]
        resting.release(work, links[ticket.id], locked, told)


def first_look(work: UnitOfWork, whistle: Whistle) -> NextDue:
    """At half the time to answer whoever is silent is reminded, once."""
    due = work.community.calendar().after(work.now, Limit.parse(KINDS[whistle.row.kind].reply))
    return work.now + (due - work.now) / 2, "remind"


def reply_due(work: UnitOfWork, matter: MatterRow) -> datetime | None:
    """When the last of those who were called ought to have answered."""
    due = [ask.reply_due for ask in work.store(Asks).of_matter(matter.id) if ask.reply_due is not None]
    return max(due, default=None)


def _office(work: UnitOfWork) -> Post | None:
    directory = work.directory
    every = (post for role in (Role.OFFICE, Role.SECRETARY) for post in directory.with_role(role))
    return next((post for post in every if any(h.active(work.now) for h in directory.holdings_of(post.id))), None)


def _post_of(work: UnitOfWork, person: Person, owner: int | None) -> Post | None:
    """The post by which they did it: the matter's own where it is theirs, else their highest."""
    posts = [post for post in work.directory.posts_of(person.id, work.now) if post.role in CHAIN]
    same = [post for post in posts if post.id == owner]
    return next(iter(same or sorted(posts, key=lambda post: -CHAIN.index(post.role))), None)
