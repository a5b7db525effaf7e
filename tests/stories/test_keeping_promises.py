"""What the texts promise holds: words are forgotten in time, an outage loses nothing, nobody is told too much."""

from datetime import timedelta

import pytest

from playground.telegram import Fault
from storage.models import Media, Ticket, TicketContact, TicketText
from storage.unit_of_work import UnitOfWork
from tests.stories.neighbourhood import Neighbourhood, Phone


def the_ticket(work: UnitOfWork) -> Ticket:
    return work.session.query(Ticket).one()


def words_kept(work: UnitOfWork) -> tuple[int, int, int]:
    texts = work.session.query(TicketText).filter(TicketText.body.is_not(None)).count()
    return texts, work.session.query(TicketContact).count(), work.session.query(Media).count()


@pytest.mark.both_databases
async def test_words_names_and_files_are_forgotten_180_days_after_a_repair(
    town: Neighbourhood, chen: Phone, steward: Phone
) -> None:
    chen.person.sends_photo(town.bot, caption="1号楼1单元楼道灯不亮")
    await town.settle()
    await chen.presses("替别人报")
    await chen.says("李奶奶 202")
    await chen.presses("提交")
    await chen.presses("撤回")
    await chen.presses("确定")
    await town.pass_time(days=179)
    assert await town.database.run(words_kept) == (1, 1, 1)
    await town.pass_time(days=2)
    assert await town.database.run(words_kept) == (0, 0, 0)
    assert (await town.database.run(the_ticket)).number == "2611-0001"


async def test_an_outage_of_hours_loses_no_message_and_keeps_their_order(
    town: Neighbourhood, chen: Phone, steward: Phone
) -> None:
    await chen.says("1号楼1单元楼道灯不亮")
    await chen.presses("提交")
    heard = len(chen.messages)
    town.telegram.faults.add(Fault(method="sendMessage", kind="500", times=40))
    await steward.presses("我来办")
    await steward.presses("回复居民")
    await steward.says("今晚七点来")
    for _ in range(60):
        await town.pass_time(minutes=10)
    news = [m.text or "" for m in chen.messages[heard:]]
    assert len(news) == 2
    assert news[0].startswith("楼栋长已接单")
    assert "今晚七点来" in news[1]


async def test_a_stray_sentence_hours_after_the_last_step_reaches_no_resident(
    town: Neighbourhood, chen: Phone, steward: Phone
) -> None:
    await chen.says("1号楼1单元楼道灯不亮")
    await chen.presses("提交")
    await steward.presses("我来办")
    await steward.presses("处理好了")
    await steward.presses("自己修好了")
    heard = len(chen.messages)
    await town.pass_time(hours=3)
    await steward.says("3楼老李又欠物业费")
    assert len(chen.messages) == heard
    assert "老李" not in chen.everything


@pytest.mark.both_databases
async def test_the_second_not_solved_with_nobody_above_promises_nobody(
    town: Neighbourhood, chen: Phone, steward: Phone
) -> None:
    await chen.says("1号楼1单元楼道灯不亮")
    await chen.presses("提交")
    await steward.presses("我来办")
    for words in ("还是黑的", "一点没变"):
        await steward.presses("处理好了")
        await steward.presses("自己修好了")
        await steward.presses("跳过")
        await chen.presses("没解决")
        await chen.says(words)
    assert "上一级" not in chen.screen
    assert "已告诉负责人接着办" in chen.screen


async def test_a_reporter_who_stepped_back_stays_unnamed_in_the_history(
    town: Neighbourhood, steward: Phone, leader: Phone
) -> None:
    other = await town.holder("p-gh2", "孙福生")
    await other.says("1号楼1单元电梯坏了，不敢坐")
    await other.presses("谁能看到我的名字")
    await other.presses("办理的人也不知道")
    await other.presses("提交")
    await other.presses("撤回")
    await other.presses("确定")
    await steward.presses("经过")
    assert "报告人报告" in steward.screen
    assert "孙福生" not in steward.everything


async def test_who_names_people_only_to_those_who_hold_a_post(town: Neighbourhood, chen: Phone, steward: Phone) -> None:
    await chen.says("/who 1号楼")
    assert "王秀兰" not in chen.screen
    await steward.says("/who 1号楼")
    assert "王秀兰，由他负责" in steward.screen


async def test_what_was_recorded_at_the_door_is_checked_by_somebody_else(
    town: Neighbourhood, steward: Phone, leader: Phone
) -> None:
    await steward.says("/record")
    await steward.presses("上门说的")
    await steward.says("1号楼2单元楼道灯不亮")
    await steward.presses("提交")
    await steward.presses("我来办")
    await steward.presses("处理好了")
    await steward.presses("自己修好了")
    await leader.presses("已核实")
    ticket = await town.database.run(the_ticket)
    assert ticket.closing == "verified"
    assert ticket.channel == "door"


@pytest.mark.both_databases
async def test_waiting_time_is_given_back_when_the_ticket_is_handed_over(
    town: Neighbourhood, chen: Phone, steward: Phone, leader: Phone
) -> None:
    await chen.says("1号楼1单元楼道灯不亮")
    await chen.presses("提交")
    await steward.presses("我来办")
    before = (await town.database.run(the_ticket)).resolve_due
    await steward.presses("等一等")
    await steward.presses("缺配件")
    await steward.presses("后天")
    town.clock.move(hours=5)
    await steward.presses("转给别人", under=steward.card)
    await steward.presses("赵立新（桂花苑组长）")
    ticket = await town.database.run(the_ticket)
    assert before is not None
    assert ticket.resolve_due == before + timedelta(hours=3), "lunch is no working time"
    assert ticket.waiting_since is None
