"""The ladder rises, the quiet time leaves a day, clocks keep what was used before a pause."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from domain.time.ladder import Does, Rung, check_ladder
from domain.time.limits import Calendar, Limit, Running
from domain.time.quiet import QuietTime
from domain.vocabulary import Grade
from storage.settings.community import packaged_settings

ZONE = ZoneInfo("Asia/Shanghai")
WEEK = {day: ((time(8, 30), time(12)), (time(14), time(18, 30))) for day in ("mon", "tue", "wed", "thu", "fri")}
CALENDAR = Calendar(ZONE, WEEK)
QUIET = QuietTime(time(21, 30), time(7), time(7, 30))


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=ZONE).astimezone(UTC)


def test_the_packaged_ladder_rises_and_covers_every_grade() -> None:
    assert set(packaged_settings().ladder) == set(Grade)


@pytest.mark.parametrize(
    "rungs",
    [
        [Rung(100, Does.REMIND), Rung(50, Does.TELL_SUPERIOR)],
        [Rung(100, Does.REMIND), Rung(100, Does.TELL_SUPERIOR)],
        [Rung(0, Does.REMIND)],
        [Rung(100, Does.REMIND, minutes=-5)],
    ],
)
def test_a_ladder_that_does_not_rise_is_refused_with_its_grade(rungs: list[Rung]) -> None:
    with pytest.raises(ValueError, match="the ladder of P2 does not rise"):
        check_ladder({Grade.P2: rungs})


@pytest.mark.parametrize("begins", [time(7), time(6), time(7, 30)])
def test_a_quiet_time_that_covers_the_day_is_refused(begins: time) -> None:
    with pytest.raises(ValueError, match="covers the day"):
        QuietTime(begins, time(7), time(7, 30))


@pytest.mark.parametrize(
    ("moment", "grade", "allowed"),
    [
        (at(18, 21, 29), Grade.P2, at(18, 21, 29)),
        (at(18, 21, 30), Grade.P2, at(19, 7, 30)),
        (at(19, 3), Grade.P2, at(19, 7, 30)),
        (at(19, 3), Grade.P1, at(19, 7)),
        (at(19, 7), Grade.P1, at(19, 7)),
        (at(19, 7), Grade.P3, at(19, 7, 30)),
        (at(19, 3), Grade.P0, at(19, 3)),
    ],
)
def test_only_danger_passes_the_quiet_time(moment: datetime, grade: Grade, allowed: datetime) -> None:
    assert QUIET.next_allowed(moment, grade, ZONE) == allowed


def test_a_pause_keeps_what_was_used_of_a_limit() -> None:
    clock = Running(Limit.parse("8w"), at(18, 9))
    assert clock.at(50, CALENDAR) == at(18, 15)
    used = clock.used(at(18, 15), CALENDAR)
    assert used == timedelta(hours=4), "three before lunch and one after"
    again = Running(Limit.parse("8w"), at(20, 10), used)
    assert again.at(100, CALENDAR) == at(20, 16)
    assert again.at(50, CALENDAR) == at(20, 10), "half of it was over before the pause"


def test_natural_limits_and_the_hours_of_p1() -> None:
    assert Running(Limit.parse("24n"), at(18, 23)).at(150, CALENDAR) == at(20, 11)
    urgent = Running(Limit.parse("2n"), at(18, 21), window=(time(7), time(22)))
    assert urgent.at(100, CALENDAR) == at(19, 8)
    assert urgent.used(at(19, 7, 30), CALENDAR) == timedelta(hours=1, minutes=30)
