"""What the random walk found, each as a plain story."""

import pytest

from domain.vocabulary import Kind
from storage.models import Draft, Ticket
from tests.stories.neighbourhood import Neighbourhood, Phone

pytestmark = pytest.mark.both_databases


async def test_whoever_has_duty_and_takes_a_danger_answers_by_his_own_post(
    town: Neighbourhood, chen: Phone, steward: Phone
) -> None:
    duty = await town.holder("p-duty", "吴大勇")
    await chen.says("1号楼1单元着火了")
    if "提交" not in chen.buttons and "我来办" not in duty.buttons:
        await chen.presses("消防电动车")
        await chen.presses(chen.buttons[0])
    if "提交" in chen.buttons:
        await chen.presses("提交")
    await duty.presses("我来办")
    assert "社区值班员 吴大勇" in steward.everything
    assert "1号楼楼栋长 吴大勇" not in steward.everything + chen.everything


async def test_nobody_is_given_his_own_dispute_when_the_steward_goes_away(
    town: Neighbourhood, steward: Phone, leader: Phone
) -> None:
    await leader.says("1号楼1单元邻居占用楼道堆杂物")
    await leader.presses("提交")
    [ticket] = await town.database.run(lambda work: work.session.query(Ticket).all())
    assert ticket.kind is Kind.DISPUTE
    assert "我来办" in steward.buttons
    steward.person.blocks(town.bot)
    await town.settle()
    [ticket] = await town.database.run(lambda work: work.session.query(Ticket).all())
    assert ticket.assignee_id is None
    assert "我来办" not in leader.buttons
    secretary = await town.holder("p-secretary", "钱文斌")
    steward.person.unblocks(town.bot)
    await town.settle()
    assert "我来办" in steward.buttons + secretary.buttons


async def test_whoever_is_asked_where_may_say_that_it_is_no_report(town: Neighbourhood, chen: Phone) -> None:
    await chen.says("厨房漏水了")
    assert chen.screen.startswith("在哪里")
    await chen.presses("不报了")
    assert await town.database.run(lambda work: work.session.query(Draft).count()) == 0


async def test_a_place_that_nobody_knows_is_not_offered_as_home(town: Neighbourhood, chen: Phone) -> None:
    await chen.says("幸福路12号楼道灯不亮")
    await chen.presses("说不清，请社区来问")
    assert "提交" in chen.buttons
    await chen.presses("更多")
    assert "记住这是我家" not in chen.buttons
    await chen.says("1号楼1单元")
    await chen.presses("改：在哪里")
    await chen.says("1号楼1单元")
    await chen.presses("更多")
    assert "记住这是我家" in chen.buttons


async def test_whoever_asks_is_anybody_there_over_a_draft_is_not_thanked(town: Neighbourhood, chen: Phone) -> None:
    await chen.says("1号楼1单元楼道灯不亮")
    for words in ("有人吗", "？"):
        await chen.says(words)
        assert chen.screen.startswith("我在。这份报告还没提交")


async def test_a_telephone_number_that_comes_later_stands_with_the_name_and_not_on_the_card(
    town: Neighbourhood, chen: Phone, steward: Phone
) -> None:
    await chen.says("1号楼1单元楼道灯不亮")
    await chen.presses("替别人报")
    await chen.says("我爸老陈")
    await chen.says("老陈 13900001111")
    assert "替谁报：我爸老陈 13900001111" in chen.screen
    await chen.presses("提交")
    assert "13900001111" not in steward.everything
    assert "经本人" not in steward.everything, "nobody has asked"
    await steward.presses("谁报的")
    assert "13900001111" in steward.screen
