"""Promises across holidays: National Day week, a 调休 Saturday, the end of the year, a year without a notice."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from storage.engines.database import Database
from storage.settings.calendar import DeclaredDays
from storage.settings.working_days import has_moved_days
from tests.conftest import MovedClock
from tests.storage.public_days import TABLE, written


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("Asia/Shanghai")).astimezone(UTC)


@pytest.mark.parametrize(
    ("filed", "due"),
    [
        ("2026-09-30 16:30", "2026-10-08 16:30"),  # National Day week
        ("2026-10-09 16:30", "2026-10-10 16:30"),  # the Saturday after it is a working day
        ("2026-12-31 17:30", "2027-01-04 17:30"),  # the end of the year
        ("2026-11-20 16:30", "2026-11-23 16:30"),  # Friday afternoon
        ("2026-11-18 11:00", "2026-11-19 11:00"),  # over lunch
        ("2029-03-07 09:00", "2029-03-08 09:00"),  # a year whose notice nobody knows yet
    ],
)
async def test_eight_working_hours_end_when_people_would_say(
    database: Database, clock: MovedClock, filed: str, due: str
) -> None:
    clock.set(local(filed))
    promised = await database.run(
        lambda work: work.community.promise(
            work.community.category("R202"), work.community.category("R202").grade, work.now
        )
    )
    assert promised.claim_due == local(due)


async def test_the_offices_own_days_win_over_the_library(database: Database, clock: MovedClock) -> None:
    day = date(2026, 11, 23)

    async def works() -> bool:
        return await database.run(lambda work: work.community.terms.calendar.is_working_day(day))

    assert await works()
    await database.run(lambda work: work.store(DeclaredDays).set_day(day, works=False, by_id=None))
    assert not await works()
    clock.move(minutes=1)
    await database.run(lambda work: work.store(DeclaredDays).set_day(day, works=True, by_id=None))
    assert await works()


def test_a_year_without_the_notice_is_known_as_such() -> None:
    assert has_moved_days(2026)
    assert not has_moved_days(2029)


def test_the_packaged_days_are_those_of_the_library() -> None:
    assert TABLE.read_text("utf-8") == written(), "run: python -m tests.storage.public_days"
