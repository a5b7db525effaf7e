"""What a message about one ticket shows: its card, its news, its words and files, and the questions about it."""

from collections.abc import Sequence
from typing import Protocol

from domain.notices.notices import (
    CardRedraw,
    Choose,
    ReporterShown,
    TicketCard,
    TicketHistory,
    TicketMedia,
    TicketNews,
    TicketWords,
)
from domain.notices.post_notices import CorrectionSure
from domain.tickets.visibility import may_hear
from domain.views import (
    CardView,
    ChoiceView,
    Colleague,
    CorrectionView,
    FilesView,
    LineView,
    MediaView,
    NewsView,
    ReporterView,
    TicketView,
)
from services.tickets.correcting import correction_of
from services.tickets.steps import colleagues_for
from services.views.ticket_views import is_hidden, is_reporter, line_view, reporter_view, seen, ticket_view
from storage.models import Person, Ticket
from storage.unit_of_work import UnitOfWork


class AboutTicket(Protocol):
    """A notice about one ticket."""

    @property
    def ticket_id(self) -> int: ...


def ticket(work: UnitOfWork, notice: AboutTicket, person: Person) -> TicketView | None:
    """The ticket alone."""
    row = seen(work, notice.ticket_id, person)
    return ticket_view(work, row, person) if row is not None else None


def history(work: UnitOfWork, notice: TicketHistory, person: Person) -> TicketView | None:
    """The ticket with every line of its history that is for them."""
    row = seen(work, notice.ticket_id, person)
    return ticket_view(work, row, person, history=True) if row is not None else None


def card(work: UnitOfWork, notice: TicketCard, person: Person) -> CardView | None:
    """A new card; None too where the line by which it came is not for them."""
    row = seen(work, notice.ticket_id, person)
    return _with_line(work, row, ticket_view(work, row, person), notice.seq, person) if row is not None else None


def plain_card(work: UnitOfWork, notice: AboutTicket, person: Person) -> CardView | None:
    """The card as it is now, without the line by which it came."""
    row = seen(work, notice.ticket_id, person)
    return CardView(ticket_view(work, row, person), None) if row is not None else None


def redrawn_card(work: UnitOfWork, notice: CardRedraw, person: Person) -> CardView | None:
    """The card as it now is; to whoever handles it with the line by which it came to them."""
    row = seen(work, notice.ticket_id, person)
    if row is None:
        return None
    view = ticket_view(work, row, person)
    return _with_line(work, row, view, work.tickets.came_by(row) if view.reader_handles else None, person)


def expect_cards(work: UnitOfWork, notices: Sequence[tuple[CardRedraw, int | None]]) -> None:
    """These cards are about to be redrawn: where they are is read at once."""
    work.messages.expect({notice.ticket_id for notice, _ in notices})


def news(work: UnitOfWork, notice: TicketNews, person: Person) -> NewsView | None:
    """The ticket and what happened to it, where that line is for them."""
    row = seen(work, notice.ticket_id, person)
    line = _line(work, row, notice.seq, person) if row is not None else None
    return NewsView(ticket_view(work, row, person), line) if row is not None and line is not None else None


def files(work: UnitOfWork, notice: TicketMedia, person: Person) -> FilesView | None:
    """Those files of the ticket that are for them, and the line they came with."""
    row = seen(work, notice.ticket_id, person)
    if row is None:
        return None
    reports = is_reporter(row, person)
    media = [
        MediaView(one.kind, one.file.view if one.file is not None else None, one.latitude, one.longitude)
        for one in work.contents.media(notice.media_ids)
        if may_hear(one.action, reports=reports)
    ]
    told = _with_line(work, row, ticket_view(work, row, person), notice.seq, person)
    return FilesView(told.ticket, told.line, media) if media and told is not None else None


def words(work: UnitOfWork, notice: TicketWords, person: Person) -> str | None:
    """The reporter's own words; nothing in them once they were emptied, or where they are not for this reader."""
    row = seen(work, notice.ticket_id, person)
    return work.contents.text(notice.text_id, reports=is_reporter(row, person)) or "" if row is not None else None


def choice(work: UnitOfWork, notice: Choose, person: Person) -> ChoiceView | None:
    """A question about the ticket; when it is to be handed over, with who it can be handed over to."""
    row = seen(work, notice.ticket_id, person)
    if row is None:
        return None
    return ChoiceView(
        ticket_view(work, row, person), colleagues(work, row, person) if notice.what == "hand_over" else ()
    )


def colleagues(work: UnitOfWork, row: Ticket, person: Person) -> list[Colleague]:
    """Who this person can give the ticket to."""
    return [
        Colleague(person_id, work.people.name(person_id) or title, title)
        for person_id, title in colleagues_for(work, row, person)
    ]


def correction(
    work: UnitOfWork, notice: CorrectionSure, person: Person
) -> tuple[TicketView, CorrectionView | None] | None:
    """The ticket and what a correction would change; nothing would when the button is too old."""
    row = seen(work, notice.ticket_id, person)
    if row is None:
        return None
    return ticket_view(work, row, person), correction_of(work, row, notice.what, notice.arg)


def reporter(work: UnitOfWork, notice: ReporterShown, person: Person) -> ReporterView | None:
    """Who reported it."""
    row = seen(work, notice.ticket_id, person)
    return reporter_view(work, row) if row is not None else None


def _with_line(work: UnitOfWork, row: Ticket, view: TicketView, seq: int | None, person: Person) -> CardView | None:
    if seq is None:
        return CardView(view, None)
    line = _line(work, row, seq, person)
    return CardView(view, line) if line is not None else None


def _line(work: UnitOfWork, row: Ticket, seq: int, person: Person) -> LineView | None:
    """A line of the history; None where it is not for this reader."""
    line = work.tickets.line(row, seq)
    return None if line is None or is_hidden(row, line, person) else line_view(work, row, line, person)
