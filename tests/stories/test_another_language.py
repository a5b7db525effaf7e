"""A language that nobody had until today: chosen by its own name, and read from then on."""

from pathlib import Path

import pytest

from messages.drawing.translating import one_file, split
from tests.messages.translated import copies, merged, translate
from tests.stories.neighbourhood import Neighbourhood


@pytest.mark.both_databases
async def test_a_language_that_is_not_spoken_is_not_chosen(town: Neighbourhood) -> None:
    chen = await town.resident("陈伟", english=True)
    heard = len(chen.messages)
    await chen.forges("m:language:fr", chen.messages[0])
    assert [message.text.startswith("This button is out of date") for message in chen.messages[heard:]] == [True]
    await chen.says("/help")
    assert chen.last.text.startswith("Write one sentence")


async def test_a_new_language_is_offered_by_its_name_and_spoken(town: Neighbourhood, tmp_path: Path) -> None:
    core, lost = copies(tmp_path)
    file, before = tmp_path / "fr.po", merged(core, lost)
    file.write_text(one_file(before, "fr"), "utf-8")
    translate(file, before)
    split(file, "fr", before)
    catalogs = merged(core, lost)
    town.app = town.process(catalogs=catalogs)
    anne = await town.resident("Anne")
    await anne.says("/language")
    await anne.presses("Français")
    await anne.says("/help")
    assert anne.last.text.startswith("Fr: Write one sentence")
