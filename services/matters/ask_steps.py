"""What follows from every step of an ask: the ticket's history, its clock, and who is told.

A ticket of P2 or P3 rests while somebody does what they have agreed to; P0 and P1 never do (collective.md 3 B;
domain.md 8.3). While an answer is awaited its clock runs: asking is no parking.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from domain.bodies.bodies import Body, BodyChannel
from domain.matters.asks import AskAction, AskChange, AskState, AskTold
from domain.notices.ask_notices import AskCard, AskNews
from domain.notices.notices import Letter
from domain.tickets.lifecycle import NEVER_WAITS, THE_CLOCK, advance
from domain.tickets.remark import Remark
from domain.vocabulary import Action, Channel, HeldAs, Role, State, WaitingReason
from services.answering.assigning import end_waiting, stop_resolve_clock
from services.matters.ask_door import AskAndTicket
from services.matters.bundling import bundle_for_reporter
from services.telling.saying import record_said
from services.telling.telling import redraw_cards, send, tell_about, tell_files
from storage.matters.asks import Asks
from storage.models import AskRow, Person, Ticket
from storage.unit_of_work import UnitOfWork

HEARD_BY_REPORTER = frozenset({AskAction.ACCEPT, AskAction.DECLINE, AskAction.DONE, AskAction.UNDO})
"""What came of an ask, in the reporter's joined message of that day."""
LOOKS_WITHIN_DAYS = 2
"""Working days after which the assignee is reminded to look at what is said to be done (B6)."""


def people_asked(work: UnitOfWork, body: Body) -> list[int]:
    """Who reads the ask: of a body with seats in the chat whoever acts for it now; of others the office, who ring them
    up. An alliance is its own seats, never those of its members (B5)."""
    if body.channel is BodyChannel.CHAT:
        return work.directory.contacts(body.id, work.now)
    return people_who_ring(work)


def people_who_ring(work: UnitOfWork) -> list[int]:
    """The office, else the secretary: they ring up whom nothing reaches, and enter what they hear."""
    directory = work.directory
    return directory.acting_as(Role.OFFICE, work.now) or directory.acting_as(Role.SECRETARY, work.now)


def people_of(work: UnitOfWork, ask: AskRow) -> list[int]:
    """Whoever has the ask's card to answer now."""
    if ask.to_body_id is not None:
        return people_asked(work, work.directory.bodies[ask.to_body_id])
    if ask.to_post_id is not None:
        return _acting(work, ask.to_post_id)
    return [ask.to_person_id] if ask.to_person_id is not None else []


def _acting(work: UnitOfWork, post_id: int) -> list[int]:
    return [one for held_as in HeldAs for one in work.directory.acting(post_id, held_as, work.now)]


def write_step(
    work: UnitOfWork, found: AskAndTicket, change: AskChange, *, said: Remark | None = None, told: bool = True
) -> int:
    """The ask is as the change has it; the ticket's history says so, with what was said, and (`told`) whoever asked and
    whoever answers for the ticket hear of it, never who did it themselves."""
    found.ask.state, found.ask.version = change.after, found.ask.version + 1
    to = askers(found) if told else ()
    if change.action in HEARD_BY_REPORTER:
        bundle_for_reporter(work, found.ticket)
    return say_to(work, found, AskTold(change.action), to, by=change.by, said=said)


def say_to(
    work: UnitOfWork,
    found: AskAndTicket,
    step: AskTold,
    people: Sequence[int],
    *,
    by: int | None,
    said: Remark | None = None,
) -> int:
    """A line in the ticket's history, with words and files where there are some, and news of it to these people;
    returns the line's number."""
    ask, ticket = found.ask, found.ticket
    line = replace(advance(ticket, Action.ASK_STEP, by=THE_CLOCK, at=work.now), by=by)
    detail = {"ask": ask.id, "body": ask.to_body_id, "stands": ask.state, "step": step, "why_not": ask.reason}
    people = [one for one in people if one != by]
    if said is not None and by is not None and (said.words.strip() or said.files):
        seq, _ = record_said(work, ticket, line, said, by=work.people.get(by), detail=detail)
        tell_files(work, ticket, seq, people)
    else:
        seq = work.record(ticket, line, channel=Channel.CLOCK if by is None else Channel.CHAT, detail=detail)
    redraw_cards(work, ticket)
    for person_id in people:
        send(work, ticket, Letter(person_id, AskNews(ask.id, step, seq)))
    return seq


def askers(found: AskAndTicket) -> list[int]:
    """Who hears what became of it: whoever asked, and whoever answers for the ticket now."""
    both = (found.ask.asked_by_id, found.ticket.assignee_id)
    return list(dict.fromkeys(one for one in both if one is not None))


def tell_asked(work: UnitOfWork, found: AskAndTicket, lead: str, *, without: int | None = None) -> None:
    """Whoever has it to answer sees it as it is now, with a sentence that says what is new."""
    for person_id in people_of(work, found.ask):
        if person_id != without:
            send(work, found.ticket, Letter(person_id, AskCard(found.ask.id, lead)))


def recall(work: UnitOfWork, found: AskAndTicket, change: AskChange) -> None:
    """Nothing is expected of the asked any more, and they are told; the ticket's clock is given back."""
    ask = found.ask
    ask.was, ask.ended_at, ask.next_step_at = change.before, work.now, None
    write_step(work, found, change, told=change.by is not None)
    tell_asked(work, found, "recalled", without=change.by)
    give_back(work, found)


def hold(work: UnitOfWork, found: AskAndTicket) -> None:
    """The ticket rests until the last of what was agreed to is due; not beyond what a steward may settle alone."""
    ask, ticket = found.ask, found.ticket
    if ticket.grade in NEVER_WAITS or ticket.state not in (State.CLAIMED, State.WAITING):
        return
    until = _rests_until(work, ticket)
    if until is None or until <= work.now:
        return
    if ticket.state is State.WAITING:
        if any(one.holds for one in work.store(Asks).of_ticket(ticket)):
            ask.holds, ticket.waiting_until = True, until
        return
    ask.holds = True
    change = advance(ticket, Action.WAIT, by=THE_CLOCK, at=work.now)
    stop_resolve_clock(work, ticket)
    reason = WaitingReason.OUTSIDE
    ticket.waiting_reason, ticket.waiting_since, ticket.waiting_until = reason, work.now, until
    facts = {"reason": reason, "until": until.isoformat(), "ask": ask.id}
    seq = work.record(ticket, change, channel=Channel.CLOCK, detail=facts)
    tell_about(work, ticket, Action.WAIT, seq, by=None, told=askers(found))


def give_back(work: UnitOfWork, found: AskAndTicket) -> None:
    """The ask keeps the ticket at rest no longer; it goes on, unless somebody else still does what they agreed to."""
    ask, ticket = found.ask, found.ticket
    if not ask.holds:
        return
    ask.holds = False
    if ticket.state is not State.WAITING:
        return
    others = [one for one in work.store(Asks).of_ticket(ticket) if one.state is AskState.ACCEPTED and one is not ask]
    until = _rests_until(work, ticket) if others else None
    if until is not None and until > work.now:
        others[0].holds, ticket.waiting_until = True, until
        return
    change = advance(ticket, Action.RESUME, by=THE_CLOCK, at=work.now)
    end_waiting(work, ticket)
    seq = work.record(ticket, change, channel=Channel.CLOCK, detail={"ask": ask.id})
    tell_about(work, ticket, Action.RESUME, seq, by=None, told=askers(found))


def _rests_until(work: UnitOfWork, ticket: Ticket) -> datetime | None:
    """The last day by which somebody has agreed to be done; never more in all than a steward may let it rest alone
    (a setting), counted over all its waits."""
    accepted = [one for one in work.store(Asks).of_ticket(ticket) if one.state is AskState.ACCEPTED]
    due = [one.result_due for one in accepted if one.result_due is not None and one.result_due > work.now]
    if not due:
        return None
    calendar, alone = work.community.calendar(), work.community.steward_wait_working_days
    rested = _rested(work, ticket)
    if not rested:
        return min(max(due), calendar.working_days_after(work.now, alone))
    left = calendar.worked(work.now, calendar.working_days_after(work.now, alone)) - rested
    return min(max(due), calendar.after_working(work.now, left)) if left > timedelta(0) else None


def _rested(work: UnitOfWork, ticket: Ticket) -> timedelta:
    """Working time for which it has waited for others so far."""
    work.flush_history()
    calendar, total, since = work.community.calendar(), timedelta(0), None
    for line in work.tickets.history(ticket):
        if line.action is Action.WAIT and line.detail.get("reason") == WaitingReason.OUTSIDE:
            since = line.at
        elif since is not None and line.before is State.WAITING and line.after is not State.WAITING:
            total, since = total + calendar.worked(since, line.at), None
    return total + (calendar.worked(since, work.now) if since is not None else timedelta(0))


def looks_at(work: UnitOfWork) -> datetime:
    """When the assignee is reminded to look at what is said to be done."""
    return work.community.calendar().working_days_after(work.now, LOOKS_WITHIN_DAYS)


def moment(work: UnitOfWork, at: datetime) -> str:
    """As a refusal says it: «12-03 18:30», where the community is."""
    return f"{at.astimezone(ZoneInfo(work.community.zone)):%m-%d %H:%M}"


def asks_to_answer(work: UnitOfWork, person: Person) -> list[AskRow]:
    """What somebody is to answer: of the bodies whose seats they have; and whoever rings up the others has what those
    are asked, and what reached nobody."""
    directory, asks = work.directory, work.store(Asks)
    bodies = {seat.body_id for seat in directory.seats_of(person.id, work.now) if seat.body_id is not None}
    own = asks.open_to(bodies)
    if person.id not in people_who_ring(work):
        return own
    rung = {body.id for body in directory.bodies.values() if not directory.contacts(body.id, work.now)}
    return [*own, *asks.open_to(rung - bodies)]
