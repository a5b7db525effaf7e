"""«更多» and «返回» under a message, and how it went, which can be changed for a week."""

import pytest

from playground.telegram import Message
from storage.digest.digests import Digests
from storage.models import Ticket
from storage.unit_of_work import UnitOfWork
from tests.stories.neighbourhood import Neighbourhood, Phone, labels


async def solved(chen: Phone, steward: Phone) -> None:
    await chen.says("1号楼1单元楼道灯不亮")
    await chen.presses("提交")
    await steward.presses("我来办")
    await steward.presses("处理好了")
    await steward.presses("自己修好了")
    await steward.presses("跳过")
    await chen.presses("解决了")


def shown(message: Message) -> tuple[str | None, list[str]]:
    return message.text, labels(message)


@pytest.mark.both_databases
async def test_more_and_back_change_the_buttons_and_not_the_words(
    town: Neighbourhood, chen: Phone, steward: Phone
) -> None:
    await chen.says("1号楼1单元楼道灯不亮")
    await chen.presses("提交")
    card = steward.card
    before = shown(card)
    assert before[1] == ["我来办", "转给别人", "更多"]
    await steward.presses("更多")
    assert card.text == before[0]
    assert labels(card)[0] == "谁报的"
    assert labels(card)[-2:] == ["还有", "返回"]
    await steward.presses("返回", under=card)
    assert shown(card) == before
    await steward.presses("更多")
    await steward.presses("返回", under=card)
    await steward.presses("我来办")
    assert "处理好了" in labels(card), "it is still the ticket's card"


async def test_what_the_steward_wrote_stays_when_more_is_pressed_under_it(
    town: Neighbourhood, chen: Phone, steward: Phone
) -> None:
    await chen.says("1号楼1单元楼道灯不亮")
    await chen.presses("提交")
    await chen.presses("催办")
    told = steward.last
    words = told.text
    await steward.presses("更多", under=told)
    assert told.text == words
    assert "返回" in labels(told)


async def test_more_that_is_typed_is_answered_below(town: Neighbourhood, chen: Phone, steward: Phone) -> None:
    await chen.says("1号楼1单元楼道灯不亮")
    await chen.presses("提交")
    card = steward.card
    await steward.says(str(steward.buttons.index("更多") + 1))
    assert steward.last.id > card.id
    assert "返回" in steward.buttons
    assert "楼道灯" in steward.screen


async def test_what_was_not_good_is_asked_and_goes_to_whoever_it_says(
    town: Neighbourhood, chen: Phone, steward: Phone, leader: Phone
) -> None:
    await solved(chen, steward)
    assert chen.buttons == ["满意", "一般", "不满意", "按错了"]
    await chen.presses("不满意")
    assert "1号楼楼栋长、桂花苑组长会看到" in chen.screen
    await chen.says("灯是亮了，来得太晚，说话也不好听")
    assert "来得太晚" in steward.everything
    assert "来得太晚" in leader.everything


async def test_the_reason_can_be_left_out_and_the_rating_changed(
    town: Neighbourhood, chen: Phone, steward: Phone
) -> None:
    await solved(chen, steward)
    await chen.presses("不满意")
    await chen.presses("跳过")
    assert chen.screen == "谢谢，记下了：不满意。"
    await chen.presses("满意")
    assert (await town.database.run(lambda work: work.session.get_one(Ticket, 1))).rating == "good"


@pytest.mark.both_databases
async def test_a_rating_changes_for_a_week_and_never_a_frozen_digest(
    town: Neighbourhood, chen: Phone, steward: Phone
) -> None:
    secretary = await town.holder("p-secretary", "周书记")

    def frozen(work: UnitOfWork) -> object:
        return work.store(Digests).newest("2026-W47", complete=True)

    await solved(chen, steward)
    await chen.presses("满意")
    rated = chen.last
    await town.pass_time(days=5, hours=2)
    assert "周报" in secretary.everything
    before = await town.database.read(frozen)
    assert before is not None
    await chen.presses("不满意", under=rated)
    assert await town.database.read(frozen) == before
    await chen.presses("跳过")
    await town.pass_time(days=4)
    await chen.forges("t:rate:1:0:good", rated)
    assert "评价过了 7 天" in chen.everything
    assert (await town.database.run(lambda work: work.session.get_one(Ticket, 1))).rating == "bad"
    assert await town.database.read(frozen) == before
