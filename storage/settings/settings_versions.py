"""The community's settings as the office writes them: a file out, a file in, every version kept."""

from sqlalchemy import func, select

from domain.community import Community
from domain.unsound import Unsound
from storage.models import CommunityVersion
from storage.settings.settings_file import SettingsFile, in_words, write_yaml
from storage.settings.settings_shape import DAYS, SettingsRefused, former_in, read_settings, written_settings
from storage.sql.errors import StorageError
from storage.sql.store import Store

_FIRST = ("name", "office_phone")
"""What every new community changes stands at the top of the file."""


def as_file(community: Community) -> str:
    """The settings in force as the office edits them."""
    settings = written_settings(community)
    ordered = {name: settings[name] for name in dict.fromkeys((*_FIRST, *settings))}
    return write_yaml(ordered)


def from_file(text: str) -> Community:
    """Settings as they stand in a file. A StorageError says what is wrong with them, each fault on a line of its own:
    on which line it stands, where in the settings that is, and why it cannot be so."""
    file = SettingsFile(text)
    try:
        days = isinstance(file.raw, dict) and [name for name in DAYS if name in file.raw]
        foreign = [Unsound(name, why="days are declared by `louzhang calendar FILE`") for name in days or ()]
        if faults := [*file.twice(), *foreign]:
            raise SettingsRefused(faults)
        return read_settings(file.raw)
    except SettingsRefused as refused:
        lines = sorted((file.line(fault.where) or 0, _line(fault, file)) for fault in refused.faults)
        told = dict.fromkeys(f"  {f'line {number}, ' if number else ''}{said}" for number, said in lines)
        raise StorageError("\n".join(["the settings are not sound, and nothing was changed:", *told])) from None


def left_out_of(text: str) -> list[str]:
    """Keys in the file that earlier versions printed and nothing reads: they are left out."""
    return former_in(SettingsFile(text).raw)


def _line(fault: Unsound, file: SettingsFile) -> str:
    where = in_words(fault.where, file.raw)
    return f"{where}: {fault.why}" if where else fault.why


class SettingsVersions(Store):
    """Versions only ever grow; the newest is in force from the next unit on."""

    def newest(self) -> int:
        """The number of the version in force; 0: the packaged settings."""
        return self._session.scalar(select(func.max(CommunityVersion.version))) or 0

    def keep(self, community: Community, *, before: Community) -> int:
        """Write the next version and return its number; what is the same as before changes nothing. A category that
        tickets may have is retired, never removed."""
        gone = [category.code for category in before.categories if not community.has_category(category.code)]
        if gone:
            why = f"categories are gone: {', '.join(gone)}; set `retired: true` instead, tickets have them"
            raise SettingsRefused([Unsound("categories", why=why)])
        settings, number = written_settings(community), self.newest()
        if settings == written_settings(before):
            return number
        self._session.add(CommunityVersion(version=number + 1, since=self._now, settings=settings))
        self._session.flush()
        return number + 1
