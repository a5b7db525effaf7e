"""Words that mean a button which no message shows, or several at once: it is looked up, and asked which."""

import asyncio

import pytest

from domain.vocabulary import State
from storage.models import Ticket
from storage.unit_of_work import UnitOfWork
from tests.stories.neighbourhood import Neighbourhood, Phone

LAMP, LEAK, DOOR = "1号楼1单元楼道灯不亮", "1号楼1单元301厨房漏水了", "1号楼1单元单元门坏了，关不上"


async def report(phone: Phone, words: str = LAMP) -> None:
    await phone.says(words)
    await phone.presses("提交")


async def resolved(chen: Phone, steward: Phone, *every: str) -> None:
    """Reports that the steward says are done, in this order."""
    for words in every:
        await report(chen, words)
        await steward.presses("我来办")
        await steward.presses("处理好了")
        await steward.presses("自己修好了")
        await steward.presses("跳过")


def states(work: UnitOfWork) -> list[State]:
    return [ticket.state for ticket in work.session.query(Ticket).order_by(Ticket.id)]


def numbers(work: UnitOfWork) -> list[str]:
    return [ticket.number for ticket in work.session.query(Ticket).order_by(Ticket.id)]


@pytest.mark.both_databases
async def test_two_that_wait_are_asked_about_and_the_words_are_kept(
    town: Neighbourhood, chen: Phone, steward: Phone
) -> None:
    await resolved(chen, steward, LAMP, LEAK)
    await chen.says("没修好")
    assert chen.screen == "有2件都在等，您说的是哪一件？"
    assert await town.database.run(states) == [State.RESOLVED, State.RESOLVED]
    first, second = await town.database.run(numbers)
    assert {label[:9] for label in chen.buttons} == {first, second}
    await chen.presses(next(label for label in chen.buttons if label.startswith(first)))
    assert await town.database.run(states) == [State.CLAIMED, State.RESOLVED]
    assert "没修好" in steward.everything
    assert "哪里没解决" not in chen.everything


async def test_which_one_can_be_said_by_its_number(town: Neighbourhood, chen: Phone, steward: Phone) -> None:
    await resolved(chen, steward, LAMP, LEAK)
    await chen.says("解决了")
    await chen.says("1")
    assert sorted(await town.database.run(states)) == [State.CLOSED, State.RESOLVED]


async def test_words_that_name_the_matter_need_no_question(town: Neighbourhood, chen: Phone, steward: Phone) -> None:
    await resolved(chen, steward, LAMP, DOOR)
    await chen.says("楼道灯修好了，谢谢")
    assert await town.database.run(states) == [State.CLOSED, State.RESOLVED]


async def test_what_waits_is_answered_when_something_else_was_shown_since(
    town: Neighbourhood, chen: Phone, steward: Phone
) -> None:
    await resolved(chen, steward, LAMP)
    (number,) = await town.database.run(numbers)
    await chen.says("/help")
    await chen.says("都修好了，谢谢师傅")
    assert await town.database.run(states) == [State.CLOSED]
    assert f"编号 {number}" in chen.everything


async def test_weak_words_mean_nothing_where_nobody_asked(town: Neighbourhood, chen: Phone, steward: Phone) -> None:
    await resolved(chen, steward, LAMP)
    await chen.says("/help")
    await chen.says("没有")
    await chen.says("是的")
    assert await town.database.run(states) == [State.RESOLVED]


async def test_another_trouble_is_a_report_and_closes_nothing(town: Neighbourhood, chen: Phone, steward: Phone) -> None:
    await resolved(chen, steward, LAMP)
    await chen.says("修好了，但是3楼厨房漏水了")
    assert await town.database.run(states) == [State.RESOLVED]
    assert chen.screen.startswith("在哪里？"), "it is a draft"
    await chen.says("1号楼1单元")
    await chen.presses("跳过")
    assert "修好了，但是3楼厨房漏水了" in chen.screen, "with every word"
    await chen.says("不报了")
    await chen.says("修好了，不过2号楼的楼道灯又坏了")
    assert await town.database.run(states) == [State.RESOLVED]


async def test_who_says_it_is_done_and_is_not_is_not_helped(town: Neighbourhood, chen: Phone, steward: Phone) -> None:
    await resolved(chen, steward, LAMP)
    await chen.says("修好了，但是灯又不亮了")
    assert await town.database.run(states) == [State.CLAIMED]
    assert "修好了，但是灯又不亮了" in steward.everything


async def test_a_photo_comes_along_with_the_sentence(town: Neighbourhood, chen: Phone, steward: Phone) -> None:
    await resolved(chen, steward, LAMP)
    chen.person.sends_photo(town.bot, caption="还是不亮")
    await town.settle()
    assert await town.database.run(states) == [State.CLAIMED]
    assert "还是不亮" in steward.everything


async def test_a_steward_with_two_new_cards_is_asked_which(town: Neighbourhood, chen: Phone, steward: Phone) -> None:
    await report(chen, LAMP)
    await report(chen, DOOR)
    await steward.says("我来")
    assert "哪一件" in steward.screen
    assert await town.database.run(states) == [State.NEW, State.NEW]
    first, _ = await town.database.run(numbers)
    await steward.presses(next(label for label in steward.buttons if label.startswith(first)))
    assert await town.database.run(states) == [State.CLAIMED, State.NEW]


async def test_of_many_six_are_shown_and_the_others_behind(town: Neighbourhood, chen: Phone, steward: Phone) -> None:
    for n in range(8):
        await report(chen, f"1号楼{n % 2 + 1}单元楼道灯不亮，第{n + 1}盏")
        if "另报" in chen.buttons:
            await chen.presses("另报")
    assert len(await town.database.run(states)) == 8
    await steward.says("我来")
    assert len(steward.buttons) == 7
    await steward.presses("还有")
    assert len(steward.buttons) == 2
    await steward.presses(steward.buttons[1])
    assert (await town.database.run(states)).count(State.CLAIMED) == 1


@pytest.mark.both_databases
async def test_two_who_say_it_at_once_do_not_both_have_it(town: Neighbourhood, chen: Phone, steward: Phone) -> None:
    deputy = await town.holder("p-gh1", "李建国")
    await report(chen)
    steward.person.says(town.bot, "我来")
    deputy.person.says(town.bot, "我来办")
    await asyncio.gather(town.settle(), town.settle())
    assert await town.database.run(states) == [State.CLAIMED]
    assert "您接单了" in steward.everything + deputy.everything


async def test_in_english_too(town: Neighbourhood, steward: Phone) -> None:
    mary = await town.resident("Mary", english=True)
    await mary.says("The stairwell light is out in building 1 unit 1")
    await mary.presses("Send")
    await steward.says("我来")
    await steward.says("修好了")
    await steward.says("自己修的")
    await steward.says("跳过")
    await mary.says("No, it is still dark")
    assert await town.database.run(states) == [State.CLAIMED]
    assert "still dark" in steward.everything
    await steward.says("处理好了")
    await steward.says("1")
    await steward.says("跳过")
    await mary.says("It's fixed now, thank you!")
    assert await town.database.run(states) == [State.CLOSED]


async def test_a_draft_takes_its_labels_and_keeps_every_other_word(
    town: Neighbourhood, chen: Phone, steward: Phone
) -> None:
    await chen.says(LAMP)
    await chen.says("改地点")
    assert "1号楼" in chen.screen or "哪里" in chen.screen
    await chen.says("1号楼1单元")
    await chen.says("好几天了")
    assert "好几天了" in chen.screen
    await chen.says("发吧")
    assert len(await town.database.run(states)) == 1
