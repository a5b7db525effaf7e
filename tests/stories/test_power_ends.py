"""Whoever stood in, was called or recorded goes: from that moment on somebody else has it, and nobody is forgotten."""

import re
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from tests.stories.neighbourhood import Neighbourhood, Phone, labels

LINK = re.compile(r"start=(i_[\w-]+)")


def local(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.fixture
async def li(town: Neighbourhood) -> Phone:
    return await town.holder("p-gh2", "李春梅")


@pytest.fixture
async def office(town: Neighbourhood) -> Phone:
    return await town.holder("p-office", "单晓棠")


async def report(phone: Phone, words: str = "1号楼1单元楼道灯不亮") -> None:
    await phone.says(words)
    await phone.presses("提交")
    if "另报" in phone.buttons:
        await phone.presses("另报")


async def leaves(phone: Phone, words: str, deputy: str) -> None:
    await phone.says(f"/leave {words}")
    await phone.presses(deputy)
    await phone.presses("确定请假")


async def ends(office: Phone, title: str) -> None:
    await office.says("/posts")
    await office.presses(title)
    await office.presses(next(b for b in office.buttons if b.startswith("结束任职")))
    await office.presses("确定，结束任职")


async def is_replaced(town: Neighbourhood, office: Phone, by: str) -> Phone:
    """Somebody else takes the post of building 1, by a link of the office."""
    await office.says("/invite")
    await office.presses("楼栋长")
    await office.presses(next(b for b in office.buttons if b.startswith("1号楼楼栋长")))
    await office.says(by)
    await office.presses(next(b for b in office.buttons if b.startswith("接替")))
    new = Phone(town, town.telegram.add_person(by, language_code="zh"))
    await new.starts()
    link = LINK.search(office.screen)
    assert link is not None
    await new.starts(link[1])
    return new


def heard(phone: Phone, since: int) -> str:
    return "\n".join(m.text or "" for m in phone.messages[since:])


@pytest.mark.both_databases
async def test_whoever_stands_in_hands_all_of_it_on_when_his_own_post_ends(
    town: Neighbourhood, chen: Phone, steward: Phone, li: Phone, leader: Phone, office: Phone
) -> None:
    await report(chen)
    await leaves(steward, "今天到明天", "李春梅（2号楼楼栋长）")
    await ends(office, "2号楼楼栋长")
    assert "1 件请您接手" in leader.everything
    assert "赵立新" in chen.screen
    before = len(li.messages)
    await report(chen, "1号楼2单元门口堆了杂物")
    await li.says("/todo")
    assert "待接单" not in heard(li, before)
    assert "2611-0002" in leader.everything
    await leader.presses("2611-0001 楼道灯、路灯不亮")
    his = next(m for m in leader.messages if "2611-0001" in (m.text or "") and "我来办" in labels(m))
    await leader.presses("我来办", under=his)
    await town.pass_time(until=local(20, 7, 45))
    await steward.says("/todo")
    assert "2611-0001" in steward.screen, "what went on while she was away comes home to her"


@pytest.mark.both_databases
async def test_danger_goes_to_nobody_who_is_gone(
    town: Neighbourhood, chen: Phone, steward: Phone, li: Phone, office: Phone
) -> None:
    await leaves(steward, "今天到周五", "李春梅（2号楼楼栋长）")
    await ends(office, "2号楼楼栋长")
    await li.says("/privacy")
    await li.presses("删除我")
    await li.presses("确定删除")
    await town.pass_time(hours=1)
    before = len(office.messages)
    await chen.says("1号楼1单元着火了，好大的烟")
    assert "着火" in heard(office, before)


async def test_a_stand_in_who_blocks_the_bot_stands_in_no_more(
    town: Neighbourhood, chen: Phone, steward: Phone, li: Phone, leader: Phone
) -> None:
    await report(chen)
    await leaves(steward, "今天到周五", "李春梅（2号楼楼栋长）")
    li.person.blocks(town.bot)
    await town.settle()
    await chen.says("还是不亮", reply_to=chen.last)
    assert "2611-0001" in leader.everything
    before = len(leader.messages)
    await chen.says("1号楼1单元闻到煤气味")
    assert "有危险，请马上看" in heard(leader, before)


async def test_a_deputys_deputy_who_goes_leaves_it_with_the_superior(
    town: Neighbourhood, chen: Phone, steward: Phone, li: Phone, leader: Phone, office: Phone
) -> None:
    await town.holder("p-sg-odd", "何志远")
    await report(chen)
    await leaves(steward, "今天到周五", "李春梅（2号楼楼栋长）")
    await leaves(li, "今天到周五", "何志远（三公街单号街长）")
    before = len(leader.messages)
    await ends(office, "三公街单号街长")
    assert "1 件请您接手" in heard(leader, before)
    await li.says("/leave")
    await li.presses(next(b for b in li.buttons if b.startswith("取消请假")))
    await li.says("/todo")
    assert "2611-0001" in li.screen, "back early, she stands in again"


async def test_the_last_one_called_at_night_cannot_be_reached_and_the_others_are_called(
    town: Neighbourhood, chen: Phone, steward: Phone
) -> None:
    duty = await town.holder("p-duty", "值班员")
    town.clock.set(local(18, 23))
    before = len(steward.messages)
    duty.person.leaves_telegram()
    await chen.says("1号楼1单元着火了，好大的烟")
    assert "有危险，请马上看" in heard(steward, before), "she sleeps, but there is nobody else"


@pytest.mark.parametrize("deputy", ["李春梅（2号楼楼栋长）", "没有，交给上一级"])
async def test_a_successor_gets_what_others_have_for_his_forerunner_on_leave(
    town: Neighbourhood, chen: Phone, steward: Phone, li: Phone, leader: Phone, office: Phone, deputy: str
) -> None:
    await report(chen)
    await leaves(steward, "今天到明天", deputy)
    new = await is_replaced(town, office, "倪样子")
    await new.says("/todo")
    assert "2611-0001" in new.screen
    await new.presses("2611-0001 楼道灯、路灯不亮")
    await new.presses("我来办")
    for other in (li, leader):
        await other.says("/todo")
        assert "2611-0001" not in other.screen
    await town.pass_time(until=local(20, 7, 45))
    await new.says("/todo")
    assert "2611-0001" in new.screen, "a leave of somebody who has gone brings nothing back"
    assert "还给您" not in steward.everything


async def test_the_digest_goes_to_whoever_stands_in_for_the_secretary_and_not_to_her(
    town: Neighbourhood, chen: Phone, steward: Phone, office: Phone
) -> None:
    secretary = await town.holder("p-secretary", "周书记")
    await report(chen)
    await leaves(secretary, "今天到12-10", "单晓棠（社区办公室）")
    before = len(secretary.messages)
    await town.pass_time(until=local(23, 8, 30))
    assert "周报" in office.everything
    assert "周报" not in heard(secretary, before)


async def test_a_secretary_away_with_nobody_in_her_place_reads_the_digest_where_she_is(
    town: Neighbourhood, chen: Phone, steward: Phone
) -> None:
    secretary = await town.holder("p-secretary", "周书记")
    await report(chen)
    await leaves(secretary, "今天到12-10", "没有，交给上一级")
    await town.pass_time(until=local(23, 8, 30))
    assert "周报" in secretary.everything


async def test_whoever_left_office_sees_nothing_more_of_what_he_recorded_and_had_to_do(
    town: Neighbourhood, chen: Phone, steward: Phone, leader: Phone, office: Phone
) -> None:
    await steward.says("/record")
    await steward.says("1号楼1单元301厨房漏水 13800000000")
    await steward.presses("提交")
    if "同意并提交" in steward.buttons:
        await steward.presses("同意并提交")
    await report(chen)
    await steward.presses("我来办")
    await steward.presses("处理好了")
    await steward.presses("自己修好了")
    await steward.presses("跳过")
    await chen.presses("解决了")
    card = next(m for m in reversed(steward.messages) if "谁报的" in labels(m))
    await ends(office, "1号楼楼栋长")
    before = len(steward.messages)
    await steward.presses("谁报的", under=card)
    await steward.says("/my")
    assert "13800000000" not in heard(steward, before)
    assert "陈桂芳" not in heard(steward, before)


async def test_a_link_is_worth_nothing_when_whoever_gave_it_has_left_office(
    town: Neighbourhood, office: Phone, li: Phone
) -> None:
    await office.says("/invite")
    await office.presses("楼栋长")
    await office.presses(next(b for b in office.buttons if b.startswith("1号楼楼栋长")))
    await office.says("倪样子")
    await office.presses(office.buttons[0])
    link = LINK.search(office.everything)
    assert link is not None
    secretary = await town.holder("p-secretary", "周书记")
    await secretary.says("/posts")
    await secretary.presses("社区办公室")
    await secretary.presses("结束任职：单晓棠")
    await secretary.presses("确定，结束任职")
    new = Phone(town, town.telegram.add_person("倪样子", language_code="zh"))
    await new.starts(link[1])
    assert "给您链接的人已经不在岗了" in new.everything
