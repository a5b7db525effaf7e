"""The texts in one reader's language; everything filled in is escaped for Telegram's HTML."""

from datetime import date, datetime, timedelta
from html import escape
from zoneinfo import ZoneInfo

from domain.words.categories import Names
from messages.drawing.catalogs import Catalogs


class Html(str):
    """Text that is ready for Telegram's HTML and must not be escaped again."""

    __slots__ = ()


def safe(value: object) -> Html:
    """Whatever a person may have typed, as it was typed: only & < > mean something to Telegram."""
    return value if isinstance(value, Html) else Html(escape(str(value), quote=False))


class Texts:
    """One reader's language and the community's zone."""

    __slots__ = ("_texts", "catalogs", "language", "zone")

    def __init__(self, catalogs: Catalogs, language: str, zone: str) -> None:
        self.catalogs, self.zone = catalogs, ZoneInfo(zone)
        self.language = language if language in catalogs.languages else catalogs.languages[0]
        self._texts = catalogs[self.language]

    def has(self, key: str) -> bool:
        return key in self._texts

    def say(self, key: str, **values: object) -> Html:
        """The text named `key`, filled in. A key that no catalogue has is a bug."""
        return Html(self._texts[key].format_map({name: safe(value) for name, value in values.items()}))

    def label(self, key: str, **values: object) -> str:
        """A button's text: plain, never escaped."""
        return self._texts[key].format_map(values)

    def pick(self, names: Names) -> str:
        """A community's own text in this language."""
        return names.get(self.language) or names["en"]

    def when(self, instant: datetime | None, now: datetime) -> str:
        """A time as one says it: 今天18:30, 明天10:30, 11月27日周五 18:30."""
        if instant is None:
            return "-"
        local, today = instant.astimezone(self.zone), now.astimezone(self.zone).date()
        clock = f"{local:%H:%M}"
        near = {timedelta(0): "today", timedelta(1): "tomorrow", timedelta(-1): "yesterday"}
        if (word := near.get(local.date() - today)) is not None:
            return self.label(word, time=clock)
        return self.label("that-day", date=self.day(local), time=clock)

    def day(self, instant: datetime) -> str:
        """A day with its weekday: 11月27日周五, Fri 27 Nov."""
        return self.date(instant.astimezone(self.zone).date())

    def weekday(self, day: date) -> str:
        """周五, Fri."""
        return self.label("weekdays").split()[day.weekday()]

    def date(self, day: date) -> str:
        """The same, of a day on the calendar."""
        month = self.label("months").split()[day.month - 1]
        return self.label("day", month=month, day=day.day, weekday=self.weekday(day))
