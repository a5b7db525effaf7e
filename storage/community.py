"""The community's settings: seeded from one packaged YAML file, kept by version, held in memory."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from functools import cache
from importlib import resources
from zoneinfo import ZoneInfoNotFoundError

import yaml
from pydantic import TypeAdapter, ValidationError
from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.community import Community
from domain.limits import Limit
from domain.phrases import is_phrase
from storage.errors import StorageError
from storage.marks import Mark
from storage.models import CalendarDay, CommunityVersion
from storage.working_days import public_days

_ADAPTER = TypeAdapter(Community)
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@cache
def packaged_settings() -> Community:
    """The defaults that come with the program."""
    return read_settings(packaged_values())


def packaged_values() -> dict[str, object]:
    """The same as they are written down, by the names of `Community`."""
    packaged = resources.files("storage.seed").joinpath("community.yaml").read_text("utf-8")
    raw = yaml.load(packaged, Loader=_LOADER)  # noqa: S506 - the safe loader, in C where there is one
    return {
        **raw["community"],
        **raw["hours"],
        "hours": raw["hours"]["working"],
        "ladder": raw["ladder"],
        "emergency_numbers": raw["emergency_numbers"],
        "groups": raw["groups"],
        "categories": raw["categories"],
        "level_words": raw["places"]["level_words"],
        "words_in_places": raw["places"]["words_in_places"],
        "dangers": raw["dangers"],
        "danger_words": raw["danger_words"],
        "meaning_words": raw["meaning_words"],
        "limits_by_grade": raw["limits"]["by_grade"],
        "draft_hours": raw["retention"]["drafts_hours"],
        "keep_repairs_days": raw["retention"]["repairs"],
        "keep_disputes_days": raw["retention"]["disputes"],
        "confirm_reminder_days": raw["limits"]["confirm_reminder_days"],
        "confirm_close_days": raw["limits"]["confirm_close_days"],
        "nudge_hours": raw["limits"]["nudge_hours"],
        "messages_per_minute": raw["limits"]["messages_per_minute"],
        "new_tickets_per_day": raw["limits"]["new_tickets_per_day"],
    }


def read_settings(raw: object) -> Community:
    """Settings as rules use them; faults are named one by one."""
    try:
        community = _ADAPTER.validate_python(raw)
        for category in community.categories:
            Limit.parse(category.claim)
            Limit.parse(category.resolve)
        community.calendar()
        if faults := faults_of(community):
            raise ValueError("; ".join(faults))
    except ValidationError as error:
        places = {".".join(str(part) for part in fault["loc"]) for fault in error.errors(include_input=False)}
        raise StorageError(f"the community's settings are not sound: {', '.join(sorted(places))}") from None
    except (ValueError, ZoneInfoNotFoundError) as error:
        raise StorageError(f"the community's settings are not sound: {error}") from error
    return community


def written_settings(community: Community) -> dict[str, object]:
    """What somebody set, as it is kept; what is only made of it to be found quickly stays out."""
    settings: dict[str, object] = _ADAPTER.dump_python(community, mode="json")
    return {name: value for name, value in settings.items() if not name.startswith("_")}


def faults_of(community: Community) -> list[str]:
    """What types cannot say: shelves and categories that fit, phrases that mean one thing, dangers that open one."""
    faults: list[str] = []
    shelves = {group.code for group in community.groups}
    seen: dict[str, str] = {}
    for category in community.categories:
        if category.code in seen:
            faults.append(f"category {category.code} stands there twice")
        seen[category.code] = category.code
        if category.group not in shelves:
            faults.append(f"category {category.code} stands on shelf {category.group}, which does not exist")
    phrases: dict[str, str] = {}
    for category in community.categories:
        for word in (*category.words, *category.words_en):
            if not is_phrase(word):
                faults.append(f"category {category.code}: «{word}» is no phrase")
            other = phrases.setdefault(word.lower(), category.code)
            if other != category.code and not category.retired:
                faults.append(f"«{word}» belongs to {other} and to {category.code}")
    for danger in community.dangers:
        unfit = [word for word in (*danger.words, *danger.words_en) if not is_phrase(word)]
        for crossing in danger.crossed:
            lists = (crossing.nouns, crossing.verbs, crossing.whom, crossing.unless)
            unfit += [word for words in lists for word in words if not is_phrase(word)]
        faults += [f"danger {danger.code}: «{word}» is no phrase" for word in unfit]
        if not danger.safeguarding and (danger.category is None or not community.offers(danger.category)):
            faults.append(f"danger {danger.code} opens no category that is offered")
    return faults


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
            found = read_settings(row.settings) if row else packaged_settings()
            days_off, working = calendar_days(session, range(now.year - 1, now.year + 3))
            zone = self._zone or found.zone
            self._community = replace(found, zone=zone, days_off=days_off, working_weekends=working)
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
