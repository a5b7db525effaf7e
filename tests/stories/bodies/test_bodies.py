"""What residents read of bodies and write to them; what the office keeps; what a contact's phone does not show."""

import pytest

from domain.bodies.bodies import BodyKind
from domain.vocabulary import HeldAs
from tests.stories.asks.bodies import body, contact, property_firm
from tests.stories.neighbourhood import Neighbourhood, Phone

REFUSED = {
    "/find 1号楼": "这个功能给楼栋长和社区用",
    "/who 1号楼": "这个功能给楼栋长和社区用",
    "/record": "这个功能给楼栋长和社区用",
    "/announce": "发通知要担任",
    "/digest": "周报给社区书记和办公室看",
    "/posts": "这个岗位不归您安排",
}
"""What a contact may not do, and what they read then."""


@pytest.fixture
async def office(town: Neighbourhood) -> Phone:
    return await town.holder("p-office", "单晓棠")


async def committee(town: Neighbourhood) -> Phone:
    await town.database.run(body("ywh", BodyKind.OWNERS_COMMITTEE, "桂花苑业委会", phone=None))
    return await contact(town, "ywh", "白主任")


@pytest.mark.both_databases
async def test_a_resident_writes_to_the_committee_and_its_answer_is_the_reply(
    town: Neighbourhood, chen: Phone, office: Phone
) -> None:
    chair = await committee(town)
    await chen.says("业委会")
    await chen.presses("桂花苑业委会")
    assert "联系人" not in chen.screen, "who sits there is not everybody's"
    await chen.presses("写给它")
    await chen.says("电梯广告的钱去哪了")
    assert "已转给桂花苑业委会，编号2611-0001" in chen.screen
    assert "电梯广告的钱去哪了" in office.everything, "the office answers for it"
    assert chair.screen.startswith("居民来信")
    assert "电梯广告的钱去哪了" in chair.screen
    assert "陈桂芳" not in chair.everything
    await chair.presses("写回信")
    await chair.says("存在维修账户，下月公布")
    assert "桂花苑业委会给您回信了" in chen.screen
    assert "存在维修账户，下月公布" in chen.screen
    assert "桂花苑业委会给居民回信了" in office.screen


async def test_residents_read_the_public_side_and_the_office_who_sits_there(
    town: Neighbourhood, chen: Phone, office: Phone
) -> None:
    await property_firm(town)
    await contact(town, "wy", "孙经理")
    emma = await town.resident("Emma", english=True)
    for phone, words, line in ((chen, "/bodies", "电话：020-5550101"), (emma, "/bodies", "Telephone: 020-5550101")):
        await phone.says(words)
        await phone.presses("幸福物业")
        assert line in phone.screen
        assert "孙经理" not in phone.screen
    await office.says("/bodies")
    await office.presses("幸福物业")
    assert "联系人：孙经理" in office.screen
    assert office.buttons == ["写给它", "请联系人进来", "结束这家", "返回"]


async def test_a_body_ends_only_when_nothing_is_asked_of_it(
    town: Neighbourhood, chen: Phone, steward: Phone, office: Phone
) -> None:
    await property_firm(town)
    firm = await contact(town, "wy", "孙经理")
    await chen.says("楼长，我家厨房漏水了，1号楼1单元301")
    await chen.presses("提交")
    await steward.presses("我来办")
    await steward.presses("请幸福物业来办")
    await steward.says("请来看看")
    for _ in range(2):
        await office.says("/bodies")
        await office.presses("幸福物业")
        await office.presses("结束这家")
        await office.presses("确定")
        if "还有1件事" not in office.everything:
            break
        await steward.presses("收回")
        assert "不用办了" in firm.everything
    assert office.screen == "「幸福物业」已结束。"
    await firm.says("/todo")
    assert "请您办的事" not in firm.screen


async def test_a_contact_finds_nothing_that_belongs_to_posts(town: Neighbourhood, chen: Phone, steward: Phone) -> None:
    await property_firm(town)
    firm = await contact(town, "wy", "孙经理")
    await firm.says("/todo")
    assert firm.screen == "现在没有请您办的事。有了会马上告诉您。"
    for command, answer in REFUSED.items():
        await firm.says(command)
        assert firm.screen.startswith(answer), (command, firm.screen)
    await chen.says("楼长，我家厨房漏水了，1号楼1单元301")
    await chen.presses("提交")
    assert "1单元301" not in firm.everything


async def test_a_contact_goes_on_leave_and_the_deputy_is_asked(
    town: Neighbourhood, chen: Phone, steward: Phone
) -> None:
    await property_firm(town)
    firm = await contact(town, "wy", "孙经理")
    deputy = await contact(town, "wy", "周师傅", HeldAs.DEPUTY)
    await firm.says("/leave 今天到明天")
    await firm.presses("好，同事接着办")
    await firm.presses("确定请假")
    await chen.says("楼长，我家厨房漏水了，1号楼1单元301")
    await chen.presses("提交")
    await steward.presses("我来办")
    await steward.presses("请幸福物业来办")
    await steward.says("请来看看")
    assert "请来看看" in deputy.screen
    assert "请来看看" not in firm.everything
