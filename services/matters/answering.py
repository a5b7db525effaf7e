"""What whoever was asked says: we do it, we cannot, it is done, we are here; and taking that back by mistake."""

from domain.matters.asks import AskAction, AskState, DeclineReason, advance_ask
from domain.refusal import Refusal
from domain.tickets.remark import Remark
from domain.time.limits import Limit
from domain.vocabulary import ENDED_STATES, State
from services.matters.ask_door import AskAndTicket, ask_actor, locked_ask
from services.matters.ask_steps import give_back, hold, looks_at, moment, write_step
from storage.matters.asks import Asks
from storage.models import AskRow, Person
from storage.unit_of_work import UnitOfWork

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
) -> AskAndTicket:
    """One answer. Pressed twice it is one; of two people who answer at once the first wins, and the other reads who it
    was. `said`: words with it, for whoever asked."""
    found = locked_ask(work, ask_id, by)
    ask = found.ask
    if ANSWERED.get(action) is ask.state:
        if ask.answered_by_id == by.id:
            return found  # pressed twice
        raise _answered_by_another(work, ask)
    if action is AskAction.UNDO and found.ticket.state in ENDED_STATES | {State.RESOLVED}:
        raise Refusal("asks-refused-ticket-over", number=found.ticket.number)
    if action is AskAction.DECLINE and reason is None:
        raise Refusal("asks-refused-no-reason")
    change = advance_ask(ask, action, by=ask_actor(work, ask, found.ticket, by), at=work.now)
    if action is AskAction.ARRIVE:
        ask.arrived_at = ask.arrived_at or work.now
    elif action is AskAction.UNDO:
        _take_back(work, found)
    else:
        _keep_answer(work, ask, by, reason, said)
        _next_look(work, found, action)
    write_step(work, found, change)
    if ask.state is AskState.ACCEPTED:
        hold(work, found)
    elif action in (AskAction.DECLINE, AskAction.DONE):
        give_back(work, found)
    return found


def _answered_by_another(work: UnitOfWork, ask: AskRow) -> Refusal:
    name = work.people.name(ask.answered_by_id) if ask.answered_by_id is not None else None
    when = moment(work, ask.answered_at) if ask.answered_at is not None else ""
    return Refusal("asks-refused-answered", name=name or "", when=when, state_key=f"asks-state-{ask.state}")


def _keep_answer(work: UnitOfWork, ask: AskRow, by: Person, reason: DeclineReason | None, said: Remark | None) -> None:
    ask.was, ask.answered_by_id, ask.answered_at, ask.reason = ask.state, by.id, work.now, reason
    if said is not None and said.words.strip():
        ask.result_text_id = work.store(Asks).keep_words(said.words.strip(), by.id).id


def _next_look(work: UnitOfWork, found: AskAndTicket, action: AskAction) -> None:
    """When the clock looks at it again: at the limit for a result, or when the assignee ought to have looked."""
    ask = found.ask
    if action is AskAction.ACCEPT:
        ask.result_due = ask.next_step_at = work.community.calendar().after(work.now, Limit.parse(ask.result_limit))
        return
    ask.ended_at = work.now
    ask.done_at = work.now if action is AskAction.DONE else None
    ask.next_step_at = looks_at(work) if action is AskAction.DONE else None


def _take_back(work: UnitOfWork, found: AskAndTicket) -> None:
    """As if the answer had not been given: what ran before runs on."""
    ask = found.ask
    ask.ended_at = ask.done_at = ask.reason = ask.result_text_id = None
    accepted = ask.was is AskState.ACCEPTED
    due = ask.result_due if accepted else ask.reply_due if ask.was is AskState.SENT else None
    ask.next_step_at = due
    if not accepted:
        ask.result_due = None
    ask.was = None
