"""News of a step that was taken back: what has not left is never told, what was told is found again."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select, update

from domain.notices.notices import TicketCard, TicketMedia, TicketNews, TicketWords
from domain.notices.word_notices import FollowerNews
from storage.models import ChangeRow, OutboxRow, Ticket
from storage.models.delivery import OutboxState
from storage.sql.store import Store, literally, table_of

_OUTBOX = table_of(OutboxRow)
_KINDS = [kind.__name__ for kind in (TicketCard, TicketNews, TicketWords, TicketMedia, FollowerNews)]
_ASKED = ("id", "account_id", "person_id", "kind", "facts", "state", "message_id")
_TOLD = select(*(_OUTBOX.c[name] for name in _ASKED)).where(_OUTBOX.c.kind.in_(_KINDS))


@dataclass(frozen=True, slots=True)
class ToldMessage:
    """A message that has arrived: who read it, and where it is."""

    person_id: int
    account_id: int
    number: int
    kind: str


class Recalled(Store):
    """The outbox of one unit of work, as far as a line of a history was told. A step and its news are of one instant,
    so that two indexes of times find them; in the order of ids SQLite would read the whole outbox."""

    def hold_back(self, ticket: Ticket, line: ChangeRow) -> set[int]:
        """What waits for the morning to tell of that line is dropped; returns whom nothing of it reaches."""
        held = _TOLD.where(_OUTBOX.c.state == literally(OutboxState.HELD), _OUTBOX.c.created_at == line.at)
        rows = [row for row in self._read(held.with_for_update()) if _is_about(row.kind, row.facts, ticket, line)]
        if rows:
            gone = update(_OUTBOX).where(_OUTBOX.c.id.in_([row.id for row in rows]))
            self._write(gone.values(state=OutboxState.DROPPED, error="its step was taken back", sent_at=self._now))
        return {row.person_id for row in rows if row.person_id is not None}

    def told(self, ticket: Ticket, line: ChangeRow) -> Sequence[ToldMessage]:
        """What has told of that line."""
        sent = _TOLD.where(_OUTBOX.c.sent_at >= line.at, _OUTBOX.c.created_at == line.at)
        sent = sent.where(_OUTBOX.c.state == OutboxState.SENT, _OUTBOX.c.message_id.is_not(None))
        return [
            ToldMessage(row.person_id, row.account_id, row.message_id, row.kind)
            for row in self._read(sent.order_by(_OUTBOX.c.sent_at))
            if row.person_id is not None and _is_about(row.kind, row.facts, ticket, line)
        ]


def _is_about(kind: str, facts: dict[str, object], ticket: Ticket, line: ChangeRow) -> bool:
    """A card that came of the same step bears no line; a neighbour's news name no ticket, but what and where."""
    if kind == FollowerNews.__name__:
        said = (facts.get("action"), facts.get("category"), facts.get("place_id"))
        return said == (line.action, ticket.category, ticket.place_id)
    if facts.get("ticket_id") != ticket.id:
        return False
    if kind == TicketWords.__name__:
        return line.text_id is not None and facts.get("text_id") == line.text_id
    return kind == TicketCard.__name__ or facts.get("seq") == line.seq
