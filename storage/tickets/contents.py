"""What was written in a ticket and belongs to people: words, files, the name of whoever it was reported for.

Apart from the ticket and its history, which name nobody, so that it can be emptied when its time is over.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from domain.tickets.report_form import Attachment, Part
from domain.tickets.visibility import may_hear
from domain.vocabulary import Action, Aware
from storage.files.files import KeptFiles
from storage.models import Media, Ticket, TicketContact, TicketText
from storage.sql.among import among
from storage.sql.collecting import Batch, Collected, Undo, grouped, together
from storage.sql.store import Store, table_of

_TEXT = table_of(TicketText)
_REPORTED = (among(_TEXT.c.ticket_id, "tickets"), _TEXT.c.action == Action.FILE, _TEXT.c.body != "")
_WORDS = select(_TEXT.c.ticket_id, _TEXT.c.body).where(*_REPORTED).order_by(_TEXT.c.id)
_TEXTS = select(TicketText).where(*_REPORTED).order_by(TicketText.id)
_SAY = insert(_TEXT)
_MEDIA = select(Media).where(among(table_of(Media).c.ticket_id, "tickets")).order_by(Media.id)


@dataclass(frozen=True, slots=True)
class LineFiles:
    """The files of one line of a history. `alone`: they are all that was said."""

    action: Action
    rows: Sequence[Media]
    alone: bool


class Contents(Store):
    """The contents of tickets within one unit of work; whoever asks has been through the ticket's door."""

    def __init__(self, session: Session, now: datetime, files: KeptFiles) -> None:
        super().__init__(session, now)
        self._files = files
        self._words: Batch[int, list[str]] = Batch(self._read_words, nothing=list)
        self._media: Batch[int, list[Media]] = Batch(self._read_media, nothing=list)
        self._said: Collected[dict[str, object]] = Collected(lambda said: self._write(_SAY, said))
        self._with_line: dict[tuple[int, int], LineFiles] = {}

    def expect_shown(self, ticket_ids: Collection[int]) -> None:
        """These tickets are about to be drawn: the reporters' words and all files are read at once."""
        self._words.expect(ticket_ids)
        self._media.expect(ticket_ids)

    def _read_words(self, ticket_ids: Sequence[int]) -> Iterable[tuple[int, list[str]]]:
        self.write()
        return grouped((ticket_id, body) for ticket_id, body in self._read(_WORDS, {"tickets": ticket_ids}))

    def _read_media(self, ticket_ids: Sequence[int]) -> Iterable[tuple[int, list[Media]]]:
        return grouped((media.ticket_id, media) for media in self._session.scalars(_MEDIA, {"tickets": ticket_ids}))

    def mark(self) -> Undo:
        return together(self._said.mark(), self._words.mark(), self._media.mark(), self._with_line.clear)

    def add_text(
        self,
        ticket: Ticket,
        action: Action,
        body: str,
        *,
        by: int | None = None,
        account_id: int | None = None,
        number: int | None = None,
    ) -> TicketText:
        """Keep words. A ticket that was emptied has something to empty again."""
        ticket.emptied_at = None
        text = TicketText(
            ticket_id=ticket.id,
            action=action,
            body=body,
            account_id=account_id,
            number=number,
            at=self._now,
            by_id=by,
        )
        self._session.add(text)
        self._session.flush()
        if action is Action.FILE and (shown := self._words.known(ticket.id)) is not None:
            shown.append(body)
        return text

    def add_report(self, ticket: Ticket, parts: Sequence[Part], *, account_id: int | None) -> None:
        """The words of a new ticket, message by message. They are written with those of others when the unit ends, or
        when somebody asks for them."""
        self._said.extend(
            {
                "ticket_id": ticket.id,
                "action": Action.FILE,
                "body": part.text,
                "account_id": account_id,
                "number": part.message_id,
                "at": self._now,
                "by_id": ticket.filed_by_id,
            }
            for part in parts
        )
        self._words.put(ticket.id, [part.text for part in parts if part.text])
        self._media.put(ticket.id, [])

    def write(self) -> None:
        """Write down what `add_report` was given."""
        self._said.write()

    def add_media(
        self, ticket: Ticket, seq: int, media: Sequence[Attachment], *, action: Action, by: int | None, alone: bool
    ) -> None:
        """Attach files to line `seq` of the history, a line of that action. `alone`: they came without words."""
        ticket.emptied_at = None
        rows = [
            Media(
                ticket_id=ticket.id,
                seq=seq,
                action=action,
                by_id=by,
                kind=one.kind,
                file_key=one.file,
                size=one.size,
                latitude=one.latitude,
                longitude=one.longitude,
            )
            for one in media
        ]
        self._session.add_all(rows)
        self._session.flush()
        if (shown := self._media.known(ticket.id)) is not None:
            shown += rows
        self._with_line[ticket.id, seq] = LineFiles(action, rows, alone)

    def line_with(self, file: int) -> tuple[int, int] | None:
        """The line, as ticket and number, that this unit has attached a file to, by its key."""
        return next((at for at, files in self._with_line.items() if file in {f.file_key for f in files.rows}), None)

    def files_with(self, ticket: Ticket, seq: int) -> LineFiles | None:
        """The files that this unit has attached to a line, for whoever is told of it."""
        return self._with_line.get((ticket.id, seq))

    def set_contact(
        self,
        ticket: Ticket,
        name: str | None,
        phone: str | None,
        *,
        door: str | None = None,
        aware: Aware | None = None,
    ) -> None:
        """Whom the ticket was reported for."""
        self._session.add(TicketContact(ticket_id=ticket.id, name=name, phone=phone, door=door, aware=aware))

    def contact(self, ticket: Ticket) -> TicketContact | None:
        return self._session.get(TicketContact, ticket.id)

    def text(self, text_id: int | None, *, reports: bool = False) -> str | None:
        """The words, None when they were emptied or are not for the reader: do they `report` the ticket?"""
        row = self._session.get(TicketText, text_id) if text_id is not None else None
        return row.body if row and may_hear(row.action, reports=reports) else None

    def report_words(self, ticket: Ticket) -> list[str]:
        """The reporter's own first words, message by message; none when they were emptied."""
        return self._words.get(ticket.id)

    def report_texts(self, ticket: Ticket) -> list[TicketText]:
        """The same as they are kept."""
        self.write()
        return list(self._session.scalars(_TEXTS, {"tickets": [ticket.id]}))

    def text_of_message(self, account_id: int, number: int) -> TicketText | None:
        """What a message said last, when it became part of a ticket: its words, or those of its newest correction."""
        self.write()
        said = select(TicketText).where(TicketText.account_id == account_id, TicketText.number == number)
        return self._session.scalar(said.order_by(TicketText.id.desc()).limit(1))

    def has_said(self, ticket: Ticket, by: int, words: str) -> bool:
        """Has somebody written the very same in that ticket already?"""
        his = select(TicketText.id).where(TicketText.ticket_id == ticket.id, TicketText.by_id == by)
        return self._session.scalar(his.where(TicketText.body == words).limit(1)) is not None

    def media(self, media_ids: Sequence[int]) -> list[Media]:
        return list(self._session.scalars(select(Media).where(Media.id.in_(media_ids)).order_by(Media.id)))

    def media_of(self, ticket: Ticket) -> list[Media]:
        return self._media.get(ticket.id)

    def said_by(self, ticket: Ticket, by: int, action: Action) -> list[TicketText]:
        """What somebody has said to it with that action, in order."""
        self.write()
        said = select(TicketText).where(TicketText.ticket_id == ticket.id, TicketText.by_id == by)
        return list(self._session.scalars(said.where(TicketText.action == action).order_by(TicketText.id)))

    def take_out(self, ticket: Ticket, by: int, action: Action) -> list[Media]:
        """What somebody has said and sent with that action goes out of it; returns the files."""
        for text in self.said_by(ticket, by, action):
            text.body = None
        sent = [one for one in self.media_of(ticket) if one.by_id == by and one.action is action]
        gone = delete(Media).where(Media.id.in_([one.id for one in sent]))
        self._session.flush()
        self._session.execute(gone, execution_options={"synchronize_session": False})
        for one in sent:
            self._session.expunge(one)
        self._files.let_go(one.file_key for one in sent)
        self.changed(ticket.id)
        return sent

    def changed(self, ticket_id: int) -> None:
        """Something was deleted from it: it is read again when it is shown."""
        self._words.forget(ticket_id)
        self._media.forget(ticket_id)

    def empty(self, ticket: Ticket) -> None:
        """Words, contact and files go; the ticket and its history, which name nobody, stay."""
        self.write()
        mine = [TicketText.ticket_id == ticket.id]
        self._session.execute(update(TicketText).where(*mine).values(body=None))
        self._session.execute(delete(TicketContact).where(TicketContact.ticket_id == ticket.id))
        gone = delete(Media).where(Media.ticket_id == ticket.id).returning(Media.file_key)
        self._files.let_go(self._session.scalars(gone))
        ticket.room, ticket.emptied_at = None, self._now
        self.changed(ticket.id)
