"""Weeks: their names, their edges in the community's zone, and the morning their digest goes out."""

from datetime import UTC, date, datetime, timedelta

import pytest

from domain.time.limits import Calendar
from domain.time.weeks import Week
from tests.domain.lives_for_tests import CALENDAR, ZONE


@pytest.mark.parametrize(
    ("code", "monday"),
    [("2026-W46", date(2026, 11, 9)), ("2026w1", date(2025, 12, 29)), ("2026-W53", date(2026, 12, 28))],
)
def test_a_week_is_read_as_people_write_it(code: str, monday: date) -> None:
    assert Week.read(code) == Week(monday)


@pytest.mark.parametrize("code", ["", "46", "2026-W54", "2025-W53", "2026-W0", "W46", "2026-46", "二〇二六"])
def test_what_is_no_week_is_none(code: str) -> None:
    assert Week.read(code) is None


def test_a_week_runs_from_monday_to_sunday_in_the_communitys_zone() -> None:
    week = Week(date(2026, 11, 9))
    assert week.start(ZONE) == datetime(2026, 11, 8, 16, tzinfo=UTC)
    assert Week.of(week.end(ZONE) - timedelta(seconds=1), ZONE) == week
    assert Week.of(week.end(ZONE), ZONE) == week.later(1)
    assert str(week) == "2026-W46"
    assert str(week.a_year_ago()) == "2025-W46"
    assert Week(date(2026, 12, 28)).a_year_ago() is None


def test_the_digest_goes_out_on_monday_or_on_the_first_working_day_after_holidays() -> None:
    assert Week(date(2026, 11, 9)).due(CALENDAR) == datetime(2026, 11, 16, 0, 30, tzinfo=UTC)
    holidays = frozenset(date(2026, 10, 1) + timedelta(days=n) for n in range(8))
    calendar = Calendar(ZONE, CALENDAR.hours, days_off=holidays, working_weekends=frozenset({date(2026, 10, 10)}))
    assert Week(date(2026, 9, 28)).due(calendar) == datetime(2026, 10, 9, 0, 30, tzinfo=UTC)
