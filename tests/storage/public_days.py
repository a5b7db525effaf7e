"""Writes the packaged table of public days from the library that keeps them: `python -m tests.storage.public_days`,
when a newer `holidays` knows another year's notice."""

from pathlib import Path

from holidays import country_holidays

TABLE = Path(__file__).parents[2] / "storage" / "seed" / "public_days.csv"
YEARS = range(2020, 2051)
"""From before the first community that may be imported; the moon's days of coming years are computed."""


def written() -> str:
    """A row for each day off and each working weekend, in the columns that `louzhang calendar` reads."""
    china = country_holidays("CN", years=YEARS)
    days = {day: "off" for day in china if day.year in YEARS}
    days |= {day: "works" for day in china.weekend_workdays if day.year in YEARS}
    return "day,what\n" + "".join(f"{day},{what}\n" for day, what in sorted(days.items()))


if __name__ == "__main__":
    TABLE.write_text(written(), encoding="utf-8")
