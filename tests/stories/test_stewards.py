"""What stewards do with a ticket, from their phones."""

from datetime import timedelta

import pytest

from domain.vocabulary import HeldAs, State
from storage.models import Ticket
from storage.unit_of_work import UnitOfWork
from tests.stories.neighbourhood import Neighbourhood, Phone


async def report(phone: Phone, words: str = "1号楼1单元楼道灯不亮") -> None:
    await phone.says(words)
    await phone.presses("提交")


def the_ticket(work: UnitOfWork) -> Ticket:
    return work.session.query(Ticket).one()


@pytest.mark.both_databases
async def test_two_stewards_press_at_once_and_the_other_reads_who_took_it_and_when(
    town: Neighbourhood, chen: Phone, steward: Phone, leader: Phone
) -> None:
    await report(chen)
    await steward.presses("转给别人")
    await steward.presses("赵立新（桂花苑组长）")
    card = leader.last
    await leader.presses("我来办")
    old = next(m for m in steward.messages if "我来办" in str(m.buttons) or "经过" in str(m.buttons))
    await steward.forges("t:claim:1:0:", old)
    assert "已由赵立新在 09:00 接单" in steward.everything
    assert "已由赵立新" in steward.toast
    assert card.id == leader.card.id


@pytest.mark.both_databases
async def test_a_double_press_has_no_second_effect(town: Neighbourhood, chen: Phone, steward: Phone) -> None:
    await report(chen)
    card = steward.last
    await steward.presses("我来办")
    heard = len(chen.messages)
    await steward.forges("t:claim:1:0:", card)
    assert len(chen.messages) == heard
    ticket = await town.database.run(the_ticket)
    assert (ticket.state, ticket.changes) == (State.CLAIMED, 2)


async def test_an_out_of_date_button_refreshes_the_card_instead_of_acting(
    town: Neighbourhood, chen: Phone, steward: Phone
) -> None:
    await report(chen)
    card = steward.last
    await chen.presses("撤回")
    await chen.presses("确定")
    assert "已撤回，编号 2611-0001" in chen.screen
    assert "不用办了" in steward.screen
    await steward.forges("t:return:1:0:", card)
    assert "已更新" in steward.toast
    assert "已撤回" in (card.text or "")
    ticket = await town.database.run(the_ticket)
    assert ticket.state is State.WITHDRAWN


async def test_a_returned_ticket_goes_one_level_up_with_its_reason_and_only_once(
    town: Neighbourhood, chen: Phone, steward: Phone, leader: Phone
) -> None:
    await report(chen)
    await steward.presses("退单")
    await steward.presses("我办不了")
    await steward.says("灯在四米高，我够不着")
    assert "已退单" in steward.screen
    assert "换人办理：现在请赵立新接单" in chen.screen
    assert leader.screen.startswith("退回来的报告")
    await leader.presses("经过")
    assert "灯在四米高" in leader.screen
    await chen.presses("经过")
    assert "退单" in chen.screen
    assert "四米高" not in chen.screen, "the steward's words are among handlers"


async def test_a_return_with_nobody_above_is_refused_and_the_ticket_stays(
    town: Neighbourhood, chen: Phone, steward: Phone
) -> None:
    await report(chen)
    await steward.presses("退单")
    await steward.presses("我没空")
    await steward.says("这周都不在")
    assert "没有人能接" in steward.everything
    ticket = await town.database.run(the_ticket)
    assert ticket.state is State.NEW
    assert ticket.assignee_id is not None


async def test_waiting_pauses_and_resumes_by_itself(town: Neighbourhood, chen: Phone, steward: Phone) -> None:
    await report(chen)
    await steward.presses("我来办")
    before = (await town.database.run(the_ticket)).resolve_due
    await steward.presses("等一等")
    await steward.presses("缺配件")
    await steward.says("随便")
    assert "看不懂" in steward.everything
    await steward.says("昨天")
    await steward.says("明天")
    assert "等待到" not in steward.screen
    assert "到明天08:30自动继续" in steward.screen
    assert "暂时要等：缺配件，到明天08:30" in chen.screen
    await town.pass_time(hours=24)
    assert "等待结束" in chen.screen
    ticket = await town.database.run(the_ticket)
    assert ticket.state is State.CLAIMED
    assert before is not None
    assert ticket.resolve_due is not None
    assert ticket.resolve_due - before >= timedelta(hours=9), "a working day, which it waited for"


async def test_a_steward_may_not_wait_longer_than_three_working_days(
    town: Neighbourhood, chen: Phone, steward: Phone
) -> None:
    await report(chen)
    await steward.presses("我来办")
    await steward.presses("等一等")
    await steward.presses("等天气")
    await steward.says("12-20")
    assert "最多可以等 3 个工作日" in steward.everything
    await steward.says("后天")
    assert "自动继续" in steward.screen


async def test_reply_reaches_the_resident_and_a_note_never_does(
    town: Neighbourhood, chen: Phone, steward: Phone, leader: Phone
) -> None:
    await report(chen)
    await steward.presses("我来办")
    await steward.presses("回复居民")
    await steward.says("今晚七点来换灯")
    assert "楼栋长回复" in chen.screen
    assert "今晚七点来换灯" in chen.screen
    heard = len(chen.messages)
    await steward.presses("内部备注")
    await steward.says("这家老人耳背，要大声")
    assert steward.screen == "备注已记下。"
    assert len(chen.messages) == heard
    await chen.presses("经过")
    assert "耳背" not in chen.screen


async def test_replying_to_a_message_about_a_ticket_is_enough(town: Neighbourhood, chen: Phone, steward: Phone) -> None:
    await report(chen)
    await steward.presses("我来办")
    await chen.says("门开着，直接进来", reply_to=chen.last)
    assert "门开着" in steward.screen
    await steward.says("好，马上到", reply_to=steward.last)
    assert "好，马上到" in chen.screen


async def test_todo_is_sorted_by_due_time(town: Neighbourhood, chen: Phone, steward: Phone) -> None:
    await steward.says("/todo")
    assert steward.screen == "现在没有待办。"
    await report(chen, "1号楼1单元楼道灯不亮")
    await report(chen, "1号楼2单元停电了，家里都没电")
    await steward.says("/todo")
    assert "共 2 件" in steward.screen
    assert steward.screen.index("停电") < steward.screen.index("灯不亮")
    await steward.presses(steward.buttons[0])
    assert "我来办" in steward.buttons


async def test_the_deputy_stands_in_when_the_holder_cannot_be_reached(
    town: Neighbourhood, chen: Phone, steward: Phone
) -> None:
    deputy = await town.holder("p-gh1", "孙福生", held_as=HeldAs.DEPUTY)
    steward.person.blocks(town.bot)
    await town.settle()
    await report(chen)
    assert "孙福生" in chen.screen
    assert "我来办" in deputy.buttons


@pytest.mark.both_databases
async def test_urgent_matters_close_only_after_a_second_person_has_looked(
    town: Neighbourhood, chen: Phone, steward: Phone, leader: Phone
) -> None:
    await report(chen, "1号楼1单元停电了，家里都没电")
    await steward.presses("我来办")
    await steward.presses("处理好了")
    await steward.presses("请专业人员修好")
    assert leader.screen.startswith("说是办好了，请您去核实一下")
    moves = (await town.database.run(the_ticket)).moves
    await steward.forges(f"t:verify:1:{moves}:", steward.card)
    assert "不能自己确认" in steward.everything
    await chen.presses("解决了")
    assert "还要另一位去核实" in chen.screen
    await leader.presses("已核实")
    assert "已结案" in chen.screen
    ticket = await town.database.run(the_ticket)
    assert (ticket.state, ticket.closing) == (State.CLOSED, "confirmed")


async def test_a_report_by_telephone_is_recorded_and_its_recorder_can_never_confirm_it(
    town: Neighbourhood, steward: Phone, chen: Phone
) -> None:
    await chen.says("/record")
    assert "给楼栋长和社区用" in chen.screen
    await steward.says("/record")
    await steward.says("张奶奶 1号楼2单元厨房漏水 13800000000")
    await steward.presses("跳过")
    assert "替居民登记" in steward.screen
    assert "13800000000" in steward.screen.split("替谁报")[1]
    await steward.presses("提交")
    if "同意并提交" in steward.buttons:
        await steward.presses("同意并提交")
    assert "已登记，编号 2611-0001" in steward.everything
    assert "电话登记" in steward.everything
    assert "13800000000" not in steward.card.text
    await steward.presses("谁报的")
    assert "13800000000" in steward.screen
    await steward.presses("我来办")
    await steward.presses("处理好了")
    await steward.presses("自己修好了")
    moves = (await town.database.run(the_ticket)).moves
    await steward.forges(f"t:confirm:1:{moves}:", steward.card)
    assert "不能自己确认" in steward.everything


@pytest.mark.both_databases
async def test_a_changed_category_shows_the_old_and_the_new_promise(
    town: Neighbourhood, chen: Phone, steward: Phone
) -> None:
    await report(chen)
    await steward.presses("我来办")
    await steward.presses("改类别")
    await steward.presses("房子大门")
    await steward.presses("门、扶手、设施坏了") if "门、扶手、设施坏了" in steward.buttons else await steward.presses(
        next(label for label in steward.buttons if "门" in label)
    )
    assert "应办好：11月23日周一09:00 → " in steward.screen
    assert "负责人不变：1号楼楼栋长王秀兰" in steward.screen
    assert "原定" not in chen.everything, "nothing is changed before the last press"
    await steward.presses("确定")
    assert "原定11月23日周一09:00前办好，现在应在" in steward.screen
    assert "原定11月23日周一09:00前办好，现在应在" in chen.screen
    await chen.presses("经过")
    assert "类别改为" in chen.screen
    assert "楼道灯" not in steward.card.text.splitlines()[1]


async def test_recording_for_somebody_else_never_replaces_a_draft_with_words(steward: Phone) -> None:
    await steward.says("1号楼1单元楼道灯不亮")
    await steward.says("/record")
    assert "没写完的报告" in steward.screen
    await steward.presses("提交")
    assert "已收到" in steward.everything
    await steward.says("/record")
    assert "没写完的报告" not in steward.screen
