"""Leaves: typed as people say it, a deputy by button, work that goes and comes back; posts that end."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from domain.vocabulary import Action, State
from storage.models import ChangeRow, HoldingRow, Ticket
from storage.unit_of_work import UnitOfWork
from tests.stories.neighbourhood import Neighbourhood, Phone

ZONE = ZoneInfo("Asia/Shanghai")


@pytest.fixture
async def li(town: Neighbourhood) -> Phone:
    return await town.holder("p-gh2", "李春梅")


async def report(phone: Phone, words: str = "1号楼1单元楼道灯不亮") -> None:
    await phone.says(words)
    await phone.presses("提交")


async def takes_leave(phone: Phone, words: str, deputy: str) -> None:
    await phone.says(f"/leave {words}")
    await phone.presses(deputy)
    await phone.presses("确定请假")


def lines(work: UnitOfWork, action: Action) -> list[tuple[int, object, object]]:
    rows = work.session.query(ChangeRow).filter(ChangeRow.action == action).order_by(ChangeRow.at, ChangeRow.ticket_id)
    return [(row.ticket_id, row.detail["from"], row.detail["to"]) for row in rows]


def states(work: UnitOfWork) -> list[State]:
    return [ticket.state for ticket in work.session.query(Ticket).order_by(Ticket.id)]


@pytest.mark.both_databases
async def test_open_work_goes_to_the_deputy_and_comes_back_by_itself(
    town: Neighbourhood, chen: Phone, steward: Phone, li: Phone, leader: Phone
) -> None:
    await report(chen)
    await steward.presses("我来办")
    await report(chen, "1号楼2单元门口堆了杂物")
    await steward.says("/leave")
    assert "从哪天到哪天不在？请写，例如：明天到周五" in steward.screen
    await steward.says("明天到周五")
    assert steward.screen == "11月19日周四到11月20日周五，请谁代管？请按一个。"
    assert steward.buttons == ["赵立新（桂花苑组长）", "李春梅（2号楼楼栋长）", "没有，交给上一级"]
    await steward.presses("李春梅（2号楼楼栋长）")
    assert "这几天由李春梅负责，回来后自动交还" in steward.screen
    assert "在办的 2 件转给 李春梅。" in steward.screen
    await steward.presses("确定请假")
    assert "已登记。到明天00:00自动交接" in steward.screen
    assert "王秀兰从 2026-11-19 到 2026-11-20 请假，请您代管" in li.screen
    heard = len(chen.messages)
    await town.pass_time(hours=23, minutes=30)
    assert "王秀兰请假到11月20日周五，2 件请您代管" in li.everything
    assert len(chen.messages) == heard + 1, "told once, for both"
    assert chen.screen == (
        "王秀兰请假到11月20日周五，您的报告 2611-0001、2611-0002 这几天由李春梅负责，答应办好的时间不变。"
    )
    await li.presses("2611-0001 楼道灯、路灯不亮")
    await li.presses("我来办")
    await li.says("/todo")
    assert "待办（共 2 件" in li.screen
    await li.presses("2611-0002 楼道堆东西")
    await li.presses("我来办")
    told = len(chen.messages)
    await town.pass_time(days=2)
    assert "您回来了，2 件还给您" in steward.everything
    assert "请假" not in "".join(m.text or "" for m in chen.messages[told:]), "coming back is no news for the reporter"
    moved = await town.database.run(lambda work: lines(work, Action.ENTRUST))
    back = await town.database.run(lambda work: lines(work, Action.COME_BACK))
    assert [line[0] for line in moved] == [1, 2], "one line each, there"
    assert [line[0] for line in back] == [1, 2], "and back"
    await li.says("/todo")
    assert li.screen == "现在没有待办。"
    await steward.presses("2611-0001 楼道灯、路灯不亮")
    await steward.presses("处理好了")
    await steward.presses("自己修好了")
    assert "好" in chen.screen


async def test_a_leave_that_begins_and_ends_at_midnight_is_told_in_the_morning(
    town: Neighbourhood, chen: Phone, steward: Phone, li: Phone
) -> None:
    await report(chen)
    await steward.presses("我来办")
    await takes_leave(steward, "明天到周五", "李春梅（2号楼楼栋长）")
    heard = len(li.messages), len(chen.messages)
    await town.pass_time(until=datetime(2026, 11, 19, 7, 29, tzinfo=ZONE))
    assert (len(li.messages), len(chen.messages)) == heard, "nobody is woken for it"
    await town.pass_time(minutes=2)
    assert "1 件请您代管" in "".join(m.text or "" for m in li.messages[heard[0] :])
    assert "这几天由李春梅负责" in chen.screen
    await li.presses("2611-0001 楼道灯、路灯不亮")
    await li.presses("我来办")
    heard = len(steward.messages), 0
    await town.pass_time(until=datetime(2026, 11, 21, 7, 29, tzinfo=ZONE))
    assert len(steward.messages) == heard[0]
    await town.pass_time(minutes=2)
    assert "1 件还给您" in steward.everything


@pytest.mark.both_databases
async def test_a_post_that_ends_at_midnight_is_told_in_the_morning(
    town: Neighbourhood, chen: Phone, steward: Phone, leader: Phone
) -> None:
    await report(chen)
    await steward.presses("我来办")

    def last_day(work: UnitOfWork) -> None:
        row = work.session.query(HoldingRow).order_by(HoldingRow.id).first()
        assert row is not None
        row.until = datetime(2026, 11, 19, tzinfo=ZONE)
        work.places.touch()

    await town.database.run(last_day)
    heard = len(steward.messages)
    await town.pass_time(until=datetime(2026, 11, 19, 7, 31, tzinfo=ZONE))
    assert "1 件请您接手" in leader.everything
    assert "现在由桂花苑组长赵立新负责" in chen.screen
    assert "1号楼楼栋长" in "".join(m.text or "" for m in steward.messages[heard:])


@pytest.mark.both_databases
async def test_what_is_filed_meanwhile_goes_to_the_deputy_and_then_home(
    town: Neighbourhood, chen: Phone, steward: Phone, li: Phone
) -> None:
    await takes_leave(steward, "今天到明天", "李春梅（2号楼楼栋长）")
    await report(chen)
    assert "已通知1号楼楼栋长李春梅" in chen.screen
    await li.says("/who 1号楼1单元")
    assert "1. 1号楼楼栋长：王秀兰请假中\n2. 1号楼楼栋长：由李春梅代管" in li.screen
    await town.pass_time(days=2)
    assert "1 件还给您" in steward.everything
    await steward.presses("2611-0001 楼道灯、路灯不亮")
    await steward.presses("我来办")
    assert "王秀兰" in chen.screen


async def test_without_a_deputy_the_superior_has_it(
    town: Neighbourhood, chen: Phone, steward: Phone, leader: Phone
) -> None:
    await report(chen)
    await takes_leave(steward, "今天到周五", "没有，交给上一级")
    assert "1 件请您代管" in leader.screen
    await town.pass_time(days=3)
    assert "1 件还给您" in steward.everything


@pytest.mark.both_databases
async def test_a_chain_is_followed_and_whoever_is_away_cannot_be_chosen(
    town: Neighbourhood, chen: Phone, steward: Phone, li: Phone, leader: Phone
) -> None:
    await report(chen)
    await takes_leave(steward, "今天到周五", "李春梅（2号楼楼栋长）")
    await li.says("/leave 明天")
    assert "王秀兰（1号楼楼栋长）" not in li.buttons, "she is away herself"
    wang = await town.database.run(lambda work: next(h.person_id for h in work.directory.holdings))
    await li.forges(f"m:leave-yes:{wang}", li.last)
    assert "这位那几天也不在" in li.everything
    await li.presses("赵立新（桂花苑组长）")
    await li.presses("确定请假")
    await town.pass_time(days=1)
    assert "1 件请您代管" in leader.everything
    assert "赵立新" in chen.screen
    await leader.presses("2611-0001 楼道灯、路灯不亮")
    await leader.presses("我来办")
    await town.pass_time(days=1)
    assert "1 件请您接着代管（原由李春梅代管）" in li.everything
    await li.presses("2611-0001 楼道灯、路灯不亮")
    await li.presses("我来办")
    await town.pass_time(days=1)
    assert "1 件还给您" in steward.everything
    await steward.says("/todo")
    assert "2611-0001" in steward.screen


async def test_a_deputy_who_reported_it_himself_does_not_get_it(
    town: Neighbourhood, steward: Phone, li: Phone, leader: Phone
) -> None:
    await report(li)
    await steward.says("/leave 今天到周五")
    await steward.presses("李春梅（2号楼楼栋长）")
    assert "在办的 1 件转给 赵立新。" in steward.screen
    await steward.presses("确定请假")
    assert "1 件请您代管" in leader.screen
    assert "您的报告 2611-0001 这几天由赵立新负责" in li.screen


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("昨天", "日期看不懂"),
        ("2026-11-01到2026-11-02", "这个日期已经过了"),
        ("11-25到11-20", "结束的日子比开始的早"),
        ("随便几天", "日期看不懂"),
        ("2029-01-01", "最多登记一年"),
    ],
)
async def test_days_past_backwards_or_unreadable_are_asked_again(
    town: Neighbourhood, steward: Phone, words: str, answer: str
) -> None:
    await steward.says("/leave")
    await steward.says(words)
    assert answer in steward.screen
    await steward.says("明天")
    assert "请谁代管" in steward.screen, "the question still stands"


async def test_nobody_is_away_twice_at_once_and_a_leave_can_be_cancelled(
    town: Neighbourhood, chen: Phone, steward: Phone, li: Phone
) -> None:
    await report(chen)
    await takes_leave(steward, "今天到周五", "李春梅（2号楼楼栋长）")
    await steward.says("/leave 明天到下周一")
    assert "这段时间已经请过假了（2026-11-18到2026-11-20）" in steward.screen
    await steward.says("/leave")
    assert "已请假：11月18日周三到11月20日周五，由李春梅代管。" in steward.screen
    await steward.presses("取消请假：11月18日周三到11月20日周五")
    assert "1 件还给您" in steward.everything
    await steward.says("/todo")
    assert "2611-0001" in steward.screen
    await li.forges("m:leave-end:1", li.last)
    assert "已经结束或取消了" in li.everything


async def test_the_secretary_enters_a_leave_for_somebody_who_is_ill_and_nobody_else_can(
    town: Neighbourhood, chen: Phone, steward: Phone, li: Phone
) -> None:
    secretary = await town.holder("p-secretary", "席明川")
    await report(chen)
    await secretary.says("/people")
    await secretary.presses("王秀兰")
    await secretary.presses("替他请假")
    assert "王秀兰从哪天到哪天不在？" in secretary.screen
    await secretary.says("今天到周五")
    await secretary.presses("李春梅（2号楼楼栋长）")
    await secretary.presses("确定请假")
    assert "已替您登记请假" in steward.everything
    assert "1 件请您代管" in li.screen
    await li.forges("m:leave-for:1", li.last)
    assert "只能给自己请假" in li.screen, "and nothing is shown of hers"


async def test_danger_rings_with_the_stand_in(town: Neighbourhood, chen: Phone, steward: Phone, li: Phone) -> None:
    await takes_leave(steward, "今天到明天", "李春梅（2号楼楼栋长）")
    await chen.says("1号楼1单元闻到煤气味")
    assert "有危险，请马上看" in li.everything
    await li.presses("我来办")
    assert "李春梅" in chen.screen


async def test_a_last_day_hands_the_open_work_on_with_a_summary(
    town: Neighbourhood, chen: Phone, steward: Phone, leader: Phone
) -> None:
    await report(chen)
    await steward.presses("我来办")

    def ends(work: UnitOfWork) -> None:
        work.session.query(HoldingRow).order_by(HoldingRow.id).first().until = work.now  # type: ignore[union-attr]
        work.places.touch()

    await town.database.run(ends)
    await town.pass_time(minutes=5)
    assert "王秀兰卸任，1 件请您接手" in leader.screen
    assert "现在由桂花苑组长赵立新负责" in chen.screen
    assert await town.database.run(states) == [State.NEW], "he has not said «mine» yet"
    heard = len(leader.messages)
    await town.pass_time(minutes=5)
    assert len(leader.messages) == heard, "once"


async def test_a_post_cannot_be_ended_while_its_work_would_be_left_with_nobody(
    town: Neighbourhood, chen: Phone, steward: Phone
) -> None:
    def set_up(work: UnitOfWork) -> int:
        person = work.people.by_account(chen.person.id)
        assert person is not None
        person.is_administrator = True
        return 0

    li = await town.resident("刘大海")
    await report(li)
    await town.database.run(set_up)
    await chen.says("/posts")
    await chen.presses("1号楼楼栋长")
    await chen.presses("结束任职：王秀兰")
    assert "1 件没有人能接" in chen.screen
    await chen.presses("确定，结束任职")
    assert "没有人能接，先安排接手的人" in chen.screen or "先安排接手的人" in chen.everything
    await steward.says("/todo")
    assert "2611-0001" in steward.screen
