"""Who says that somebody is what they say to be: the family, the office, the steward at the door; and who has moved."""

import pytest

from domain.register.members import MemberRight
from services.register.members import may
from storage.unit_of_work import UnitOfWork
from tests.stories.neighbourhood import Neighbourhood, Phone
from tests.stories.register.scene import doors, household, slip_of, slips

pytestmark = pytest.mark.asyncio
ONE = "桂花苑1号楼1单元301"


@pytest.fixture
async def steward(town: Neighbourhood) -> Phone:
    await doors(town, "301", "302")
    await doors(town, "401", let=True)
    return await town.holder("p-gh1", "罗桂芬")


@pytest.fixture
async def office(town: Neighbourhood) -> Phone:
    return await town.holder("p-office", "单晓棠")


async def joins(town: Neighbourhood, steward: Phone, name: str, role: str, room: str = "301") -> Phone:
    """Somebody with a slip of their own."""
    code = await slip_of(steward, room)
    phone = await town.resident(name)
    await phone.says(code)
    await phone.presses(role)
    return phone


async def rights(town: Neighbourhood, phone: Phone, room: str = "301") -> set[MemberRight]:
    one = await household(town, room)

    def read(work: UnitOfWork) -> set[MemberRight]:
        person = work.people.by_account(phone.person.id, "telegram")
        assert person is not None
        return {right for right in MemberRight if may(work, person, one, right)}

    return await town.database.read(read)


async def test_a_no_of_the_family_leaves_it_to_the_office(town: Neighbourhood, steward: Phone, office: Phone) -> None:
    chen = await joins(town, steward, "陈阿姨", "业主")
    wang = await joins(town, steward, "王师傅", "业主")
    await chen.presses("不是")
    assert chen.screen == "谢谢，记下了。"
    assert office.screen == f"{ONE}：王师傅说是共有业主\n家里没有人能定，请您核对后定。"
    await wang.says("我家")
    assert "您说是共有业主，正请社区核对" in wang.screen
    await office.presses("不是")
    assert office.screen == "好，没有通过，已告诉本人。"
    assert wang.screen == f"{ONE}没核实成，户册里没有记您。有疑问请找社区。"
    assert await rights(town, wang) == set()
    assert MemberRight.DECIDE in await rights(town, chen)


@pytest.mark.both_databases
async def test_seven_days_of_silence_leave_it_to_the_office(town: Neighbourhood, steward: Phone, office: Phone) -> None:
    await joins(town, steward, "陈阿姨", "业主")
    wang = await joins(town, steward, "王师傅", "业主")
    await town.pass_time(days=6, hours=23)
    assert ONE not in office.everything
    await town.pass_time(hours=2)
    assert f"{ONE}：王师傅说是共有业主" in office.everything
    await office.says("/todo")
    assert office.screen == "户册里有1件等您核对"
    await office.presses(f"{ONE} 共有业主")
    await office.presses("是共有业主")
    assert wang.screen == f"核实好了：您是{ONE}的共有业主。"
    await office.says("/todo")
    assert "等您核对" not in office.screen


async def test_a6_a_tenant_cannot_press_himself_to_owner(town: Neighbourhood, steward: Phone, office: Phone) -> None:
    li = await joins(town, steward, "李先生", "租户")
    assert await rights(town, li) == {MemberRight.REPORT}
    await li.presses("身份不对")
    assert li.screen.endswith("那您是这家的？")
    await li.presses("业主")
    assert "您说是业主，正请社区核对" in li.screen
    assert await rights(town, li) == {MemberRight.REPORT}
    assert f"{ONE}：李先生说是业主" in office.screen
    await office.presses("是业主")
    assert await rights(town, li) == set(MemberRight)


async def test_an_owner_at_a_let_door_waits_for_a_look(town: Neighbourhood, steward: Phone) -> None:
    zhao = await joins(town, steward, "赵女士", "业主", "401")
    assert "您说是业主，请楼长或社区见您一面核实" in zhao.screen
    assert await rights(town, zhao, "401") == {MemberRight.REPORT}
    assert steward.screen == "桂花苑1号楼1单元401：赵女士说是业主\n这户出租了，请当面核实。"
    await steward.says("/register 1号楼1单元")
    await steward.presses("核实一人")
    await steward.presses("401")
    await steward.presses("核实一人")
    await steward.presses("是业主")
    assert zhao.screen == "核实好了：您是桂花苑1号楼1单元401的业主。"
    assert await rights(town, zhao, "401") == set(MemberRight)


async def test_a_minder_waits_for_an_owners_yes_or_for_two_at_the_door(
    town: Neighbourhood, steward: Phone, office: Phone
) -> None:
    chen = await joins(town, steward, "陈阿姨", "业主")
    child = await joins(town, steward, "小陈", "替家里办的")
    assert chen.screen == f"有人说替{ONE}家里办事，是您家请的吗？"
    await chen.presses("是")
    assert child.screen == f"核实好了：您是{ONE}的替家里办的。"
    far = await joins(town, steward, "小李", "替家里办的", "302")
    await steward.says("/register 1号楼1单元302")
    await steward.presses("核实一人")
    await steward.presses("是替家里办的")
    assert "您已核实，还差另一个人。" in steward.screen
    assert await rights(town, far, "302") == {MemberRight.REPORT}
    await office.says("/register 1号楼1单元302")
    await office.presses("核实一人")
    await office.presses("是替家里办的")
    assert far.screen == "核实好了：您是桂花苑1号楼1单元302的替家里办的。"


async def test_a_home_has_six_people_at_most(town: Neighbourhood, steward: Phone) -> None:
    chen = await joins(town, steward, "陈阿姨", "业主")
    for number in range(5):
        await chen.presses("家里人", under=chen.messages[-1] if number == 0 else None)
        digits = chen.screen.partition("：")[2][:9]
        child = await town.resident(f"家里{number}")
        await child.says(digits)
        await child.presses("家里人")
        await chen.says("我家")
    await chen.presses("家里人")
    assert chen.screen == "一家最多登记6位，还没用的户码也算在内。"


async def test_whoever_has_moved_speaks_for_the_home_no_more(town: Neighbourhood, steward: Phone) -> None:
    chen = await joins(town, steward, "陈阿姨", "业主")
    await chen.presses("不住这里了")
    assert chen.screen == f"以后{ONE}的事就不问您了。确定吗？"
    await chen.presses("确定")
    assert chen.screen == "好，以后那家的事不问您了。"
    assert await rights(town, chen) == set()
    await chen.says("我家")
    assert chen.screen.startswith("您还没登记是哪一家的。")


async def test_an_area_is_put_right_by_the_office_and_its_typing_error_is_asked_again(
    town: Neighbourhood, steward: Phone, office: Phone
) -> None:
    chen = await joins(town, steward, "陈阿姨", "业主")
    await chen.presses("面积不对")
    await chen.says("大概九十")
    assert chen.screen == "没看懂面积。请只写数字，最多两位小数，比如 89.57。"
    await chen.says("89.57")
    assert chen.screen.startswith("好，已请社区核对面积。")
    assert office.screen == f"{ONE}的面积：80 → 89.57"
    await office.presses("改过来")
    assert office.screen == "好，改过来了。"
    await office.says("/register 1号楼1单元301")
    assert "面积（平米）：89.57" in office.screen


async def test_the_family_reads_who_has_opened_a_list_with_their_door(town: Neighbourhood, steward: Phone) -> None:
    chen = await joins(town, steward, "陈阿姨", "业主")
    other = await town.holder("p-gh", "周组长")
    await other.says("/register 1号楼1单元")
    await other.presses("看各户")
    await chen.presses("谁看过", under=chen.messages[-1])
    assert "桂花苑组长：各户名单" in chen.screen
    assert "周组长" not in chen.screen
    assert "1号楼楼栋长：这里的某一户" in chen.screen


async def test_the_same_in_english(town: Neighbourhood, steward: Phone) -> None:
    code = (await slips(town, steward))["301"]
    smith = await town.resident("Smith", english=True)
    await smith.says(code)
    assert "You are its…?" in smith.screen
    await smith.says("tenant")
    assert "You: Tenant (door code checked)" in smith.screen
    await smith.says("i moved out")
    await smith.says("yes")
    assert smith.screen == "Done. You will not be asked about that home any more."
