"""What the clock does by itself: rungs of silence, reminders to confirm, closing by silence, the later question."""

from collections.abc import Callable, Mapping

from domain.posts.routing import Route, route
from domain.tickets.lifecycle import THE_CLOCK, advance, closing_of
from domain.time.ladder import Does, Rung, moments
from domain.vocabulary import Action, Channel, Role, State
from services.answering.assigning import alarmed, find_assignee, make_assignee, post_of
from services.parts import MAX_BATCH
from services.telling.telling import give_card, redraw_cards, send_news, tell_about
from services.telling.unasked import may_remind
from services.tickets.steps import ask_to_verify, can_be_confirmed
from storage.models import Ticket
from storage.unit_of_work import UnitOfWork


def take_due_steps(work: UnitOfWork, limit: int = MAX_BATCH) -> int:
    """Take one step of every ticket whose moment has come; returns how many. Late or doubled does no harm."""
    due = work.tickets.due_steps(limit)
    for ticket in due:
        if (morning := work.quiet_until(ticket.grade)) is not None:
            ticket.next_step_at = morning  # due by day, but the program was away
        elif ticket.state is State.RESOLVED and not can_be_confirmed(work, ticket):
            _ask_higher_up(work, ticket)
        elif ticket.state is State.RESOLVED:
            _remind_or_close(work, ticket)
        elif ticket.state is State.CLOSED:
            _ask_again(work, ticket)
        else:
            _climb(work, ticket)
    return len(due)


def _climb(work: UnitOfWork, ticket: Ticket) -> None:
    rungs = moments(ticket, work.community.terms)
    rung = rungs[ticket.rung][1] if ticket.rung < len(rungs) else None
    if rung is None:
        ticket.next_step_at = None
        return
    ticket.rung += 1
    had = ticket.assignee_id
    told = DOES[rung.does](work, ticket)
    change = advance(ticket, Action.ESCALATE, by=THE_CLOCK, at=work.now)
    detail: dict[str, object] = {"does": rung.does, "percent": rung.percent, "minutes": rung.minutes, "to": told}
    moved = {"had": had} if ticket.assignee_id != had else {}
    seq = work.record(ticket, change, channel=Channel.CLOCK, detail={**detail, **moved})
    if told is not None and rung.does in TAKES_OVER:
        nobody_took_it = change.after is State.NEW
        give_card(work, ticket, (told,), "card-taken-over-new" if nobody_took_it else "card-taken-over")
        tell_about(work, ticket, Action.ESCALATE, seq, by=None, had=had)
        return
    if told is not None:
        _tell(work, ticket, rung, seq, told)
    redraw_cards(work, ticket)


def _tell(work: UnitOfWork, ticket: Ticket, rung: Rung, seq: int, told: int) -> None:
    if rung.does is Does.ALARM:
        give_card(work, ticket, alarmed(work, ticket), "card-danger")
    elif rung.does is not Does.REMIND or may_remind(work, told, ticket.grade):
        send_news(work, ticket, seq, (told,))


def _remind(work: UnitOfWork, ticket: Ticket) -> int | None:
    return ticket.assignee_id


def _nobody(work: UnitOfWork, ticket: Ticket) -> int | None:
    """The morning message and the digest read it from the history."""
    return None


def _next_up(work: UnitOfWork, ticket: Ticket) -> Route:
    return find_assignee(work, ticket, skip={ticket.assignee_id or 0}, above=post_of(work, ticket))


def _tell_superior(work: UnitOfWork, ticket: Ticket) -> int | None:
    return _next_up(work, ticket).person_id


def _from(role: Role) -> Callable[[UnitOfWork, Ticket], int | None]:
    def told(work: UnitOfWork, ticket: Ticket) -> int | None:
        return route(work.directory, ticket.address, work.now, lowest=role, concerns=ticket.concerns).person_id

    return told


def _take_over(work: UnitOfWork, ticket: Ticket, found: Route) -> int | None:
    """The next one becomes responsible; who was asked stays on as helper. The promise does not move."""
    if found.person_id is None or found.person_id == ticket.assignee_id:
        return None
    ticket.helper_id = ticket.assignee_id
    ticket.post_id = found.post.id if found.post else ticket.post_id
    make_assignee(ticket, found.person_id)
    ticket.absence_id = found.absence_id
    ticket.moves += 1
    return found.person_id


def _superior_takes_over(work: UnitOfWork, ticket: Ticket) -> int | None:
    return _take_over(work, ticket, _next_up(work, ticket))


def _office_takes_over(work: UnitOfWork, ticket: Ticket) -> int | None:
    return _take_over(work, ticket, find_assignee(work, ticket, lowest=Role.OFFICE))


def _alarm(work: UnitOfWork, ticket: Ticket) -> int | None:
    """While nobody has claimed it, holder, deputies and duty are called again; later it is the superior's."""
    if ticket.state is State.NEW:
        people = alarmed(work, ticket)
        return people[0] if people else _tell_superior(work, ticket)
    return _tell_superior(work, ticket)


DOES: Mapping[Does, Callable[[UnitOfWork, Ticket], int | None]] = {
    Does.REMIND: _remind,
    Does.REMIND_IN_THE_MORNING: _nobody,
    Does.ALARM: _alarm,
    Does.TELL_SUPERIOR: _tell_superior,
    Does.SUPERIOR_TAKES_OVER: _superior_takes_over,
    Does.OFFICE_TAKES_OVER: _office_takes_over,
    Does.TELL_BRANCH_SECRETARY: _from(Role.BRANCH_SECRETARY),
    Does.TELL_SECRETARY: _from(Role.SECRETARY),
    Does.RED_LIST: _nobody,
}
TAKES_OVER = frozenset({Does.SUPERIOR_TAKES_OVER, Does.OFFICE_TAKES_OVER})


def _ask_higher_up(work: UnitOfWork, ticket: Ticket) -> None:
    """Done by its own reporter, and nobody has looked yet: silence does not close it; a superior is asked, once."""
    if ticket.rung == 0:
        ask_to_verify(work, ticket, lowest=Role.GROUP_LEADER)
    ticket.rung, ticket.next_step_at = 1, None


def _remind_or_close(work: UnitOfWork, ticket: Ticket) -> None:
    """Resolved and silent: one reminder, then closed as unconfirmed, as the reminder has said."""
    if ticket.rung == 0:
        ticket.rung = 1
        change = advance(ticket, Action.REMIND, by=THE_CLOCK, at=work.now)
    else:
        ticket.closed_at, ticket.closing = work.now, closing_of(ticket, Action.CLOSE)
        change = advance(ticket, Action.CLOSE, by=THE_CLOCK, at=work.now)
    seq = work.record(ticket, change, channel=Channel.CLOCK)
    tell_about(work, ticket, change.action, seq, by=None)


def _ask_again(work: UnitOfWork, ticket: Ticket) -> None:
    """30 days after closing a leak or a mediated dispute: is it still all right?"""
    ticket.rung = 1
    change = advance(ticket, Action.FOLLOW_UP, by=THE_CLOCK, at=work.now)
    seq = work.record(ticket, change, channel=Channel.CLOCK)
    tell_about(work, ticket, Action.FOLLOW_UP, seq, by=None)
