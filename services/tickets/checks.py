"""Spot checks: a few of last week's closings are looked at by somebody other than who solved them."""

import random
from datetime import datetime, time, timedelta

from domain.refusal import Refusal
from domain.tickets.lifecycle import advance
from domain.tickets.remark import Remark
from domain.time.quiet import MORNING
from domain.vocabulary import Action, Role, State
from services.answering.assigning import find_assignee
from services.telling.telling import give_card, redraw_cards
from services.tickets.closing import reopen_ticket
from storage.digest.periods import Periods
from storage.models import Person, Ticket
from storage.unit_of_work import UnitOfWork

CHECKED_ONE_IN = 20
"""One in so many closings is checked, at least `MIN_CHECKS` when there are that many."""
MIN_CHECKS = 3


def draw_checks(work: UnitOfWork) -> int:
    """Once a week, on its first working morning: draw last week's closings and ask a second person; returns how many.

    What was recorded and solved without the resident in the chat is drawn first.
    """
    calendar = work.community.terms.calendar
    now = work.now.astimezone(calendar.zone)
    if now.time() < MORNING or not calendar.is_working_day(now.date()) or work.is_night():
        return 0
    monday = now.date() - timedelta(days=now.weekday())
    ends = datetime.combine(monday, time(0), calendar.zone)
    year, week, _ = (monday - timedelta(days=7)).isocalendar()
    if not work.store(Periods).once("checks", f"{year}-W{week:02d}"):
        return 0
    closed = work.tickets.closed_between(ends - timedelta(days=7), ends)
    drawn = choose(closed, random.Random(f"{year}-W{week}"))  # noqa: S311 - a draw that can be repeated
    for ticket in drawn:
        parties = (ticket.assignee_id, ticket.solved_by_id, ticket.reporter_id, ticket.recorded_by_id)
        skip = {person for person in parties if person is not None} | work.tickets.had_a_hand(ticket)
        found = find_assignee(work, ticket, skip=skip, lowest=Role.GROUP_LEADER)  # only they have the buttons for it
        if found.person_id is not None:
            ticket.checking = True
            give_card(work, ticket, (found.person_id,), "card-check")
    return len(drawn)


def choose(closed: list[Ticket], dice: random.Random) -> list[Ticket]:
    """Five per cent, at least three; recorded ones first, the rest by lot."""
    many = min(len(closed), max(MIN_CHECKS, len(closed) // CHECKED_ONE_IN))
    shuffled = dice.sample(closed, len(closed))
    return sorted(shuffled, key=lambda ticket: ticket.recorded_by_id is None)[:many]


def _drawn(work: UnitOfWork, ticket_id: int, by: Person) -> Ticket:
    """A ticket that was drawn for a check and waits for its one answer."""
    ticket = work.tickets.lock(ticket_id, seen_by=by)
    if ticket.state is not State.CLOSED:
        raise Refusal("refused-in-this-state", state=ticket.state, action=Action.CHECK)
    if not ticket.checking:
        raise Refusal("refused-checked-before")
    return ticket


def check_agrees(work: UnitOfWork, ticket_id: int, *, by: Person) -> Ticket:
    """抽查属实: it is as the closing says."""
    ticket = _drawn(work, ticket_id, by)
    change = advance(ticket, Action.CHECK, by=work.tickets.actor(ticket, by), at=work.now)
    ticket.checking = False
    work.record(ticket, change, detail={"agrees": True})
    redraw_cards(work, ticket)
    return ticket


def check_disagrees(work: UnitOfWork, ticket_id: int, *, by: Person, said: Remark) -> Ticket:
    """抽查不符: it is reopened, and the digest shows it."""
    ticket = _drawn(work, ticket_id, by)
    change = advance(ticket, Action.CHECK, by=work.tickets.actor(ticket, by), at=work.now)
    ticket.checking = False
    work.record(ticket, change, detail={"agrees": False})
    return reopen_ticket(work, ticket_id, by=by, said=said)
