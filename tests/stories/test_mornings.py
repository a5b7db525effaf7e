"""One message each working morning, with what is due, overdue and waiting, and what blocks it; and the calendar."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from domain.vocabulary import Grade, State
from services.telling.unasked import may_remind
from storage.models import Ticket
from storage.unit_of_work import UnitOfWork
from tests.stories.neighbourhood import Neighbourhood, Phone


def local(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=ZoneInfo("Asia/Shanghai")).astimezone(UTC)


def the_ticket(work: UnitOfWork) -> Ticket:
    return work.session.query(Ticket).one()


async def report(phone: Phone, words: str = "1号楼1单元楼道灯不亮") -> None:
    await phone.says(words)
    await phone.presses("提交")


async def test_one_message_in_the_morning_says_what_is_due_and_takes_what_blocks_it(
    town: Neighbourhood, chen: Phone, steward: Phone
) -> None:
    await report(chen)
    await steward.presses("我来办")
    heard = len(steward.messages)
    await town.pass_time(until=local(19, 8, 29))
    assert len(steward.messages) == heard
    await town.pass_time(until=local(23, 8, 31))
    assert steward.screen.startswith("早上好。超期 0 件，今天到期 1 件")
    assert "2611-0001 办不动？" in steward.buttons
    told = len(steward.messages)
    await town.pass_time(minutes=10)
    assert len(steward.messages) == told, "once a day"
    await steward.presses("2611-0001 办不动？")
    assert steward.buttons[:4] == ["缺配件", "等业主", "要资金", "要部门"]
    await steward.presses("缺配件")
    await steward.presses("明天")
    assert (await town.database.run(the_ticket)).state is State.WAITING
    assert "暂时要等：缺配件" in chen.screen
    await town.pass_time(until=local(24, 8, 0))
    await town.pass_time(until=local(25, 8, 31))
    assert "早上好" in steward.everything


async def test_a_ticket_is_opened_from_the_morning_message(town: Neighbourhood, chen: Phone, steward: Phone) -> None:
    await report(chen)
    await steward.presses("我来办")
    await town.pass_time(until=local(23, 8, 31))
    await steward.presses("2611-0001 打开")
    assert "处理好了" in steward.buttons


async def test_whose_work_falls_due_in_the_afternoon_is_told_and_not_greeted(
    town: Neighbourhood, chen: Phone, steward: Phone
) -> None:
    await town.pass_time(until=local(18, 13, 0))
    await report(chen, "1号楼厨房漏水了，往楼下漏")
    await town.pass_time(until=local(18, 17, 0))
    assert "今天要办的。超期" in steward.everything
    assert "早上好" not in steward.everything


@pytest.mark.both_databases
async def test_not_mine_and_no_time_lead_to_a_return(
    town: Neighbourhood, chen: Phone, steward: Phone, leader: Phone
) -> None:
    await report(chen)
    await town.pass_time(until=local(19, 8, 31))
    await steward.presses("2611-0001 办不动？")
    assert steward.buttons[0] == "我来办"
    await steward.presses("我没空")
    await steward.says("这周住院")
    assert leader.screen.startswith("退回来的报告")


async def test_no_message_on_a_weekend_or_when_nothing_is_pressing(
    town: Neighbourhood, chen: Phone, steward: Phone
) -> None:
    await report(chen, "1号楼1单元 邻居占用楼道堆杂物")
    await steward.presses("我来办")
    heard = len(steward.messages)
    await town.pass_time(until=local(19, 8, 31))
    assert len(steward.messages) == heard, "fresh and far from due"
    await town.pass_time(until=local(21, 9, 0))
    assert "早上好" not in steward.everything, "Saturday"


async def test_the_office_declares_days_and_is_warned_when_next_years_are_missing(
    town: Neighbourhood, steward: Phone
) -> None:
    office = await town.holder("p-office", "单晓棠")
    await town.pass_time(minutes=1)
    assert "2027 年的调休安排还没有" in office.screen
    heard = len(office.messages)
    await town.pass_time(days=1)
    assert len(office.messages) == heard, "told once"
    await steward.says("/calendar 2027-02-08 休")
    assert "办公室或书记" in steward.screen
    for words in ("/calendar", "/calendar 2027-02-30 休", "/calendar 2027-02-08 也许"):
        await office.says(words)
        assert "请这样写" in office.screen
    await office.says("/calendar 2020-02-08 休")
    assert "已经过了" in office.screen
    await office.says("/calendar 2027-02-06 班")
    assert "2027-02-06 上班" in office.screen
    town.clock.set(datetime(2027, 1, 4, 1, 0, tzinfo=UTC))

    def works(work: UnitOfWork) -> bool:
        return work.community.terms.calendar.is_working_day(date(2027, 2, 6))

    assert await town.database.run(works)


async def test_a_steward_says_himself_whether_danger_may_wake_him(town: Neighbourhood, steward: Phone) -> None:
    await steward.says("/night")
    assert "夜里也会叫您" in steward.screen
    await steward.says("/night")
    assert "夜里不叫您" in steward.screen


async def test_what_comes_up_at_night_counts_on_the_day_it_is_heard(town: Neighbourhood, steward: Phone) -> None:
    """At most two unasked messages a day, the morning message among them."""

    def another(work: UnitOfWork) -> bool:
        person = work.people.by_account(steward.person.id)
        assert person is not None
        return may_remind(work, person.id, Grade.P2)

    await town.pass_time(until=local(18, 12))
    assert [await town.database.run(another) for _ in range(2)] == [True, False]
    await town.pass_time(until=local(18, 23))
    assert [await town.database.run(another) for _ in range(2)] == [True, False], "tomorrow's"
    await town.pass_time(until=local(19, 12))
    assert not await town.database.run(another), "heard this morning"
    await town.pass_time(until=local(20, 12))
    assert await town.database.run(another)
