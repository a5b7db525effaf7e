"""Texts from several folders as one value: whose key is whose, and what stands in for what is not translated."""

from pathlib import Path

import pytest

from messages.drawing.catalogs import Catalogs, SubjectTexts
from messages.drawing.texts import Texts
from tests.messages.translated import po


@pytest.fixture
def core(tmp_path: Path) -> Path:
    po(tmp_path / "core", "en", hello="Hello", bye="Bye")
    return po(tmp_path / "core", "zh", hello="您好", bye="再见")


def test_the_texts_of_all_folders_are_one_catalog_for_each_language(core: Path, tmp_path: Path) -> None:
    lost = po(tmp_path / "lost", "zh", lost_head="丢了{what}", command_lost="寻物")
    po(lost, "en", lost_head="{what} is lost", command_lost="lost things")
    catalogs = Catalogs.merged(core, SubjectTexts("lost", lost, ("lost",)))
    assert catalogs.languages == ("zh", "en")
    assert catalogs["zh"] == {"hello": "您好", "bye": "再见", "lost-head": "丢了{what}", "command-lost": "寻物"}
    assert catalogs["en"]["lost-head"] == "{what} is lost"
    assert Texts(catalogs, "zh", "UTC").say("lost-head", what="<钥匙>") == "丢了&lt;钥匙&gt;"
    assert catalogs.missing == {"zh": [], "en": []}
    assert Catalogs.merged("messages.locales")["zh"]["language-name"] == "中文"


@pytest.mark.parametrize(
    ("texts", "key"),
    [
        ({"found_head": "别人的"}, "found-head"),
        ({"lostless": "x"}, "lostless"),
        ({"command_leave": "别人的命令"}, "command-leave"),
        ({"hello": "再来一个"}, "hello"),
    ],
)
def test_a_subject_has_only_keys_of_its_own_name_and_commands(
    core: Path, tmp_path: Path, texts: dict[str, str], key: str
) -> None:
    lost = po(tmp_path / "lost", "zh", **texts)
    with pytest.raises(ValueError, match=f"^{key} is no key of lost: ") as refused:
        Catalogs.merged(core, SubjectTexts("lost", lost, ("lost",)))
    assert not any(text in str(refused.value) for text in texts.values())


def test_a_key_that_stands_twice_or_in_somebody_elses_folder_is_refused(core: Path, tmp_path: Path) -> None:
    lost, found = po(tmp_path / "lost", "zh", lost_head="丢了"), po(tmp_path / "found", "zh", command_lost="寻物")
    with pytest.raises(ValueError, match="command-lost is a key of lost, and stands elsewhere"):
        Catalogs.merged(core, SubjectTexts("lost", lost, ("lost",)), SubjectTexts("found", found, ("lost",)))
    po(core, "zh", hello="您好", lost_head="丢了")
    with pytest.raises(ValueError, match="lost-head is a key of lost, and stands elsewhere"):
        Catalogs.merged(core, SubjectTexts("lost", lost))
    (core / "zh.po").write_text((core / "zh.po").read_text("utf-8") + '\nmsgid "hello"\nmsgstr "您好"\n', "utf-8")
    with pytest.raises(ValueError, match="hello stands twice in zh"):
        Catalogs.merged(core)


def test_a_folder_without_any_text_is_refused(core: Path, tmp_path: Path) -> None:
    (tmp_path / "lost").mkdir()
    with pytest.raises(ValueError, match=r"no \.po file where lost has its texts"):
        Catalogs.merged(core, SubjectTexts("lost", tmp_path / "lost"))
    with pytest.raises(ValueError, match=r"the core has no zh\.po"):
        Catalogs.merged(tmp_path / "lost")


def test_a_text_that_a_language_lacks_is_said_in_another_and_told(core: Path, tmp_path: Path) -> None:
    """French takes English where there is one, as the community's own texts do; English and Chinese take each other."""
    po(core, "fr", hello="Bonjour", bye="")
    lost = po(tmp_path / "lost", "zh", lost_head="丢了", lost_kind="伞")
    po(lost, "en", lost_head="lost", lost_only="only here")
    catalogs = Catalogs.merged(core, SubjectTexts("lost", lost))
    assert catalogs.languages == ("zh", "en", "fr")
    fr, en, zh = (Texts(catalogs, language, "UTC") for language in ("fr", "en", "zh"))
    assert [fr.say(key) for key in ("hello", "bye", "lost-head", "lost-kind")] == ["Bonjour", "Bye", "lost", "伞"]
    assert (en.say("lost-kind"), zh.say("lost-only")) == ("伞", "only here")
    assert catalogs.missing["en"] == ["lost-kind"]
    assert catalogs.missing["zh"] == ["lost-only"]
    assert catalogs.missing["fr"] == ["bye", "lost-head", "lost-kind", "lost-only"]


def test_a_language_that_is_not_spoken_is_answered_in_the_first(core: Path) -> None:
    texts = Texts(Catalogs.merged(core), "xx", "UTC")
    assert (texts.language, texts.say("hello")) == ("zh", "您好")
