"""Folders of texts for tests, the core's own and a subject's beside it, and a language that nobody has yet."""

import shutil
from pathlib import Path

import polib

from bot.subjects import WINGS
from messages.drawing.catalogs import Catalogs, SubjectTexts, folder_of

FRENCH = {"language-name": "Français", "weekdays": "lu ma me je ve sa di", "months": "1 2 3 4 5 6 7 8 9 10 11 12"}
HEADER = """\
# What people read of lost things.
msgid ""
msgstr ""
"Language: {language}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"""


def po(folder: Path, language: str, **texts: str) -> Path:
    """Write a .po file of these texts; a _ in a name stands for a -."""
    folder.mkdir(exist_ok=True)
    entries = "".join(f'\nmsgid "{key.replace("_", "-")}"\nmsgstr "{text}"\n' for key, text in texts.items())
    (folder / f"{language}.po").write_text(HEADER.format(language=language) + entries, "utf-8")
    return folder


def copies(folder: Path) -> tuple[Path, Path]:
    """The core's files, and those of a subject called lost."""
    core = folder / "core"
    core.mkdir()
    for file in folder_of("messages.locales").glob("*.po"):
        shutil.copy(file, core)
        for wing in filter(None, (wing.texts for wing in WINGS)):
            own = "\n\n".join((folder_of(wing) / file.name).read_text("utf-8").split("\n\n")[1:])
            with (core / file.name).open("a", encoding="utf-8") as copy:
                copy.write(f"\n{own}")
    po(folder / "lost", "zh", lost_head="丢了<b>{what}</b>", command_lost="寻物")
    return core, po(folder / "lost", "en", lost_head="<b>{what}</b> is lost", command_lost="lost things")


def merged(core: Path, lost: Path) -> Catalogs:
    return Catalogs.merged(core, SubjectTexts("lost", lost, ("lost",)))


def translate(file: Path, english: Catalogs) -> None:
    """Fill in every text of a translator's file."""
    whole = polib.pofile(str(file), wrapwidth=0)
    for entry in whole:
        assert entry.msgstr == ""
        entry.msgstr = FRENCH.get(entry.msgid) or f"Fr: {english['en'][entry.msgid]}"
    whole.save()
