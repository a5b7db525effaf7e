"""The community's settings: seeded from one packaged YAML file, kept by version, held in memory."""

from dataclasses import replace
from functools import cache
from importlib import resources
from zoneinfo import ZoneInfoNotFoundError

import yaml
from pydantic import TypeAdapter, ValidationError
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from domain.community import Community
from domain.limits import Limit
from storage.errors import StorageError
from storage.models import CommunityVersion

_ADAPTER = TypeAdapter(Community)
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@cache
def packaged_settings() -> Community:
    """The defaults that come with the program."""
    packaged = resources.files("storage.seed").joinpath("community.yaml").read_text("utf-8")
    raw = yaml.load(packaged, Loader=_LOADER)  # noqa: S506 - the safe loader, in C where there is one
    seed = {
        **raw["community"],
        **raw["hours"],
        "hours": raw["hours"]["working"],
        "emergency_numbers": raw["emergency_numbers"],
        "groups": raw["groups"],
        "categories": raw["categories"],
        "dangers": raw["dangers"],
        "risk_words": raw["risk_words"],
        "limits_by_grade": raw["limits"]["by_grade"],
        "draft_hours": raw["retention"]["drafts_hours"],
        "keep_repairs_days": raw["retention"]["repairs"],
        "keep_disputes_days": raw["retention"]["disputes"],
        "nudge_hours": raw["limits"]["nudge_hours"],
    }
    return read_settings(seed)


def read_settings(raw: object) -> Community:
    """Settings as rules use them; faults are named one by one."""
    try:
        community = _ADAPTER.validate_python(raw)
        for category in community.categories:
            Limit.parse(category.claim)
            Limit.parse(category.resolve)
        community.calendar()
    except (ValidationError, ValueError, ZoneInfoNotFoundError) as error:
        raise StorageError(f"the community's settings are not sound: {error}") from error
    return community


class CommunityShelf:
    """The settings in force, read once per version."""

    def __init__(self, zone: str | None) -> None:
        self._zone = zone
        self._version = 0
        self._community: Community | None = None

    def current(self, session: Session) -> Community:
        version = session.scalar(select(func.max(CommunityVersion.version))) or 0
        if self._community is None or version != self._version:
            row = session.get(CommunityVersion, version) if version else None
            found = read_settings(row.settings) if row else packaged_settings()
            self._community = replace(found, zone=self._zone) if self._zone else found
            self._version = version
        return self._community
