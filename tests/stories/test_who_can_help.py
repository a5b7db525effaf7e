"""«可以找：…»: whom the settings name for such a matter, folded, on the card of whoever handles it."""

import pytest

from tests.stories.neighbourhood import Neighbourhood, Phone

LAMP = "1号楼1单元楼道灯不亮"
NAMED = "可以找：物业 → 照明管理所"


@pytest.mark.both_databases
async def test_whoever_handles_it_reads_who_can_help_until_it_is_done(
    town: Neighbourhood, chen: Phone, steward: Phone, leader: Phone
) -> None:
    await chen.says(LAMP)
    await chen.presses("提交")
    assert f"<blockquote expandable>{NAMED}</blockquote>" in steward.card.html
    await steward.presses("我来办")
    assert (steward.card.text or "").endswith(NAMED)
    await leader.says("2611-0001")
    assert NAMED in leader.screen
    await steward.presses("处理好了")
    await steward.presses("自己修好了")
    assert NAMED not in (steward.card.text or "")


async def test_its_reporter_reads_it_nowhere(town: Neighbourhood, chen: Phone, steward: Phone) -> None:
    await chen.says(LAMP)
    await chen.presses("提交")
    await steward.presses("我来办")
    await chen.says("2611-0001")
    assert "2611-0001" in chen.screen
    await chen.presses("经过")
    assert "可以找" not in chen.everything


async def test_in_english(town: Neighbourhood, chen: Phone, steward: Phone) -> None:
    await steward.says("/language")
    await steward.presses("English")
    await chen.says(LAMP)
    await chen.presses("提交")
    assert "Can help: property firm → street lighting office" in (steward.card.text or "")
