"""Presses that come too late, to the wrong body, or from somebody else: each is answered, and nothing is lost."""

import pytest

from domain.vocabulary import HeldAs
from storage.matters.asks import Asks
from storage.models import Ticket
from storage.unit_of_work import UnitOfWork
from tests.stories.asks.bodies import community_company, contact, property_firm
from tests.stories.neighbourhood import Neighbourhood, Phone


async def a_claimed_leak(chen: Phone, steward: Phone) -> None:
    await chen.says("楼长，我家厨房漏水了，1号楼1单元301")
    await chen.presses("提交")
    await steward.presses("我来办")


async def asked_the_firm(chen: Phone, steward: Phone) -> None:
    await a_claimed_leak(chen, steward)
    await steward.presses("请幸福物业来办")
    await steward.says("请来看看")


async def test_the_body_that_the_card_names_is_not_asked_once_it_is_concerned(
    town: Neighbourhood, chen: Phone, steward: Phone
) -> None:
    firm = await property_firm(town)
    await community_company(town)
    await contact(town, "gs", "吴师傅")
    await a_claimed_leak(chen, steward)

    def concerned(work: UnitOfWork) -> None:
        ticket = work.session.query(Ticket).one()
        work.store(Asks).concern(ticket, firm, ticket.assignee_id or 0)

    await town.database.run(concerned)
    await steward.presses("请幸福物业来办")
    assert steward.buttons == ["社区公司", "返回"]


@pytest.mark.both_databases
async def test_of_two_contacts_the_second_reads_who_has_answered(
    town: Neighbourhood, chen: Phone, steward: Phone
) -> None:
    await property_firm(town)
    first = await contact(town, "wy", "孙经理")
    second = await contact(town, "wy", "周师傅", HeldAs.MAIN)
    await asked_the_firm(chen, steward)
    card = second.last
    await first.presses("我们办")
    await second.presses("我们办", under=card)
    assert second.screen == "孙经理 11-18 09:00已经回过话：答应了。"
    assert second.buttons == []


async def test_a_press_on_what_was_asked_about_a_ticket_that_has_ended_says_so(
    town: Neighbourhood, chen: Phone, steward: Phone
) -> None:
    await property_firm(town)
    firm = await contact(town, "wy", "孙经理")
    await asked_the_firm(chen, steward)
    card = firm.last
    await steward.presses("处理好了")
    await steward.presses("请专业人员修好")
    assert firm.screen.startswith("这件事不用办了，谢谢。")
    assert firm.buttons == []
    await firm.presses("我们办", under=card)
    assert firm.screen == "这件事现在是「收回了」，不用再按了。"
    assert not [line for line in steward.everything.splitlines() if "幸福物业答应办" in line]


async def test_a_decline_pressed_by_mistake_is_taken_back_and_both_sides_read_it(
    town: Neighbourhood, chen: Phone, steward: Phone
) -> None:
    await property_firm(town)
    firm = await contact(town, "wy", "孙经理")
    await asked_the_firm(chen, steward)
    await firm.presses("办不了")
    await firm.presses("没人手")
    assert firm.buttons == ["按错了"]
    await firm.presses("按错了")
    assert firm.buttons == ["我们办", "办不了", "已办好", "问一句"]
    assert steward.screen.startswith("幸福物业改口了，刚才的回话不算")
    assert steward.buttons[0] == "收回"
    await town.pass_time(minutes=16)
    await firm.presses("办不了")
    await firm.presses("没人手")
    card = firm.last
    await town.pass_time(minutes=16)
    await firm.presses("按错了", under=card)
    assert "幸福物业：办不了" in steward.screen, "the answer stands"
    assert firm.buttons == []
