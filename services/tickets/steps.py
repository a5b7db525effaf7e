"""What stewards do with a ticket: claim, return, hand over, wait, resume, resolve, verify."""

from collections.abc import Collection
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from domain.posts.accused import passed_over
from domain.posts.directory import Post
from domain.posts.routing import Route
from domain.refusal import Refusal
from domain.tickets.approvals import can_be_asked
from domain.tickets.lifecycle import (
    NEVER_WAITS,
    THE_CLOCK,
    advance,
    closing_of,
    needs_verifying,
    the_reporter_who_did_not_solve_it,
)
from domain.tickets.remark import Remark
from domain.vocabulary import CHAIN, Action, Channel, Result, ReturnReason, Role, State, WaitingReason
from services.answering.assigning import (
    ask,
    assign,
    end_waiting,
    find_assignee,
    make_assignee,
    not_for,
    post_of,
    stop_resolve_clock,
)
from services.parts import MAX_BATCH
from services.telling.saying import record_said
from services.telling.telling import give_card, tell_about
from storage.models import Person, Ticket
from storage.tickets.undoing import as_it_stands
from storage.unit_of_work import UnitOfWork

LONGEST_WAIT = timedelta(days=180)


def claim_ticket(work: UnitOfWork, ticket_id: int, *, by: Person) -> Ticket:
    """«我来办»: the first press wins and becomes the assignee; the claim clock stops."""
    ticket = work.tickets.lock(ticket_id, seen_by=by)
    if ticket.state is State.CLAIMED and ticket.assignee_id == by.id:
        return ticket  # pressed twice
    if ticket.state is State.CLAIMED and ticket.claimed_at is not None:
        when = ticket.claimed_at.astimezone(ZoneInfo(work.community.zone))
        name = work.people.name(ticket.assignee_id)
        raise Refusal("refused-claimed-by-another", name=name or "", when=f"{when:%H:%M}")
    change = advance(ticket, Action.CLAIM, by=work.tickets.actor(ticket, by), at=work.now)
    was = as_it_stands(ticket, Action.CLAIM)
    if by.id != ticket.assignee_id:
        ticket.absence_id = None  # they took it themselves, for nobody who is away
    had, ticket.claimed_at, ticket.claim_due = ticket.assignee_id, work.now, None
    make_assignee(ticket, by.id)
    own = work.directory.posts_of(by.id, work.now)
    in_danger = [post for post in own if post.role is Role.DUTY]  # who has duty answers for it by that post
    post = next((post for post in (*work.directory.answering(ticket.address), *in_danger) if post in own), None)
    ticket.post_id = post.id if post else ticket.post_id
    seq = work.record(ticket, change, detail={"had": had} if had != by.id else None, was=was)
    tell_about(work, ticket, Action.CLAIM, seq, by=by.id, had=had)
    return ticket


def return_ticket(work: UnitOfWork, ticket_id: int, *, by: Person, reason: ReturnReason, said: Remark) -> Ticket:
    """退单: with a reason and a sentence, one level up; once per person and ticket."""
    ticket = work.tickets.lock(ticket_id, seen_by=by)
    change = advance(ticket, Action.RETURN, by=work.tickets.actor(ticket, by), at=work.now)
    below = post_of(work, ticket)
    found = find_assignee(work, ticket, skip={by.id}, above=below)
    if found.person_id is None:
        raise Refusal("refused-nobody-above")
    assign(work, ticket, found, new_claim_limit=True)
    ticket.claimed_at = None
    detail = {"reason": reason, "to": found.person_id}
    seq, text = record_said(work, ticket, change, said, by=by, detail=detail)
    tell_about(work, ticket, Action.RETURN, seq, by=by.id, text=text, had=by.id)
    ask(work, ticket, found, "card-returned", seq)
    return ticket


def hand_over_ticket(work: UnitOfWork, ticket_id: int, *, by: Person, to: int) -> Ticket:
    """转给: to a colleague in reach; a superior to anyone below. The other must claim it."""
    ticket = work.tickets.lock(ticket_id, seen_by=by)
    change = advance(ticket, Action.HAND_OVER, by=work.tickets.actor(ticket, by), at=work.now)
    if to not in {person_id for person_id, _ in colleagues_for(work, ticket, by)}:
        raise Refusal("refused-not-a-colleague")
    had = ticket.assignee_id
    give_to(work, ticket, to)
    seq = work.record(ticket, change, detail={"to": to, "had": had})
    tell_about(work, ticket, Action.HAND_OVER, seq, by=by.id, had=had)
    give_card(work, ticket, (to,), "card-handed-over")
    return ticket


def give_to(work: UnitOfWork, ticket: Ticket, to: int) -> None:
    """It is this colleague's to claim, with a new claim limit; the resolve limit stays."""
    end_waiting(work, ticket)
    posts = work.directory.posts_of(to, work.now)
    answering = work.directory.answering(ticket.address)
    post = next((post for post in answering if post in posts), posts[0])
    assign(work, ticket, Route(post, to, (), ()), new_claim_limit=True)
    ticket.claimed_at = None


def colleagues_for(work: UnitOfWork, ticket: Ticket, by: Person) -> list[tuple[int, str]]:
    """Who it can be handed to, as (person, title), the nearest first: of the building, of the compound, and on upwards;
    there whoever answers for the place before the stewards next door.

    Never who asks, the reporter, whom it is `not_for`, whoever cannot be reached, or, in a matter that complains of
    somebody, a post like theirs or below it.
    """
    directory = work.directory
    answering = directory.answering(ticket.address)
    own_rank = work.tickets.actor(ticket, by).rank
    line = [place.id for place in directory.line(ticket.place_id)]
    next_door = [post for post in directory.with_role(Role.STEWARD) if post not in answering]

    def steps_up(post: Post) -> int:
        """From the ticket's place to the first that holds the post's too."""
        theirs = {place.id for place in directory.line(post.place_id)}
        return next((n for n, place_id in enumerate(line) if place_id in theirs), len(line))

    nobody = {by.id, ticket.reporter_id, *not_for(work, ticket)}
    accused = passed_over(ticket.concerns)
    found: dict[int, str] = {}
    for post in sorted((*answering, *(one for one in next_door if steps_up(one) < len(line))), key=steps_up):
        above_him = post.role in CHAIN and CHAIN.index(post.role) > own_rank + 1
        if above_him or post.role in accused:
            continue
        for holding in directory.holdings:
            here = holding.post_id == post.id and holding.active(work.now) and holding.reachable
            here = here and directory.absence_of(holding.person_id, work.now) is None
            if here and holding.person_id not in nobody:
                found.setdefault(holding.person_id, post.title)
    return list(found.items())


def put_on_hold(
    work: UnitOfWork,
    ticket_id: int,
    *,
    by: Person,
    reason: WaitingReason,
    until: datetime,
    told: Collection[int] = (),
) -> Ticket:
    """等待: with a reason and a date; the resolve clock stands still. A superior decides what is longer than the
    community lets a steward decide alone. `told`: who has just heard that it was approved."""
    ticket = work.tickets.lock(ticket_id, seen_by=by)
    actor = work.tickets.actor(ticket, by)
    change = advance(ticket, Action.WAIT, by=actor, at=work.now)
    if until <= work.now:
        raise Refusal("refused-date-past")
    if until > work.now + LONGEST_WAIT:
        raise Refusal("refused-date-far", days=LONGEST_WAIT.days)
    superior = actor.rank >= CHAIN.index(Role.GROUP_LEADER)
    if reason is WaitingReason.PARKED and not superior:
        raise Refusal("refused-needs-superior")
    alone = work.community.steward_wait_working_days
    if until > work.community.calendar().working_days_after(work.now, alone) and not superior:
        raise Refusal("refused-wait-too-long", days=alone)
    stop_resolve_clock(work, ticket)
    ticket.waiting_reason, ticket.waiting_since, ticket.waiting_until = reason, work.now, until
    seq = work.record(ticket, change, detail={"reason": reason, "until": until.isoformat()})
    tell_about(work, ticket, Action.WAIT, seq, by=by.id, told=told)
    return ticket


def resume_ticket(work: UnitOfWork, ticket_id: int, *, by: Person, quietly: bool = False) -> Ticket:
    """继续办: before its date. `quietly`: it only changes what it waits for, and nobody is told that it goes on."""
    ticket = work.tickets.lock(ticket_id, seen_by=by)
    change = advance(ticket, Action.RESUME, by=work.tickets.actor(ticket, by), at=work.now)
    end_waiting(work, ticket)
    seq = work.record(ticket, change)
    if not quietly:
        tell_about(work, ticket, Action.RESUME, seq, by=by.id)
    return ticket


def rest_no_longer(work: UnitOfWork, ticket: Ticket, *, by: Person) -> None:
    """What has just become urgent goes on at once, and nobody decides any more whether it may rest."""
    if ticket.grade not in NEVER_WAITS:
        return
    if ticket.state is State.WAITING:
        change = advance(ticket, Action.RESUME, by=THE_CLOCK, at=work.now)
        end_waiting(work, ticket)
        seq = work.record(ticket, change, channel=Channel.CLOCK)
        tell_about(work, ticket, Action.RESUME, seq, by=by.id)
    asked = work.approvals.waiting(ticket)
    if asked is not None and not can_be_asked(asked.asked, ticket.state, ticket.grade):
        work.approvals.end(asked)


def resume_due(work: UnitOfWork, limit: int = MAX_BATCH) -> int:
    """The clock's part: waiting tickets whose date has come go on by themselves; returns how many did."""
    due = work.tickets.due_to_resume(limit)
    for ticket in due:
        change = advance(ticket, Action.RESUME, by=THE_CLOCK, at=work.now)
        end_waiting(work, ticket)
        seq = work.record(ticket, change)
        tell_about(work, ticket, Action.RESUME, seq, by=None)
    return len(due)


def resolve_ticket(work: UnitOfWork, ticket_id: int, *, by: Person, result: Result) -> Ticket:
    """处理好了: the assignee says what was done; the reporter is asked whether it is."""
    ticket = work.tickets.lock(ticket_id, seen_by=by)
    change = advance(ticket, Action.RESOLVE, by=work.tickets.actor(ticket, by), at=work.now)
    was = as_it_stands(ticket, Action.RESOLVE)
    ticket.result, ticket.resolved_at, ticket.solved_by_id = result, work.now, by.id
    ticket.confirmed_at = ticket.verified_at = None
    end_waiting(work, ticket)
    seq = work.record(ticket, change, detail={"result": result}, was=was)
    tell_about(work, ticket, Action.RESOLVE, seq, by=by.id)
    if needs_verifying(ticket) or not can_be_confirmed(work, ticket):
        ask_to_verify(work, ticket)
    return ticket


def can_be_confirmed(work: UnitOfWork, ticket: Ticket) -> bool:
    """Is there a reporter in the chat who may say that it is solved? Who did it themselves may not."""
    if ticket.reporter_id is None:
        return False
    reporter = work.tickets.actor(ticket, work.people.get(ticket.reporter_id))
    return the_reporter_who_did_not_solve_it(ticket, reporter) is None


def ask_to_verify(work: UnitOfWork, ticket: Ticket, *, lowest: Role | None = None) -> None:
    """P0, P1, and what nobody can confirm from a chat: a second person looks. The next one up, from that role on,
    who is neither assignee nor solver nor reporter is asked."""
    own = {person for person in (ticket.assignee_id, ticket.solved_by_id, ticket.reporter_id) if person is not None}
    found = find_assignee(work, ticket, skip=own, lowest=lowest)
    if found.person_id is not None:
        give_card(work, ticket, (found.person_id,), "card-verify")


def verify_ticket(work: UnitOfWork, ticket_id: int, *, by: Person) -> Ticket:
    """已核实: somebody else who answers for the place has looked; the ticket closes."""
    ticket = work.tickets.lock(ticket_id, seen_by=by)
    change = advance(ticket, Action.VERIFY, by=work.tickets.actor(ticket, by), at=work.now)
    ticket.verified_at = ticket.closed_at = work.now
    ticket.closing = closing_of(ticket, Action.VERIFY)
    seq = work.record(ticket, change)
    tell_about(work, ticket, Action.VERIFY, seq, by=by.id)
    return ticket
