"""When the program was at work: an hour is noted as it begins, and hours that are missing are told in the digest."""

from datetime import UTC, datetime, timedelta

from storage.digest.periods import Periods
from storage.unit_of_work import UnitOfWork

JOB = "at-work"
_HOUR = timedelta(hours=1)


def note_hour(work: UnitOfWork) -> int:
    """The program runs in this hour. Nothing is left to do after it."""
    work.store(Periods).once(JOB, _name(work.now))
    return 0


def hours_away(work: UnitOfWork, start: datetime, end: datetime) -> int:
    """Full hours between `start` and `end` in which nothing ran; those before the first hour ever are not counted."""
    begun = work.store(Periods).first(JOB)
    if begun is None:
        return 0
    first = max(_begins(start + _HOUR - timedelta(microseconds=1)), datetime.fromisoformat(begun))
    last = _begins(end)
    noted = work.store(Periods).count(JOB, _name(first), _name(last))
    return max(0, int((last - first) / _HOUR) - noted)


def _begins(at: datetime) -> datetime:
    return at.astimezone(UTC).replace(minute=0, second=0, microsecond=0)


def _name(at: datetime) -> str:
    """Names of hours sort as the hours do."""
    return _begins(at).isoformat(timespec="minutes")
