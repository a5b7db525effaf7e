"""/register of steward, leader and office: numbers, doors, what is put right; areas and owner keys are the office's."""

import pytest

from tests.stories.neighbourhood import Neighbourhood, Phone
from tests.stories.register.scene import doors, on_paper

pytestmark = pytest.mark.asyncio


@pytest.fixture
async def steward(town: Neighbourhood) -> Phone:
    await doors(town, "301", "302", "401")
    await doors(town, "101", place="gh2")
    return await town.holder("p-gh1", "罗桂芬")


async def test_a_steward_reads_a_stairwell_in_three_lines(town: Neighbourhood, steward: Phone) -> None:
    await steward.says("/register 1号楼1单元")
    assert steward.screen == "桂花苑1号楼1单元 共3户\n有面积3户，缺0户；出租0户\n连上手机0户"
    assert steward.buttons == ["印户码单", "改一户"]


async def test_a_door_is_put_right_by_its_steward_who_sees_no_area(town: Neighbourhood, steward: Phone) -> None:
    await steward.says("/register 1号楼1单元")
    await steward.presses("改一户")
    assert steward.screen == "桂花苑1号楼1单元 共3户。选一户，或直接写房号"
    await steward.says("401")
    assert steward.screen == "桂花苑1号楼1单元401\n住宅，是否出租不清楚，还没连上手机"
    await steward.presses("出租了")
    assert "住宅，出租，还没连上手机" in steward.pressed
    await steward.presses("是门面")
    assert "门面，出租" in steward.pressed
    assert "面积" not in steward.pressed.replace("报面积", "")


async def test_an_area_that_a_steward_reports_waits_for_the_office(town: Neighbourhood, steward: Phone) -> None:
    office = await town.holder("p-office", "单晓棠")
    await steward.says("/register 1号楼1单元401")
    await steward.presses("报面积")
    await steward.says("78.5")
    assert steward.screen.startswith("记下了，已请社区核对。")
    await office.says("/todo")
    await office.presses("桂花苑1号楼1单元401 面积")
    assert office.screen == "桂花苑1号楼1单元401的面积：80 → 78.5"
    await office.presses("不改")
    assert office.screen == "好，不改。"
    await office.says("/register 1号楼1单元401")
    assert "面积（平米）：80" in office.screen
    await office.presses("改业主号")
    await office.says("o 17")
    assert office.screen.startswith("没看懂业主号")
    await office.says("o17")
    assert "业主号：o17" in office.screen


async def test_a_foreign_door_and_none_read_the_same(town: Neighbourhood, steward: Phone) -> None:
    for words in ("2号楼", "1号楼1单元999"):
        await steward.says(f"/register {words}")
        assert steward.screen == "没有这一户，或者不归您管。"
    await steward.says("/register 1号楼2单元")
    assert steward.screen == "这里还没有户册，请社区先导入。"
    await steward.says("/register 天上")
    assert steward.screen.startswith("没看懂是哪里")


async def test_a_leader_reads_but_changes_nothing(town: Neighbourhood, steward: Phone) -> None:
    leader = await town.holder("p-gh", "周组长")
    await leader.says("/register 桂花苑")
    assert leader.screen.startswith("桂花苑 共4户")
    assert leader.buttons == ["看各户"]
    await leader.presses("看各户")
    await leader.presses("1号楼1单元301")
    assert leader.buttons == ["返回"]


async def test_residents_read_their_own_home_there(town: Neighbourhood, steward: Phone) -> None:
    chen = await town.resident("陈阿姨")
    await chen.says("/register 1号楼1单元")
    assert chen.screen.startswith("您还没登记是哪一家的。")


async def test_the_slips_of_a_stairwell_are_a_paper_that_is_not_passed_on(town: Neighbourhood, steward: Phone) -> None:
    await steward.says("/register 1号楼1单元")
    await steward.presses("印户码单")
    assert steward.screen == "桂花苑1号楼1单元 有3户还没连上手机"
    await steward.presses("印全部3户")
    words = on_paper(steward)
    for room in ("301", "302", "401"):
        assert f"桂花苑1号楼1单元{room}" in words
    assert "只能用一次" in words
    assert "请当面交" in steward.screen


async def test_a_door_and_an_owner_key_are_one_however_they_are_typed(town: Neighbourhood, steward: Phone) -> None:
    for words in ("401室", "1单元401", "1单元401室", "４０１"):
        await steward.says("/register 1号楼")
        await steward.presses("改一户")
        await steward.says(words)
        assert steward.screen.startswith("桂花苑1号楼1单元401\n"), words
    office = await town.holder("p-office", "单晓棠")
    await office.says("/register 1号楼1单元401")
    await office.presses("改业主号")
    await office.says("chen")
    assert office.screen.startswith("没看懂业主号"), "no name"
    await office.says("Ｏ17")
    assert "业主号：o17" in office.screen


async def test_the_office_names_its_own_community(town: Neighbourhood, steward: Phone) -> None:
    office = await town.holder("p-office", "单晓棠")
    await office.says("/register 示例社区")
    assert office.screen.startswith("示例社区 共4户")
