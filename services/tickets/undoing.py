"""«按错了»: a step that was pressed by mistake is taken back, and whoever was told of it hears that it was a slip."""

from dataclasses import replace

from domain.notices.notices import CardRedraw, Letter, TicketCard, TicketNews
from domain.refusal import Refusal
from domain.tickets.lifecycle import Change, advance
from domain.tickets.undoing import instead_of, slip_at
from domain.vocabulary import Action, State
from services.answering.entrusting import move_on
from services.telling.telling import send_news, tell_about
from storage.delivery.recalled import Recalled
from storage.models import ChangeRow, Person, Ticket
from storage.tickets.undoing import put_back
from storage.unit_of_work import UnitOfWork


def undo_step(work: UnitOfWork, ticket_id: int, seq: int, *, by: Person) -> tuple[Ticket, Action]:
    """Line `seq` of the history, as if it had never been: state, assignee and clocks are what they were, and the
    ladder goes on from where it stood. Returns what was taken back, too."""
    ticket = work.tickets.lock(ticket_id, seen_by=by)
    work.flush_history()
    line, history = work.tickets.line(ticket, seq), work.tickets.history(ticket)
    actor = replace(work.tickets.actor(ticket, by), slip=slip_at(history, seq, by=by.id))
    change = advance(ticket, Action.UNDO, by=actor, at=work.now)
    if line is None or line.was is None:
        raise Refusal("refused-undo-old", instead_key=instead_of(line.action if line else Action.UNDO, ticket.state))
    had = ticket.assignee_id
    put_back(ticket, line.was)
    record_undone(work, ticket, change, line, by=by, had=had)
    if ticket.state is State.NEW and not _can_be_asked(work, ticket):
        move_on(work, ticket)
    return ticket, line.action


def record_undone(
    work: UnitOfWork, ticket: Ticket, change: Change, line: ChangeRow, *, by: Person, had: int | None = None
) -> None:
    """Write down that `line` was a slip, and tell whoever was told of it. News of it that wait for the morning are
    never told, and so nothing needs to be put right; a question that was asked with it is asked no more."""
    recalled = work.store(Recalled)
    unheard = recalled.hold_back(ticket, line)
    told = [one for one in recalled.told(ticket, line) if one.person_id != by.id]
    seq = work.record(ticket, change, detail={"of": line.seq, "what": line.action})
    heard = tell_about(work, ticket, Action.UNDO, seq, by=by.id, had=had, told=unheard, undone=line.action)
    asked = {one.person_id for one in told if one.kind == TicketCard.__name__}
    send_news(work, ticket, seq, sorted(asked - heard))
    for one in told:
        if one.kind == TicketNews.__name__ and line.action is not Action.FOLLOW:
            work.outbox.add(one.account_id, Letter(one.person_id, CardRedraw(ticket.id), edits=one.number))


def _can_be_asked(work: UnitOfWork, ticket: Ticket) -> bool:
    """Is whoever was asked before still here? Nothing goes back to somebody on leave, or without a post."""
    person_id, directory = ticket.assignee_id, work.directory
    if person_id is None or not directory.reachable(person_id):
        return False
    return directory.absence_of(person_id, work.now) is None and bool(directory.posts_of(person_id, work.now))
