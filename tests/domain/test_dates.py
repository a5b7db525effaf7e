"""Days as people type them."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.time.dates import read_day, read_span

WEDNESDAY = date(2026, 11, 18)


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("今天", date(2026, 11, 18)),
        (" 明天 ", date(2026, 11, 19)),
        ("明日", date(2026, 11, 19)),
        ("后天", date(2026, 11, 20)),
        ("大后天", date(2026, 11, 21)),
        ("大後天", date(2026, 11, 21)),
        ("Tomorrow", date(2026, 11, 19)),
        ("3天后", date(2026, 11, 21)),
        ("3 天", date(2026, 11, 21)),
        ("1 day", date(2026, 11, 19)),
        ("10 days", date(2026, 11, 28)),
        # a weekday is the next one to come, never today
        ("周四", date(2026, 11, 19)),
        ("星期三", date(2026, 11, 25)),
        ("礼拜二", date(2026, 11, 24)),
        ("周日", date(2026, 11, 22)),
        ("周天", date(2026, 11, 22)),
        ("friday", date(2026, 11, 20)),
        ("WEDNESDAY", date(2026, 11, 25)),
        # next week begins on Monday
        ("下周一", date(2026, 11, 23)),
        ("下周三", date(2026, 11, 25)),
        ("下星期日", date(2026, 11, 29)),
        # with and without a year
        ("2026-12-01", date(2026, 12, 1)),
        ("2026年12月1日", date(2026, 12, 1)),
        ("2026/12/1", date(2026, 12, 1)),
        ("12-01", date(2026, 12, 1)),
        ("12月1号", date(2026, 12, 1)),
        ("12.1", date(2026, 12, 1)),
        ("１２-０１", date(2026, 12, 1)),
        ("1-5", date(2027, 1, 5)),
        ("11-18", date(2026, 11, 18)),
        ("10-18", date(2026, 10, 18)),  # passed by 31 days: a slip, and the answer will say that it is over
        ("10-17", date(2027, 10, 17)),  # by more than a month: next year's
    ],
)
def test_what_people_type(words: str, day: date) -> None:
    assert read_day(words, WEDNESDAY) == day


@pytest.mark.parametrize(
    "words",
    [
        "",
        "  ",
        "天",
        "周",
        "周八",
        "下",
        "不知道",
        "13-01",
        "02-30",
        "2026-02-29",
        "0000-01-01",
        "12-1-2",
        "10-08 好吗",
        "-1天",
    ],
)
def test_what_is_no_day(words: str) -> None:
    assert read_day(words, WEDNESDAY) is None


def test_a_leap_day_that_the_next_year_has_not_is_no_day() -> None:
    assert read_day("02-29", date(2028, 2, 1)) == date(2028, 2, 29)
    assert read_day("02-29", date(2028, 11, 18)) is None


@given(st.text(max_size=40))
def test_whatever_is_typed_is_a_day_or_none(words: str) -> None:
    day = read_day(words, WEDNESDAY)
    assert day is None or isinstance(day, date)


@given(st.dates(date(2000, 1, 1), date(2100, 12, 31)), st.sampled_from("一二三四五六日"))
def test_a_weekday_lies_in_the_next_seven_days(today: date, weekday: str) -> None:
    day = read_day(f"周{weekday}", today)
    assert day is not None
    assert timedelta(0) < day - today <= timedelta(7)
    assert "一二三四五六日"[day.weekday()] == weekday


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("明天到周五", "2026-11-19", "2026-11-20"),
        ("从明天到周五", "2026-11-19", "2026-11-20"),
        ("明天到下周一", "2026-11-19", "2026-11-23"),
        ("下周一到周三", "2026-11-23", "2026-11-25"),
        ("周五到周一", "2026-11-20", "2026-11-23"),
        ("下周一", "2026-11-23", "2026-11-23"),
        ("这周五", "2026-11-20", "2026-11-20"),
        ("下周", "2026-11-23", "2026-11-29"),
        ("这周", "2026-11-18", "2026-11-22"),
        ("12-08", "2026-12-08", "2026-12-08"),
        ("12-08到12-15", "2026-12-08", "2026-12-15"),
        ("１２-08 至 12-15", "2026-12-08", "2026-12-15"),
        ("12月8日到15日", "2026-12-08", "2026-12-15"),
        ("12月8号-15号", "2026-12-08", "2026-12-15"),
        ("12.8-12.15", "2026-12-08", "2026-12-15"),
        ("12/8 - 12/15", "2026-12-08", "2026-12-15"),
        ("12-28到1-3", "2026-12-28", "2027-01-03"),
        ("2026-12-28到2027-01-03", "2026-12-28", "2027-01-03"),
        ("明天起3天", "2026-11-19", "2026-11-21"),
        ("明天开始三天", "2026-11-19", "2026-11-21"),
        ("三天", "2026-11-18", "2026-11-20"),
        ("3天", "2026-11-18", "2026-11-20"),
        ("今天", "2026-11-18", "2026-11-18"),
        ("请假明天到后天", "2026-11-19", "2026-11-20"),
        ("tomorrow to friday", "2026-11-19", "2026-11-20"),
        ("from tomorrow for 3 days", "2026-11-19", "2026-11-21"),
        ("10-08", "2027-10-08", "2027-10-08"),
    ],
)
def test_spans_as_people_say_them(words: str, first: str, last: str) -> None:
    assert read_span(words, WEDNESDAY) == (date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize("words", ["", "过几天", "到", "明天到", "2月30日到3月1日", "10月8日到40日", "0天", "一到五"])
def test_what_is_no_span_is_none(words: str) -> None:
    assert read_span(words, WEDNESDAY) is None


def test_a_span_backwards_is_read_as_it_was_written() -> None:
    assert read_span("12-15到12-08", WEDNESDAY) == (date(2026, 12, 15), date(2026, 12, 8))
