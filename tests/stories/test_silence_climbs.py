"""Silence climbs from steward to group leader, branch and secretary; nights stay quiet; unconfirmed things close."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from domain.vocabulary import HeldAs, State
from storage.models import ChangeRow, Person, Ticket
from storage.unit_of_work import UnitOfWork
from tests.stories.neighbourhood import Neighbourhood, Phone


def local(day: int, hour: int, minute: int = 0) -> datetime:
    """A moment of November 2026 in Shanghai."""
    return datetime(2026, 11, day, hour, minute, tzinfo=ZoneInfo("Asia/Shanghai")).astimezone(UTC)


def the_ticket(work: UnitOfWork) -> Ticket:
    return work.session.query(Ticket).one()


def rungs(work: UnitOfWork) -> list[str]:
    lines = work.session.query(ChangeRow).filter(ChangeRow.action == "escalate").order_by(ChangeRow.seq)
    return [f"{line.detail['percent']} {line.detail['does']}" for line in lines]


async def report(phone: Phone, words: str = "1号楼1单元楼道灯不亮") -> None:
    await phone.says(words)
    await phone.presses("提交")


async def test_nobody_claims_an_ordinary_report_and_every_rung_is_taken_once(
    town: Neighbourhood, chen: Phone, steward: Phone, leader: Phone
) -> None:
    branch = await town.holder("p-g1", "龚立夏")
    secretary = await town.holder("p-secretary", "席明川")
    await report(chen)  # Wednesday 09:00; eight working hours to claim: Thursday 09:00
    await town.pass_time(until=local(18, 17, 0))
    assert await town.database.run(rungs) == ["50 remind_in_the_morning"]
    await town.pass_time(until=local(19, 9, 1))
    assert "到期还没有人接单，请您过问" in leader.screen
    assert (await town.database.run(the_ticket)).assignee_id is not None
    assert "我来办" in leader.buttons
    await town.pass_time(until=local(19, 15, 1))
    assert "到期没有人接单，现在由您负责" in leader.everything
    assert "您的报告到期还没有人接单，现在由赵立新负责" in chen.screen, "the limit to solve it is days away"
    assert "明天09:00还没有结果，就报到更上一级" in chen.screen
    assert "协助：王秀兰" in leader.everything
    await town.pass_time(until=local(20, 9, 1))
    assert "请您过问" in branch.screen
    await town.pass_time(until=local(23, 9, 1))
    assert await town.database.run(rungs) == [
        "50 remind_in_the_morning",
        "100 tell_superior",
        "150 superior_takes_over",
        "200 tell_branch_secretary",
        "300 red_list",
    ]
    assert "请您过问" not in secretary.everything, "he reads it in the digest"
    assert "2611-0001" in secretary.everything
    await leader.presses("我来办")
    await town.pass_time(until=local(23, 18, 0))
    climbed = await town.database.run(rungs)
    assert climbed[5:] == ["50 remind_in_the_morning", "100 tell_superior"], "the other limit runs now"


@pytest.mark.both_databases
async def test_a_claim_stops_the_claim_ladder_and_waiting_does_not_climb(
    town: Neighbourhood, chen: Phone, steward: Phone, leader: Phone
) -> None:
    await report(chen)
    await steward.presses("我来办")
    await steward.presses("等一等")
    await steward.presses("缺配件")
    await steward.presses("后天")
    await town.pass_time(until=local(20, 8, 0))
    assert await town.database.run(rungs) == []
    await town.pass_time(until=local(20, 8, 30))
    ticket = await town.database.run(the_ticket)
    assert ticket.state is State.CLAIMED
    assert ticket.resolve_due == local(24, 18, 30), "24 working hours, none of them used while it waited"


@pytest.mark.both_databases
async def test_danger_calls_everybody_every_five_minutes_until_somebody_claims(
    town: Neighbourhood, chen: Phone, steward: Phone
) -> None:
    deputy = await town.holder("p-gh1", "孙福生", held_as=HeldAs.DEPUTY)
    secretary = await town.holder("p-secretary", "席明川")
    await chen.says("1号楼1单元有人被困在电梯里")
    assert steward.screen.startswith("紧急！有危险")
    assert deputy.screen.startswith("紧急！有危险")
    heard = len(deputy.messages)
    await town.pass_time(minutes=11)
    assert len(deputy.messages) > heard
    await town.pass_time(minutes=10)
    assert "请您过问" in secretary.everything or "现在由您负责" in secretary.everything
    await deputy.presses("我来办")
    heard = len(steward.messages)
    await town.pass_time(minutes=10)
    assert len(steward.messages) == heard, "claimed: nobody is called any more"


async def test_a_report_at_night_gets_its_receipt_at_once_and_its_card_in_the_morning(
    town: Neighbourhood, chen: Phone, steward: Phone
) -> None:
    town.clock.set(local(18, 23, 0))
    heard = len(steward.messages)
    await report(chen)
    assert chen.screen.startswith("已收到")
    assert len(steward.messages) == heard
    await steward.says("/todo")
    assert "共 1 件" in steward.screen, "an answer is not held back"
    await town.pass_time(until=local(19, 7, 0))
    assert "新报告" not in steward.everything
    await town.pass_time(until=local(19, 7, 31))
    assert steward.screen.startswith("新报告，请您处理")


async def test_an_urgent_card_comes_from_seven_and_danger_at_once(
    town: Neighbourhood, chen: Phone, steward: Phone
) -> None:
    town.clock.set(local(18, 23, 0))
    await report(chen, "1号楼1单元停电了，家里都没电")
    assert "我来办" not in steward.everything
    await town.pass_time(until=local(19, 7, 1))
    assert steward.screen.startswith("新报告")


@pytest.mark.both_databases
async def test_at_night_danger_wakes_duty_first_and_a_steward_only_if_he_agreed(
    town: Neighbourhood, chen: Phone, steward: Phone
) -> None:
    duty = await town.holder("p-duty", "康守一")
    town.clock.set(local(18, 23, 0))
    heard = len(steward.messages)
    await chen.says("1号楼1单元有人被困在电梯里")
    assert duty.screen.startswith("紧急！有危险")
    assert len(steward.messages) == heard
    await duty.presses("我来办")
    assert "已接单" in chen.screen

    def agree(work: UnitOfWork) -> None:
        person = work.people.by_account(steward.person.id)
        assert isinstance(person, Person)
        person.wakes_at_night = True

    await town.database.run(agree)
    await chen.says("1号楼2单元有人被困在电梯里")
    assert steward.screen.startswith("紧急！有危险")


async def test_a_resolved_report_is_asked_about_after_three_days_and_closed_after_seven(
    town: Neighbourhood, chen: Phone, steward: Phone
) -> None:
    await report(chen)
    await steward.presses("我来办")
    await steward.presses("处理好了")
    await steward.presses("自己修好了")
    await town.pass_time(days=3, minutes=1)
    assert "按“未确认”结案" in chen.screen
    assert "11月25日" in chen.screen
    assert "解决了" in chen.buttons
    await town.pass_time(days=4)
    ticket = await town.database.run(the_ticket)
    assert (ticket.state, ticket.closing) == (State.CLOSED, "unconfirmed")
    assert "已结案（未确认）" in chen.screen
    assert "又坏了，重新打开" in chen.buttons


async def test_urgent_matters_are_never_closed_by_silence(town: Neighbourhood, chen: Phone, steward: Phone) -> None:
    await report(chen, "1号楼1单元停电了，家里都没电")
    await steward.presses("我来办")
    await steward.presses("处理好了")
    await steward.presses("请专业人员修好")
    await town.pass_time(days=20)
    assert (await town.database.run(the_ticket)).state is State.RESOLVED


async def test_a_leak_is_asked_about_again_after_thirty_days(town: Neighbourhood, chen: Phone, steward: Phone) -> None:
    await report(chen, "1号楼1单元301厨房漏水")
    await steward.presses("我来办")
    await steward.presses("处理好了")
    await steward.presses("自己修好了")
    await chen.presses("解决了")
    await town.pass_time(days=30, minutes=1)
    assert "30天前办好的事" in chen.screen
    heard = len(chen.messages)
    await town.pass_time(days=30)
    assert len(chen.messages) == heard


async def test_two_days_without_the_program_skip_no_rung(
    town: Neighbourhood, chen: Phone, steward: Phone, leader: Phone
) -> None:
    await report(chen)
    await town.pass_time(until=local(20, 10, 0))
    assert await town.database.run(rungs) == [
        "50 remind_in_the_morning",
        "100 tell_superior",
        "150 superior_takes_over",
        "200 tell_branch_secretary",
    ]


async def test_after_the_time_for_reopening_again_opens_a_report_that_follows(
    town: Neighbourhood, chen: Phone, steward: Phone
) -> None:
    await report(chen, "1号楼1单元301厨房漏水")
    await steward.presses("我来办")
    await steward.presses("处理好了")
    await steward.presses("自己修好了")
    await chen.presses("解决了")
    await town.pass_time(days=30, minutes=1)
    await chen.presses("又坏了")
    assert "请写一句" in chen.screen
    await chen.says("又漏了")
    await chen.presses("提交")
    assert "编号 2612-0001" in chen.screen
    town.clock.set(datetime(2026, 12, 21, 1, 0, tzinfo=UTC))
    await town.pass_time(minutes=1)
    assert "接着编号 2611-0001" in steward.everything


@pytest.mark.both_databases
async def test_some_of_last_weeks_closings_are_checked_by_a_second_person(
    town: Neighbourhood, chen: Phone, steward: Phone, leader: Phone
) -> None:
    await report(chen)
    await steward.presses("我来办")
    await steward.presses("处理好了")
    await steward.presses("自己修好了")
    await chen.presses("解决了")
    await town.pass_time(until=local(23, 8, 31))
    assert leader.card.text.startswith("抽查")
    await leader.presses("不符")
    await leader.says("居民说灯还是不亮")
    ticket = await town.database.run(the_ticket)
    assert (ticket.state, ticket.reopened) == (State.NEW, 1)
    assert "重新打开的报告" in steward.everything
    heard = len(leader.messages)
    await town.pass_time(minutes=10)
    assert len(leader.messages) == heard, "drawn once a week"
