"""A ticket at rest while others do what they have agreed to: an ask that was accepted, a whistle that was blown.

P2 and P3 rest, P0 and P1 never (collective.md 3 B, C; domain.md 8.3). While an answer is awaited the clock runs: asking
is no parking. Whatever keeps it at rest is asked before it goes on: asks that hold it, and matters whose link does.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from domain.matters.asks import AskState
from domain.tickets.lifecycle import NEVER_WAITS, THE_CLOCK, advance
from domain.vocabulary import Action, Channel, State, WaitingReason
from services.answering.assigning import end_waiting, stop_resolve_clock
from services.telling.telling import tell_about
from storage.matters.asks import Asks
from storage.matters.matters import Matters
from storage.models import AskRow, MatterLink, Ticket
from storage.unit_of_work import UnitOfWork


def hold(work: UnitOfWork, ask: AskRow, ticket: Ticket, told: Sequence[int]) -> None:
    """The ticket rests until the last of what was agreed to is due; not beyond what a steward may settle alone."""
    until = _agreed_until(work, ticket)
    if until is not None and _rest(work, ticket, until, {"ask": ask.id}, told):
        ask.holds = True


def hold_for_matter(work: UnitOfWork, link: MatterLink, ticket: Ticket, until: datetime, told: Sequence[int]) -> None:
    """The ticket rests until the day of the matter; a superior has agreed to that, so there is no bound."""
    if _rest(work, ticket, until, {"matter": link.matter_id}, told):
        link.holds_until = until


def give_back(work: UnitOfWork, ask: AskRow, ticket: Ticket, told: Sequence[int]) -> None:
    """The ask keeps the ticket at rest no longer; it goes on, unless something else still does."""
    if ask.holds:
        ask.holds = False
        _go_on(work, ticket, {"ask": ask.id}, told, without=ask)


def release(work: UnitOfWork, link: MatterLink, ticket: Ticket, told: Sequence[int]) -> None:
    """The same of a matter."""
    if link.holds_until is not None:
        link.holds_until = None
        _go_on(work, ticket, {"matter": link.matter_id}, told)


def let_go(work: UnitOfWork, ticket: Ticket) -> None:
    """It goes on by somebody's own step: nothing holds it any more."""
    for ask in work.store(Asks).open_of(ticket):
        ask.holds = False
    for link in _holding(work, ticket):
        link.holds_until = None


def _holding(work: UnitOfWork, ticket: Ticket) -> list[MatterLink]:
    return [link for link in work.store(Matters).links_of_ticket(ticket) if link.holds_until is not None]


def _rest(work: UnitOfWork, ticket: Ticket, until: datetime, by: dict[str, object], told: Sequence[int]) -> bool:
    """Does it rest because of this now?"""
    if ticket.grade in NEVER_WAITS or ticket.state not in (State.CLAIMED, State.WAITING) or until <= work.now:
        return False
    if ticket.state is State.WAITING:
        held = any(one.holds for one in work.store(Asks).of_ticket(ticket)) or bool(_holding(work, ticket))
        if held and (ticket.waiting_until is None or ticket.waiting_until < until):
            ticket.waiting_until = until
        return held
    change = advance(ticket, Action.WAIT, by=THE_CLOCK, at=work.now)
    stop_resolve_clock(work, ticket)
    reason = WaitingReason.OUTSIDE
    ticket.waiting_reason, ticket.waiting_since, ticket.waiting_until = reason, work.now, until
    facts = {"reason": reason, "until": until.isoformat(), **by}
    seq = work.record(ticket, change, channel=Channel.CLOCK, detail=facts)
    tell_about(work, ticket, Action.WAIT, seq, by=None, told=told)
    return True


def _go_on(
    work: UnitOfWork, ticket: Ticket, by: dict[str, object], told: Sequence[int], *, without: AskRow | None = None
) -> None:
    if ticket.state is not State.WAITING:
        return
    others = [
        one for one in work.store(Asks).of_ticket(ticket) if one.state is AskState.ACCEPTED and one is not without
    ]
    agreed = _agreed_until(work, ticket) if others else None
    matters = [link.holds_until for link in _holding(work, ticket) if link.holds_until is not None]
    later = [at for at in (agreed, *matters) if at is not None and at > work.now]
    if later:
        if agreed is not None and agreed > work.now:
            others[0].holds = True
        ticket.waiting_until = max(later)
        return
    change = advance(ticket, Action.RESUME, by=THE_CLOCK, at=work.now)
    end_waiting(work, ticket)
    seq = work.record(ticket, change, channel=Channel.CLOCK, detail=by)
    tell_about(work, ticket, Action.RESUME, seq, by=None, told=told)


def _agreed_until(work: UnitOfWork, ticket: Ticket) -> datetime | None:
    """The last day by which somebody has agreed to be done; never more in all than a steward may let it rest alone
    (a setting), counted over all its waits."""
    accepted = [one for one in work.store(Asks).of_ticket(ticket) if one.state is AskState.ACCEPTED]
    due = [one.result_due for one in accepted if one.result_due is not None and one.result_due > work.now]
    if not due:
        return None
    calendar, alone = work.community.calendar(), work.community.steward_wait_working_days
    rested = rested_outside(work, ticket)
    if not rested:
        return min(max(due), calendar.working_days_after(work.now, alone))
    left = calendar.worked(work.now, calendar.working_days_after(work.now, alone)) - rested
    return min(max(due), calendar.after_working(work.now, left)) if left > timedelta(0) else None


def rested_outside(work: UnitOfWork, ticket: Ticket) -> timedelta:
    """Working time for which it has waited for others so far."""
    work.flush_history()
    calendar, total, since = work.community.calendar(), timedelta(0), None
    for line in work.tickets.history(ticket):
        if line.action is Action.WAIT and line.detail.get("reason") == WaitingReason.OUTSIDE:
            since = line.at
        elif since is not None and line.before is State.WAITING and line.after is not State.WAITING:
            total, since = total + calendar.worked(since, line.at), None
    return total + (calendar.worked(since, work.now) if since is not None else timedelta(0))
