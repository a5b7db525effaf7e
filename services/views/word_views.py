"""Reports that somebody's words may mean, and those that are alike."""

from collections.abc import Sequence

from domain.notices.word_notices import LooseWords, TopicProposed, WhichTicket
from domain.view_shapes import PageOf
from domain.views import MOST_ASKED, LooseView, TicketView
from services.filing.loose_words import handled_by, own_open
from services.views.ticket_views import seen, ticket_view, ticket_views
from storage.models import Person
from storage.unit_of_work import UnitOfWork


def reports_meant(work: UnitOfWork, notice: WhichTicket, person: Person) -> PageOf[TicketView]:
    """A page of the reader's own that are open, and of those they work on."""
    rows = [*own_open(work, person), *(handled_by(work, person) if notice.handled else ())]
    shown = rows[notice.page * MOST_ASKED : (notice.page + 1) * MOST_ASKED]
    return PageOf(ticket_views(work, shown, person), len(rows))


def loose(work: UnitOfWork, notice: LooseWords, person: Person) -> LooseView | None:
    """The ticket, and what was kept for it or for none."""
    row = seen(work, notice.ticket_id, person)
    if row is None:
        return None
    kept = work.conversation.kept(person.id)
    words, files = (kept.words, len(kept.media)) if kept is not None else ("", 0)
    return LooseView(ticket_view(work, row, person), words, files)


def reports_alike(work: UnitOfWork, notice: TopicProposed, person: Person) -> Sequence[TicketView]:
    """Those of the topic that this reader may see."""
    return [ticket_view(work, row, person) for row in work.tickets.several(notice.tickets, seen_by=person)]
