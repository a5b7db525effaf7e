"""A slip in the hand: digits or the QR code, what one is to the home, the family, and whoever says no."""

import pytest

from tests.stories.neighbourhood import Neighbourhood, Phone
from tests.stories.register.scene import doors, slip_of, slips

pytestmark = pytest.mark.asyncio
ONE = "桂花苑1号楼1单元301"


@pytest.fixture
async def steward(town: Neighbourhood) -> Phone:
    await doors(town, "301", "302")
    return await town.holder("p-gh1", "罗桂芬")


async def joins(phone: Phone, digits: str, role: str) -> None:
    await phone.says(digits)
    await phone.presses(role)


@pytest.mark.both_databases
async def test_a_slip_makes_an_owner_and_a_further_one_is_asked_of_the_family(
    town: Neighbourhood, steward: Phone
) -> None:
    code = (await slips(town, steward))["301"]
    chen = await town.resident("陈阿姨")
    await chen.says(code)
    assert chen.screen.startswith(f"{ONE}。您是这家的？")
    assert chen.buttons == ["业主", "家里人", "租户", "替家里办的"]
    await chen.presses("业主")
    assert chen.screen == f"好，记下了。\n{ONE}\n您：业主（户码核过）"
    await chen.says("我家")
    assert chen.screen == f"{ONE}\n您：业主（户码核过）\n您家现在只登记了您一位"
    assert chen.buttons == ["家里人", "身份不对", "面积不对", "不住这里了", "谁看过"]

    await chen.presses("家里人")
    assert "7天内有效，只能用一次" in chen.screen
    further = chen.screen.partition("：")[2][:9]
    wang = await town.resident("王师傅")
    await joins(wang, further, "业主")
    assert "正请家里人确认，最多等7天" in wang.screen
    assert chen.screen == f"{ONE}又有一人说是业主，是您家的人吗？"
    await chen.presses("是")
    assert wang.screen == f"核实好了：您是{ONE}的共有业主。"
    await chen.says("我家")
    assert "您家还有1人能答" in chen.screen


async def test_a4_a_code_is_good_for_one_use(town: Neighbourhood, steward: Phone) -> None:
    code = (await slips(town, steward))["301"]
    chen, wang = await town.resident("陈阿姨"), await town.resident("王师傅")
    await wang.says(code)
    await joins(chen, code, "家里人")
    await wang.presses("业主")
    assert wang.screen.startswith("这个码用过了")
    await wang.says(code)
    assert wang.screen.startswith("这个码用过了")
    await chen.says(code)
    assert chen.screen == "您已经登记在这一家了。"


async def test_the_code_on_paper_can_be_scanned_and_written_as_people_write(
    town: Neighbourhood, steward: Phone
) -> None:
    made = await slips(town, steward)
    chen = await town.resident("陈阿姨")
    await chen.starts(f"h_{made['301'].replace(' ', '')}")
    assert chen.screen.startswith(f"{ONE}。您是这家的？")
    await chen.says(made["302"].translate({ord(str(n)): chr(ord("０") + n) for n in range(10)}))
    assert chen.screen.startswith("桂花苑1号楼1单元302。您是这家的？")


async def test_who_guesses_waits_for_an_hour_and_nobody_else_does(town: Neighbourhood, steward: Phone) -> None:
    code = (await slips(town, steward))["301"]
    chen, wang = await town.resident("陈阿姨"), await town.resident("王师傅")
    for guess in ("10000001", "10000002", "10000003", "10000004", "10000005"):
        await wang.says(guess)
        assert wang.screen == "没有这个户码。请照户码单上的8个数字再发一次。"
    await wang.says(code)
    assert wang.screen.startswith("输错太多次了，请过一小时再试")
    await chen.says(code)
    assert chen.screen.startswith(f"{ONE}。您是这家的？")
    await town.pass_time(hours=1, minutes=1)
    await wang.says(code)
    assert wang.screen.startswith(f"{ONE}。您是这家的？")


async def test_a_code_expires_and_a_new_slip_ends_the_old_one(town: Neighbourhood, steward: Phone) -> None:
    old = (await slips(town, steward))["301"]
    await steward.says("/register 1号楼1单元")
    await steward.presses("印户码单")
    assert "其中2户的户码单还有效；重印，旧的就作废" in steward.screen
    new = (await slips(town, steward))["301"]
    chen = await town.resident("陈阿姨")
    await chen.says(old)
    assert chen.screen == "这个码过期了，请找楼长要一张新的。"
    await town.pass_time(days=30, minutes=1)
    await chen.says(new)
    assert chen.screen == "这个码过期了，请找楼长要一张新的。"


async def test_a_household_that_ended_is_opened_by_no_code(town: Neighbourhood, steward: Phone) -> None:
    office = await town.holder("p-office", "单晓棠")
    wang = await town.resident("王师傅")
    await joins(wang, (await slips(town, steward))["301"], "业主")
    code = await slip_of(steward, "301")
    await office.says("/register 1号楼1单元301")
    await office.presses("更多")
    await office.presses("这户没有了")
    assert "合并、拆分或拆掉了？" in office.screen
    await office.presses("确定")
    assert office.screen.startswith(f"好，{ONE}不再算一户。")
    await wang.says("我家")
    assert wang.screen.startswith("您还没登记是哪一家的。")
    chen = await town.resident("陈阿姨")
    await chen.says(code)
    assert chen.screen == "这个码的那一户已经不在户册里了，请找楼长。"


async def test_whoever_has_used_a_code_reports_for_the_home_without_an_address(
    town: Neighbourhood, steward: Phone
) -> None:
    code = (await slips(town, steward))["301"]
    chen = await town.resident("陈阿姨")
    await joins(chen, code, "租户")
    await chen.says("楼长，我家厨房漏水了")
    assert ONE in chen.screen
    await chen.presses("提交")
    assert "厨房漏水" in steward.screen
    await chen.says("我家")
    await chen.presses("不住这里了")
    await chen.presses("确定")
    await chen.says("楼长，我家电表跳闸了")
    assert "在哪里" in chen.screen


async def test_one_person_with_two_flats_has_a_code_for_each(town: Neighbourhood, steward: Phone) -> None:
    made = await slips(town, steward)
    chen = await town.resident("陈阿姨")
    await joins(chen, made["301"], "业主")
    await joins(chen, made["302"], "业主")
    await chen.says("我家")
    assert chen.screen == "您登记了几家，看哪一家？"
    await chen.presses("桂花苑1号楼1单元302")
    assert chen.screen.startswith("桂花苑1号楼1单元302")


async def test_whoever_has_not_agreed_is_asked_first_and_goes_on_with_the_same_button(
    town: Neighbourhood, steward: Phone
) -> None:
    code = (await slips(town, steward))["301"]
    chen = Phone(town, town.telegram.add_person("陈阿姨", language_code="zh"))
    await chen.starts(f"h_{code.replace(' ', '')}")
    await chen.presses("业主")
    await chen.presses("同意")
    assert "请再按一次" in chen.screen
    await chen.presses("业主")
    assert chen.pressed.startswith("好，记下了。")
