"""Moments as people type them."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

import pytest

from domain.time.moments import read_moment

ZONE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 18, 9, 0, tzinfo=ZONE)
"""A Wednesday."""


@pytest.mark.parametrize(
    ("words", "day", "hour", "minute"),
    [
        ("18:30", 18, 18, 30),
        ("18：30", 18, 18, 30),
        ("明天 18:30", 19, 18, 30),
        ("明天18点", 19, 18, 0),
        ("明天晚上6点半", 19, 18, 30),
        ("后天下午3点15分", 20, 15, 15),
        ("周五上午9点", 20, 9, 0),
        ("中午12点", 18, 12, 0),
        ("今天中午1点", 18, 13, 0),
        ("11-25 15:00", 25, 15, 0),
        ("11月25日8点", 25, 8, 0),
        ("2026-11-30", 30, 8, 30),
        ("周五", 20, 8, 30),
        ("tomorrow 7:05", 19, 7, 5),
    ],
)
def test_a_moment_is_read_as_it_is_meant(words: str, day: int, hour: int, minute: int) -> None:
    assert read_moment(words, NOW, at=time(8, 30)) == datetime(2026, 11, day, hour, minute, tzinfo=ZONE)


@pytest.mark.parametrize("words", ["", "晚点", "25:00", "明天 24:30", "18:61", "昨天 18:00", "13-40 10:00", "点", "😀"])
def test_what_is_no_moment_is_none(words: str) -> None:
    assert read_moment(words, NOW, at=time(8, 30)) is None
