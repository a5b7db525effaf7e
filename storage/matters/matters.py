"""Matters within one unit of work. Whoever asks for one has been through its door (services/matters/matters.py)."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import func, select, update

from domain.vocabulary import Channel
from storage.models import MatterGroup, MatterLine, MatterLink, MatterRow, MatterText, Ticket
from storage.sql.store import Store


def by_next_date(rows: Iterable[MatterRow]) -> list[MatterRow]:
    """What is due first, first; at the end what has no date."""
    return sorted(rows, key=lambda row: (row.next_due_at is None, row.next_due_at or row.opened_at, row.id))


class Matters(Store):
    """Their headers, histories, words and links."""

    def add(self, row: MatterRow) -> MatterRow:
        self._session.add(row)
        self._session.flush()
        return row

    def get(self, matter_id: int) -> MatterRow | None:
        return self._session.get(MatterRow, matter_id)

    def lock(self, matter_id: int) -> MatterRow | None:
        """For changing: of two presses at once the second sees what the first has done."""
        return self._session.get(MatterRow, matter_id, with_for_update=True, populate_existing=True)

    def due(self, kinds: Collection[str], limit: int) -> list[MatterRow]:
        """Matters of kinds that are known whose moment has come, locked, the longest due first."""
        due = select(MatterRow).where(MatterRow.next_due_at <= self._now, MatterRow.kind.in_(kinds))
        ordered = due.order_by(MatterRow.next_due_at, MatterRow.id).limit(limit)
        return list(self._session.scalars(ordered.with_for_update(skip_locked=True)))

    def of_posts(self, post_ids: Collection[int]) -> list[MatterRow]:
        """What these posts own and has not ended, by its next date."""
        if not post_ids:
            return []
        own = select(MatterRow).where(MatterRow.owner_post_id.in_(post_ids), MatterRow.ended_at.is_(None))
        return by_next_date(self._session.scalars(own))

    def of_bodies(self, body_ids: Collection[int]) -> list[MatterRow]:
        """What is about these bodies and has not ended, by its next date."""
        if not body_ids:
            return []
        theirs = select(MatterRow).where(MatterRow.body_id.in_(body_ids), MatterRow.ended_at.is_(None))
        return by_next_date(self._session.scalars(theirs))

    def open_of_kind(self, kind: str) -> list[MatterRow]:
        """Those of a kind that have not ended, the oldest first."""
        going = select(MatterRow).where(MatterRow.kind == kind, MatterRow.ended_at.is_(None))
        return list(self._session.scalars(going.order_by(MatterRow.id)))

    def of_body(self, body_id: int, kind: str) -> list[MatterRow]:
        """Of that kind about the body, the newest first."""
        about = select(MatterRow).where(MatterRow.body_id == body_id, MatterRow.kind == kind)
        return list(self._session.scalars(about.order_by(MatterRow.id.desc())))

    def numbered(self, numbers: Sequence[str]) -> list[MatterRow]:
        return list(
            self._session.scalars(select(MatterRow).where(MatterRow.number.in_(numbers)).order_by(MatterRow.id))
        )

    # Its history

    def append(
        self,
        row: MatterRow,
        action: str,
        before: str | None,
        *,
        by: int | None,
        channel: Channel,
        text_id: int | None,
        detail: Mapping[str, object],
    ) -> MatterLine:
        """One more line; nothing in it is ever changed. The matter is locked."""
        n = self._session.scalar(select(func.max(MatterLine.n)).where(MatterLine.matter_id == row.id)) or 0
        line = MatterLine(
            matter_id=row.id,
            n=n + 1,
            action=action,
            by_id=by,
            channel=channel,
            at=self._now,
            before=before,
            after=row.state,
            text_id=text_id,
            detail=dict(detail),
        )
        self._session.add(line)
        self._session.flush()
        return line

    def history(self, row: MatterRow) -> list[MatterLine]:
        lines = select(MatterLine).where(MatterLine.matter_id == row.id)
        return list(self._session.scalars(lines.order_by(MatterLine.n)))

    def opened_by(self, row: MatterRow) -> int | None:
        """Who opened it; None: the program."""
        first = select(MatterLine.by_id).where(MatterLine.matter_id == row.id, MatterLine.n == 1)
        return self._session.scalar(first)

    def line(self, row: MatterRow, n: int) -> MatterLine | None:
        """One line of its history."""
        return self._session.get(MatterLine, (row.id, n))

    def keep_words(self, words: str, by: int | None) -> MatterText:
        text = MatterText(body=words, by_id=by, said_at=self._now)
        self._session.add(text)
        self._session.flush()
        return text

    def words(self, text_id: int | None) -> str | None:
        text = self._session.get(MatterText, text_id) if text_id is not None else None
        return text.body if text is not None else None

    # What belongs to it

    def link(
        self, row: MatterRow, stands_as: str, *, ticket_id: int | None = None, other_id: int | None = None
    ) -> None:
        self._session.add(MatterLink(matter_id=row.id, stands_as=stands_as, ticket_id=ticket_id, other_id=other_id))
        self._session.flush()

    def links(self, row: MatterRow) -> list[MatterLink]:
        return list(self._session.scalars(select(MatterLink).where(MatterLink.matter_id == row.id)))

    def links_of_ticket(self, ticket: Ticket) -> list[MatterLink]:
        """The matters that a ticket is part of, oldest first."""
        of_it = select(MatterLink).where(MatterLink.ticket_id == ticket.id).order_by(MatterLink.id)
        return list(self._session.scalars(of_it))

    def group(self, row: MatterRow) -> set[int]:
        """The posts of its working group."""
        return set(self._session.scalars(select(MatterGroup.post_id).where(MatterGroup.matter_id == row.id)))

    def take_into_group(self, row: MatterRow, post_id: int) -> None:
        if post_id not in self.group(row):
            self._session.add(MatterGroup(matter_id=row.id, post_id=post_id))
            self._session.flush()

    # What is kept of people

    def words_of(self, person_id: int) -> list[MatterText]:
        """What somebody wrote in asks and matters, oldest first."""
        own = select(MatterText).where(MatterText.by_id == person_id, MatterText.body.is_not(None))
        return list(self._session.scalars(own.order_by(MatterText.id)))

    def forget_words_of(self, person_id: int) -> int:
        mine = (MatterText.by_id == person_id, MatterText.body.is_not(None))
        return self._write(update(MatterText).where(*mine).values(body=None, by_id=None, emptied_at=self._now))

    def count_words(self, before: datetime) -> int:
        old = select(func.count()).select_from(MatterText)
        return self._session.scalar(old.where(MatterText.said_at < before, MatterText.body.is_not(None))) or 0

    def empty_words(self, before: datetime) -> int:
        old = (MatterText.said_at < before, MatterText.body.is_not(None))
        return self._write(update(MatterText).where(*old).values(body=None, by_id=None, emptied_at=self._now))
