"""What happens once in a period (a week's digest, a year's warning), and when a tick or a backup last happened."""

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import bindparam, func, select

from storage.models import PeriodicRun
from storage.sql.store import Store, table_of
from storage.sql.upsert import upsert

_DONE_AT = select(table_of(PeriodicRun).c.at).where(
    table_of(PeriodicRun).c.job == bindparam("job"), table_of(PeriodicRun).c.period == bindparam("period")
)
_KEY = ("job", "period")
_NOTE = upsert(PeriodicRun, lambda row: row.on_conflict_do_update(index_elements=_KEY, set_={"at": row.excluded.at}))
_ONCE = upsert(PeriodicRun, lambda row: row.on_conflict_do_nothing(index_elements=_KEY))
_ONCE_IN = upsert(
    PeriodicRun,
    lambda row: row.on_conflict_do_update(
        index_elements=_KEY,
        set_={"at": row.excluded.at},
        where=table_of(PeriodicRun).c.at <= bindparam("before", type_=table_of(PeriodicRun).c.at.type),
    ),
)


class Periods(Store):
    """Periodic work within one unit: the row is written with the work, so it is never done twice."""

    def done(self, job: str, periods: Collection[str]) -> set[str]:
        """In which of these periods the job has been done."""
        asked = select(PeriodicRun.period).where(PeriodicRun.job == job, PeriodicRun.period.in_(periods))
        return set(self._session.scalars(asked))

    def once(self, job: str, period: str) -> bool:
        """Write down that it is done now. False: somebody else has, or is about to."""
        return bool(self._write(_ONCE[self._dialect], {"job": job, "period": period, "at": self._now}))

    def once_in(self, job: str, period: str, every: timedelta) -> bool:
        """The same, but again when the last time is longer ago than that."""
        given = {"job": job, "period": period, "at": self._now, "before": self._now - every}
        return bool(self._write(_ONCE_IN[self._dialect], given))

    def was_in(self, job: str, period: str, every: timedelta) -> bool:
        """Was it done no longer ago than that?"""
        at = self._read(_DONE_AT, {"job": job, "period": period}).scalar()
        return at is not None and at > self._now - every

    def note(self, job: str, period: str) -> None:
        """It has happened now, as often before."""
        self._write(_NOTE[self._dialect], {"job": job, "period": period, "at": self._now})

    def last(self, job: str) -> dict[str, datetime]:
        """When each last happened."""
        rows = self._session.execute(select(PeriodicRun.period, PeriodicRun.at).where(PeriodicRun.job == job))
        return {row.period: row.at for row in rows}

    def first(self, job: str) -> str | None:
        """The first period in which it was done."""
        return self._session.scalar(select(func.min(PeriodicRun.period)).where(PeriodicRun.job == job))

    def count(self, job: str, since: str, before: str) -> int:
        """In how many periods from `since` to before `before` it was done; names of periods sort as the periods do."""
        done = select(func.count()).where(PeriodicRun.job == job, PeriodicRun.period >= since)
        return self._session.scalar(done.where(PeriodicRun.period < before)) or 0
