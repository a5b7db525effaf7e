"""Reports that somebody's words may mean, and those that are alike."""

from collections.abc import Sequence

from domain.notices.word_notices import TopicProposed, WhichTicket
from domain.views import TicketView
from services.views.ticket_views import ticket_view
from storage.models import Person
from storage.unit_of_work import UnitOfWork

MOST_ASKED = 4
"""Of so many open reports it is asked which one is meant."""


def reports_meant(work: UnitOfWork, _notice: WhichTicket, person: Person) -> Sequence[TicketView]:
    """The reader's own that are open."""
    return [ticket_view(work, row, person) for row in work.tickets.open_of_reporter(person)[:MOST_ASKED]]


def reports_alike(work: UnitOfWork, notice: TopicProposed, person: Person) -> Sequence[TicketView]:
    """Those of the topic that this reader may see."""
    return [ticket_view(work, row, person) for row in work.tickets.several(notice.tickets, seen_by=person)]
