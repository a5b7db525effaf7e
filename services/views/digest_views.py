"""A digest's frozen figures, and what is behind them, for whoever reads digests now."""

from collections.abc import Sequence

from domain.digest.digest import Figures, Section, TableRow
from domain.digest.views import DigestView
from domain.notices.notices import DigestButtons, DigestList, DigestPicture, DigestReport, DigestTable
from domain.posts.rights import Right
from domain.view_shapes import PageOf
from domain.views import TicketView
from services.digest.digest_tables import table_rows
from services.views.behind import behind
from services.views.ticket_views import page_of
from storage.digest.digests import Digests
from storage.models import Person
from storage.unit_of_work import UnitOfWork


@behind(Right.READ_DIGESTS)
def figures_view(
    work: UnitOfWork, notice: DigestReport | DigestButtons | DigestPicture | DigestTable | DigestList, _person: Person
) -> Figures | None:
    """The figures as they were frozen."""
    return work.store(Digests).get(notice.week, notice.version)


def digest_view(work: UnitOfWork, notice: DigestReport | DigestButtons, person: Person) -> DigestView | None:
    """A week, with those before it that were missed."""
    figures = figures_view(work, notice, person)
    if figures is None:
        return None
    older = [work.store(Digests).get(week, version) for week, version in notice.missed]
    return DigestView(figures, [missed for missed in older if missed is not None])


def table_view(work: UnitOfWork, notice: DigestTable, person: Person) -> tuple[Figures, Sequence[TableRow]] | None:
    """The rows that this reader may see."""
    figures = figures_view(work, notice, person)
    return (figures, table_rows(work, figures, person, names=notice.names)) if figures is not None else None


def list_view(work: UnitOfWork, notice: DigestList, person: Person) -> tuple[Figures, PageOf[TicketView]] | None:
    """A page of the tickets behind one figure; every one of them has passed the door."""
    figures = figures_view(work, notice, person)
    if figures is None:
        return None
    tickets = work.tickets.several(figures.shown(Section(notice.section)), seen_by=person)
    return figures, page_of(work, tickets, notice.page, person)
