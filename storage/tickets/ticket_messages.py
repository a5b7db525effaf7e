"""Messages that are about a ticket: a reply to one finds the ticket, and its cards are redrawn with every change."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from storage.models import MessageOfTicket
from storage.sql.among import among
from storage.sql.collecting import Batch, Collected, Undo, grouped, together
from storage.sql.store import Store, table_of
from storage.sql.upsert import upsert

_MESSAGE = table_of(MessageOfTicket)
_IS_CARD = text("message_of_ticket.is_card")
"""As it stands in the index: SQLAlchemy compares it with 1 on SQLite, which then reads the table from end to end."""
_CARDS = (
    select(_MESSAGE.c.ticket_id, _MESSAGE.c.account_id, _MESSAGE.c.person_id, func.max(_MESSAGE.c.number))
    .where(among(_MESSAGE.c.ticket_id, "tickets"), _IS_CARD)
    .group_by(_MESSAGE.c.ticket_id, _MESSAGE.c.account_id, _MESSAGE.c.person_id)
)
_REMEMBER = upsert(
    MessageOfTicket,
    lambda rows: rows.on_conflict_do_update(  # a question became a card, or a card a question
        index_elements=["account_id", "number"],
        set_={"ticket_id": rows.excluded.ticket_id, "is_card": rows.excluded.is_card},
    ),
)


@dataclass(frozen=True, slots=True)
class MessageAbout:
    """A message somebody was sent about a ticket; `is_card` when it is redrawn with every change."""

    account_id: int
    number: int
    ticket_id: int
    person_id: int
    is_card: bool


@dataclass(frozen=True, slots=True)
class _Card:
    """The newest card of a ticket in one account."""

    account_id: int
    person_id: int
    number: int


class TicketMessages(Store):
    """Messages about tickets within one unit of work; whoever asks has been through the ticket's door."""

    def __init__(self, session: Session, now: datetime) -> None:
        super().__init__(session, now)
        self._cards: Batch[int, list[_Card]] = Batch(self._read_cards, nothing=list)
        self._pressed: Collected[MessageAbout] = Collected(self._remember_pressed)
        self._arrived: dict[tuple[int, int], MessageAbout] = {}

    def expect(self, ticket_ids: Collection[int]) -> None:
        """These tickets are about to change or to be redrawn: where their cards are is read at once."""
        self._cards.expect(sorted(ticket_ids))

    def _read_cards(self, ticket_ids: Sequence[int]) -> Iterable[tuple[int, list[_Card]]]:
        found = self._read(_CARDS, {"tickets": ticket_ids})
        return grouped((ticket_id, _Card(account_id, by, number)) for ticket_id, account_id, by, number in found)

    def remember(self, sent: Sequence[MessageAbout]) -> None:
        """After sending: replies to these messages are about their tickets."""
        if sent:
            self._cards.forget_all()
            self._write(_REMEMBER[self._dialect], [_row(one) for one in sent])

    def arrived(self, messages: Iterable[MessageAbout]) -> None:
        """These have come back from a channel and are marked next, those of the lanes this unit fills by itself."""
        self._arrived = {(one.account_id, one.number): one for one in messages}

    def pressed(self, card: MessageAbout) -> bool:
        """A button of this card was pressed: it is there, even if nobody has marked that it was sent. Returns whether
        it was known as the newest card in its account: else it is drawn again, whatever this press does."""
        if self.card_in(card.account_id, card.ticket_id) == card.number:
            return True
        if (marked_next := self._arrived.get((card.account_id, card.number))) is not None:
            if marked_next.is_card:
                self._know(card)
            return marked_next.is_card
        if self.ticket_of(card.account_id, card.number) is None:
            self._pressed.add(card)
            self._know(card)
        return False

    def _know(self, card: MessageAbout) -> None:
        self._cards.get(card.ticket_id).append(_Card(card.account_id, card.person_id, card.number))

    def mark(self) -> Undo:
        return together(self._pressed.mark(), self._cards.mark())

    def write(self) -> None:
        """Write down which cards were pressed. After the lanes: whoever marks what was sent writes in this order too,
        and so neither waits for the other for ever."""
        self._pressed.write()

    def _remember_pressed(self, pressed: Sequence[MessageAbout]) -> None:
        self.remember(sorted(pressed, key=lambda card: (card.account_id, card.number)))

    def ticket_of(self, account_id: int, number: int) -> int | None:
        """The ticket a message is about."""
        row = self._session.get(MessageOfTicket, (account_id, number))
        return row.ticket_id if row else None

    def last_about(self, account_id: int) -> int | None:
        """The ticket that the newest message to that account about any is about."""
        about = select(_MESSAGE.c.ticket_id).where(_MESSAGE.c.account_id == account_id)
        last: int | None = self._session.scalar(about.order_by(_MESSAGE.c.number.desc()).limit(1))
        return last

    def card_in(self, account_id: int, ticket_id: int) -> int | None:
        """The newest card of the ticket in that account."""
        return max((card.number for card in self._cards.get(ticket_id) if card.account_id == account_id), default=None)

    def card_holders(self, ticket_id: int) -> list[int]:
        """Everybody who has a card of the ticket."""
        return sorted({card.person_id for card in self._cards.get(ticket_id)})


def _row(about: MessageAbout) -> dict[str, object]:
    return {
        "account_id": about.account_id,
        "number": about.number,
        "ticket_id": about.ticket_id,
        "person_id": about.person_id,
        "is_card": about.is_card,
    }
