"""Alerts about harm to people, for the safeguarding staff alone. Nothing else in storage reads this table."""

from datetime import datetime

from sqlalchemy import select, update

from storage.models import SafeguardingAlert
from storage.sql.store import Store


class Alerts(Store):
    """The alerts of one unit of work."""

    def add(self, person_id: int, danger: str, words: str) -> SafeguardingAlert:
        alert = SafeguardingAlert(person_id=person_id, danger=danger, words=words, at=self._now, told=0)
        self._session.add(alert)
        self._session.flush()
        return alert

    def get(self, alert_id: int) -> SafeguardingAlert | None:
        return self._session.get(SafeguardingAlert, alert_id)

    def lock(self, alert_id: int) -> SafeguardingAlert | None:
        """For taking it on: two presses at once are one."""
        return self._session.get(SafeguardingAlert, alert_id, with_for_update=True, populate_existing=True)

    def unseen(self, *, told_before: datetime, most: int, limit: int) -> list[SafeguardingAlert]:
        """What nobody has taken on and was last told of before that moment, at most so often; locked."""
        waiting = select(SafeguardingAlert).where(
            SafeguardingAlert.seen_at.is_(None),
            SafeguardingAlert.told < most,
            SafeguardingAlert.told_at.is_(None) | (SafeguardingAlert.told_at <= told_before),
        )
        waiting = waiting.order_by(SafeguardingAlert.id).limit(limit)
        return list(self._session.scalars(waiting.with_for_update(skip_locked=True)))

    def of_person(self, person_id: int) -> list[SafeguardingAlert]:
        """What somebody wrote that raised an alert; for themselves."""
        his = select(SafeguardingAlert).where(SafeguardingAlert.person_id == person_id)
        return list(self._session.scalars(his.order_by(SafeguardingAlert.id)))

    def empty_before(self, instant: datetime) -> int:
        """The words of old alerts go; that there was one stays."""
        old = update(SafeguardingAlert).where(SafeguardingAlert.at < instant, SafeguardingAlert.words.is_not(None))
        return self._write(old.values(words=None))
