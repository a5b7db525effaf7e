"""What a steward may not settle alone: a longer wait, parking, not accepting. They ask, a superior decides.

Whoever is a superior need not ask. An undecided request is reminded of after two working days and then
goes on to the deputy of that post, or to the next post up.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.notices.notices import ApprovalCard, Letter, TicketWords
from domain.posts.accused import passed_over
from domain.refusal import Refusal
from domain.tickets.approvals import (
    MAX_PARKED_DAYS,
    REMIND_AFTER_DAYS,
    STATES,
    WAITS,
    Asked,
    Decision,
    can_be_asked,
)
from domain.tickets.lifecycle import NEVER_WAITS, Actor, advance
from domain.tickets.remark import Remark
from domain.vocabulary import CHAIN, Action, HeldAs, Role, WaitingReason
from domain.words.lengths import units
from services.answering.assigning import not_for
from services.parts import MAX_BATCH
from services.telling.saying import file_as_sent, record_said
from services.telling.telling import MAX_UNITS_IN_NEWS, redraw_cards, send, send_news, tell_about, tell_files
from services.tickets.rejecting import reject_ticket
from services.tickets.steps import put_on_hold, resume_ticket
from storage.models import ApprovalRow, Person, Ticket
from storage.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked for. `said`: why; for a rejection where to go instead, which the resident will read."""

    asked: Asked
    said: Remark
    reason: str | None = None
    until: datetime | None = None


def ask_approval(work: UnitOfWork, ticket_id: int, request: Request, *, by: Person) -> tuple[Ticket, str | None]:
    """Ask the next superior; returns their name, or None when whoever asks may decide it alone and did."""
    ticket = work.tickets.lock(ticket_id, seen_by=by)
    actor = work.tickets.actor(ticket, by)
    _is_sound(work, ticket, request)
    if _superior(actor):
        _carry_out(work, ticket, request, by)
        return ticket, None
    change = advance(ticket, Action.PROPOSE, by=actor, at=work.now)
    if work.approvals.waiting(ticket) is not None:
        raise Refusal("refused-approval-waits")
    deciders = _deciders(work, ticket, by.id)
    if not deciders:
        raise Refusal("refused-nobody-to-ask")
    detail = {"asked": request.asked, "to": deciders[0]}
    seq, text = record_said(work, ticket, change, request.said, by=by, detail=detail)
    if text is None:
        raise Refusal("refused-one-sentence")
    row = work.approvals.add(
        ApprovalRow(
            ticket_id=ticket.id,
            asked=request.asked,
            reason=request.reason,
            until=request.until,
            text_id=text.id,
            asked_by_id=by.id,
            asked_of_id=deciders[0],
            asked_at=work.now,
            remind_at=_later(work),
            decision=Decision.WAITING,
        )
    )
    tell_files(work, ticket, seq, (deciders[0],))
    if units(text.body or "") > MAX_UNITS_IN_NEWS:  # whole and first: the card has no room for them
        send(work, ticket, Letter(deciders[0], TicketWords(ticket.id, text.id)))
    send(work, ticket, Letter(deciders[0], ApprovalCard(ticket.id, row.id)))
    redraw_cards(work, ticket)
    return ticket, work.people.name(deciders[0]) or ""


def decide(
    work: UnitOfWork, ticket_id: int, approval_id: int, *, by: Person, agrees: bool, said: Remark
) -> tuple[Ticket, Asked]:
    """Approve or decline, with a reason: whoever asked reads it, and what was approved is done at once."""
    ticket = work.tickets.lock(ticket_id, seen_by=by)
    row = work.approvals.get(approval_id, ticket)
    if row is None:
        raise Refusal("refused-old-button")
    if row.decision is Decision.VOID:
        raise Refusal("refused-approval-void")
    if row.decision is not Decision.WAITING:
        name = work.people.name(row.decided_by_id) if row.decided_by_id is not None else None
        raise Refusal("refused-approval-decided", name=name or "")
    if by.id == row.asked_by_id:
        raise Refusal("refused-needs-superior")
    change = advance(
        ticket, Action.APPROVE if agrees else Action.DECLINE, by=work.tickets.actor(ticket, by), at=work.now
    )
    row.decision = Decision.APPROVED if agrees else Decision.DECLINED
    row.decided_by_id, row.decided_at, row.remind_at = by.id, work.now, None
    seq, text = record_said(work, ticket, change, said, by=by, detail={"asked": row.asked})
    heard = tell_about(work, ticket, change.action, seq, by=by.id, text=text)
    if row.asked_by_id not in heard:
        send_news(work, ticket, seq, (row.asked_by_id,))
    if agrees:
        asked = Request(row.asked, _asked_with(work, ticket, row), row.reason, row.until)
        _is_sound(work, ticket, asked)
        _carry_out(work, ticket, asked, by, told=heard | {row.asked_by_id})
    return ticket, row.asked


def _asked_with(work: UnitOfWork, ticket: Ticket, row: ApprovalRow) -> Remark:
    """What whoever asked has written and sent with it: the resident reads it when it was approved."""
    asked = (line.seq for line in work.tickets.history(ticket) if line.action is Action.PROPOSE)
    line = max(asked, default=0)
    files = [file_as_sent(one) for one in work.contents.media_of(ticket) if one.seq == line]
    return Remark(work.contents.text(row.text_id) or "", files)


def remind_approvals(work: UnitOfWork, limit: int = MAX_BATCH) -> int:
    """The clock's part: undecided requests go on to the next person; what became pointless ends. Returns how many."""
    due = work.approvals.due(limit)
    for row, ticket in due:
        if not can_be_asked(row.asked, ticket.state, ticket.grade):
            work.approvals.end(row)
            continue
        deciders = _deciders(work, ticket, row.asked_by_id)
        before = row.asked_of_id
        if before in deciders:
            send(work, ticket, Letter(before, ApprovalCard(ticket.id, row.id, "approval-reminder")))
        _ask_next(work, row, ticket, deciders)
    return len(due)


def pass_on_requests(work: UnitOfWork, person_id: int) -> None:
    """What they were asked to decide and may decide no more goes to the next person at once."""
    for row, ticket in work.approvals.asked_of(person_id):
        deciders = _deciders(work, ticket, row.asked_by_id)
        if deciders and person_id not in deciders:
            _ask_next(work, row, ticket, deciders)


def _ask_next(work: UnitOfWork, row: ApprovalRow, ticket: Ticket, deciders: list[int]) -> None:
    before = row.asked_of_id
    row.asked_of_id, row.remind_at = _after(before, deciders), _later(work)
    if row.asked_of_id != before:
        send(work, ticket, Letter(row.asked_of_id, ApprovalCard(ticket.id, row.id, "approval-passed-on")))


def _after(person_id: int, deciders: list[int]) -> int:
    """The next one; the last stays the last."""
    if person_id not in deciders:
        return deciders[0] if deciders else person_id
    return deciders[min(deciders.index(person_id) + 1, len(deciders) - 1)]


def _deciders(work: UnitOfWork, ticket: Ticket, asker_id: int) -> list[int]:
    """Everybody who may decide and can be reached, in the order they are asked: post by post upwards, holder before
    deputy."""
    nobody = {asker_id, ticket.reporter_id, *not_for(work, ticket)}
    accused = passed_over(ticket.concerns)
    found: dict[int, None] = {}
    for post in work.directory.answering(ticket.address):
        if CHAIN.index(post.role) < CHAIN.index(Role.GROUP_LEADER) or post.role in accused:
            continue
        for held_as in (HeldAs.MAIN, HeldAs.DEPUTY):
            for person_id in work.directory.acting(post.id, held_as, work.now):
                if person_id not in nobody:
                    found[person_id] = None
    return list(found)


def _superior(actor: Actor) -> bool:
    return actor.rank >= CHAIN.index(Role.GROUP_LEADER)


def _later(work: UnitOfWork) -> datetime:
    return work.community.calendar().working_days_after(work.now, REMIND_AFTER_DAYS)


def _is_sound(work: UnitOfWork, ticket: Ticket, request: Request) -> None:
    if ticket.state not in STATES[request.asked]:
        raise Refusal("refused-in-this-state", state=ticket.state, action=Action.PROPOSE)
    if request.asked in WAITS and ticket.grade in NEVER_WAITS:
        raise Refusal("refused-wait-urgent")
    longest = work.now + timedelta(days=MAX_PARKED_DAYS)
    if request.asked is Asked.PARK and request.until is not None and request.until > longest:
        raise Refusal("refused-date-far", days=MAX_PARKED_DAYS)


def _carry_out(work: UnitOfWork, ticket: Ticket, request: Request, by: Person, *, told: Collection[int] = ()) -> None:
    """Do what was asked for, in the superior's name; the usual rules are asked once more. `told`: who has heard that it
    was approved."""
    if request.asked is Asked.REJECT:
        reject_ticket(work, ticket.id, by=by, reason=request.reason or "", said=request.said, told=told)
        return
    if request.until is None:
        raise LookupError("a request to wait has no date")
    if ticket.waiting_since is not None:
        resume_ticket(work, ticket.id, by=by, quietly=True)
    reason = WaitingReason.PARKED if request.asked is Asked.PARK else WaitingReason(request.reason or "")
    put_on_hold(work, ticket.id, by=by, reason=reason, until=request.until, told=told)
