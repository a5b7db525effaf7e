"""Photos and other files travel by Telegram's own file id: nothing is fetched, nothing is kept, the big are refused."""

import pytest
from sqlalchemy import LargeBinary

from storage.models import Media
from storage.models.base import Base
from storage.unit_of_work import UnitOfWork
from tests.stories.neighbourhood import Neighbourhood, Phone

MEGABYTE = 1024 * 1024


def files(work: UnitOfWork) -> list[tuple[str, int]]:
    return [(row.kind, row.size) for row in work.session.query(Media).order_by(Media.id)]


async def test_files_go_on_by_their_id_and_nothing_is_fetched(town: Neighbourhood, chen: Phone, steward: Phone) -> None:
    town.telegram.recording = True
    await chen.says("1号楼1单元楼道灯不亮")
    chen.person.sends_document(town.bot, "../../etc/passwd\0.pdf", 5000)
    chen.person.sends_voice(town.bot)
    chen.person.sends_photo(town.bot)
    await town.settle()
    await chen.presses("提交")
    assert {"document", "voice", "photo"} <= {message.kind for message in steward.messages}
    assert len(await town.database.run(files)) == 3
    assert "getFile" not in {call.method for call in town.telegram.calls}
    assert "passwd" not in steward.everything
    columns = [column for table in Base.metadata.tables.values() for column in table.columns]
    assert not any(isinstance(column.type, LargeBinary) for column in columns), "no column keeps bytes"


@pytest.mark.parametrize("where", ["draft", "comment", "reply"])
async def test_a_file_that_is_too_big_is_refused_wherever_it_comes(
    town: Neighbourhood, chen: Phone, steward: Phone, where: str
) -> None:
    await chen.says("1号楼1单元楼道灯不亮")
    sender = chen
    if where != "draft":
        await chen.presses("提交")
        await steward.presses("我来办")
        sender = chen if where == "comment" else steward
        await sender.presses("补充" if where == "comment" else "回复居民")
    sender.person.sends_document(town.bot, "film.mp4", 20 * MEGABYTE + 1)
    await town.settle()
    assert "太大" in sender.screen
    assert await town.database.run(files) == []
    sender.person.sends_document(town.bot, "letter.pdf", 20 * MEGABYTE)
    await town.settle()
    if where == "draft":
        await chen.presses("提交")
    assert await town.database.run(files) == [("document", 20 * MEGABYTE)], "the question still waits for its answer"


@pytest.mark.both_databases
async def test_an_eleventh_file_is_refused_and_the_ten_stay(town: Neighbourhood, chen: Phone, steward: Phone) -> None:
    await chen.says("1号楼1单元楼道灯不亮")
    for _ in range(11):
        chen.person.sends_document(town.bot, "a.pdf", 10)
    await town.settle()
    assert "10" in chen.everything
    await chen.presses("提交")
    assert len(await town.database.run(files)) == 10
