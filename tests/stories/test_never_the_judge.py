"""Whoever is accused, did the work himself, or had a hand in a decision, does not judge it."""

from datetime import UTC, datetime

import pytest

from domain.vocabulary import HeldAs, Role
from storage.models import Ticket
from storage.unit_of_work import UnitOfWork
from tests.stories.neighbourhood import Neighbourhood, Phone

MONDAY = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
MINE = "给他看也行"


def first(work: UnitOfWork) -> Ticket:
    return work.session.query(Ticket).order_by(Ticket.id).limit(1).one()


async def solves(steward: Phone) -> None:
    await steward.presses("我来办")
    await steward.presses("处理好了")
    await steward.presses("自己修好了")
    await steward.presses("跳过")


@pytest.mark.parametrize(
    "words", ["我要投诉1号楼的楼长楼长本人", "1号楼1单元楼道灯坏了两个月，楼长不管", "王秀兰收了我一百块，1号楼1单元"]
)
async def test_a_complaint_of_the_steward_goes_past_him_and_says_so(
    town: Neighbourhood, chen: Phone, steward: Phone, leader: Phone, words: str
) -> None:
    deputy = await town.holder("p-gh1", "孙福生", held_as=HeldAs.DEPUTY)
    heard = [len(phone.messages) for phone in (steward, deputy)]
    await chen.says(words)
    assert "这份不给1号楼楼栋长看，由桂花苑组长处理" in chen.screen
    await chen.presses("更多")
    assert MINE in chen.buttons
    await chen.presses("返回")
    await chen.presses("提交")
    assert "赵立新" in chen.screen
    assert "我来办" in leader.buttons
    assert [len(phone.messages) for phone in (steward, deputy)] == heard
    for phone in (steward, deputy):
        await phone.says("/find 1号楼")
        await phone.says("/todo")
        assert "2611-0001" not in phone.everything
        await phone.says("/find 2611-0001")
        assert "没有找到" in phone.screen


async def test_it_can_be_taken_back_and_taken_up_again(town: Neighbourhood, chen: Phone, steward: Phone) -> None:
    await chen.says("1号楼1单元楼道灯坏了两个月，楼长不管")
    await chen.presses(MINE)
    assert "不给" not in chen.screen
    await chen.says("楼长态度还很差")
    assert "不给" not in chen.screen, "what was pressed outweighs the words"
    await chen.presses("与楼栋长有关")
    assert "这份不给1号楼楼栋长看" in chen.screen
    await chen.presses(MINE)
    await chen.presses("提交")
    assert "我来办" in steward.buttons


async def test_an_edited_word_takes_the_accusation_back(town: Neighbourhood, chen: Phone, steward: Phone) -> None:
    message = chen.person.says(town.bot, "1号楼1单元楼道灯坏了，楼长不管")
    await town.settle()
    await chen.presses("更多")
    assert MINE in chen.buttons
    chen.person.edits(town.bot, message.id, "1号楼1单元楼道灯坏了，跟楼长说过了")
    await town.settle()
    await chen.presses("更多")
    assert MINE not in chen.buttons
    assert "与楼栋长有关" in chen.buttons, "the button stands under every kind"


async def test_a_complaint_of_the_steward_alone_is_a_report(town: Neighbourhood, chen: Phone, leader: Phone) -> None:
    await chen.says("楼长态度很差")
    await chen.presses("桂花苑")
    await chen.presses("1号楼")
    await chen.presses("就是桂花苑1号楼（整个）")
    assert "对楼长、社区的意见" in chen.screen
    assert "这份不给1号楼楼栋长看" in chen.screen
    await chen.presses("提交")
    assert "我来办" in leader.buttons


async def test_a_complaint_of_the_leader_passes_the_steward_too_and_his_stand_in_gets_nothing(
    town: Neighbourhood, chen: Phone, steward: Phone, leader: Phone
) -> None:
    branch = await town.holder("p-g1", "周建国")
    await chen.says("1号楼1单元 组长收了我红包")
    assert "这份不给桂花苑组长看，由网格支部书记处理" in chen.screen
    await chen.presses("提交")
    assert "我来办" in branch.buttons
    assert "2611-0001" not in steward.everything + leader.everything


async def test_what_concerns_the_office_is_shown_the_outside_channels(town: Neighbourhood, chen: Phone) -> None:
    office = await town.holder("p-office", "何志远")
    secretary = await town.holder("p-secretary", "许文华")
    await chen.says("1号楼1单元下水道堵了，居委会也不管")
    assert "12345" in chen.screen
    assert "由社区书记处理" in chen.screen
    await chen.presses("提交")
    assert "我来办" in secretary.buttons
    assert "2611-0001" not in office.everything


async def test_nobody_stands_above_the_secretary_and_nothing_is_lost(town: Neighbourhood, chen: Phone) -> None:
    secretary = await town.holder("p-secretary", "许文华")
    await chen.says("1号楼1单元 举报社区书记收红包")
    assert "12345" in chen.screen
    assert "提交" not in chen.buttons
    await chen.presses(MINE)
    await chen.presses("提交")
    assert "已收到" in chen.screen
    assert "我来办" in secretary.buttons


async def test_a_neighbours_report_is_not_offered_for_words_that_complain_of_who_has_it(
    town: Neighbourhood, chen: Phone, steward: Phone, leader: Phone
) -> None:
    await chen.says("1号楼1单元楼道灯不亮")
    await chen.presses("提交")
    lin = await town.resident("林素芬")
    heard = len(steward.messages)
    await lin.says("1号楼1单元楼道灯不亮，楼长不管")
    await lin.presses("提交")
    assert "我也遇到" not in lin.buttons
    assert "楼长不管" in leader.everything
    assert len(steward.messages) == heard
    await chen.says("怎么还没人来，1号楼1单元楼道灯不亮，楼长收了钱也不管")
    await chen.presses("提交")
    assert "编号 2611-0003" in chen.screen
    assert len(steward.messages) == heard, "one's own words about him are not added to what he handles"


async def test_who_records_a_complaint_of_himself_does_not_keep_it(
    town: Neighbourhood, steward: Phone, leader: Phone
) -> None:
    await steward.says("/record")
    await steward.says("1号楼1单元 居民来电话，举报楼长收钱")
    assert "这份不给1号楼楼栋长看" in steward.screen
    await steward.presses("提交")
    assert "您看不到" in steward.screen
    assert "我来办" in leader.buttons
    await steward.says("/my")
    assert "2611-0001" not in steward.everything
    await leader.presses("我来办")
    assert "2611-0001" not in steward.everything


@pytest.mark.both_databases
async def test_a_leader_who_stands_in_for_the_accused_still_handles_it(
    town: Neighbourhood, chen: Phone, steward: Phone, leader: Phone
) -> None:
    await steward.says("/leave 今天到周五")
    await steward.presses(next(b for b in steward.buttons if "赵立新" in b))
    await steward.presses("确定请假")
    await chen.says("1号楼1单元 楼长态度很差")
    await chen.presses("提交")
    await leader.presses("我来办")
    assert (await town.database.run(first)).state == "claimed"


@pytest.mark.both_databases
async def test_who_asked_for_the_rejection_does_not_take_the_appeal_from_his_old_card(
    town: Neighbourhood, chen: Phone, steward: Phone, leader: Phone
) -> None:
    branch = await town.holder("p-g1", "周建国")
    await chen.says("1号楼1单元楼道灯不亮")
    await chen.presses("提交")
    old = steward.card
    claim = next(button.data or "" for row in old.buttons for button in row if "我来办" in button.text)
    await steward.presses("更多")
    await steward.presses("不受理")
    await steward.presses(next(b for b in steward.buttons if "其他" in b))
    await steward.says("请找物业")
    await leader.presses("同意")
    await leader.says("同意")
    await chen.presses("申诉")
    await chen.says("物业说归楼长管")
    assert "我来办" in branch.buttons
    assert "我来办" not in steward.buttons
    await steward.forges(claim, old)
    assert "要由别人来办" in steward.everything
    ticket = await town.database.run(first)
    assert ticket.state == "new"
    await branch.presses("转给别人")
    assert not [b for b in branch.buttons if "王秀兰" in b or "赵立新" in b]


@pytest.mark.both_databases
async def test_a_steward_handles_what_he_reported_and_somebody_else_looks_at_it(
    town: Neighbourhood, steward: Phone, leader: Phone
) -> None:
    deputy = await town.holder("p-gh1", "孙福生", held_as=HeldAs.DEPUTY)
    await steward.says("1号楼1单元楼道灯不亮")
    await steward.presses("提交")
    assert "我来办" in steward.buttons
    assert "自己负责" in steward.everything
    await solves(steward)
    assert "还要另一位去核实" in steward.screen
    assert "解决了" not in [label for message in steward.messages for row in message.buttons for label in [row[0].text]]
    assert "已核实" in deputy.buttons
    assert "已核实" not in leader.buttons
    for _ in range(9):
        await town.pass_time(days=1)
    assert "已核实" in leader.buttons, "the deputy has not looked: the superior is asked"
    assert leader.everything.count("2611-0001") == 1
    assert (await town.database.run(first)).state == "resolved", "silence does not close one's own work"
    await leader.presses("已核实")
    assert (await town.database.run(first)).closing == "verified"


async def test_spot_checks_go_only_to_who_has_the_buttons(
    town: Neighbourhood, chen: Phone, steward: Phone, leader: Phone
) -> None:
    deputy = await town.holder("p-gh1", "孙福生", held_as=HeldAs.DEPUTY)
    branch = await town.holder("p-g1", "周建国")
    await chen.says("1号楼1单元楼道灯不亮")
    await chen.presses("提交")
    await solves(steward)
    await chen.presses("解决了")
    await chen.says("1号楼2单元楼道灯不亮")
    await chen.presses("提交")
    await steward.presses("退单")
    await steward.presses("我办不了")
    await steward.says("够不着")
    await solves(leader)
    await chen.presses("解决了")
    await town.pass_time(until=MONDAY)
    assert "抽查" not in deputy.everything + steward.everything
    assert "抽查" in leader.everything
    assert "抽查" in branch.everything, "the leader solved the other one himself"
    for phone in (leader, branch):
        await phone.presses("属实")
        assert "不能" not in phone.screen


async def test_the_ticket_keeps_whom_it_concerns(town: Neighbourhood, chen: Phone, leader: Phone) -> None:
    await chen.says("1号楼1单元 举报楼长收红包")
    await chen.presses("提交")
    assert (await town.database.run(first)).concerns is Role.STEWARD
