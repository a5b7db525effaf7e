"""The week's page says what was done together: so many, n of N in time, who was silent, what is not counted yet."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from tests.stories.asks.bodies import community_company, contact, property_firm
from tests.stories.neighbourhood import Neighbourhood, Phone


def local(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=ZoneInfo("Asia/Shanghai")).astimezone(UTC)


async def ask(resident: Phone, steward: Phone, report: str, body: str) -> None:
    await resident.says(report)
    await resident.presses("提交")
    await steward.presses("我来办")
    await steward.presses("请别家办")
    await steward.presses(body)
    await steward.says("请来看看")


@pytest.mark.both_databases
async def test_the_line_counts_asks_with_n_of_n_and_names_who_was_silent(
    town: Neighbourhood, chen: Phone, steward: Phone
) -> None:
    secretary = await town.holder("p-secretary", "席明川")
    await property_firm(town)
    await community_company(town)
    firm = await contact(town, "wy", "孙经理")
    await contact(town, "gs", "周师傅")
    await ask(chen, steward, "1号楼1单元301厨房漏水了", "幸福物业")
    await firm.presses("已办好")
    await steward.presses("处理好了")
    await steward.presses("请专业人员修好")
    await chen.presses("解决了")
    await ask(chen, steward, "1号楼2单元楼道灯不亮", "社区公司")
    await town.pass_time(until=local(23, 8, 40))
    page = next(m.text or "" for m in secretary.messages if "第47周" in (m.text or ""))
    assert "一起办的事\n请办　2件，按时回话1/2，没回话1（社区公司），没送到0，请人办成1\n" in page
    assert "还没有数进来：巡查、走访、值班" in page


async def test_a_week_without_any_says_none(town: Neighbourhood, chen: Phone, steward: Phone) -> None:
    secretary = await town.holder("p-secretary", "席明川")
    await chen.says("1号楼2单元楼道灯不亮")
    await chen.presses("提交")
    await town.pass_time(until=local(23, 8, 40))
    page = next(m.text or "" for m in secretary.messages if "第47周" in (m.text or ""))
    assert "一起办的事\n请办　无\n" in page
