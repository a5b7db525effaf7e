"""What words are answered with: the report they became or belong to, those they may mean, and those that are alike."""

from collections.abc import Sequence

from domain.notices.word_notices import AlarmRaised, LateWords, TopicProposed, WhichTicket
from domain.views import TicketView
from services.views.ticket_views import seen, ticket_view
from storage.models import Person
from storage.unit_of_work import UnitOfWork

MOST_ASKED = 4
"""Of so many open reports it is asked which one is meant."""


def report_told_of(work: UnitOfWork, notice: AlarmRaised | LateWords, person: Person) -> TicketView | None:
    """The one that the words became or went to."""
    ticket = seen(work, notice.ticket_id, person)
    return ticket_view(work, ticket, person) if ticket is not None else None


def reports_meant(work: UnitOfWork, _notice: WhichTicket, person: Person) -> Sequence[TicketView]:
    """The reader's own that are open."""
    return [ticket_view(work, row, person) for row in work.tickets.open_of_reporter(person)[:MOST_ASKED]]


def reports_alike(work: UnitOfWork, notice: TopicProposed, person: Person) -> Sequence[TicketView]:
    """Those of the topic that this reader may see."""
    return [ticket_view(work, row, person) for row in work.tickets.several(notice.tickets, seen_by=person)]
