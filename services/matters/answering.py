"""What whoever was asked says: we do it, we cannot, it is done, we are here; and taking that back by mistake."""

from datetime import timedelta

from domain.matters.asks import OPEN_ASKS, AskAction, AskKind, AskState, AskTold, DeclineReason, advance_ask
from domain.notices.ask_notices import AskCard, AskNews
from domain.notices.notices import Letter
from domain.refusal import Refusal
from domain.tickets.remark import Remark
from domain.time.limits import Limit
from domain.vocabulary import ENDED_STATES, HeldAs, State
from services.matters.ask_door import AskAndTicket, FoundAsk, ask_actor, locked_ask
from services.matters.ask_steps import (
    askers,
    give_back,
    hold,
    looks_at,
    moment,
    people_of,
    say_to,
    send_ask_letter,
    write_step,
)
from storage.models import AskRow, Person
from storage.unit_of_work import UnitOfWork

ARRIVES_BEFORE = timedelta(minutes=30)
ANSWERED = {
    AskAction.ACCEPT: AskState.ACCEPTED,
    AskAction.DECLINE: AskState.DECLINED,
    AskAction.DONE: AskState.DONE,
}


def answer_ask(
    work: UnitOfWork,
    ask_id: int,
    action: AskAction,
    *,
    by: Person,
    reason: DeclineReason | None = None,
    said: Remark | None = None,
) -> FoundAsk:
    """One answer. Pressed twice it is one; of two people who answer at once the first wins, and the other reads who it
    was. `said`: words with it, for whoever asked."""
    found = locked_ask(work, ask_id, by)
    ask = found.ask
    if ANSWERED.get(action) is ask.state:
        if ask.answered_by_id == by.id:
            return found  # pressed twice
        raise _answered_by_another(work, ask)
    if action is AskAction.ARRIVE and ask.arrived_at is not None:
        return found
    if action is AskAction.UNDO:
        _refuse_if_over(found)
    if action is AskAction.ARRIVE:
        _refuse_unless_it_is_time(work, ask)
    if action is AskAction.DECLINE and reason is None:
        raise Refusal("asks-refused-no-reason")
    silent = said is None or not (said.words.strip() or said.files)
    if ask.kind is AskKind.ANSWER and action is AskAction.DONE and silent:
        raise Refusal("asks-refused-no-answer")
    change = advance_ask(ask, action, by=ask_actor(work, found, by), at=work.now)
    if action is AskAction.UNDO:
        _take_back(work, found)
    elif action is not AskAction.ARRIVE or ask.state is not AskState.ACCEPTED:
        ask.was, ask.answered_by_id, ask.answered_at, ask.reason = ask.state, by.id, work.now, reason
        _next_look(work, found, action)
    if action is AskAction.ARRIVE:
        ask.arrived_at = ask.arrived_at or work.now
    seq = write_step(work, found, change, said=said)
    if ask.kind is AskKind.ANSWER and action is AskAction.DONE:
        _tell_writer(work, found, seq)
    if ask.state is AskState.ACCEPTED:
        hold(work, found)
    elif action in (AskAction.DECLINE, AskAction.DONE):
        give_back(work, found)
    return found


def _refuse_if_over(found: FoundAsk) -> None:
    """What it was about has ended: nothing is taken back any more."""
    if isinstance(found, AskAndTicket):
        over, number = found.ticket.state in ENDED_STATES | {State.RESOLVED}, found.ticket.number
    else:
        over, number = found.matter.ended_at is not None, found.matter.number
    if over:
        raise Refusal("asks-refused-ticket-over", number=number)


def _refuse_unless_it_is_time(work: UnitOfWork, ask: AskRow) -> None:
    """«我到了» is said from half an hour before until that day ends (collective.md 3 C)."""
    if ask.come_at is None:
        return
    zone = work.community.calendar().zone
    if work.now < ask.come_at - ARRIVES_BEFORE:
        raise Refusal("asks-refused-too-early", when=moment(work, ask.come_at))
    if work.now.astimezone(zone).date() > ask.come_at.astimezone(zone).date():
        raise Refusal("asks-refused-meeting-over")


def is_time_to_arrive(work: UnitOfWork, ask: AskRow) -> bool:
    """May «我到了» be said now?"""
    try:
        _refuse_unless_it_is_time(work, ask)
    except Refusal:
        return False
    return True


def _tell_writer(work: UnitOfWork, found: FoundAsk, seq: int) -> None:
    """Whoever wrote to the body reads its answer."""
    if isinstance(found, AskAndTicket) and found.ticket.reporter_id is not None:
        send_ask_letter(work, found, Letter(found.ticket.reporter_id, AskNews(found.ask.id, AskTold.LETTER, seq)))


def _answered_by_another(work: UnitOfWork, ask: AskRow) -> Refusal:
    name = work.people.name(ask.answered_by_id) if ask.answered_by_id is not None else None
    when = moment(work, ask.answered_at) if ask.answered_at is not None else ""
    return Refusal("asks-refused-answered", name=name or "", when=when, state_key=f"asks-state-{ask.state}")


def _next_look(work: UnitOfWork, found: FoundAsk, action: AskAction) -> None:
    """When the clock looks at it again: at the limit for a result, or when the assignee ought to have looked. Whoever
    is called to a place has the day that was set for all of them."""
    ask = found.ask
    if action in (AskAction.ACCEPT, AskAction.ARRIVE):  # whoever has come has agreed to
        if ask.kind is AskKind.COME:
            ask.next_step_at = None
            return
        ask.result_due = ask.next_step_at = work.community.calendar().after(work.now, Limit.parse(ask.result_limit))
        return
    ask.ended_at = work.now
    ask.done_at = work.now if action is AskAction.DONE else None
    ask.next_step_at = looks_at(work) if action is AskAction.DONE and isinstance(found, AskAndTicket) else None


def _take_back(work: UnitOfWork, found: FoundAsk) -> None:
    """As if the answer had not been given: what ran before runs on."""
    ask = found.ask
    ask.ended_at = ask.done_at = ask.reason = None
    accepted = ask.was is AskState.ACCEPTED
    called = ask.kind is AskKind.COME
    due = ask.result_due if accepted else ask.reply_due if ask.was is AskState.SENT else None
    ask.next_step_at = None if called and accepted else due
    if not accepted and not called:
        ask.result_due = None
    ask.was = None


def add_to_answer(work: UnitOfWork, ask_id: int, said: Remark, *, by: Person) -> FoundAsk:
    """A word or a photo after «已办好»; whoever asked reads it."""
    found = _theirs(work, ask_id, by)
    say_to(work, found, AskTold.ADDED, askers(found), by=by.id, said=said)
    return found


def ask_back(work: UnitOfWork, ask_id: int, said: Remark, *, by: Person) -> FoundAsk:
    """问一句: to whoever asked and whoever answers for the ticket; it is no answer, and no clock stops."""
    found = _theirs(work, ask_id, by)
    if found.ask.state not in OPEN_ASKS:
        raise Refusal("asks-refused-over")
    say_to(work, found, AskTold.QUESTION, askers(found), by=by.id, said=said)
    return found


def reply_to_asked(work: UnitOfWork, ask_id: int, said: Remark, *, by: Person) -> FoundAsk:
    """What whoever asked, or who answers for the ticket, says back to the people of the body."""
    found = locked_ask(work, ask_id, by)
    actor = ask_actor(work, found, by)
    if not actor.superior and by.id != found.ask.asked_by_id:
        raise Refusal("asks-refused-not-asker")
    say_to(work, found, AskTold.REPLY, people_of(work, found.ask), by=by.id, said=said)
    return found


def colleagues_in(work: UnitOfWork, ask: AskRow, person: Person) -> list[tuple[int, str]]:
    """The body's other people who can be told, main holders first, as (person, name)."""
    if ask.to_body_id is None:
        return []
    directory = work.directory
    seats = directory.seats_in(ask.to_body_id)
    holders = (one for held_as in HeldAs for seat in seats for one in directory.holders(seat.id, held_as, work.now))
    found = dict.fromkeys(one.person_id for one in holders if one.person_id != person.id and one.reachable)
    return [(one, work.people.name(one) or "") for one in found]


def pass_to_colleague(work: UnitOfWork, ask_id: int, to: int, *, by: Person) -> FoundAsk:
    """叫同事办: somebody else of the same body gets the card; the ask stays the body's."""
    found = _theirs(work, ask_id, by)
    if to not in {one for one, _ in colleagues_in(work, found.ask, by)}:
        raise Refusal("asks-refused-no-colleague")
    send_ask_letter(work, found, Letter(to, AskCard(found.ask.id, "passed")))
    return found


def _theirs(work: UnitOfWork, ask_id: int, by: Person) -> FoundAsk:
    found = locked_ask(work, ask_id, by)
    actor = ask_actor(work, found, by)
    if not (actor.acts_for or actor.enters):
        raise Refusal("asks-refused-not-yours")
    return found
