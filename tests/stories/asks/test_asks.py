"""A body is asked about a ticket: it declines, another takes it, says done; the assignee looks, the resident agrees."""

import pytest

from tests.stories.asks.bodies import community_company, contact, property_firm
from tests.stories.neighbourhood import Neighbourhood, Phone

pytestmark = pytest.mark.both_databases


async def test_a_leak_goes_to_the_firm_which_declines_and_the_company_takes_it(
    town: Neighbourhood, chen: Phone, steward: Phone
) -> None:
    await property_firm(town)
    await community_company(town)
    firm = await contact(town, "wy", "孙经理")
    company = await contact(town, "gs", "周师傅")
    await chen.says("楼长，我家厨房漏水了，1号楼1单元301")
    await chen.presses("提交")
    await steward.presses("我来办")
    assert "请幸福物业来办" in steward.buttons, "its duty: it is named in front"
    await steward.presses("请幸福物业来办")
    assert "要请幸福物业办什么" in steward.screen
    await steward.says("301厨房下水管漏，请来看看")
    assert steward.screen.startswith("已请幸福物业")
    assert "请办" in firm.screen
    assert "桂花苑1号楼1单元" in firm.screen
    assert "301厨房下水管漏，请来看看" in firm.screen
    assert "1单元301" not in firm.screen, "the room only by the resident's word"
    assert "居民电话：没有给" in firm.screen
    assert firm.buttons[:3] == ["我们办", "办不了", "已办好"]
    assert "幸福物业" in chen.screen
    await chen.presses("只说门牌")
    assert chen.screen == "好的，幸福物业只会看到您的门牌。"
    assert "1单元301" in firm.screen
    await firm.presses("办不了")
    await firm.presses("要钱、要表决")
    assert "幸福物业：办不了，要钱、要表决" in steward.screen
    assert "请别家办" in steward.buttons
    await steward.presses("请别家办")
    await steward.presses("社区公司")
    await steward.says("物业不办，请你们来")
    await company.presses("我们办")
    assert "社区公司答应办" in steward.screen
    assert "这段时间先等着" in steward.screen
    await company.presses("已办好")
    assert "社区公司说办好了" in steward.screen
    await company.says("换了一个弯头")
    assert "换了一个弯头" in steward.screen
    await steward.presses("处理好了")
    await steward.presses("请专业人员修好")
    await chen.presses("解决了")
    assert "已结案" in chen.screen
