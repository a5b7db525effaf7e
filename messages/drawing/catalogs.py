"""Every text of the program by language and key, read once from folders of .po files: the core's, and one a subject.

CATALOGS = Catalogs.merged("messages.locales", SubjectTexts("consent", "subjects.consent", ("consent",)))
Texts(CATALOGS, "en", "UTC").say("welcome")
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

import polib

Folder = str | Path
"""Where .po files lie, one a language: the name of a package that is installed, or a folder itself."""

FIRST, SECOND = "zh", "en"
"""Spoken until a person has chosen; and what stands in for a text that a language does not have yet."""

NO_WRAPPING = 0
"""Columns: a line ends where the text begins a new one, so that another word is a change of one line."""


@dataclass(frozen=True, slots=True)
class SubjectTexts:
    """The texts of a subject: their keys begin with its name, but for `command-` with one of its own commands."""

    name: str
    folder: Folder
    commands: Collection[str] = ()

    def owns(self, key: str) -> bool:
        return key.startswith(f"{self.name}-") or (
            key.startswith("command-") and key.removeprefix("command-") in self.commands
        )


@dataclass(frozen=True, slots=True)
class Catalogs:
    """The texts of every language that is spoken. Each language has every key."""

    languages: tuple[str, ...]
    """By their two letters; the first (zh) is spoken until a person has chosen."""
    folders: tuple[Path, ...]
    """Where the texts lie, the core's first."""
    missing: Mapping[str, Sequence[str]]
    """By language the keys that another language stands in for. Nobody is refused a start for it; a test fails."""
    _texts: Mapping[str, Mapping[str, str]]

    @classmethod
    def merged(cls, core: Folder, *subjects: SubjectTexts) -> "Catalogs":
        """All of them as one. The languages are those of the core.

        A key that stands twice, or in a folder whose it is not, is a ValueError that names the key.
        """
        folders = (folder_of(core), *(folder_of(subject.folder) for subject in subjects))
        languages = languages_in(folders[0])
        if FIRST not in languages:
            raise ValueError(f"the core has no {FIRST}.po")
        if bare := [subject.name for subject in subjects if not languages_in(folder_of(subject.folder))]:
            raise ValueError(f"no .po file where {', '.join(bare)} has its texts")
        given: dict[str, dict[str, str]] = {language: {} for language in languages}
        for language, texts in given.items():
            for folder, subject in zip(folders, (None, *subjects), strict=True):
                for entry in entries_in(folder / f"{language}.po"):
                    _check_owner(entry.msgid, subject, subjects)
                    if entry.msgid in texts:
                        raise ValueError(f"{entry.msgid} stands twice in {language}")
                    texts[entry.msgid] = entry.msgstr
        every = {key for texts in given.values() for key in texts}
        missing = {language: sorted(key for key in every if not texts.get(key)) for language, texts in given.items()}
        return cls(tuple(languages), folders, missing, {language: _filled(language, given) for language in languages})

    def __getitem__(self, language: str) -> Mapping[str, str]:
        """The texts of a language by key."""
        return self._texts[language]


def folder_of(folder: Folder) -> Path:
    """A package's own folder."""
    return folder if isinstance(folder, Path) else Path(str(resources.files(folder)))


def languages_in(folder: Path) -> list[str]:
    """The languages of the .po files there, the first ones first."""
    return sorted((file.stem for file in folder.glob("*.po")), key=lambda one: (one != FIRST, one != SECOND, one))


def entries_in(file: Path) -> list[polib.POEntry]:
    """The texts of a .po file, in its order; none where there is no such file."""
    return [one for one in opened(file) if not one.obsolete] if file.is_file() else []


def opened(file: Path) -> polib.POFile:
    """A .po file that would be written again as it is. A broken one is an OSError that says where."""
    return polib.pofile(str(file), encoding="utf-8", wrapwidth=NO_WRAPPING)


def _check_owner(key: str, subject: SubjectTexts | None, subjects: Sequence[SubjectTexts]) -> None:
    """A subject has keys of its own alone, and nobody else has them."""
    if subject is not None and not subject.owns(key):
        raise ValueError(f"{key} is no key of {subject.name}: it begins with {subject.name}-, or names a command of it")
    for other in subjects:
        if other is not subject and other.owns(key):
            raise ValueError(f"{key} is a key of {other.name}, and stands elsewhere")


def _filled(language: str, given: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    """What a language says itself; for the rest what stands in for it, the nearest last."""
    sources = (given[one] for one in (*given, FIRST, SECOND, language) if one in given)
    return {key: text for texts in sources for key, text in texts.items() if text}
