"""`louzhang texts`: one file for the translator, split again; what cannot be shown is not taken."""

from importlib import import_module
from pathlib import Path

import polib
import pytest
from typer.testing import CliRunner, Result

from bot.cli import app
from messages.drawing.catalogs import Catalogs
from messages.drawing.texts import Texts
from messages.drawing.translating import fault_of
from messages.office.menu_screens import language_buttons
from tests.messages.translated import copies, merged, translate


class Desk:
    """Copies of the texts, and the command on them."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.core, self.lost = copies(folder)
        self.file = folder / "for-the-translator.po"
        self._monkeypatch = monkeypatch

    @property
    def catalogs(self) -> Catalogs:
        """As the program reads them at its next start."""
        return merged(self.core, self.lost)

    def run(self, code: str, *more: str) -> Result:
        self._monkeypatch.setattr(import_module("bot.cli.texts"), "CATALOGS", self.catalogs)
        return CliRunner().invoke(app, ["texts", code, str(self.file), *more])

    def bytes(self) -> dict[Path, bytes]:
        return {file: file.read_bytes() for folder in (self.core, self.lost) for file in folder.iterdir()}

    def change(self, key: str, text: str) -> None:
        whole = polib.pofile(str(self.file), wrapwidth=0)
        whole.find(key).msgstr = text  # type: ignore[union-attr]  # it is there
        whole.save()


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    return Desk(tmp_path, monkeypatch)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_round_trip_without_a_change_leaves_every_file_as_it_was_byte_by_byte(desk: Desk, language: str) -> None:
    before = desk.bytes()
    assert desk.run(language).exit_code == 0
    result = desk.run(language, "--split")
    assert result.exit_code == 0, result.output
    assert f"{len(desk.catalogs['zh'])} texts in 2 files, 0 still empty" in result.output
    assert desk.bytes() == before


def test_the_file_has_every_key_with_the_chinese_the_english_and_what_is_there_already(desk: Desk) -> None:
    desk.run("en")
    whole = {entry.msgid: entry for entry in polib.pofile(str(desk.file))}
    assert set(whole) == set(desk.catalogs["zh"]) > {"lost-head", "command-lost"}
    assert whole["lost-head"].comment == "zh: 丢了<b>{what}</b>"
    assert whole["lost-head"].msgstr == "<b>{what}</b> is lost"
    assert whole["welcome"].comment.startswith("zh: 您好")
    desk.file.unlink()
    desk.run("fr")
    french = {entry.msgid: entry for entry in polib.pofile(str(desk.file))}
    assert not any(entry.msgstr for entry in french.values())
    assert french["lost-head"].comment == "zh: 丢了<b>{what}</b>\nen: <b>{what}</b> is lost"


def test_a_new_language_is_spoken_after_its_file_was_taken_back(desk: Desk) -> None:
    before = desk.bytes()
    desk.run("fr")
    translate(desk.file, desk.catalogs)
    result = desk.run("fr", "--split")
    assert result.exit_code == 0, result.output
    catalogs = desk.catalogs
    assert catalogs.languages == ("zh", "en", "fr")
    assert catalogs.missing["fr"] == []
    french = Texts(catalogs, "fr", "UTC")
    assert french.say("lost-head", what="clé") == "Fr: <b>clé</b> is lost"
    assert [label for label, _ in language_buttons(french)] == ["中文", "English", "Français"]
    made = desk.bytes()
    assert {file.name for file in made.keys() - before.keys()} == {"fr.po"}
    assert {file: content for file, content in made.items() if file in before} == before
    assert made[desk.lost / "fr.po"].decode().startswith("# What people read of lost things.\n")
    assert b"# --- the draft\n" in made[desk.core / "fr.po"]
    assert b"#. zh" not in made[desk.core / "fr.po"]


def test_what_is_not_translated_yet_is_said_in_english_meanwhile(desk: Desk) -> None:
    desk.run("fr")
    desk.change("language-name", "Français")
    result = desk.run("fr", "--split")
    assert result.exit_code == 0, result.output
    assert f"{len(desk.catalogs['zh']) - 1} still empty" in result.output
    assert Texts(desk.catalogs, "fr", "UTC").say("cancelled") == desk.catalogs["en"]["cancelled"]


@pytest.mark.parametrize(
    ("key", "text", "fault"),
    [
        ("help-unknown", "There is no such command.", "{command} is missing"),
        ("help-unknown", "There is no command «{comand}».", "{command} is missing"),
        ("cancelled", "All right, {name}.", "nothing fills {name}"),
        ("help-unknown", "{command", "a brace { or } stands alone"),
        ("lost-head", "{what} is lost", "the tags are none, in Chinese </b> <b>"),
        ("lost-head", "<i>{what}</i> is lost", "the tags are </i> <i>, in Chinese </b> <b>"),
        ("lost-head", "<b>{what} is lost", "a tag is not closed"),
        ("lost-head", "</b>{what}<b> is lost", "closed in the wrong order"),
        ("cancelled", "a < b", "< > and & stand in tags alone"),
        ("cancelled", "you & me", "< > and & stand in tags alone"),
        ("weekdays", "Mon Tue Wed", "has 3 words, not 7"),
        ("language-name", "", "is empty"),
    ],
)
def test_a_text_that_cannot_be_shown_is_named_and_nothing_is_written(
    desk: Desk, key: str, text: str, fault: str
) -> None:
    before = desk.bytes()
    desk.run("en")
    desk.change(key, text)
    desk.change("help", "This one is good.")
    result = desk.run("en", "--split")
    assert result.exit_code == 2
    assert f" texts: {key}: " in result.output
    assert fault in result.output
    assert "nothing was written" in result.output
    assert desk.bytes() == before


def test_every_fault_of_a_file_is_said_at_once_and_keys_that_nobody_knows_too(desk: Desk) -> None:
    desk.run("en")
    desk.change("help-unknown", "no")
    desk.file.write_text(desk.file.read_text("utf-8") + '\nmsgid "invented"\nmsgstr "x"\n', "utf-8")
    result = desk.run("en", "--split")
    assert result.exit_code == 2
    assert "invented: there is no such text" in result.output
    assert "help-unknown: {command} is missing" in result.output


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (None, "there is no file"),
        (b"hello\n", "is no .po file, see line 1"),
        (b"", "holds no texts"),
        ('msgid "a"\nmsgstr "中"\n'.encode("gbk"), "is not UTF-8"),
        (b'msgid ""\nmsgstr "Language: de_AT\\n"\n\nmsgid "help"\nmsgstr "x"\n', "its language is de, not fr"),
        (b'msgid "help"\nmsgstr "x"\n\nmsgid "help"\nmsgstr "y"\n', "help: stands twice"),
    ],
)
def test_a_file_that_is_none_is_said_in_a_sentence(desk: Desk, content: bytes | None, fault: str) -> None:
    before = desk.bytes()
    if content is not None:
        desk.file.write_bytes(content)
    result = desk.run("fr", "--split")
    assert (result.exit_code, result.exception.__class__) == (2, SystemExit)
    assert fault in result.output
    assert desk.bytes() == before


def test_what_the_file_leaves_out_stays_as_it_was(desk: Desk) -> None:
    before = desk.bytes()
    desk.file.write_text('msgid "lost-head"\nmsgstr "<b>{what}</b> was lost"\n', "utf-8")
    assert desk.run("en", "--split").exit_code == 0
    assert desk.catalogs["en"]["lost-head"] == "<b>{what}</b> was lost"
    assert {file for file, content in desk.bytes().items() if before[file] != content} == {desk.lost / "en.po"}


def test_a_file_of_windows_is_read_too(desk: Desk) -> None:
    before = desk.bytes()
    desk.run("en")
    desk.file.write_bytes(b"\xef\xbb\xbf" + desk.file.read_bytes().replace(b"\n", b"\r\n"))
    assert desk.run("en", "--split").exit_code == 0
    assert desk.bytes() == before


def test_a_file_that_is_there_is_not_written_over_and_a_language_has_two_letters_that_exist(desk: Desk) -> None:
    desk.file.write_text("mine", "utf-8")
    result = desk.run("en")
    assert (result.exit_code, desk.file.read_text("utf-8")) == (2, "mine")
    assert "is there already" in result.output
    for code in ("../x", "xx", "english", "EN"):
        result = desk.run(code, "--split")
        assert result.exit_code == 2
        assert "is no language" in result.output


def test_an_entity_is_no_stray_sign() -> None:
    assert fault_of("any", "a &lt; b &amp; c", "甲") is None
