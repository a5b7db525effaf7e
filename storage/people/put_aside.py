"""What commands have ended, kept until one tap brings it back or its hour is over."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from pydantic import TypeAdapter
from sqlalchemy import delete, select

from domain.tickets.report_form import KEPT_FOR, files_named_in
from storage.models import Awaited, PutAsideRow
from storage.people.conversation import KeptDraft
from storage.sql.store import Store

DRAFT = "draft"
"""What is put aside when it is no question."""
_DRAFT = TypeAdapter(KeptDraft)


class PutAsides(Store):
    """Drafts and questions that were put aside, within one unit of work."""

    def add_draft(self, draft: KeptDraft, body: Mapping[str, object]) -> int:
        """`body`: the form, as it is to come back."""
        kept = _DRAFT.dump_python(draft, mode="json")
        return self._add(PutAsideRow(person_id=draft.person_id, what=DRAFT, body={**kept, "body": dict(body)}, waits=0))

    def add_question(self, asked: Awaited) -> int:
        """With what had been said to it; asked again, it waits as long as it would have."""
        waits = int((asked.until - asked.since).total_seconds())
        row = PutAsideRow(
            person_id=asked.person_id, what=asked.what, ticket_id=asked.ticket_id, body=dict(asked.detail), waits=waits
        )
        return self._add(row)

    def _add(self, row: PutAsideRow) -> int:
        row.until = self._now + KEPT_FOR
        self._session.add(row)
        self._session.flush()
        return row.id

    def take(self, aside_id: int, person_id: int) -> PutAsideRow | None:
        """Theirs, if its hour is not over; it is put aside no more."""
        row = self._session.get(PutAsideRow, aside_id, with_for_update=True)
        if row is None or row.person_id != person_id or row.until <= self._now:
            return None
        self._session.delete(row)
        self._session.flush()
        return row

    def of(self, person_id: int) -> list[PutAsideRow]:
        """Everything that is kept of theirs, over or not."""
        mine = select(PutAsideRow).where(PutAsideRow.person_id == person_id).order_by(PutAsideRow.id)
        return list(self._session.scalars(mine))

    def forget(self, person_id: int) -> list[int]:
        """All of it goes; returns the keys of the files that it named."""
        rows = self.of(person_id)
        self._write(delete(PutAsideRow).where(PutAsideRow.person_id == person_id))
        return [key for row in rows for key in files_named_in(row.body)]

    def drop_old(self) -> int:
        """Delete what nobody came back to; returns how many went."""
        return self._write(delete(PutAsideRow).where(PutAsideRow.until <= self._now))


def draft_in(row: PutAsideRow) -> KeptDraft:
    """The draft that was put aside."""
    return _DRAFT.validate_python(row.body)


def question_in(row: PutAsideRow, now: datetime) -> Awaited:
    """The question that was put aside, as it waits from now on."""
    until = now + timedelta(seconds=row.waits)
    return Awaited(
        person_id=row.person_id, what=row.what, ticket_id=row.ticket_id, detail=row.body, since=now, until=until
    )
