"""What this never becomes (collective.md 6), phone to phone: nobody is found by name, and no list says who refused."""

import pytest

from tests.stories.neighbourhood import Neighbourhood, Phone
from tests.stories.register.scene import doors, slip_of
from tests.stories.whistles.scene import a_ticket_that_was_tried, calls_the_team, volunteers


@pytest.fixture
async def chen(town: Neighbourhood) -> Phone:
    return await town.resident("陈桂芳")


async def test_find_takes_no_person(town: Neighbourhood) -> None:
    """By name, by telephone, by what somebody is to a door: nothing is found, and nothing is said of anybody."""
    await doors(town, "301")
    office, steward = await town.holder("p-office", "单晓棠"), await town.holder("p-gh1", "罗桂芬")
    chen = await town.resident("陈桂芳")
    await chen.says(await slip_of(steward, "301"))
    await chen.presses("业主")
    await chen.says("1号楼1单元301厨房漏水了")
    await chen.presses("提交")
    for words in ("陈桂芳", "业主", "13800001111", "陈"):
        await office.says(f"/find {words}")
        assert "陈桂芳" not in office.screen, words
        assert "2611-0001" not in office.screen, words
    await office.says("/register 1号楼1单元301")
    assert "陈桂芳" not in office.screen, "a door says whether somebody has the app, not who"


async def test_who_declined_or_was_silent_as_a_volunteer_stands_in_no_list(town: Neighbourhood, chen: Phone) -> None:
    branch, steward = await town.holder("p-g1", "郑支书"), await town.holder("p-gh1", "罗桂芬")
    first, _ = await volunteers(town, ["林一", "林二"])
    await a_ticket_that_was_tried(town, chen, steward)
    await calls_the_team(steward)
    await steward.says("明天下午3点 居委会门口")
    await steward.says("要几个人")
    await branch.presses("同意，吹哨")
    await first.presses("来不了")
    await first.presses("没人手")
    await town.pass_time(days=3)
    for reader in (steward, branch, chen):
        assert "林一" not in reader.everything
        assert "林二" not in reader.everything
