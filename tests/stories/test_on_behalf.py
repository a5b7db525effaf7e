"""«替别人报»: name, door and number apart, whether they know, and the card says exactly that."""

import pytest

from services.keeping.my_data import my_data
from storage.unit_of_work import UnitOfWork
from tests.stories.neighbourhood import Neighbourhood, Phone
from tests.stories.newcomers import newcomer, reports, whoever

LAMP = "1号楼2单元楼道灯不亮"


async def for_somebody(phone: Phone, *answers: str, words: str = LAMP) -> None:
    """A report for somebody else, question by question: pressed where it is a button, else written."""
    await phone.says(words)
    await phone.presses("替别人报")
    for answer in answers:
        await (phone.presses(answer) if answer in phone.buttons else phone.says(answer))


async def own_card(phone: Phone) -> str:
    """The newest report's card, as its reporter reads it."""
    await phone.says("/my")
    await phone.presses(next(label for label in phone.buttons if "2611-0001" in label))
    return phone.screen


@pytest.mark.both_databases
async def test_each_part_is_asked_by_itself(town: Neighbourhood, chen: Phone, steward: Phone) -> None:
    await chen.says(LAMP)
    await chen.presses("替别人报")
    for question, answer in (
        ("替谁报的？", "陈桂兰"),
        ("对方住哪一户？", "202"),
        ("对方的电话是多少？", "13800000000"),
        ("对方知道您在替他报吗？", "知道"),
    ):
        assert question in chen.screen
        assert {"跳过", "提交"} <= set(chen.buttons)
        await (chen.presses(answer) if answer in chen.buttons else chen.says(answer))
    assert "替谁报：陈桂兰 202 13800000000（本人知道）" in chen.screen
    await chen.presses("提交")
    assert "替别人报的（本人知道）" in (steward.card.text or "")
    assert "代陈桂兰报（本人知道）" in await own_card(chen)
    assert "陈桂兰" not in steward.everything, "names are behind the button, and each look is recorded"
    await steward.presses("谁报的")
    assert "当事人：陈桂兰 202 13800000000（本人知道）" in steward.screen


@pytest.mark.parametrize(
    ("answer", "line"),
    [
        ("还不知道", "（本人还不知道）"),
        ("还没跟她说", "（本人还不知道）"),
        ("是她让我报的", "（经本人委托）"),
        ("跳过", "替别人报的"),
    ],
)
async def test_the_card_says_what_was_said(
    town: Neighbourhood, chen: Phone, steward: Phone, answer: str, line: str
) -> None:
    await for_somebody(chen, "陈桂兰", "跳过", "跳过", answer)
    await chen.presses("提交")
    assert line in (steward.card.text or "")
    assert ("经本人委托" in steward.everything) == ("委托" in line)


async def test_an_incomplete_number_is_none_and_asked_again_once(
    town: Neighbourhood, chen: Phone, steward: Phone
) -> None:
    await for_somebody(chen, "我爸老陈 139")
    assert chen.screen.startswith("这个号码好像不全")
    await chen.says("老陈 13900001111")
    await chen.presses("提交")
    assert "13900001111" not in steward.everything
    assert "老陈" not in (steward.card.text or ""), "the second line is no part of the report's words"
    await steward.presses("谁报的")
    assert "当事人：我爸老陈 13900001111" in steward.screen


async def test_a_second_bad_number_leaves_it_open(town: Neighbourhood, chen: Phone) -> None:
    await for_somebody(chen, "老陈", "跳过", "139", "1390")
    assert "先不记" in chen.screen
    assert "对方知道您在替他报吗？" in chen.screen


async def test_it_is_ones_own_after_all(town: Neighbourhood, chen: Phone, steward: Phone) -> None:
    await for_somebody(chen, "老陈", "是我自己的事")
    assert "替谁报" not in chen.screen
    await chen.presses("提交")
    assert "替别人报的" not in steward.everything


async def test_more_of_the_trouble_is_part_of_the_report(town: Neighbourhood, chen: Phone, steward: Phone) -> None:
    await for_somebody(chen, "陈桂兰", "202", "两个灯泡都憋了")
    assert "对方的电话是多少？" in chen.screen
    await chen.presses("提交")
    assert "两个灯泡都憋了" in (steward.card.text or "")


@pytest.mark.both_databases
async def test_whoever_is_concerned_is_told_and_can_say_that_it_is_not_theirs(
    town: Neighbourhood, chen: Phone, steward: Phone
) -> None:
    lan = await newcomer(town, "兰")
    await reports(lan)
    await lan.says("陈桂兰 13900001111")
    await for_somebody(chen, "陈桂兰", "202", "13900001111", "还不知道")
    await chen.presses("提交")
    assert "陈桂芳替您报了一件事：楼道灯、路灯不亮（编号 2611-0002）" in lan.screen
    assert "1号楼" not in lan.screen, "no place and no words"
    await lan.presses("这不是我的事")
    assert "本人说这不是自己的事" in (steward.card.text or "")
    await lan.says("/privacy")
    await lan.presses("删除我")

    def told(work: UnitOfWork) -> object:
        return my_data(work, whoever(work, lan), [])["reported_for_me"]

    assert await town.database.run(told) == ["2611-0002"]


async def test_by_name_and_door_too(town: Neighbourhood, chen: Phone) -> None:
    lan = await newcomer(town, "兰")
    await lan.says("1号楼1单元301厨房漏水了")
    await lan.presses("记住这是我家")
    await lan.presses("提交")
    await lan.says("陈桂兰")
    await for_somebody(chen, "陈桂兰", "跳过", "跳过", words="1号楼1单元301马桶堵了")
    await chen.presses("提交")
    assert "替您报了一件事" in lan.screen


async def test_a_number_that_is_proved_later_is_told_then(town: Neighbourhood, chen: Phone, steward: Phone) -> None:
    await for_somebody(chen, "陈桂兰", "202", "13900001111", "还不知道")
    await chen.presses("提交")
    lan = await newcomer(town, "兰")
    await reports(lan, "1号楼1单元门口垃圾没人清")
    await lan.says("陈桂兰 13900001111")
    assert "替您报了" not in lan.everything, "anybody can write a number"
    lan.person.sends_contact(town.bot, "+8613900001111")
    await town.settle()
    assert "陈桂芳替您报了一件事" in lan.everything


async def test_what_is_secret_is_told_to_nobody(town: Neighbourhood, chen: Phone) -> None:
    lan = await newcomer(town, "兰")
    await reports(lan)
    await lan.says("陈桂兰 13900001111")
    await for_somebody(chen, "陈桂兰", "跳过", "13900001111", "知道", words="1号楼2单元楼上天天跳舞太吵了，噪音")
    await chen.presses("提交")
    assert "替您报了" not in lan.everything


async def test_only_the_one_who_was_told_can_say_so(town: Neighbourhood, chen: Phone, steward: Phone) -> None:
    lan = await newcomer(town, "兰")
    await for_somebody(chen, "陈桂兰", "202", "13900001111", "知道")
    await chen.presses("提交")
    await lan.forges("m:not-my-matter:1", lan.last)
    assert "不是自己的事" not in (steward.card.text or "")
