"""Until when: limits in working hours, natural hours or days, and the instant at which each is used up."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from domain.unsound import Unsound

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
Segment = tuple[time, time]
_UNITS = {"w": "working hours", "n": "natural hours", "m": "natural minutes", "d": "natural days"}


@dataclass(frozen=True, slots=True)
class Limit:
    """A length of time: `amount` of `unit` (w working hours, n natural hours, m minutes, d days)."""

    amount: int
    unit: str

    @classmethod
    def parse(cls, text: str) -> "Limit":
        """«4w», «2n», «10m», «30d»; anything else is a ValueError."""
        amount, unit = text[:-1], text[-1:]
        if unit not in _UNITS or not amount.isdigit() or int(amount) == 0:
            raise ValueError(f"a limit is a number with w, n, m or d, not {text!r}")
        return cls(int(amount), unit)

    def text(self) -> str:
        """As it is written: «4w»."""
        return f"{self.amount}{self.unit}"

    def length(self) -> timedelta:
        """Its length on its own clock."""
        hours = {"w": 1, "n": 1, "d": 24}
        return timedelta(minutes=self.amount) if self.unit == "m" else timedelta(hours=self.amount * hours[self.unit])

    def half(self) -> "Limit":
        """Half of it; odd natural hours and days are kept exact in the smaller unit, working hours rounded up."""
        smaller = {"n": (60, "m"), "d": (24, "n")}
        if self.amount % 2 and self.unit in smaller:
            factor, unit = smaller[self.unit]
            return Limit(self.amount * factor // 2, unit)
        return Limit((self.amount + 1) // 2, self.unit)


@dataclass(frozen=True, slots=True)
class Calendar:
    """The community's working time: segments of each weekday, with days off and working weekends by date.

    Instants go in and out aware, in UTC; the counting is done in the community's zone.
    """

    zone: ZoneInfo
    hours: Mapping[str, Sequence[Segment]] = field(hash=False)
    days_off: frozenset[date] = frozenset()
    working_weekends: frozenset[date] = frozenset()
    _week: tuple[tuple[Segment, ...], ...] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        for day, segments in self.hours.items():
            if day not in WEEKDAYS:
                raise Unsound("hours", day, why=f"is no day; they are called {', '.join(WEEKDAYS)}")
            for row, (begins, ends) in enumerate(segments):
                if begins >= ends:
                    raise Unsound("hours", day, row, why="ends before it begins")
                if row and begins < segments[row - 1][1]:
                    raise Unsound("hours", day, row, why="begins before the one in front of it has ended")
        week = tuple(tuple(self.hours.get(day, ())) for day in WEEKDAYS)
        if not any(week):
            raise Unsound("hours", why="working hours are empty: no promise could ever fall due")
        object.__setattr__(self, "_week", week)

    def segments(self, day: date) -> tuple[Segment, ...]:
        """The working segments of one day; a working weekend has a Monday's hours."""
        if day in self.days_off:
            return ()
        weekday = 0 if day in self.working_weekends else day.weekday()
        return self._week[weekday]

    def after_working(self, start: datetime, amount: timedelta) -> datetime:
        """The instant at which `amount` of working time is used up, counted from `start`.

        A due time on the end of a segment stays there; it does not slip to the next morning.
        """
        return _after_working(self, start, amount)

    def after(self, start: datetime, limit: Limit, *, window: Segment | None = None) -> datetime:
        """When `limit` is over. `window` stops a natural clock outside those hours (P1's claim: 07:00–22:00)."""
        if limit.unit == "w":
            return self.after_working(start, timedelta(hours=limit.amount))
        if limit.unit == "d":
            return start + timedelta(days=limit.amount)
        length = timedelta(hours=limit.amount) if limit.unit == "n" else timedelta(minutes=limit.amount)
        if window is None:
            return start + length
        return _daily(self.zone, window).after_working(start, length)

    def worked(self, start: datetime, end: datetime) -> timedelta:
        """The working time between two instants; none when `end` is not later."""
        total, day = timedelta(0), start.astimezone(self.zone).date()
        last = end.astimezone(self.zone).date()
        while day <= last:
            for begin, close in self.segments(day):
                opens = max(datetime.combine(day, begin, self.zone), start)
                closes = min(datetime.combine(day, close, self.zone), end)
                total += max(timedelta(0), closes - opens)
            day += timedelta(days=1)
        return total

    def is_working_day(self, day: date) -> bool:
        return bool(self.segments(day))

    def working_days_after(self, start: datetime, days: int) -> datetime:
        """The end of the last segment, `days` working days from the day of `start`."""
        day = start.astimezone(self.zone).date()
        left = days
        while left > 0:
            day += timedelta(days=1)
            if self.segments(day):
                left -= 1
        end = self.segments(day)[-1][1] if self.segments(day) else time(18, 0)
        return datetime.combine(day, end, self.zone).astimezone(UTC)


@lru_cache(maxsize=256)  # one instant and a few limits, for all that is reported in one unit
def _after_working(calendar: Calendar, start: datetime, amount: timedelta) -> datetime:
    local = start.astimezone(calendar.zone)
    day, left = local.date(), amount
    for _ in range(3660):
        for begin, end in calendar.segments(day):
            opens = max(datetime.combine(day, begin, calendar.zone), local)
            room = datetime.combine(day, end, calendar.zone) - opens
            if room <= timedelta(0):
                continue
            if left <= room:
                return (opens + left).astimezone(UTC)
            left -= room
        day += timedelta(days=1)
    raise ValueError("no working time in ten years: the calendar has only days off")


@lru_cache(maxsize=16)
def _daily(zone: ZoneInfo, window: Segment) -> Calendar:
    """A clock that runs in these hours on every day."""
    return Calendar(zone, dict.fromkeys(WEEKDAYS, (window,)))


@dataclass(frozen=True, slots=True)
class Running:
    """A limit that runs: since when, how much of it was spent before that, and (P1's claim) within which hours."""

    limit: Limit
    since: datetime
    spent: timedelta = timedelta(0)
    window: Segment | None = None

    def at(self, percent: int, calendar: Calendar) -> datetime:
        """The instant at which so many per cent of the limit are used up."""
        left = self.limit.length() * percent / 100 - self.spent
        if left <= timedelta(0):
            return self.since
        clock = self._clock(calendar)
        return self.since + left if clock is None else clock.after_working(self.since, left)

    def used(self, now: datetime, calendar: Calendar) -> timedelta:
        """How much of it is used up by now; a pause keeps this."""
        clock = self._clock(calendar)
        return self.spent + (now - self.since if clock is None else clock.worked(self.since, now))

    def _clock(self, calendar: Calendar) -> Calendar | None:
        """The working hours that count; None for a clock that never rests."""
        if self.limit.unit == "w":
            return calendar
        if self.window is not None:
            return _daily(calendar.zone, self.window)
        return None
