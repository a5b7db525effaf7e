"""Moments as people type them: 明天 18:30, 周五下午3点, 11-25 09:00, tomorrow 18:30."""

import re
from datetime import datetime, time

from domain.time.dates import read_day

_CLOCK = re.compile(
    r"(上午|早上|中午|下午|晚上)?\s*(?<!\d)(\d{1,2})\s*(?:[:：]\s*(\d{2})|点\s*(半|\d{1,2}(?:分|(?!\d)))?)\s*$"
)
_LATER = ("下午", "晚上")
_HOURS = {word: n for n, word in enumerate("零一二三四五六七八九十")} | {"两": 2, "十一": 11, "十二": 12}
_HOUR_WORD = re.compile(f"({'|'.join(sorted(_HOURS, key=len, reverse=True))})点")
"""«下午三点», as people say it."""


def read_moment(words: str, now: datetime, *, at: time) -> datetime | None:
    """The moment that is meant, in the zone of `now`, or None. `at`: the hour of a day that is named without one."""
    said = _HOUR_WORD.sub(lambda hour: f"{_HOURS[hour[1]]}点", words.strip())
    day, hour = now.date(), at
    if match := _CLOCK.search(said):
        clock = _clock(match[1], int(match[2]), match[3] or match[4] or "0")
        if clock is None:
            return None
        hour, said = clock, said[: match.start()].strip(" ，,")
        if not said:
            return datetime.combine(day, hour, now.tzinfo)
    found = read_day(said, day)
    return datetime.combine(found, hour, now.tzinfo) if found is not None else None


def _clock(part: str | None, hour: int, minutes: str) -> time | None:
    minute = 30 if minutes == "半" else int(minutes.removesuffix("分"))
    if part in _LATER and hour < 12:
        hour += 12
    if part == "中午" and hour < 11:
        hour += 12
    return time(hour, minute) if hour < 24 and minute < 60 else None
