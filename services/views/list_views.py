"""The lists of tickets people have: what they reported, what they answer for, and what a working day begins with."""

from collections.abc import Sequence
from datetime import timedelta

from domain.matters.bundle_views import BundleView
from domain.notices.notices import Morning, MyTickets, ToDo
from domain.notices.word_notices import WhichToPress
from domain.tickets.already import KnownTicket
from domain.view_shapes import PageOf
from domain.views import PAGE, TicketView
from domain.vocabulary import Action, State
from services.tickets.own_tickets import open_tickets_for
from services.views.bundle_views import morning_lines
from services.views.ticket_views import page_of, sees, ticket_views
from storage.models import Person
from storage.unit_of_work import UnitOfWork

LIST_SINCE = timedelta(days=90)


def my_tickets(work: UnitOfWork, notice: MyTickets, person: Person) -> tuple[PageOf[TicketView], Sequence[KnownTicket]]:
    """A page of what they reported; on the first one also what neighbours reported and they have too."""
    since = work.now - LIST_SINCE
    rows = [
        row for row in work.tickets.of_reporter(person, since=since) if sees(work, row, person)
    ]  # not of themselves
    also = work.neighbours.also_has(person.id, since=since)[:PAGE] if notice.page == 0 else []
    return page_of(work, rows, notice.page, person), also


WHICH_PAGE = 5
"""Buttons of «which one?» on one page, with «还有» under them; one more where that is all."""


def which_to_press(work: UnitOfWork, notice: WhichToPress, person: Person) -> tuple[PageOf[TicketView], bool]:
    """Those of their tickets for which it can be done; is there a page after this one?"""
    able = open_tickets_for(work, person, Action(notice.action))
    start = notice.page * WHICH_PAGE
    more = len(able) - start > WHICH_PAGE + 1
    shown = able[start : start + WHICH_PAGE + (not more)]
    return PageOf(ticket_views(work, shown, person), len(able)), more


def to_do(work: UnitOfWork, notice: ToDo, person: Person) -> PageOf[TicketView]:
    """A page of what they answer for."""
    return page_of(work, work.tickets.of_assignee(person), notice.page, person)


def morning(work: UnitOfWork, notice: Morning, person: Person) -> tuple[Sequence[TicketView], BundleView | None]:
    """What they answer for, and of what waited to be told to them what they may see; and the lines kept for it."""
    rows = work.tickets.of_assignee(person)
    about = work.tickets.several(notice.about, seen_by=person)
    shown = {row.id: row for row in (*rows, *about) if row.state is not State.RESOLVED or row in about}
    return ticket_views(work, list(shown.values()), person), morning_lines(work, notice.bundle, person)
