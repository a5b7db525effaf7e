"""Working hours, natural hours, days: the worked examples of the time limits, and what holds for all of them."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.time.limits import WEEKDAYS, Calendar, Limit
from domain.vocabulary import Grade
from storage.settings.community import packaged_settings

ZONE = ZoneInfo("Asia/Shanghai")
DAY = ((time(8, 30), time(12)), (time(14), time(18, 30)))
HOURS = dict.fromkeys(WEEKDAYS[:5], DAY)
ORDINARY = Calendar(ZONE, HOURS)
OCTOBER = Calendar(
    ZONE,
    HOURS,
    days_off=frozenset(date(2025, 10, day) for day in range(1, 9)),
    working_weekends=frozenset({date(2025, 9, 28), date(2025, 10, 11)}),
)
NIGHT_RESTS = (time(7), time(22))


def at(text: str) -> datetime:
    """«2025-07-11 17:30» on the community's clocks."""
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


@pytest.mark.parametrize(
    ("start", "limit", "due"),
    [
        # Friday evening, an hour before the end
        ("2025-07-11 17:30", "2w", "2025-07-14 09:30"),
        ("2025-07-11 17:30", "4w", "2025-07-14 11:30"),
        ("2025-07-11 17:30", "8w", "2025-07-14 17:30"),
        ("2025-07-11 17:30", "24w", "2025-07-16 17:30"),
        ("2025-07-11 17:30", "40w", "2025-07-18 17:30"),
        ("2025-07-11 17:30", "56w", "2025-07-22 17:30"),
        ("2025-07-12 10:00", "4w", "2025-07-14 14:30"),
        ("2025-07-11 22:00", "8w", "2025-07-14 18:30"),  # on the end of a segment, not the next morning
        ("2025-07-11 16:30", "4w", "2025-07-14 10:30"),
        # lunch
        ("2025-07-14 11:30", "1w", "2025-07-14 14:30"),
        ("2025-07-14 12:00", "1w", "2025-07-14 15:00"),
        ("2025-07-14 13:00", "1w", "2025-07-14 15:00"),
        ("2025-07-14 11:00", "1w", "2025-07-14 12:00"),
        # before the day begins, and at its end
        ("2025-07-14 03:00", "1w", "2025-07-14 09:30"),
        ("2025-07-14 18:30", "1w", "2025-07-15 09:30"),
        # natural time
        ("2025-07-11 23:30", "10m", "2025-07-11 23:40"),
        ("2025-07-11 23:30", "24n", "2025-07-12 23:30"),
        ("2025-07-11 23:30", "30d", "2025-08-10 23:30"),
    ],
)
def test_worked_examples(start: str, limit: str, due: str) -> None:
    found = ORDINARY.after(at(start).astimezone(UTC), Limit.parse(limit))
    assert found == at(due)
    assert found.tzinfo is UTC


@pytest.mark.parametrize(
    ("start", "due"),
    [
        ("2025-07-11 21:30", "2025-07-12 08:30"),
        ("2025-07-11 22:00", "2025-07-12 09:00"),
        ("2025-07-12 03:00", "2025-07-12 09:00"),
        ("2025-07-12 20:00", "2025-07-12 22:00"),
        ("2025-07-12 07:00", "2025-07-12 09:00"),
        ("2025-07-13 12:00", "2025-07-13 14:00"),
    ],
)
def test_the_claim_clock_of_p1_rests_at_night_but_not_on_sunday(start: str, due: str) -> None:
    assert ORDINARY.after(at(start), Limit.parse("2n"), window=NIGHT_RESTS) == at(due)


@pytest.mark.parametrize(
    ("start", "limit", "due"),
    [
        ("2025-09-26 17:30", "4w", "2025-09-28 11:30"),  # Saturday free, Sunday worked
        ("2025-09-28 17:30", "4w", "2025-09-29 11:30"),
        ("2025-09-30 17:30", "4w", "2025-10-09 11:30"),  # eight days off
        ("2025-10-03 10:00", "1w", "2025-10-09 09:30"),
        ("2025-10-10 17:30", "4w", "2025-10-11 11:30"),
        ("2025-10-11 17:30", "4w", "2025-10-13 11:30"),  # the Sunday after is free again
    ],
)
def test_days_off_and_worked_weekends(start: str, limit: str, due: str) -> None:
    assert OCTOBER.after(at(start), Limit.parse(limit)) == at(due)


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        ("2025-07-09 10:00", 3, "2025-07-14 18:30"),
        ("2025-07-09 23:59", 3, "2025-07-14 18:30"),
        ("2025-09-26 10:00", 1, "2025-09-28 18:30"),
        ("2025-09-30 10:00", 1, "2025-10-09 18:30"),
        ("2025-07-09 10:00", 0, "2025-07-09 18:30"),
    ],
)
def test_working_days_end_with_the_last_hour_of_the_day(start: str, days: int, end: str) -> None:
    assert OCTOBER.working_days_after(at(start), days) == at(end)


@pytest.mark.parametrize(
    ("whole", "half"),
    [
        ("4w", "2w"),
        ("1w", "1w"),
        ("56w", "28w"),
        ("24n", "12n"),
        ("5n", "150m"),
        ("1n", "30m"),
        ("30d", "15d"),
        ("15d", "180n"),
        ("10m", "5m"),
        ("1m", "1m"),
        ("9w", "5w"),
    ],
)
def test_half_a_limit(whole: str, half: str) -> None:
    assert Limit.parse(whole).half() == Limit.parse(half)


@pytest.mark.parametrize(
    "text", ["", "w", "4", "4h", "-4w", "+4w", "4.5w", " 4w", "4w ", "0w", "²w", "4ww", "w4", "4W"]
)
def test_what_is_no_limit_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the kind is what callers catch
        Limit.parse(text)


def test_a_community_that_never_works_is_refused() -> None:
    with pytest.raises(ValueError, match="working hours are empty"):
        Calendar(ZONE, {})
    with pytest.raises(ValueError, match="working hours are empty"):
        Calendar(ZONE, dict.fromkeys(WEEKDAYS, ()))


def test_a_calendar_of_nothing_but_days_off_says_so() -> None:
    monday = date(2025, 7, 14)
    all_mondays = frozenset(monday + timedelta(weeks=week) for week in range(600))
    with pytest.raises(ValueError, match="only days off"):
        Calendar(ZONE, {"mon": DAY}, all_mondays).after_working(at("2025-07-14 09:00"), timedelta(hours=1))


def test_the_promises_of_the_four_grades() -> None:
    community = packaged_settings()
    filed = at("2025-07-12 03:00")

    def due(code: str) -> tuple[datetime, datetime]:
        category = community.category(code)
        promise = community.promise(category, category.grade, filed)
        return promise.claim_due, promise.resolve_due

    assert community.category("R102").grade is Grade.P1
    assert due("R102") == (at("2025-07-12 09:00"), at("2025-07-13 03:00"))
    assert due("R101") == (at("2025-07-14 14:30"), at("2025-07-16 18:30"))
    assert due("D201") == (at("2025-07-14 18:30"), at("2025-08-11 03:00"))
    urgent = next(c for c in community.categories if c.grade is Grade.P0)
    assert community.promise(urgent, Grade.P0, filed).claim_due == filed + timedelta(minutes=10)
    raised = community.promise(community.category("R101"), Grade.P0, filed)
    assert raised.resolve_due == filed + timedelta(hours=1), "a raised grade has limits of its own"


STARTS = st.datetimes(datetime(2025, 9, 1), datetime(2025, 11, 30)).map(lambda naive: naive.replace(tzinfo=UTC))
AMOUNTS = st.integers(1, 80 * 60).map(lambda minutes: timedelta(minutes=minutes))


def worked(begin: datetime, end: datetime) -> timedelta:
    """Working time between two instants, counted in another way: day by day, by overlap."""
    total = timedelta(0)
    day = begin.astimezone(ZONE).date()
    while day <= end.astimezone(ZONE).date():
        for opens, closes in OCTOBER.segments(day):
            first = max(begin, datetime.combine(day, opens, ZONE))
            last = min(end, datetime.combine(day, closes, ZONE))
            total += max(timedelta(0), last - first)
        day += timedelta(days=1)
    return total


@settings(max_examples=300, deadline=None)
@given(STARTS, AMOUNTS, AMOUNTS)
def test_exactly_the_limit_is_used_up_inside_a_segment_and_later_is_never_sooner(
    start: datetime, amount: timedelta, more: timedelta
) -> None:
    due = OCTOBER.after_working(start, amount)
    local = due.astimezone(ZONE)
    assert any(opens < local.time() <= closes for opens, closes in OCTOBER.segments(local.date()))
    assert worked(start, due) == amount
    assert OCTOBER.after_working(start, amount + more) > due
    assert OCTOBER.after_working(start + more, amount) >= due
