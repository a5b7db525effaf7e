"""What residents decide about their ticket: solved or not, how it went, again, never mind, hurry."""

from datetime import timedelta

from domain.posts.routing import Route
from domain.refusal import Refusal
from domain.tickets.lifecycle import Change, advance, closing_of
from domain.tickets.remark import Remark
from domain.vocabulary import Action, Rating, State
from services.answering.assigning import ask, assign, end_waiting, find_assignee, post_of, start_resolve_clock
from services.telling.saying import record_said
from services.telling.telling import send_news, tell_about
from services.tickets.merging import stand_alone
from storage.models import Person, Ticket
from storage.tickets.undoing import as_it_stands
from storage.unit_of_work import UnitOfWork


def confirm_ticket(work: UnitOfWork, ticket_id: int, *, by: Person) -> Ticket:
    """解决了: closes it, except P0 and P1, which wait for a second person's look."""
    ticket = work.tickets.lock(ticket_id, seen_by=by)
    change = advance(ticket, Action.CONFIRM, by=work.tickets.actor(ticket, by), at=work.now)
    was = as_it_stands(ticket, Action.CONFIRM)
    ticket.confirmed_at = work.now
    if change.after is State.CLOSED:
        ticket.closed_at, ticket.closing = work.now, closing_of(ticket, Action.CONFIRM)
    seq = work.record(ticket, change, was=was)
    tell_about(work, ticket, Action.CONFIRM, seq, by=by.id)
    return ticket


def not_solved(work: UnitOfWork, ticket_id: int, *, by: Person, said: Remark) -> tuple[Ticket, bool]:
    """没解决, with a sentence: back to the assignee with half the time; from the second time, or when they cannot be
    reached any more, to somebody else, which the second value tells."""
    ticket = work.tickets.lock(ticket_id, seen_by=by)
    change = advance(ticket, Action.NOT_SOLVED, by=work.tickets.actor(ticket, by), at=work.now)
    ticket.not_solved += 1
    ticket.confirmed_at = ticket.resolved_at = None
    start_resolve_clock(work, ticket, half=True)
    other, had = _who_goes_on(work, ticket), ticket.assignee_id
    if other is not None:
        assign(work, ticket, other, new_claim_limit=False)
    moved = {"had": had} if other is not None else {}
    detail = {"times": ticket.not_solved, **moved}
    seq, text = record_said(work, ticket, change, said, by=by, detail=detail)
    asked = (other.person_id,) if other is not None and other.person_id is not None else ()
    tell_about(work, ticket, Action.NOT_SOLVED, seq, by=by.id, text=text, had=had, told=asked)
    if other is not None:
        ask(work, ticket, other, "card-not-solved-again" if ticket.not_solved > 1 else "card-rerouted", seq)
    return ticket, other is not None


def _who_goes_on(work: UnitOfWork, ticket: Ticket) -> Route | None:
    """From the second time one level up; whoever cannot be told is passed over at once. None: it stays where it is."""
    assignee = ticket.assignee_id
    if ticket.not_solved > 1:
        found = find_assignee(work, ticket, above=post_of(work, ticket))
    elif assignee is None or not work.accounts.reachable(assignee):
        found = find_assignee(work, ticket, skip={assignee} if assignee else ())
    else:
        return None
    return found if found.person_id is not None else None


def rate_ticket(work: UnitOfWork, ticket_id: int, *, by: Person, rating: Rating) -> Ticket:
    """How it went, in a word; may be changed for a while (`RATING_STANDS`)."""
    ticket = work.tickets.lock(ticket_id, seen_by=by)
    change = advance(ticket, Action.RATE, by=work.tickets.actor(ticket, by), at=work.now)
    if ticket.confirmed_at is None and ticket.closed_at is None:
        raise Refusal("refused-rate-later")
    ticket.rating = rating
    seq = work.record(ticket, change, detail={"rating": rating})
    tell_about(work, ticket, Action.RATE, seq, by=by.id)
    return ticket


def explain_rating(work: UnitOfWork, ticket_id: int, *, by: Person, said: Remark) -> Ticket:
    """What it was that did not satisfy, for whoever did it and the next post up; no new rating."""
    ticket = work.tickets.lock(ticket_id, seen_by=by)
    if by.id != ticket.reporter_id or ticket.rating is None:
        raise Refusal("refused-rate-later")
    change = Change(Action.RATE, ticket.state, ticket.state, by.id, work.now)
    seq, text = record_said(work, ticket, change, said, by=by, detail={"rating": ticket.rating})
    heard = tell_about(work, ticket, Action.RATE, seq, by=by.id, text=text)
    above = find_assignee(work, ticket, skip={by.id, ticket.assignee_id or 0}, above=post_of(work, ticket))
    if above.person_id is not None and above.person_id not in heard:
        send_news(work, ticket, seq, (above.person_id,))
    return ticket


def reopen_ticket(work: UnitOfWork, ticket_id: int, *, by: Person, said: Remark) -> Ticket:
    """重新打开, with a reason: same number, the counter up, a new claim limit and half the resolve limit."""
    ticket = work.tickets.lock(ticket_id, seen_by=by)
    change = advance(ticket, Action.REOPEN, by=work.tickets.actor(ticket, by), at=work.now)
    ticket.reopened += 1
    ticket.closed_at = ticket.closing = ticket.confirmed_at = ticket.verified_at = ticket.resolved_at = None
    ticket.rating = ticket.helper_id = None
    start_resolve_clock(work, ticket, half=True)
    found = find_assignee(work, ticket)
    assign(work, ticket, found, new_claim_limit=True)
    seq, text = record_said(work, ticket, change, said, by=by, detail={"times": ticket.reopened})
    tell_about(work, ticket, Action.REOPEN, seq, by=by.id, text=text)
    ask(work, ticket, found, "card-reopened", seq)
    return ticket


def withdraw_ticket(work: UnitOfWork, ticket_id: int, *, by: Person) -> Ticket:
    """撤回: ends it. Gas, fire and lift tickets, and what neighbours have too, go on; only the reporter steps back."""
    ticket = work.tickets.lock(ticket_id, seen_by=by)
    goes_on = ticket.safety or bool(work.neighbours.followers_of(ticket.id))
    action = Action.STEP_BACK if goes_on else Action.WITHDRAW
    change = advance(ticket, action, by=work.tickets.actor(ticket, by), at=work.now)
    if goes_on:
        seq = work.record(ticket, change)
        ticket.reporter_id = None
    else:
        end_waiting(work, ticket)
        seq = work.record(ticket, change)
        stand_alone(work, ticket)
    tell_about(work, ticket, action, seq, by=by.id)
    return ticket


def nudge_ticket(work: UnitOfWork, ticket_id: int, *, by: Person) -> Ticket:
    """催办: once in so many hours; the assignee and the next post up are told."""
    ticket = work.tickets.lock(ticket_id, seen_by=by)
    change = advance(ticket, Action.NUDGE, by=work.tickets.actor(ticket, by), at=work.now)
    every = work.community.nudge_hours
    if ticket.nudged_at is not None and (left := ticket.nudged_at + timedelta(hours=every) - work.now) > timedelta(0):
        raise Refusal("refused-nudge-again", every=every, hours=int(left.total_seconds() // 3600) + 1)
    ticket.nudged_at = work.now
    seq = work.record(ticket, change)
    heard = tell_about(work, ticket, Action.NUDGE, seq, by=by.id)
    above = find_assignee(work, ticket, skip={by.id, ticket.assignee_id or 0}, above=post_of(work, ticket))
    if above.person_id is not None and above.person_id not in heard:
        send_news(work, ticket, seq, (above.person_id,))
    return ticket
