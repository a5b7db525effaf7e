"""A day in a neighbourhood with years of tickets behind it: no answer and no tick reads them from end to end.

Only what is asked for seldom may: a search (/find), and all that is kept about one person, shown or deleted.
"""

from functools import partial

import pytest
from sqlalchemy import Engine

from storage.unit_of_work import UnitOfWork
from tests.storage.long_history import analyse, fill, overheard, whole_scans
from tests.stories.neighbourhood import Neighbourhood, Phone

pytestmark = pytest.mark.both_databases


@pytest.fixture
async def old_town(town: Neighbourhood) -> Neighbourhood:
    await town.database.run(partial(fill, over=True))
    if town.database.dialect == "postgresql":  # which does so by itself; on SQLite nobody does
        await analyse(town.database)
    return town


async def a_day(town: Neighbourhood, steward: Phone, chen: Phone, lin: Phone, secretary: Phone) -> None:
    await chen.says("1号楼楼道灯坏了")
    await chen.presses("提交")
    await lin.says("1号楼楼道灯坏了")
    await lin.presses("提交")
    await lin.presses("我也遇到")
    await steward.presses("我来办")
    await chen.says("/my")
    await steward.says("/todo")
    await chen.presses("补充")
    await chen.says("三层也不亮")
    await steward.presses("处理好了")
    await steward.presses("自己修好了")
    await chen.presses("没解决")
    await chen.says("还是不亮")
    await steward.presses("处理好了")
    await steward.presses("自己修好了")
    await chen.presses("解决了")
    await chen.presses("满意")
    await lin.says("1号楼1单元301着火了，快来人")
    await lin.says("家里漏水")
    await chen.says("您好")
    for command in ("/help", "/privacy", "/record", "/leave", "/keep"):
        await steward.says(command)
    for command in ("/todo", "/digest", "/announce", "/people", "/who 2611-0001", "/posts"):
        await secretary.says(command)
    await town.pass_time(days=1)
    await town.pass_time(days=7)


async def test_no_statement_of_a_day_reads_a_large_table_from_end_to_end(
    old_town: Neighbourhood, steward: Phone, chen: Phone
) -> None:
    secretary = await old_town.holder("p-secretary", "周敏")
    with overheard(Engine) as heard:
        await a_day(old_town, steward, chen, await old_town.resident("林晓梅"), secretary)
    # Each as it was asked first: a week later all that was ever sent was sent in the digest's week. And of an INSERT,
    # SQLite's plan also names the tables that refer to its own, which it does not read.
    # The stories' own clock looks through all tables for the next moment; the program never does.
    others = ("INSERT", "SELECT min(anon_1.at)")
    distinct = {statement: given for statement, given in reversed(heard) if not statement.startswith(others)}
    assert len(distinct) > 50

    def look(work: UnitOfWork) -> list[str]:
        connection = work.session.connection()
        found = ((one, whole_scans(connection, one, given)) for one, given in distinct.items())
        return [f"{step}\n    {statement}" for statement, steps in found for step in steps]

    scans = await old_town.database.run(look)
    assert not scans, "\n".join(scans)
