"""Days as people type them: 明天, 后天, 周五, 下周一, 10-08, 10月8日, tomorrow, friday; and spans of days:
明天到周五, 10-08到10-15, 10月8日到15日, 明天起3天, 下周."""

import re
import unicodedata
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
_CHINESE_DAY = re.compile(r"^(?:这个?|本|(下)个?)?(?:周|星期|礼拜)([一二三四五六日天])$")
_IN_DAYS = re.compile(r"^(\d{1,3})\s*(?:天后?|days?)$")
_NUMERALS = {"一": 1, "两": 2, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}
_BETWEEN = re.compile(r"\s*(?:到|至|—+|–|~|～|\bto\b|\buntil\b|\btill\b)\s*|\s+-\s+")
_HYPHEN = re.compile(r"^(\d{1,2}[./月]\d{1,2}[日号]?)-(\d{1,2}(?:[./月]\d{1,2})?[日号]?)$")
_FOR_DAYS = re.compile(r"^(.*?)\s*(?:起|开始|for)?\s*,?\s*(\d{1,3}|[一两二三四五六七八九十])\s*(?:天|days?)$")
_DAY_ONLY = re.compile(r"^(\d{1,2})[日号]?$")
_WEEK = re.compile(r"^(?:(下)个?|这个?|本)(?:周|星期|礼拜)$|^(next) week$|^this week$")
_POLITE = re.compile(r"^(?:请假|我要?|从|自|from)+\s*|\s*(?:请假|不在|休息|为止|止)$")


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


def read_span(words: str, today: date) -> tuple[date, date] | None:
    """First and last day that are meant, or None. A single day is both; a weekday after «到» is the first one that
    is not before the first day; «15日» after «10月8日到» is in the same month."""
    said = _POLITE.sub("", _POLITE.sub("", unicodedata.normalize("NFKC", words).strip().lower())).strip()
    if match := _WEEK.match(said):
        monday = today - timedelta(days=today.weekday()) + timedelta(days=7 if match[1] or match[2] else 0)
        return max(monday, today), monday + timedelta(days=6)
    if match := _FOR_DAYS.match(said):
        first = read_day(match[1].strip(), today) if match[1].strip() else today
        count = _NUMERALS.get(match[2]) or int(match[2])
        return (first, first + timedelta(days=count - 1)) if first is not None and count > 0 else None
    if (day := read_day(said, today)) is not None:
        return day, day
    if match := _HYPHEN.match(said):
        return _from_to(match[1], match[2], today)
    parts = _BETWEEN.split(said)
    if len(parts) == 2:
        return _from_to(parts[0], parts[1], today)
    return None


def _from_to(begin: str, end: str, today: date) -> tuple[date, date] | None:
    first, end = read_day(_POLITE.sub("", begin.strip()), today), end.strip()
    if first is None:
        return None
    try:
        if match := _DAY_ONLY.match(end):
            return first, first.replace(day=int(match[1]))
    except ValueError:
        return None
    if ((match := _CHINESE_DAY.match(end)) and match[1] is None) or (end in _WEEKDAYS and len(end) > 1):
        weekday = _WEEKDAYS[match[2] if match else end]
        return first, first + timedelta(days=(weekday - first.weekday()) % 7)
    last = read_day(end, today)
    if last is not None and last < first and _SHORT.match(end):
        last = last if last >= today else last.replace(year=last.year + 1)
    return (first, last) if last is not None else None
