"""One joined message a day: to whoever is asked at nine, to the reporter at half past five, to a steward in the
morning."""

from collections.abc import Sequence
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from domain.matters.bundles import BundledLine
from storage.models import BundleLine
from storage.unit_of_work import UnitOfWork
from tests.stories.asks.bodies import contact, property_firm
from tests.stories.neighbourhood import Neighbourhood, Phone


def local(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=ZoneInfo("Asia/Shanghai")).astimezone(UTC)


def waiting(work: UnitOfWork) -> Sequence[BundledLine]:
    return [line.kind for line in work.session.query(BundleLine).filter(BundleLine.told_at.is_(None))]


LEAK = "楼长，我家厨房漏水了，1号楼1单元301"


async def ask_firm(resident: Phone, steward: Phone, report: str = LEAK, sentence: str = "下水管漏，请来看看") -> None:
    """The resident reports, the steward claims it and asks the firm."""
    await resident.says(report)
    await resident.presses("提交")
    await steward.presses("我来办")
    await steward.presses("请幸福物业来办")
    await steward.says(sentence)


@pytest.fixture
async def firm(town: Neighbourhood, chen: Phone, steward: Phone) -> Phone:
    """The property firm's contact."""
    await property_firm(town)
    return await contact(town, "wy", "孙经理")


@pytest.mark.both_databases
async def test_the_reporter_reads_at_half_past_five_who_was_asked_and_that_they_come(
    town: Neighbourhood, chen: Phone, steward: Phone, firm: Phone
) -> None:
    await ask_firm(chen, steward)
    await firm.presses("我们办")
    heard = len(chen.messages)
    await town.pass_time(until=local(18, 17, 29))
    assert len(chen.messages) == heard, "not one by one"
    await town.pass_time(until=local(18, 17, 31))
    assert len(chen.messages) == heard + 1
    assert chen.screen.startswith("您报的事有消息：")
    assert "社区请了幸福物业来办，答应" in chen.screen
    assert "等他们回话" not in chen.screen, "the newest state alone"
    assert chen.buttons == ["2611-0001 厨房或卫生间漏水", "不再提醒"] or "不再提醒" in chen.buttons
    await town.pass_time(until=local(19, 17, 40))
    assert "您报的事有消息" not in "\n".join(m.text or "" for m in chen.messages[heard + 1 :]), "told once"
