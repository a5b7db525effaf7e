"""All texts of a language as one .po file for a translator, and that file split again into those it was made of."""

import re
import string
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import polib

from messages.drawing.catalogs import FIRST, NO_WRAPPING, SECOND, Catalogs, entries_in, languages_in, opened

OWN_NAME = "language-name"
"""What the button of a language says: without it nobody could choose the language."""
COUNTED = {"weekdays": 7, "months": 12}
"""Texts of so many words, from Monday and from January on."""

_TAG = re.compile(r"<(/?)([a-z]+)[^<>]*>")
_STRAY = re.compile(r"[<>]|&(?!(?:lt|gt|amp|quot);)")


class NotSplit(Exception):
    """The file is not taken, and nothing was written. Every fault is a sentence that names its key."""

    def __init__(self, *faults: str) -> None:
        self.faults = faults
        super().__init__("; ".join(faults))


@dataclass(frozen=True, slots=True)
class Split:
    """What was written: so many files, with so many texts, of which some are still empty."""

    files: int
    texts: int
    empty: int


def one_file(catalogs: Catalogs, language: str) -> str:
    """Every key with what it says in this language so far (a new language: nothing), in the order of the Chinese.

    Above it stands what it says in Chinese and in English, where translators' programs show it.
    """
    whole = polib.POFile(wrapwidth=NO_WRAPPING)
    whole.header = "{names} are filled in and keep their names. <b> and </b> stay around what they stand around."
    whole.metadata = _metadata(language)
    for folder in catalogs.folders:
        for entry in _entries(folder, language, catalogs.languages):
            entry.comment = "\n".join(_said_elsewhere(entry.msgid, language, catalogs))
            whole.append(entry)
    return str(whole)


def split(file: Path, language: str, catalogs: Catalogs) -> Split:
    """Put the texts of such a file where they belong: LANGUAGE.po in every folder, the new ones too.

    What the file leaves out stays as it was. Raises NotSplit, and OSError where nothing can be written.
    """
    given = _read(file, language)
    chinese = catalogs[FIRST]
    faults = [f"{key}: there is no such text" for key in given if key not in chinese]
    faults += [
        f"{key}: {fault}"
        for key, entry in given.items()
        if key in chinese and (fault := fault_of(key, entry.msgstr, chinese[key])) is not None
    ]
    written: dict[Path, polib.POFile] = {}
    for folder in catalogs.folders:
        path = folder / f"{language}.po"
        alike = path if path.is_file() else folder / f"{languages_in(folder)[0]}.po"
        made = polib.POFile(wrapwidth=NO_WRAPPING)
        made.header, made.metadata = opened(alike).header, _metadata(language)
        for entry in _entries(folder, language, catalogs.languages):
            if (new := given.get(entry.msgid)) is not None:
                entry.msgstr, entry.tcomment, entry.flags = new.msgstr, new.tcomment, new.flags
            made.append(entry)
        written[path] = made
    texts = {entry.msgid: entry.msgstr for made in written.values() for entry in made}
    if not texts.get(OWN_NAME):
        faults.append(f"{OWN_NAME}: is empty; it is what the button says that chooses this language")
    if faults:
        raise NotSplit(*faults)
    for path, made in written.items():
        path.write_text(str(made), "utf-8")
    return Split(len(written), len(texts), sum(not text for text in texts.values()))


def fault_of(key: str, text: str, chinese: str) -> str | None:
    """Why a translation cannot be shown, or None. An empty one is none: another language stands in for it."""
    if not text:
        return None
    try:
        has, wants = _placeholders(text), _placeholders(chinese)
    except ValueError:
        return "a brace { or } stands alone"
    if lost := wants - has:
        return f"{' '.join(sorted(lost))} is missing"
    if odd := has - wants:
        return f"nothing fills {' '.join(sorted(odd))}"
    if not _is_nested(text):
        return "a tag is not closed, or closed in the wrong order"
    if _tags(text) != _tags(chinese):
        return f"the tags are {' '.join(_tags(text)) or 'none'}, in Chinese {' '.join(_tags(chinese)) or 'none'}"
    if _STRAY.search(_TAG.sub("", text)):
        return "< > and & stand in tags alone"
    if key in COUNTED and len(text.split()) != COUNTED[key]:
        return f"has {len(text.split())} words, not {COUNTED[key]}"
    return None


def _read(file: Path, language: str) -> Mapping[str, polib.POEntry]:
    """The file's texts by key."""
    if not file.is_file():
        raise NotSplit(f"there is no file {file.name}")
    try:
        read = opened(file)
    except UnicodeDecodeError:
        raise NotSplit(f"{file.name} is not UTF-8") from None
    except OSError as broken:  # the library's word for bad syntax; it names the line
        line = re.search(r"line \d+", str(broken))
        raise NotSplit(f"{file.name} is no .po file{f', see {line[0]}' if line else ''}") from None
    said = re.split(r"[_@-]", read.metadata.get("Language") or language)[0]
    if said != language:
        raise NotSplit(f"{file.name} says that its language is {said}, not {language}")
    keys = [entry.msgid for entry in read if not entry.obsolete]
    if not keys:
        raise NotSplit(f"{file.name} holds no texts")
    if twice := sorted({key for key in keys if keys.count(key) > 1}):
        raise NotSplit(*(f"{key}: stands twice" for key in twice))
    return {entry.msgid: entry for entry in read if not entry.obsolete}


def _entries(folder: Path, language: str, languages: tuple[str, ...]) -> Iterator[polib.POEntry]:
    """An entry for each key of a folder, with what this language says, or nothing."""
    own = {entry.msgid: entry for entry in entries_in(folder / f"{language}.po")}
    every: dict[str, polib.POEntry] = {}
    for one in languages:
        for entry in entries_in(folder / f"{one}.po"):
            every.setdefault(entry.msgid, entry)
    for key, entry in every.items():
        yield own.get(key) or polib.POEntry(msgid=key, tcomment=entry.tcomment)


def _said_elsewhere(key: str, language: str, catalogs: Catalogs) -> Iterator[str]:
    for other in (FIRST, SECOND):
        if other != language and other in catalogs.languages:
            yield f"{other}: " + catalogs[other][key].replace("\n", f"\n{' ' * len(other)}  ")


def _metadata(language: str) -> dict[str, str]:
    return {
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
    }


def _placeholders(text: str) -> set[str]:
    """«{days}» and the like, with how they are written out."""
    return {
        f"{{{name}{f'!{how}' if how else ''}{f':{form}' if form else ''}}}"
        for _, name, form, how in string.Formatter().parse(text)
        if name is not None
    }


def _tags(text: str) -> list[str]:
    return sorted(tag[0] for tag in _TAG.finditer(text))


def _is_nested(text: str) -> bool:
    around: list[str] = []
    for closes, name in _TAG.findall(text):
        if not closes:
            around.append(name)
        elif not around or around.pop() != name:
            return False
    return not around
