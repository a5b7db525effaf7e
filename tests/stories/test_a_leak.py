"""The story everything is built for: a leak, from the first words to the thanks."""

from tests.stories.neighbourhood import Neighbourhood, Phone


async def test_a_leak_is_claimed_fixed_and_confirmed(town: Neighbourhood, chen: Phone, steward: Phone) -> None:
    await chen.says("楼长，我家厨房漏水了，1号楼1单元301")
    assert "家里漏水" in chen.screen
    assert "1号楼1单元301" in chen.screen
    await chen.presses("提交")
    assert chen.screen.startswith("已收到，编号 2611-0001")
    assert "1号楼楼栋长" in chen.screen
    assert "我来办" in steward.buttons
    assert "厨房漏水" in steward.screen
    await steward.presses("我来办")
    assert chen.screen.startswith("楼栋长已接单")
    assert "王秀兰" in chen.screen
    assert "处理好了" in steward.buttons
