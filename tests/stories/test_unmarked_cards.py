"""Cards whose sending was never marked (the process died, an answer of Telegram was lost) are cards all the same."""

import pytest

from playground.telegram import Fault, Message
from storage.models import MessageOfTicket
from storage.unit_of_work import UnitOfWork
from tests.stories.neighbourhood import Neighbourhood, Phone, bears_card, labels


def forget_that_it_was_sent(work: UnitOfWork) -> None:
    work.session.query(MessageOfTicket).delete()


@pytest.fixture
async def unmarked(town: Neighbourhood, chen: Phone, steward: Phone) -> Message:
    """A card that has arrived and that nobody knows of."""
    await chen.says("1号楼1单元楼道灯不亮")
    await chen.presses("提交")
    await town.database.run(forget_that_it_was_sent)
    return steward.card


async def test_a_press_on_a_card_that_nobody_marked_shows_what_it_did(
    town: Neighbourhood, chen: Phone, steward: Phone, unmarked: Message
) -> None:
    await steward.presses("我来办", under=unmarked)
    assert "处理好了" in labels(unmarked)
    assert "处理中" in (unmarked.text or "")
    await steward.presses("处理好了", under=unmarked)
    await steward.presses("自己修好了")
    assert "待居民确认" in (unmarked.text or ""), "from then on it is one of the ticket's cards"


async def test_a_second_press_finds_it_put_right_too(
    town: Neighbourhood, chen: Phone, steward: Phone, leader: Phone, unmarked: Message
) -> None:
    await leader.forges(f"t:claim:{1}:0:", leader.messages[0])
    assert "我来办" in labels(unmarked), "nobody knows that the card is there"
    await steward.presses("我来办", under=unmarked)
    assert "我来办" not in labels(unmarked)
    assert "赵立新" in (unmarked.text or "")


@pytest.mark.both_databases
async def test_a_press_that_moves_nothing_makes_it_known(
    town: Neighbourhood, chen: Phone, steward: Phone, leader: Phone, unmarked: Message
) -> None:
    await steward.presses("经过", under=unmarked)
    await leader.forges(f"t:claim:{1}:0:", leader.messages[0])
    assert "我来办" not in labels(unmarked)
    await steward.says("灯泡要换两个", reply_to=unmarked)
    assert "灯泡要换两个" in chen.everything, "a reply to it is about its ticket"


async def test_of_two_cards_of_one_report_none_is_left_behind(town: Neighbourhood, chen: Phone, steward: Phone) -> None:
    await chen.says("1号楼1单元楼道灯不亮")
    town.telegram.faults.add(Fault(kind="reset_after", chat_id=steward.person.id))
    await chen.presses("提交")
    older, newer = [m for m in steward.messages if bears_card(m)]
    await steward.presses("我来办", under=older)
    assert ["我来办" in labels(m) for m in (older, newer)] == [False, False]
    assert all("处理中" in (m.text or "") for m in (older, newer))


async def test_what_is_said_to_a_resident_stays_when_a_button_under_it_is_pressed(
    town: Neighbourhood, chen: Phone, steward: Phone
) -> None:
    await chen.says("1号楼1单元楼道灯不亮")
    await chen.presses("提交")
    await steward.presses("我来办")
    await steward.presses("回复居民")
    await steward.says("今晚来换")
    told = next(m for m in reversed(chen.messages) if "今晚来换" in (m.text or ""))
    await chen.presses("补充", under=told)
    await chen.says("好的，谢谢")
    await steward.presses("处理好了")
    await steward.presses("自己修好了")
    assert "今晚来换" in (told.text or "")
