"""Days as people type them: 明天, 后天, 周五, 下周一, 10-08, 10月8日, tomorrow, friday."""

import re
from datetime import date, timedelta

_WORDS = {
    "今天": 0, "今日": 0, "today": 0,
    "明天": 1, "明日": 1, "tomorrow": 1,
    "后天": 2, "後天": 2,
    "大后天": 3, "大後天": 3,
}  # fmt: skip
_WEEKDAYS = {
    "一": 0, "二": 1, "三": 2, "四": 3, "五": 4, "六": 5, "日": 6, "天": 6,
    "monday": 0, "tuesday": 1, "wednesday": 2, "thursday": 3, "friday": 4, "saturday": 5, "sunday": 6,
}  # fmt: skip
_FULL = re.compile(r"^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})[日号]?$")
_SHORT = re.compile(r"^(\d{1,2})[-/.月](\d{1,2})[日号]?$")
_CHINESE_DAY = re.compile(r"^(下)?(?:周|星期|礼拜)([一二三四五六日天])$")
_IN_DAYS = re.compile(r"^(\d{1,3})\s*(?:天后?|days?)$")


def read_day(words: str, today: date) -> date | None:
    """The day that is meant, or None. A weekday is the next one to come; a day without a year is this year's
    or, when that has passed by more than a month, next year's."""
    said = words.strip().lower()
    if said in _WORDS:
        return today + timedelta(days=_WORDS[said])
    if match := _IN_DAYS.match(said):
        return today + timedelta(days=int(match[1]))
    if match := _CHINESE_DAY.match(said):
        return _weekday(_WEEKDAYS[match[2]], today, next_week=bool(match[1]))
    if said in _WEEKDAYS and len(said) > 1:
        return _weekday(_WEEKDAYS[said], today, next_week=False)
    try:
        if match := _FULL.match(said):
            return date(int(match[1]), int(match[2]), int(match[3]))
        if match := _SHORT.match(said):
            day = date(today.year, int(match[1]), int(match[2]))
            return day if day >= today - timedelta(days=31) else day.replace(year=today.year + 1)
    except ValueError:
        return None
    return None


def _weekday(weekday: int, today: date, *, next_week: bool) -> date:
    if next_week:
        monday = today - timedelta(days=today.weekday()) + timedelta(days=7)
        return monday + timedelta(days=weekday)
    return today + timedelta(days=(weekday - today.weekday()) % 7 or 7)
