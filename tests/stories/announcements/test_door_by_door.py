"""Where the register has the doors a steward tells them one by one: one press a door, nobody there, a slip, and half a
round that somebody else goes on with."""

import pytest

from tests.stories.announcements.test_announcements import lives, write
from tests.stories.neighbourhood import Neighbourhood, Phone
from tests.stories.register.scene import doors, slip_of


@pytest.fixture
async def steward(town: Neighbourhood) -> Phone:
    await doors(town, "301", "302", "303", "401", "402", "501")
    return await town.holder("p-gh1", "罗桂芬")


@pytest.fixture
async def office(town: Neighbourhood) -> Phone:
    return await town.holder("p-office", "单晓棠")


@pytest.mark.both_databases
async def test_a_steward_tells_door_by_door_and_the_author_reads_how_many(
    town: Neighbourhood, steward: Phone, office: Phone, chen: Phone
) -> None:
    await lives(chen, "gh1-1", "302")
    code = await slip_of(steward, "501")
    wang = await town.resident("王师傅")
    await wang.says(code)
    await wang.presses("租户")
    await write(office, place="1号楼1单元")
    assert "没装的：约 4 户" in office.screen
    await office.presses("发送")
    await town.pass_time(seconds=5)
    assert steward.screen.splitlines()[:3] == [
        "请上门告知没装机器人的住户",
        "桂花苑1号楼1单元：4 户没装，告诉了 0 户",
        "明天8点到18点停水",
    ]
    assert steward.buttons == ["301", "303", "401", "402", "都告诉到了"]
    await steward.presses("301")
    assert "301：记下了，告诉了。" in steward.screen
    assert "4 户没装，告诉了 1 户" in steward.screen
    assert steward.buttons == ["303", "401", "402", "刚才那户没人", "按错了", "都告诉到了"]
    await steward.presses("303")
    await steward.presses("按错了")
    assert "告诉了 1 户" in steward.screen
    await steward.says("303")
    await steward.presses("按错了")
    await steward.presses("401")
    await steward.presses("402")
    assert "告诉了 3 户" in steward.screen
    await steward.presses("303")
    assert "告诉了 4 户" in steward.screen
    await town.pass_time(minutes=1)
    assert "上门告知：1 位负责，1 位已告知。\n其中按户登记的：4 户，告诉了 4 户。" in office.everything


async def test_where_nobody_is_at_home_the_door_stays_on_the_list(
    town: Neighbourhood, steward: Phone, office: Phone
) -> None:
    await write(office, place="1号楼1单元")
    await office.presses("发送")
    await town.pass_time(seconds=5)
    await steward.presses("301")
    await steward.presses("刚才那户没人")
    assert "301：记下了，没人。" in steward.screen
    assert "告诉了 0 户" in steward.screen
    await steward.presses("303")
    await steward.presses("都告诉到了")
    assert "辛苦了，已记下。" in steward.screen
    await town.pass_time(hours=2)
    await steward.presses("301（没人）")
    assert "6 户没装，告诉了 6 户" in steward.pressed, "the rest had been told, and somebody was there the second time"


async def test_a_quarter_of_an_hour_later_a_door_is_not_put_right(
    town: Neighbourhood, steward: Phone, office: Phone
) -> None:
    await write(office, place="1号楼1单元")
    await office.presses("发送")
    await town.pass_time(seconds=5)
    await steward.presses("301")
    await town.pass_time(minutes=16)
    await steward.presses("按错了")
    assert steward.screen == "已经过了 15 分钟，改不了了。"


async def test_whoever_goes_on_has_the_half_that_is_left(town: Neighbourhood, steward: Phone, office: Phone) -> None:
    leader = await town.holder("p-gh", "周组长")
    await write(office, place="1号楼1单元")
    await office.presses("发送")
    await town.pass_time(seconds=5)
    await steward.presses("301")
    steward.person.blocks(steward.bot)
    await town.settle()
    await town.pass_time(minutes=2)
    assert "6 户没装，告诉了 1 户" in leader.everything
    assert "301" not in leader.buttons


async def test_the_household_reads_that_its_door_was_on_a_list(
    town: Neighbourhood, steward: Phone, office: Phone
) -> None:
    code = await slip_of(steward, "301")
    await write(office, place="1号楼1单元")
    await office.presses("发送")
    await town.pass_time(seconds=5)
    chen = await town.resident("陈阿姨")
    await chen.says(code)
    await chen.presses("业主")
    await chen.presses("谁看过")
    assert "1号楼楼栋长：上门告知的名单" in chen.screen
