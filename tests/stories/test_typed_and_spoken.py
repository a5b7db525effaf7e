"""From the first word to the thanks without one button pressed, in both languages; and without one word typed."""

import pytest

from domain.vocabulary import Rating, State
from storage.models import Ticket
from storage.unit_of_work import UnitOfWork
from tests.stories.neighbourhood import Neighbourhood, Phone


def the_ticket(work: UnitOfWork) -> Ticket:
    return work.session.query(Ticket).one()


async def in_state(town: Neighbourhood, state: State) -> bool:
    return (await town.database.run(the_ticket)).state is state


@pytest.mark.both_databases
async def test_a_leak_is_reported_talked_about_mended_twice_and_thanked_for_in_typed_words(
    town: Neighbourhood, steward: Phone
) -> None:
    chen = Phone(town, town.telegram.add_person("陈桂芳", language_code="zh"))
    await chen.says("你好")
    await chen.says("楼长，我家厨房漏水了")
    assert "在哪里" in chen.screen
    await chen.says("1号楼1单元502")
    await chen.says("提交")
    await chen.says("同意")
    assert "已收到" in chen.everything
    await chen.says("我姓陈，13800001111")
    await steward.says("我来办")
    assert await in_state(town, State.CLAIMED)
    await steward.says("我下午三点过来，家里有人吗？")
    await steward.says("回复居民")
    assert "我下午三点过来" in chen.everything
    await chen.says("好的，我在家")
    assert "好的，我在家" not in steward.everything, "nothing goes out before it is said to whom"
    await chen.says("告诉王秀兰")
    assert "好的，我在家" in steward.everything
    await steward.says("修好了")
    await steward.says("自己修好了")
    await steward.says("换了软管")
    assert await in_state(town, State.RESOLVED)
    await chen.says("还在滴水")
    assert await in_state(town, State.CLAIMED)
    assert "还在滴水" in steward.everything
    await steward.says("处理好了")
    await steward.says("1")
    await steward.says("跳过")
    assert "跳过" not in chen.everything, "what has nothing to say is no sentence for the resident"
    await chen.says("好了，不漏了")
    assert await in_state(town, State.CLOSED)
    await chen.says("满意")
    assert (await town.database.run(the_ticket)).rating is Rating.GOOD
    await chen.says("谢谢楼长！")
    assert "居民说谢谢" in steward.everything
    assert chen._pressed == steward._pressed == 0, "a button was pressed"


@pytest.mark.both_databases
async def test_the_same_in_english(town: Neighbourhood, steward: Phone) -> None:
    smith = await town.resident("Anna Smith", english=True)
    smith._pressed = 0
    await smith.says("Water is leaking under my kitchen sink")
    await smith.says("building 1 unit 1 room 502")
    await smith.says("send it")
    assert "received" in smith.everything.lower()
    await smith.says("never mind")
    await steward.says("我来")
    await steward.says("下午来看")
    await steward.says("回复居民")
    await smith.says("ok, I am at home")
    await smith.says("1")
    assert "I am at home" in steward.everything
    await steward.says("弄好了")
    await steward.says("自己修好了")
    await steward.says("跳过")
    await smith.says("no, it still drips")
    assert await in_state(town, State.CLAIMED)
    assert "it still drips" in steward.everything
    await steward.says("处理好了")
    await steward.says("自己修好了")
    await steward.says("跳过")
    await smith.says("It's fixed, thank you")
    assert await in_state(town, State.CLOSED)
    await smith.says("satisfied")
    assert (await town.database.run(the_ticket)).rating is Rating.GOOD
    await smith.says("Thank you very much!")
    assert "居民说谢谢" in steward.everything
    assert smith._pressed == steward._pressed == 0, "a button was pressed"


@pytest.mark.both_databases
async def test_who_does_not_type_speaks(town: Neighbourhood, chen: Phone, steward: Phone) -> None:
    async def speaks(phone: Phone) -> None:
        phone.person.sends_voice(phone.bot)
        await town.settle()

    def heard(phone: Phone) -> int:
        return [message.kind for message in phone.messages].count("voice")

    await speaks(chen)
    await chen.presses("都不是，请楼长来看")
    await chen.presses("桂花苑")
    await chen.presses("1号楼")
    await chen.presses("1单元")
    await chen.presses("提交")
    assert heard(steward) == 1
    await steward.presses("我来办")
    await speaks(steward)
    await steward.presses("回复居民")
    assert heard(chen) == 1
    await speaks(chen)
    assert heard(steward) == 1, "nothing goes out before it is said to whom"
    await chen.presses(next(label for label in chen.buttons if label.startswith("告诉")))
    assert heard(steward) == 2
    await steward.presses("处理好了")
    await steward.presses("自己修好了")
    await speaks(steward)
    assert heard(chen) == 2
    await speaks(chen)
    await chen.presses("没解决")
    assert heard(steward) == 3
    assert await in_state(town, State.CLAIMED)
    await steward.presses("处理好了")
    await steward.presses("自己修好了")
    await steward.presses("跳过")
    await chen.presses("解决了")
    await chen.presses("满意")
    ticket = await town.database.run(the_ticket)
    assert (ticket.state, ticket.rating) == (State.CLOSED, Rating.GOOD)
