"""Days as each language writes them, beside the library of the world's calendars."""

from datetime import date, timedelta

import pytest
from babel.dates import format_date

from bot.catalogs import CATALOGS
from messages.drawing.texts import Texts

YEAR = [date(2028, 1, 1) + timedelta(days=n) for n in range(366)]


@pytest.mark.parametrize(("language", "pattern"), [("zh", "M月d日EEE"), ("en", "EEE d MMM")])
def test_a_day_is_written_as_its_language_writes_days(language: str, pattern: str) -> None:
    texts = Texts(CATALOGS, language, "UTC")
    assert [texts.date(day) for day in YEAR] == [format_date(day, pattern, locale=language) for day in YEAR]
    assert [texts.weekday(day) for day in YEAR] == [format_date(day, "EEE", locale=language) for day in YEAR]
