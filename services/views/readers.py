"""Who reads a screen, and what most screens show, read at once for many of them."""

from collections.abc import Sequence

from domain.notices.notice import Notice
from domain.notices.notices import TicketCard, TicketNews
from domain.views import Reader
from storage.models import Person
from storage.unit_of_work import UnitOfWork


def reader_of(work: UnitOfWork, person: Person | None) -> Reader:
    """Language and roles; Chinese until a person has chosen English."""
    if person is None:
        return Reader(None, "zh", False, frozenset(), False)
    roles = frozenset(post.role for post in work.directory.posts_of(person.id, work.now))
    return Reader(
        person.id,
        person.language or "zh",
        person.language is not None,
        roles,
        person.is_administrator,
        person.large_buttons,
    )


def read_ahead(work: UnitOfWork, notices: Sequence[tuple[Notice, int | None]]) -> None:
    """These notices are about to be drawn for these people: what most of their screens need is read at once."""
    about = {getattr(notice, "ticket_id", None) for notice, _ in notices}
    readers = {reader for _, reader in notices if reader is not None}
    told = [notice for notice, _ in notices if isinstance(notice, (TicketNews, TicketCard))]
    lines = {(notice.ticket_id, notice.seq) for notice in told if notice.seq is not None}
    work.expect_shown({ticket_id for ticket_id in about if ticket_id is not None}, readers, lines)
