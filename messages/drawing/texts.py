"""The texts in one language, from locales/*.po; everything filled in is escaped for Telegram's HTML."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from functools import cache
from html import escape
from importlib import resources
from io import StringIO
from zoneinfo import ZoneInfo

from babel.messages.pofile import read_po

from domain.words.categories import Names

_FILES = [file.name for file in resources.files("messages.locales").iterdir() if file.name.endswith(".po")]
LANGUAGES = tuple(sorted((name.removesuffix(".po") for name in _FILES), reverse=True))
"""One for each file in locales; the first (zh) is spoken until a person has chosen."""


class Html(str):
    """Text that is ready for Telegram's HTML and must not be escaped again."""

    __slots__ = ()


def safe(value: object) -> Html:
    """Whatever a person may have typed, as it was typed: only & < > mean something to Telegram."""
    return value if isinstance(value, Html) else Html(escape(str(value), quote=False))


@cache
def catalog(language: str) -> Mapping[str, str]:
    """The texts of a language by key, read from its one file."""
    source = resources.files("messages.locales").joinpath(f"{language}.po").read_text("utf-8")
    return {
        str(message.id): str(message.string) for message in read_po(StringIO(source), locale=language) if message.id
    }


class Texts:
    """One reader's language and the community's zone."""

    def __init__(self, language: str, zone: str) -> None:
        self.language = language if language in LANGUAGES else LANGUAGES[0]
        self.zone = ZoneInfo(zone)
        self._catalog = catalog(self.language)

    def has(self, key: str) -> bool:
        return key in self._catalog

    def say(self, key: str, **values: object) -> Html:
        """The text named `key`, filled in. A key that no catalogue has is a bug."""
        return Html(self._catalog[key].format_map({name: safe(value) for name, value in values.items()}))

    def label(self, key: str, **values: object) -> str:
        """A button's text: plain, never escaped."""
        return self._catalog[key].format_map(values)

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
