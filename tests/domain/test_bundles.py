"""One person, one budget: the table row by row, the order of lines, and what is too late."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from domain.matters.bundles import (
    BUDGETS,
    AtOnce,
    BundledLine,
    BundleReader,
    budget_of,
    comes_at_once,
    for_a_morning,
    may_have_one,
    next_bundle_at,
    to_tell,
)
from storage.settings.community import packaged_settings

SHANGHAI = ZoneInfo("Asia/Shanghai")
CALENDAR = packaged_settings().calendar()
STEWARD, CONTACT, VOLUNTEER, RESIDENT = BundleReader


def local(day: int, hour: int, minute: int = 0) -> datetime:
    """In November 2026: the 18th is a Wednesday, the 21st a Saturday."""
    return datetime(2026, 11, day, hour, minute, tzinfo=SHANGHAI)


@dataclass(frozen=True, slots=True)
class Line:
    kind: BundledLine
    not_after: datetime | None = None


@pytest.mark.parametrize(
    ("reader", "at", "on_days_off", "a_week"),
    [
        (STEWARD, time(8, 30), False, None),
        (CONTACT, time(9), False, None),
        (VOLUNTEER, time(17, 30), True, None),
        (RESIDENT, time(17, 30), True, 3),
    ],
)
def test_the_budget_of_every_sort_of_reader(
    reader: BundleReader, at: time, on_days_off: bool, a_week: int | None
) -> None:
    budget = BUDGETS[reader]
    assert (budget.at, budget.on_days_off, budget.a_day, budget.a_week) == (at, on_days_off, 1, a_week)
    assert set(BUDGETS) == set(BundleReader)


@pytest.mark.parametrize(
    ("readers", "whose"),
    [
        ((), RESIDENT),
        ((RESIDENT,), RESIDENT),
        ((CONTACT,), CONTACT),
        ((CONTACT, STEWARD), STEWARD),
        ((VOLUNTEER, CONTACT), CONTACT),
        ((RESIDENT, VOLUNTEER, CONTACT, STEWARD), STEWARD),
    ],
)
def test_whoever_is_several_has_one_budget_that_of_the_earliest_hour(
    readers: tuple[BundleReader, ...], whose: BundleReader
) -> None:
    assert budget_of(readers) is BUDGETS[whose]


@pytest.mark.parametrize(
    ("readers", "what", "nth", "comes"),
    [
        ((CONTACT,), AtOnce.NEW_ASK, 1, True),
        ((CONTACT,), AtOnce.NEW_ASK, 4, True),
        ((CONTACT,), AtOnce.NEW_ASK, 5, False),
        ((CONTACT, STEWARD), AtOnce.NEW_ASK, 5, False),
        ((STEWARD,), AtOnce.NEW_ASK, 4, True),
        ((STEWARD,), AtOnce.NEW_ASK, 5, False),
        ((), AtOnce.NEW_ASK, 1, False),
        ((CONTACT,), AtOnce.URGENT_ASK, 50, True),
        ((), AtOnce.ANSWER, 9, True),
        ((), AtOnce.DANGER, 99, True),
    ],
)
def test_what_comes_by_itself_beside_it_and_how_much_of_that(
    readers: tuple[BundleReader, ...], what: AtOnce, nth: int, comes: bool
) -> None:
    assert comes_at_once(readers, what, nth) is comes


def test_danger_and_answers_come_to_everybody_at_once() -> None:
    for reader in BundleReader:
        assert comes_at_once((reader,), AtOnce.DANGER, 99)
        assert comes_at_once((reader,), AtOnce.ANSWER, 99)


def test_what_ends_soonest_is_told_first_and_what_has_no_end_last() -> None:
    now = local(18, 9)
    late, soon, same, endless = (
        Line(BundledLine.ASK_DUE, now + timedelta(hours=9)),
        Line(BundledLine.TICKET_ASKED, now + timedelta(hours=1)),
        Line(BundledLine.ASK_OVER, now + timedelta(hours=9)),
        Line(BundledLine.ASK_NEW),
    )
    assert to_tell([endless, same, late, soon], now) == [soon, late, same, endless]


def test_a_morning_goes_kind_by_kind_and_by_the_end_in_each() -> None:
    now = local(18, 8, 30)
    term = Line(BundledLine.TERM, now + timedelta(hours=1))
    first, second = (Line(BundledLine.ASK_DUE, now + timedelta(hours=n)) for n in (2, 3))
    assert for_a_morning([term, second, first], now) == [first, second, term]


def test_nothing_is_told_from_its_last_moment_on() -> None:
    end = local(18, 9)
    line = Line(BundledLine.ASK_DUE, end)
    assert to_tell([line], end - timedelta(seconds=1)) == [line]
    assert to_tell([line], end) == []
    assert for_a_morning([line], end) == []


@pytest.mark.parametrize(
    ("reader", "now", "then"),
    [
        (CONTACT, local(18, 8, 59), local(18, 9)),
        (CONTACT, local(18, 9), local(19, 9)),
        (CONTACT, local(20, 15), local(23, 9)),
        (STEWARD, local(20, 8, 31), local(23, 8, 30)),
        (RESIDENT, local(20, 18), local(21, 17, 30)),
        (VOLUNTEER, local(21, 12), local(21, 17, 30)),
    ],
)
def test_the_next_one_is_at_its_hour_and_waits_for_working_days_where_those_count(
    reader: BundleReader, now: datetime, then: datetime
) -> None:
    assert next_bundle_at(now.astimezone(UTC), BUDGETS[reader], CALENDAR) == then


@pytest.mark.parametrize(
    ("reader", "now", "told", "may"),
    [
        (RESIDENT, local(18, 17, 29), [], False),
        (RESIDENT, local(18, 17, 30), [], True),
        (RESIDENT, local(18, 19), [18], False),
        (RESIDENT, local(18, 18), [12, 14, 16], False),
        (RESIDENT, local(18, 18), [11, 14, 16], True),
        (RESIDENT, local(21, 18), [], True),
        (CONTACT, local(21, 9), [], False),
        (CONTACT, local(18, 16), [12, 13, 16, 17], True),
        (CONTACT, local(18, 16), [18], False),
        (STEWARD, local(18, 8, 29), [], False),
    ],
)
def test_one_a_day_and_to_residents_three_in_seven_days(
    reader: BundleReader, now: datetime, told: list[int], may: bool
) -> None:
    days = [date(2026, 11, day) for day in told]
    assert may_have_one(BUDGETS[reader], now, days, CALENDAR) is may
