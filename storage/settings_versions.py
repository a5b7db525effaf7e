"""The community's settings as the office writes them: a file out, a file in, every version kept."""

import yaml
from sqlalchemy import func, select

from domain.community import Community
from storage.community import read_settings, written_settings
from storage.errors import StorageError
from storage.models import CommunityVersion
from storage.store import Store

_NOT_SETTINGS = ("days_off", "working_weekends")
"""Days come from the calendar (`louzhang calendar`, /calendar)."""
_FIRST = ("name", "office_phone")
"""What every new community changes stands at the top of the file."""


def as_file(community: Community) -> str:
    """The settings in force as the office edits them."""
    settings = written_settings(community)
    names = (name for name in settings if name not in _NOT_SETTINGS)
    kept = {name: settings[name] for name in dict.fromkeys((*_FIRST, *names))}
    return yaml.safe_dump(kept, allow_unicode=True, sort_keys=False, width=118, default_flow_style=None)


def from_file(text: str) -> Community:
    """Settings as they stand in a file; what is wrong with them is a StorageError that names it."""
    try:
        return read_settings(yaml.safe_load(text))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f", line {mark.line + 1}" if mark else ""
        raise StorageError(f"the file is no YAML{line}") from None


class SettingsVersions(Store):
    """Versions only ever grow; the newest is in force from the next unit on."""

    def keep(self, community: Community, *, before: Community) -> int:
        """Write the next version and return its number. A category that tickets may have is retired, never removed."""
        gone = [category.code for category in before.categories if not community.has_category(category.code)]
        if gone:
            raise StorageError(
                f"categories are gone: {', '.join(gone)}; set `retired: true` instead, tickets have them"
            )
        number = (self._session.scalar(select(func.max(CommunityVersion.version))) or 0) + 1
        self._session.add(CommunityVersion(version=number, since=self._now, settings=written_settings(community)))
        self._session.flush()
        return number
