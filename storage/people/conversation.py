"""What people are in the middle of: drafts, and what their next words mean."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from pydantic import TypeAdapter
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from domain.tickets.report_form import KEPT, KEPT_FOR, Form, Kept
from storage.models import Awaited
from storage.models import Draft as DraftRow
from storage.sql.among import among
from storage.sql.collecting import Undo
from storage.sql.store import Store, table_of
from storage.sql.upsert import upsert

_FORM = TypeAdapter(Form)
_KEPT = TypeAdapter(Kept)


_DRAFT = table_of(DraftRow)
_DRAFTS = select(_DRAFT.c.person_id, _DRAFT.c.form, _DRAFT.c.version, _DRAFT.c.created_at, _DRAFT.c.expires_at).where(
    among(_DRAFT.c.person_id, "people")
)
_DRAFTS_LOCKED = _DRAFTS.order_by(_DRAFT.c.person_id).with_for_update()
_KEEP = upsert(
    DraftRow,
    lambda rows: rows.on_conflict_do_update(
        index_elements=["person_id"],
        set_={name: rows.excluded[name] for name in ("form", "version", "created_at", "expires_at")},
    ),
)
_DROP = delete(_DRAFT).where(among(_DRAFT.c.person_id, "people"))


@dataclass(frozen=True, slots=True)
class KeptDraft:
    """A report in the making, as it is kept. Buttons of an older `version` are out of date."""

    person_id: int
    body: Mapping[str, object]
    version: int
    created_at: datetime
    expires_at: datetime


class Conversation(Store):
    """Drafts and awaited words of one unit of work. Drafts are written when the unit ends."""

    def __init__(self, session: Session, now: datetime) -> None:
        super().__init__(session, now)
        self._drafts: dict[int, KeptDraft | None] = {}
        self._locked: set[int] = set()
        self._changed: dict[int, KeptDraft | None] = {}
        self._awaited: dict[int, Awaited | None] = {}

    def expect(self, awaited: Mapping[int, Awaited | None], drafting: Collection[int]) -> None:
        """These people are about to speak, and this was asked of them. The drafts of those who have one are locked and
        read at once."""
        self._awaited = dict(awaited)
        self._drafts.update(dict.fromkeys(awaited))
        self._locked.update(awaited)
        if drafting:
            self._find_drafts(drafting, locked=True)

    def expect_readers(self, people: Collection[int]) -> None:
        """These people's drafts are about to be shown; see `draft_to_show`."""
        if unknown := [person_id for person_id in people if person_id not in self._drafts]:
            self._find_drafts(unknown, locked=False)

    def _find_drafts(self, people: Collection[int], *, locked: bool) -> None:
        found = self._read(_DRAFTS_LOCKED if locked else _DRAFTS, {"people": list(people)})
        drafts = {row.person_id: KeptDraft(*row) for row in found}
        self._drafts.update((person_id, drafts.get(person_id)) for person_id in people)
        if locked:
            self._locked.update(people)

    def mark(self) -> Undo:
        """The way back: what is locked now still is, and what was read of it still holds."""
        drafts, changed, locked, awaited = (
            dict(self._drafts),
            dict(self._changed),
            set(self._locked),
            dict(self._awaited),
        )

        def go_back() -> None:
            self._drafts, self._changed, self._locked, self._awaited = drafts, changed, locked, awaited

        return go_back

    def draft(self, person_id: int) -> KeptDraft | None:
        """The person's draft, locked; one past its time counts as none."""
        if person_id not in self._locked:
            self._find_drafts([person_id], locked=True)
        draft = self._drafts[person_id]
        if draft is not None and draft.expires_at <= self._now:
            self.drop_draft(person_id)
            return None
        return draft

    def draft_to_show(self, person_id: int) -> KeptDraft | None:
        """For a screen, not locked: the courier holds lanes, and whoever writes a draft wants them."""
        if person_id not in self._drafts:
            self._find_drafts([person_id], locked=False)
        draft = self._drafts[person_id]
        return None if draft is None or draft.expires_at <= self._now else draft

    def form(self, draft: KeptDraft) -> Form:
        return _FORM.validate_python(draft.body)

    def body(self, form: Form) -> Mapping[str, object]:
        """As it is written down."""
        body: Mapping[str, object] = _FORM.dump_python(form, mode="json")
        return body

    def keep(self, person_id: int, form: Form, *, hours: int) -> KeptDraft:
        """Write the form down; every keep makes older buttons of it out of date."""
        if person_id not in self._locked:
            self._find_drafts([person_id], locked=True)
        old = self._drafts[person_id]
        version, created_at = (old.version, old.created_at) if old else (0, self._now)
        draft = KeptDraft(person_id, self.body(form), version + 1, created_at, self._now + timedelta(hours=hours))
        self._drafts[person_id] = self._changed[person_id] = draft
        return draft

    def bring_back(self, draft: KeptDraft, *, hours: int) -> None:
        """A draft that was put aside is there again; the buttons that it had are out of date."""
        if draft.person_id not in self._locked:
            self._find_drafts([draft.person_id], locked=True)
        back = replace(draft, version=draft.version + 1, expires_at=self._now + timedelta(hours=hours))
        self._drafts[draft.person_id] = self._changed[draft.person_id] = back

    def drop_draft(self, person_id: int) -> None:
        self._drafts[person_id] = self._changed[person_id] = None
        self._locked.add(person_id)

    def write(self) -> None:
        """Write the drafts down, in order of person."""
        changed, self._changed = sorted(self._changed.items()), {}
        kept = [
            {
                "person_id": draft.person_id,
                "form": draft.body,
                "version": draft.version,
                "created_at": draft.created_at,
                "expires_at": draft.expires_at,
            }
            for _, draft in changed
            if draft is not None
        ]
        if dropped := [person_id for person_id, draft in changed if draft is None]:
            self._write(_DROP, {"people": dropped})
        if kept:
            self._write(_KEEP[self._dialect], kept)

    def drop_expired_drafts(self) -> int:
        """Delete what was never filed (PIPL art. 19: no longer than needed); returns how many."""
        return self._write(delete(DraftRow).where(DraftRow.expires_at <= self._now))

    def drop_old_questions(self) -> int:
        """Delete questions whose time is over, with what was said to them so far; returns how many went."""
        return self._write(delete(Awaited).where(Awaited.what != KEPT, Awaited.until < self._now))

    def drop_kept_words(self) -> int:
        """Delete words that were kept aside and whose time is over; returns how many."""
        return self._write(delete(Awaited).where(Awaited.what == KEPT, Awaited.until <= self._now))

    def awaited(self, person_id: int) -> Awaited | None:
        """The question that the next words answer; one that was asked too long ago waits no more."""
        row = self._question(person_id)
        if row is not None and row.until < self._now:
            self.stop_awaiting(person_id)
            return None
        return row

    def awaited_to_show(self, person_id: int) -> Awaited | None:
        """For a list of what is kept, whether it waits any more or not."""
        return self._session.get(Awaited, person_id)

    def await_words(
        self,
        person_id: int,
        what: str,
        until: datetime,
        ticket_id: int | None = None,
        detail: Mapping[str, object] | None = None,
    ) -> None:
        """The next words of this person answer this question, if they come by then. A newer question replaces an older
        one."""
        row = self._question(person_id)
        if row is None:
            row = self._awaited[person_id] = Awaited(person_id=person_id)
            self._session.add(row)
        row.what, row.ticket_id, row.detail = what, ticket_id, dict(detail or {})
        row.since, row.until = self._now, until

    def note(self, person_id: int, what: str, fact: Mapping[str, object]) -> None:
        """Write something down beside the question that waits, which goes on waiting; or where none does, by itself."""
        row = self.awaited(person_id)
        if row is None:
            self.await_words(person_id, what, self._now + KEPT_FOR, None, {what: fact})
        else:
            row.detail = {**row.detail, what: fact}

    def keep_aside(self, person_id: int, kept: Kept, ticket_id: int | None = None) -> None:
        """Words that belong nowhere yet, or to a ticket that has ended, wait for one tap."""
        body = _KEPT.dump_python(kept, mode="json")
        self.await_words(person_id, KEPT, self._now + KEPT_FOR, ticket_id, body)

    def keep_beside(self, person_id: int, kept: Kept, ticket_id: int | None) -> None:
        """Files that answer no question wait for one tap, and the question, if one waits, goes on waiting."""
        row = self.awaited(person_id)
        if row is None or row.what == KEPT:
            self.keep_aside(person_id, kept, ticket_id)
        else:
            self.note(person_id, KEPT, _KEPT.dump_python(kept, mode="json"))

    def kept(self, person_id: int, ticket_id: int | None = None) -> Kept | None:
        """What was kept of this person, about this ticket or about none: by itself, or beside a question."""
        row = self.awaited(person_id)
        if row is None or row.ticket_id != ticket_id:
            return None
        body = row.detail if row.what == KEPT else row.detail.get(KEPT)
        return _KEPT.validate_python(body) if body is not None else None

    def take_kept(self, person_id: int, ticket_id: int | None = None) -> Kept | None:
        """The same; it waits no more."""
        row, kept = self.awaited(person_id), self.kept(person_id, ticket_id)
        if row is not None and kept is not None:
            if row.what == KEPT:
                self.stop_awaiting(person_id)
            else:
                row.detail = {name: fact for name, fact in row.detail.items() if name != KEPT}
        return kept

    def stop_awaiting(self, person_id: int) -> None:
        row = self._question(person_id)
        if row is not None:
            self._session.delete(row)
            self._session.flush()
            self._awaited[person_id] = None

    def _question(self, person_id: int) -> Awaited | None:
        return self._awaited[person_id] if person_id in self._awaited else self._session.get(Awaited, person_id)
