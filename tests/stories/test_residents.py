"""What residents do after the report: nudge, withdraw, reopen, disagree, report for others, stay unnamed."""

import pytest

from domain.vocabulary import State
from storage.models import ChangeRow, Ticket
from storage.unit_of_work import UnitOfWork
from tests.stories.neighbourhood import Neighbourhood, Phone


async def report(phone: Phone, words: str = "1号楼1单元楼道灯不亮") -> None:
    await phone.says(words)
    await phone.presses("提交")


async def solve(steward: Phone) -> None:
    await steward.presses("我来办")
    await steward.presses("处理好了")
    await steward.presses("自己修好了")
    await steward.presses("跳过")


def the_ticket(work: UnitOfWork) -> Ticket:
    return work.session.query(Ticket).one()


def actions(work: UnitOfWork) -> list[str]:
    return [line.action for line in work.session.query(ChangeRow).order_by(ChangeRow.seq)]


@pytest.mark.both_databases
async def test_a_nudge_reaches_the_steward_and_the_next_one_up_once_in_a_day(
    town: Neighbourhood, chen: Phone, steward: Phone, leader: Phone
) -> None:
    await report(chen)
    assert "我会同时告诉桂花苑组长" in chen.screen
    await chen.presses("催办")
    assert "已催办" in chen.screen
    assert "居民催办" in steward.screen
    assert "居民催办" in leader.screen
    await chen.presses("催办")
    assert "24 小时只能催一次" in chen.everything
    await town.pass_time(hours=25)
    await chen.presses("催办")
    assert chen.screen.startswith("已催办")


async def test_reopened_within_fifteen_days_under_the_same_number(
    town: Neighbourhood, chen: Phone, steward: Phone
) -> None:
    await report(chen)
    await solve(steward)
    await chen.presses("解决了")
    await town.pass_time(days=14)
    await chen.says("/my")
    await chen.presses(chen.buttons[0])
    await chen.presses("又坏了，重新打开")
    await chen.says("又不亮了")
    assert "已重新打开，编号不变" in chen.screen
    assert steward.screen.startswith("重新打开的报告")
    ticket = await town.database.run(the_ticket)
    assert (ticket.state, ticket.reopened, ticket.number) == (State.NEW, 1, "2611-0001")


async def test_later_than_fifteen_days_a_new_report_is_asked_for(
    town: Neighbourhood, chen: Phone, steward: Phone
) -> None:
    await report(chen)
    await solve(steward)
    await chen.presses("解决了")
    card = chen.last
    ticket = await town.database.run(the_ticket)
    await town.pass_time(days=16)
    await chen.forges(f"t:reopen:1:{ticket.moves}:", card)
    await chen.says("又不亮了")
    assert "不能重新打开" in chen.everything
    assert (await town.database.run(the_ticket)).state is State.CLOSED


async def test_the_second_not_solved_goes_one_level_up(
    town: Neighbourhood, chen: Phone, steward: Phone, leader: Phone
) -> None:
    await report(chen)
    await solve(steward)
    await chen.presses("没解决")
    await chen.says("还是黑的")
    await steward.presses("处理好了")
    await steward.presses("自己修好了")
    await chen.presses("没解决")
    await chen.says("一点没变")
    assert "上一级接手" in chen.screen
    assert leader.screen.startswith("居民第二次说没解决")
    assert "处理好了" in leader.buttons


async def test_a_safety_matter_goes_on_without_its_reporter(town: Neighbourhood, chen: Phone, steward: Phone) -> None:
    await report(chen, "1号楼1单元电梯坏了，不敢坐")
    await chen.presses("撤回")
    assert "报告会继续办" in chen.screen
    await chen.presses("确定")
    ticket = await town.database.run(the_ticket)
    assert (ticket.state, ticket.reporter_id) == (State.NEW, None)
    assert "请继续办" in steward.screen


@pytest.mark.both_databases
async def test_reporting_for_somebody_else_is_marked_everywhere(
    town: Neighbourhood, chen: Phone, steward: Phone
) -> None:
    await chen.says("1号楼2单元楼道灯不亮")
    await chen.presses("替别人报")
    assert chen.screen.startswith("替谁报的？")
    await chen.says("李奶奶 202 13800000000")
    assert "替谁报：李奶奶 202 13800000000" in chen.screen
    await chen.presses("提交")
    assert "替别人报的" in steward.screen
    assert "李奶奶" not in steward.screen, "names are behind the button"
    await steward.presses("谁报的")
    assert "李奶奶 202" in steward.screen
    assert await town.database.run(actions) == ["file", "look"]
    await chen.presses("经过")
    assert "看了报告人的姓名" in chen.screen
    assert "王秀兰" in chen.screen


async def test_a_dispute_hides_name_and_room_from_the_card_by_default(
    town: Neighbourhood, chen: Phone, steward: Phone
) -> None:
    await chen.says("1号楼1单元301 楼上天天跳舞太吵了，噪音")
    assert "对方看不到" in chen.screen
    await chen.presses("提交")
    assert "请保密" in steward.screen
    assert "301" not in steward.screen.split("噪音")[0].split("楼上")[0]
    assert "陈桂芳" not in steward.everything
    await steward.presses("谁报的")
    assert "陈桂芳" in steward.screen
    assert "301" in steward.screen


async def test_hidden_from_the_handlers_too_there_is_no_button_at_all(
    town: Neighbourhood, chen: Phone, steward: Phone
) -> None:
    await chen.says("1号楼1单元 邻居遛狗不牵绳")
    await chen.presses("谁能看到我的名字")
    await chen.presses("办理的人也不知道")
    await chen.presses("提交")
    assert "谁报的" not in steward.buttons
    await steward.forges("t:look:1:0:", steward.last)
    assert "不公开姓名" in steward.everything
    assert "陈桂芳" not in steward.everything
    await steward.presses("我来办")
    await steward.presses("回复居民")
    await steward.says("收到，我去劝劝")
    assert "收到，我去劝劝" in chen.screen


async def test_a_matter_that_concerns_the_steward_skips_him_in_routing_and_in_seeing(
    town: Neighbourhood, chen: Phone, steward: Phone, leader: Phone
) -> None:
    await chen.says("1号楼1单元 邻居吵架，噪音很大")
    await chen.presses("与楼栋长有关")
    assert "楼栋长看不到" in chen.screen
    heard = len(steward.messages)
    await chen.presses("提交")
    assert "赵立新" in chen.screen
    assert "我来办" in leader.buttons
    assert len(steward.messages) == heard
    await steward.forges("t:open:1:0:", steward.last)
    assert "没有这个编号" in steward.screen


async def test_a_foreign_number_and_an_unknown_one_read_the_same(
    town: Neighbourhood, chen: Phone, steward: Phone
) -> None:
    await report(chen)
    stranger = await town.resident("何小满")
    await stranger.forges("t:open:1:0:", stranger.last)
    foreign = stranger.screen
    await stranger.forges("t:open:zz:0:", stranger.last)
    assert stranger.screen == foreign
    assert "没有这个编号" in foreign


async def test_my_lists_own_tickets_and_their_history(town: Neighbourhood, chen: Phone, steward: Phone) -> None:
    await chen.says("/my")
    assert "还没有报告" in chen.screen
    await report(chen)
    await chen.says("/my")
    assert "共 1 份" in chen.screen
    await chen.presses(chen.buttons[0])
    assert "待接单" in chen.screen
    await chen.presses("经过")
    assert "您报告" in chen.screen
