"""The community's settings: seeded from one packaged YAML file, kept by version, held in memory."""

from collections.abc import Iterable, Mapping
from dataclasses import fields, replace
from datetime import date, datetime
from functools import cache
from importlib import resources

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.community import Community
from storage.models import CalendarDay, CommunityVersion
from storage.settings.settings_file import read_yaml
from storage.settings.settings_shape import DAYS, read_settings, written_settings
from storage.settings.working_days import public_days
from storage.sql.marks import Mark

_KEPT = {field.name for field in fields(Community) if field.init} - set(DAYS)


@cache
def packaged_settings() -> Community:
    """The defaults that come with the program."""
    return read_settings(packaged_values())


def packaged_values() -> dict[str, object]:
    """The same as they are written down."""
    values: dict[str, object] = read_yaml(resources.files("storage.seed").joinpath("community.yaml").read_text("utf-8"))
    return values


@cache
def _packaged_as_kept() -> dict[str, object]:
    """What a version that was kept by an older program does not know yet."""
    return written_settings(packaged_settings())


def _complete(stored: Mapping[str, object]) -> Mapping[str, object]:
    """A version with what it does not know yet. The packaged file is long: it is read only where something is."""
    return stored if stored.keys() >= _KEPT else {**_packaged_as_kept(), **stored}


class CommunityShelf:
    """The settings in force with the days of the years around now, read once per change."""

    def __init__(self, zone: str | None) -> None:
        self._zone = zone
        self._read: tuple[Mark, int] | None = None
        self._community: Community | None = None

    def current(self, session: Session, mark: Mark, now: datetime) -> Community:
        """`mark`: as the unit sees it; whatever places do to it changes no settings."""
        read = (replace(mark, revision=0), now.year)
        if self._community is None or read != self._read:
            row = session.get(CommunityVersion, mark.version) if mark.version else None
            found = read_settings(_complete(row.settings)) if row else packaged_settings()
            days_off, working = calendar_days(session, range(now.year - 1, now.year + 3))
            zone = self._zone or found.zone
            self._community = found.with_days(zone, days_off, working)
            self._read = read
        return self._community


def calendar_days(session: Session, years: Iterable[int]) -> tuple[frozenset[date], frozenset[date]]:
    """Days off and working weekends: the packaged ones, then the office's own, which win."""
    off: set[date] = set()
    working: set[date] = set()
    for year in years:
        public_off, public_working = public_days(year)
        off |= public_off
        working |= public_working
    for day in session.scalars(select(CalendarDay)):
        (working if day.works else off).add(day.day)
        (off if day.works else working).discard(day.day)
    return frozenset(off), frozenset(working)
