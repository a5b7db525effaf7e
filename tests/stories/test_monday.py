"""The secretary's Monday begins with the digest; and nothing that was delayed on its way rings at night."""

from datetime import datetime
from io import BytesIO
from zoneinfo import ZoneInfo

import pytest
from python_calamine import CalamineWorkbook

from playground.faults import Fault
from tests.stories.neighbourhood import Neighbourhood, Phone, labels


def local(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.fixture
async def secretary(town: Neighbourhood) -> Phone:
    await town.holder("p-office", "单晓棠")  # whom the calendar's warnings go to
    return await town.holder("p-secretary", "周书记")


async def report(phone: Phone, words: str = "1号楼1单元楼道灯不亮") -> None:
    await phone.says(words)
    await phone.presses("提交")


async def replies(steward: Phone, words: str) -> None:
    card = next(m for m in reversed(steward.messages) if "回复居民" in labels(m))
    await steward.presses("回复居民", under=card)
    await steward.says(words)


async def test_what_waited_over_the_weekend_comes_as_one_message_after_the_digest(
    town: Neighbourhood, secretary: Phone, chen: Phone, steward: Phone
) -> None:
    await report(secretary)
    await report(chen, "1号楼1单元垃圾没人清")
    await steward.presses("我来办", under=next(m for m in steward.messages if "2611-0001" in (m.text or "")))
    town.clock.set(local(22, 22))
    heard = len(secretary.messages)
    await replies(steward, "灯泡买好了")
    await replies(steward, "明天上午来换")
    for minute in (0, 30, 59):
        await town.pass_time(until=local(23, 7, minute))
    await replies(steward, "这就过来")
    await town.pass_time(until=local(23, 8, 29))
    assert len(secretary.messages) == heard, "something came before the digest"
    await town.pass_time(until=local(23, 8, 30))
    digest, picture, rest = secretary.messages[heard:]
    assert (digest.text or "").startswith("本社区周报")
    assert picture.kind == "photo"
    assert "有新情况" in (rest.text or "")
    assert "2611-0001" in (rest.text or "")
    await secretary.presses("2611-0001 楼道灯、路灯不亮", under=rest)
    assert "2611-0001" in secretary.screen
    await replies(steward, "换好了")
    assert "换好了" in secretary.screen, "after the digest news come as ever"


async def test_the_digest_that_an_outage_held_back_still_comes_first(
    town: Neighbourhood, secretary: Phone, chen: Phone, steward: Phone
) -> None:
    await report(secretary)
    await steward.presses("我来办")
    town.clock.set(local(22, 22))
    heard = len(secretary.messages)
    await replies(steward, "明天来换")
    await town.pass_time(until=local(24, 14))
    kinds = [(m.text or "")[:5] for m in secretary.messages[heard:]]
    assert kinds[0] == "本社区周报"
    assert len(kinds) == 3
    assert "2611-0001" in secretary.screen


@pytest.mark.both_databases
async def test_a_card_that_an_evenings_outage_held_up_waits_for_the_morning(
    town: Neighbourhood, chen: Phone, steward: Phone
) -> None:
    town.clock.set(local(18, 21, 10))
    town.telegram.faults.add(Fault(chat_id=steward.person.id, kind="reset_before", times=None))
    heard = len(steward.messages)
    await report(chen)
    assert "已收到" in chen.everything, "the receipt never waits"
    town.telegram.faults.clear()
    await town.is_away(local(18, 21, 50))
    for moment in (local(18, 21, 51), local(19, 3), local(19, 7, 5)):
        await town.pass_time(until=moment)
        assert len(steward.messages) == heard, f"a P2 card rang at {moment:%H:%M}"
    await town.pass_time(until=local(19, 7, 31))
    assert "2611-0001" in steward.screen


@pytest.mark.both_databases
async def test_a_day_after_its_morning_a_small_matter_still_waits_for_half_past_seven(
    town: Neighbourhood, chen: Phone, steward: Phone
) -> None:
    town.clock.set(local(18, 22))
    heard = len(steward.messages)
    await report(chen)
    await town.is_away(local(20, 7, 10))
    assert len(steward.messages) == heard
    await town.pass_time(until=local(20, 7, 30))
    assert "2611-0001" in steward.screen


async def test_not_solved_goes_past_a_steward_who_cannot_be_reached(
    town: Neighbourhood, chen: Phone, steward: Phone, leader: Phone
) -> None:
    await report(chen)
    await steward.presses("我来办")
    await steward.presses("处理好了")
    await steward.presses("自己修好了")
    steward.person.blocks(town.bot)
    await town.settle()
    await chen.presses("没解决")
    await chen.says("还是不亮")
    assert "2611-0001" in leader.screen
    assert "第二次" not in leader.screen
    assert "我来办" not in leader.buttons, "it is his, and being worked on"


async def test_names_in_the_table_are_masked_until_a_look_is_recorded(
    town: Neighbourhood, secretary: Phone, chen: Phone, steward: Phone
) -> None:
    await report(chen)
    await town.pass_time(until=local(23, 8, 30))

    def cells() -> set[str]:
        assert secretary.last.file is not None
        book = CalamineWorkbook.from_filelike(BytesIO(secretary.last.file.content))
        return {str(cell) for row in book.get_sheet_by_index(0).to_python() for cell in row}

    await secretary.presses("表格")
    assert "陈**" in cells()
    assert "陈桂芳" not in cells()
    await secretary.presses("显示姓名（会留记录）")
    assert "记下" in secretary.screen
    await secretary.presses("知道了，显示姓名")
    assert "陈桂芳" in cells()
    await chen.says("/my")
    await chen.presses("2611-0001 楼道灯、路灯不亮")
    await chen.presses("经过")
    assert "周书记" in chen.screen, "the reporter can see who looked"
