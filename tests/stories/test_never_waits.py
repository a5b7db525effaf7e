"""What is urgent waits for nobody: no button lets it, and what becomes urgent while it waits goes on at once."""

import pytest

from domain.vocabulary import Grade, State
from storage.models import Ticket
from storage.unit_of_work import UnitOfWork
from tests.stories.neighbourhood import Neighbourhood, Phone, labels

WATER = "1号楼1单元停水了"
LAMP = "1号楼1单元楼道灯不亮"
REFUSED = "紧急的事不能等。先处理；要是不急了，请上级先改等级。"
WAITS = {"等一等", "延长等待", "挂账"}


def first(work: UnitOfWork) -> Ticket:
    ticket = work.session.query(Ticket).order_by(Ticket.id).first()
    assert ticket is not None
    return ticket


async def taken_on(town: Neighbourhood, chen: Phone, steward: Phone, words: str) -> Grade:
    await chen.says(words)
    await chen.presses("提交")
    await steward.presses("我来办")
    return (await town.database.run(first)).grade


async def behind(phone: Phone) -> set[str]:
    """All that stands under the card, in front and behind «更多», page by page."""
    card = phone.card
    seen = set(labels(card))
    await phone.presses("更多", under=card)
    while "还有" in labels(card):
        seen |= set(labels(card))
        await phone.presses("还有", under=card)
    seen |= set(labels(card))
    await phone.presses("返回", under=card)
    return seen


async def makes_urgent(leader: Phone) -> None:
    await leader.says("2611-0001")
    await leader.presses("过问")
    await leader.presses("改等级")
    await leader.presses("紧急")
    await leader.says("老人夜里摔过")


async def test_no_button_lets_it_wait_and_an_ordinary_one_has_all_of_them(
    town: Neighbourhood, chen: Phone, steward: Phone
) -> None:
    assert await taken_on(town, chen, steward, LAMP) is Grade.P2
    assert await behind(steward) >= WAITS
    await steward.presses("处理好了")
    await steward.presses("自己修好了")
    await chen.says(WATER)
    await chen.presses("提交")
    await steward.presses("我来办")
    assert "停水" in (steward.card.text or "")
    assert not await behind(steward) & WAITS
    assert {"处理好了", "回复居民"} <= await behind(steward)


async def test_a_day_that_was_asked_for_before_is_refused_with_what_can_be_done(
    town: Neighbourhood, chen: Phone, steward: Phone, leader: Phone
) -> None:
    await taken_on(town, chen, steward, LAMP)
    await steward.presses("等一等")
    await steward.presses("缺配件")
    await makes_urgent(leader)
    await steward.says("明天")
    assert REFUSED in steward.everything
    assert (await town.database.run(first)).state is State.CLAIMED


@pytest.mark.both_databases
async def test_what_a_superior_finds_urgent_while_it_waits_goes_on_and_everybody_hears_it(
    town: Neighbourhood, chen: Phone, steward: Phone, leader: Phone
) -> None:
    await taken_on(town, chen, steward, LAMP)
    await steward.presses("等一等")
    await steward.presses("缺配件")
    await steward.says("明天")
    assert (await town.database.run(first)).state is State.WAITING
    await makes_urgent(leader)
    ticket = await town.database.run(first)
    assert (ticket.grade, ticket.state, ticket.waiting_until) == (Grade.P1, State.CLAIMED, None)
    assert "等待结束，继续办理" in chen.everything
    assert "老人夜里摔过" in steward.everything
    assert "处理好了" in labels(steward.card)
    assert not await behind(steward) & WAITS
    assert ticket.resolve_due is not None


async def test_a_request_to_park_ends_when_it_becomes_urgent(
    town: Neighbourhood, chen: Phone, steward: Phone, leader: Phone
) -> None:
    await taken_on(town, chen, steward, LAMP)
    await steward.presses("更多")
    await steward.presses("挂账")
    await steward.says("12-21")
    await steward.says("灯泡要订")
    request = leader.last
    assert "同意" in labels(request)
    await makes_urgent(leader)
    await leader.presses("同意", under=request)
    await leader.says("同意")
    assert "不用批了" in leader.everything
    assert (await town.database.run(first)).state is State.CLAIMED
    await town.pass_time(days=5)
    assert "还等您批" not in leader.everything


async def test_a_category_that_is_urgent_ends_the_wait(town: Neighbourhood, chen: Phone, steward: Phone) -> None:
    await taken_on(town, chen, steward, "1号楼1单元301厨房漏水")
    await steward.presses("等一等")
    await steward.presses("缺配件")
    await steward.says("明天")
    await steward.presses("改类别")
    await steward.presses("漏水堵水")
    await steward.presses("爆水管、停水")
    await steward.presses("确定")
    ticket = await town.database.run(first)
    assert (ticket.grade, ticket.state) == (Grade.P1, State.CLAIMED)
    assert "等待结束，继续办理" in chen.everything


async def test_in_english(town: Neighbourhood, chen: Phone, steward: Phone, leader: Phone) -> None:
    await steward.says("/language")
    await steward.presses("English")
    await chen.says(LAMP)
    await chen.presses("提交")
    await steward.presses("I'll take it")
    await steward.presses("Wait")
    await steward.presses("parts")
    await makes_urgent(leader)
    await steward.says("tomorrow")
    assert "What is urgent cannot wait" in steward.everything
