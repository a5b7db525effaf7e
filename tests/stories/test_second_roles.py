"""Whoever stands to a ticket in a second role is not forgotten: who had it before, who helps, who wrote it down."""

from datetime import UTC, datetime

import pytest

from storage.models import Ticket
from storage.unit_of_work import UnitOfWork
from tests.stories.neighbourhood import Neighbourhood, Phone

LAMP = "1号楼1单元楼道灯不亮"
LATE = datetime(2026, 11, 26, 2, 0, tzinfo=UTC)
"""Half as long again as was promised, and a little more."""


async def report(phone: Phone, words: str = LAMP) -> None:
    await phone.says(words)
    await phone.presses("提交")


async def record(phone: Phone, words: str) -> None:
    await phone.says("/record")
    await phone.says(words)
    await phone.presses("提交")
    if "同意并提交" in phone.buttons:
        await phone.presses("同意并提交")


async def open_it(phone: Phone, number: str = "2611-0001") -> None:
    await phone.says(f"/find {number}")
    await phone.presses(next(label for label in phone.buttons if number in label))


async def ends(office: Phone, title: str) -> None:
    await office.says("/posts")
    await office.presses(title)
    await office.presses(next(label for label in office.buttons if label.startswith("结束任职")))
    await office.presses("确定，结束任职")


def since(phone: Phone, many: int) -> str:
    return "\n".join(message.text or "" for message in phone.messages[many:])


async def test_whoever_silence_takes_it_from_is_told_and_helps(
    town: Neighbourhood, chen: Phone, steward: Phone, leader: Phone
) -> None:
    await report(chen)
    await steward.presses("我来办")
    before = len(steward.messages)
    await town.pass_time(until=LATE)
    assert "现在由赵立新负责，请您协助" in since(steward, before)
    assert since(steward, before).count("请您协助") == 1


@pytest.mark.both_databases
async def test_nobody_is_helper_of_himself_and_nobody_hears_twice_that_it_is_his(
    town: Neighbourhood, chen: Phone, steward: Phone, leader: Phone
) -> None:
    await report(chen)
    await steward.presses("我来办")
    await town.pass_time(until=LATE)
    before = len(steward.messages)
    secretary = await town.holder("p-g1", "孙支书")
    await open_it(secretary)
    await secretary.presses("过问")
    await secretary.presses("改派")
    await secretary.presses(next(label for label in secretary.buttons if "王秀兰" in label))
    await secretary.says("还是老王熟悉")
    told = since(steward, before)
    assert told.count("改派") == 1, "one card, with the reason"
    assert "还是老王熟悉" in told
    assert "协助：王秀兰" not in steward.everything
    assert "现在由王秀兰负责，您不用再办" in leader.screen

    def helper(work: UnitOfWork) -> tuple[int | None, bool]:
        ticket = work.session.query(Ticket).one()
        return ticket.helper_id, ticket.assignee_id is not None

    assert await town.database.run(helper) == (None, True)


async def test_whoever_was_asked_hears_that_a_superior_has_taken_it(
    town: Neighbourhood, chen: Phone, steward: Phone, leader: Phone
) -> None:
    await report(chen)
    before = len(steward.messages)
    await open_it(leader)
    await leader.presses("我来办")
    assert "现在由桂花苑组长负责，您不用再办" in since(steward, before)


@pytest.mark.both_databases
async def test_what_somebody_wrote_down_who_has_left_is_told_to_who_answers_for_the_place_now(
    town: Neighbourhood, steward: Phone
) -> None:
    li, office = await town.holder("p-gh2", "李春梅"), await town.holder("p-office", "单晓棠")
    await record(li, "张奶奶 1号楼2单元401厨房漏水 13800000000")
    await ends(office, "2号楼楼栋长")
    gone, here = len(li.messages), len(office.messages)
    for press in ("我来办", "处理好了", "自己修好了", "跳过"):
        await steward.presses(press)
    assert since(li, gone) == ""
    assert "请转告居民" in since(office, here)


async def test_who_wrote_it_down_and_is_on_leave_is_replaced_too(
    town: Neighbourhood, steward: Phone, leader: Phone
) -> None:
    office = await town.holder("p-office", "单晓棠")
    await record(office, "张奶奶 1号楼2单元401厨房漏水 13800000000")
    await office.says("/leave 今天到12-10")
    await office.presses("赵立新（桂花苑组长）")
    await office.presses("确定请假")
    before = len(leader.messages)
    await steward.presses("我来办")
    for press in ("处理好了", "自己修好了", "跳过"):
        await steward.presses(press)
    assert "请转告居民" in since(leader, before)


async def test_the_assignee_hears_that_a_superior_answered_or_put_it_aside(
    town: Neighbourhood, chen: Phone, steward: Phone, leader: Phone
) -> None:
    await report(chen)
    await steward.presses("我来办")
    await open_it(leader)
    await leader.presses("回复居民")
    await leader.says("明天上午来换灯")
    assert "明天上午来换灯" in chen.screen
    assert "明天上午来换灯" in steward.screen


async def test_what_was_approved_is_told_once(town: Neighbourhood, chen: Phone, steward: Phone, leader: Phone) -> None:
    await report(chen)
    await steward.presses("更多")
    await steward.presses("不受理")
    await steward.presses(steward.buttons[0])
    await steward.says("请找物业")
    before = len(steward.messages)
    await leader.presses("同意")
    await leader.says("同意")
    assert len(steward.messages) - before == 1, since(steward, before)


async def test_whoever_stood_in_hears_that_the_other_is_back(
    town: Neighbourhood, chen: Phone, steward: Phone, leader: Phone
) -> None:
    await report(chen)
    await steward.says("/leave 今天到12-10")
    await steward.presses("赵立新（桂花苑组长）")
    await steward.presses("确定请假")
    before = len(leader.messages)
    await town.pass_time(until=datetime(2026, 12, 11, 2, 0, tzinfo=UTC))
    assert since(leader, before).count("编号 2611-0001 现在由王秀兰负责，您不用再办") == 1
