"""What time does to asks: an answer that does not come, a result that is late, a body that nothing reaches."""

from dataclasses import replace

from domain.matters.asks import CLOCK, OPEN_ASKS, AskAction, AskState, advance_ask
from domain.matters.bundles import BundledLine
from domain.notices.ask_notices import AskCard
from domain.notices.notices import Letter
from domain.posts.directory import Directory
from domain.time.limits import Limit
from domain.vocabulary import State
from services.matters.ask_door import AskAndTicket, FoundAsk, lock_with_subject
from services.matters.ask_steps import (
    askers,
    give_back,
    grade_of,
    people_of,
    people_who_ring,
    send_ask_letter,
    write_step,
)
from services.matters.asking import send_ask
from services.matters.bundling import bundle
from services.parts import MAX_BATCH
from storage.matters.asks import Asks
from storage.unit_of_work import UnitOfWork


def take_due_asks(work: UnitOfWork, limit: int = MAX_BATCH) -> int:
    """Asks whose moment has come, each once; returns how many were looked at."""
    due = work.store(Asks).due(limit)
    for one in due:
        found = lock_with_subject(work, one)
        if found is None:
            one.next_step_at = None
        elif found.ask.next_step_at is not None and found.ask.next_step_at <= work.now:
            found.ask.next_step_at = None
            _take(work, found)
    return len(due)


def _take(work: UnitOfWork, found: FoundAsk) -> None:
    ask = found.ask
    if ask.state is AskState.SENT and ask.reached_at is None:
        # held back for the night, or waiting for a bundle all that time: nobody was silent
        write_step(work, found, advance_ask(ask, AskAction.NOT_REACHED, by=CLOCK, at=work.now))
    elif ask.state is AskState.SENT:
        ask.silent_at = work.now
        write_step(work, found, advance_ask(ask, AskAction.FALL_SILENT, by=CLOCK, at=work.now))
    elif ask.state is AskState.ACCEPTED:
        change = advance_ask(ask, AskAction.RUN_OVER, by=CLOCK, at=work.now)
        write_step(work, found, change, told=False)
        give_back(work, found)
        _for_the_morning(work, found, BundledLine.ASK_OVER)
    elif ask.state is AskState.DONE:
        _for_the_morning(work, found, BundledLine.BODY_DONE)


def _for_the_morning(work: UnitOfWork, found: FoundAsk, kind: BundledLine) -> None:
    """Of a ticket that goes on; a matter's kind has a clock of its own."""
    if not isinstance(found, AskAndTicket) or found.ticket.state not in (State.NEW, State.CLAIMED, State.WAITING):
        return
    for person_id in askers(found):
        bundle(work, person_id, kind, ask_id=found.ask.id, ticket_id=found.ticket.id)


def note_reached(work: UnitOfWork, notice: AskCard) -> None:
    """Its card has arrived: from now on runs the time for an answer, where none was given yet."""
    ask = work.store(Asks).note_reached(notice.ask_id)
    if ask is not None and ask.state is AskState.SENT:
        ask.reply_due = ask.next_step_at = work.community.calendar().after(work.now, Limit.parse(ask.reply_limit))


def pass_on_of_body(work: UnitOfWork, body_id: int) -> None:
    """A seat of this body has ended: what it is asked goes to whoever sits there now, else to the office, who ring it
    up (B4)."""
    for one in work.store(Asks).open_to([body_id]):
        found = lock_with_subject(work, one) if one.to_person_id is None else None
        if found is None or found.ask.state not in OPEN_ASKS:
            continue
        for person_id in people_of(work, found.ask) or people_who_ring(work):
            send_ask_letter(work, found, Letter(person_id, AskCard(found.ask.id, "passed_on")))


def pass_on_asks(work: UnitOfWork, person_id: int) -> None:
    """Nothing reaches this contact any more: what their body was asked and has not answered goes to its other seats,
    once, unless they have it; where there are none left, whoever asked is told, and rings them up (B3)."""
    seats = work.directory.seats_of(person_id, work.now)
    bodies = {seat.body_id for seat in seats if seat.body_id is not None}
    if not bodies:
        return
    before = _before_the_loss(work, person_id)
    for one in work.store(Asks).open_to(bodies):
        found = lock_with_subject(work, one) if one.state is AskState.SENT else None
        if found is None or found.ask.state is not AskState.SENT:
            continue
        ask = found.ask
        left = [other for other in people_of(work, ask) if other != person_id]
        had_it = before.contacts(ask.to_body_id, work.now) if ask.to_body_id is not None else ()
        for other in left:
            if other not in had_it:
                send_ask(work, ask, other, grade_of(found))
        if not left:
            ask.next_step_at = None
            change = advance_ask(ask, AskAction.NOT_REACHED, by=CLOCK, at=work.now)
            write_step(work, found, change)


def _before_the_loss(work: UnitOfWork, person_id: int) -> Directory:
    """The directory as if this person could still be told."""
    directory = work.directory
    holdings = [replace(one, reachable=True) if one.person_id == person_id else one for one in directory.holdings]
    return replace(directory, holdings=holdings)
