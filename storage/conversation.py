"""What people are in the middle of: drafts, and what their next words mean."""

from collections.abc import Mapping
from datetime import timedelta

from pydantic import TypeAdapter
from sqlalchemy import delete

from domain.report_form import Form, longest_wait_for
from storage.models import Awaited, Draft
from storage.store import Store

_FORM = TypeAdapter(Form)


class Conversation(Store):
    """Drafts and awaited words of one unit of work."""

    def draft(self, person_id: int) -> Draft | None:
        """The person's draft, locked; one past its time counts as none."""
        draft = self._session.get(Draft, person_id, with_for_update=True)
        if draft is not None and draft.expires_at <= self._now:
            self.drop_draft(person_id)
            return None
        return draft

    def draft_to_show(self, person_id: int) -> Draft | None:
        """For a screen, not locked: the courier holds lanes, and whoever writes a draft wants them."""
        draft = self._session.get(Draft, person_id)
        return None if draft is None or draft.expires_at <= self._now else draft

    def form(self, draft: Draft) -> Form:
        return _FORM.validate_python(draft.form)

    def keep(self, person_id: int, form: Form, *, hours: int) -> Draft:
        """Write the form down; every keep makes older buttons of it out of date."""
        body = _FORM.dump_python(form, mode="json")
        draft = self._session.get(Draft, person_id)
        if draft is None:
            draft = Draft(person_id=person_id, form=body, version=0, created_at=self._now, expires_at=self._now)
            self._session.add(draft)
        draft.form, draft.version = body, draft.version + 1
        draft.expires_at = self._now + timedelta(hours=hours)
        return draft

    def drop_draft(self, person_id: int) -> None:
        draft = self._session.get(Draft, person_id)
        if draft is not None:
            self._session.delete(draft)
            self._session.flush()

    def drop_expired_drafts(self) -> int:
        """Delete what was never filed (PIPL art. 19: no longer than needed); returns how many."""
        return self._write(delete(Draft).where(Draft.expires_at <= self._now))

    def awaited(self, person_id: int) -> Awaited | None:
        """The question that the next words answer; one that was asked too long ago waits no more."""
        row = self._session.get(Awaited, person_id)
        if row is not None and self._now - row.since > longest_wait_for(row.what):
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
        ticket_id: int | None = None,
        detail: Mapping[str, object] | None = None,
    ) -> None:
        """The next words of this person answer this question. A newer question replaces an older one."""
        row = self._session.get(Awaited, person_id)
        if row is None:
            row = Awaited(person_id=person_id)
            self._session.add(row)
        row.what, row.ticket_id, row.detail, row.since = what, ticket_id, dict(detail or {}), self._now

    def stop_awaiting(self, person_id: int) -> None:
        row = self._session.get(Awaited, person_id)
        if row is not None:
            self._session.delete(row)
            self._session.flush()
