"""Words as long as Telegram lets them be, in characters of which each counts twice: they arrive, whole."""

import pytest

from domain.vocabulary import HeldAs
from tests.stories.neighbourhood import Neighbourhood, Phone

pytestmark = pytest.mark.both_databases

LONG = "漏" + "😀" * 2047
"""4,095 of the 4,096 units of a message, in 2,048 characters."""


async def filed(chen: Phone) -> None:
    await chen.says("1号楼1单元楼道灯不亮")
    await chen.presses("提交")


def texts(phone: Phone) -> list[str]:
    return [m.text or "" for m in phone.messages]


async def test_a_report_and_what_is_added_to_it_arrive(town: Neighbourhood, chen: Phone, steward: Phone) -> None:
    await chen.says("1号楼1单元楼道灯不亮")
    await chen.says(LONG)
    await chen.presses("提交")
    assert LONG in texts(steward)
    await chen.presses("补充")
    await chen.says(LONG)
    assert texts(steward).count(LONG) == 2
    assert "居民补充" in steward.screen


async def test_a_reply_is_not_lost_behind_the_word_that_it_was_sent(
    town: Neighbourhood, chen: Phone, steward: Phone
) -> None:
    await filed(chen)
    await steward.presses("我来办")
    await steward.presses("回复居民")
    await steward.says(LONG)
    assert "已发给居民" in steward.screen
    assert LONG in texts(chen)
    assert "回复" in chen.screen


async def test_a_request_reaches_who_decides_it_with_all_its_reasons(
    town: Neighbourhood, chen: Phone, steward: Phone, leader: Phone
) -> None:
    await filed(chen)
    await steward.presses("我来办")
    await steward.presses("更多")
    await steward.presses("不受理")
    await steward.presses(steward.buttons[0])
    await steward.says(LONG)
    assert LONG in texts(leader)
    assert {"同意", "不同意"} <= set(leader.buttons)
    await leader.presses("同意")
    await leader.says(LONG)
    assert LONG in texts(chen)


async def test_the_course_of_a_report_can_always_be_read(town: Neighbourhood, chen: Phone, steward: Phone) -> None:
    await filed(chen)
    await steward.presses("我来办")
    for _ in range(20):
        await chen.presses("补充")
        await chen.says(LONG)
        town.clock.move(minutes=2)
    heard = len(steward.messages)
    await steward.presses("经过")
    assert len(steward.messages) == heard + 1
    assert "经过" in steward.screen


async def test_an_announcement_under_a_photo_is_refused_when_its_words_do_not_fit(
    town: Neighbourhood, chen: Phone, steward: Phone
) -> None:
    office = await town.holder("p-office", "单晓棠", held_as=HeldAs.MAIN)
    await office.says("/announce")
    await office.says("桂花苑1号楼")
    office.person.sends_photo(town.bot, caption="停水\n" + "😀" * 450)
    await town.settle()
    assert "800" in office.screen
    assert "903" in office.screen
