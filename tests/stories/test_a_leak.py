"""The story everything is built for: a leak, from the first words to the thanks."""

import pytest

from tests.stories.leak import a_leak_is_mended
from tests.stories.neighbourhood import Neighbourhood, Phone

pytestmark = pytest.mark.both_databases


async def test_a_leak_is_claimed_fixed_and_confirmed(town: Neighbourhood, chen: Phone, steward: Phone) -> None:
    await a_leak_is_mended(town, chen, steward)


async def test_a_leak_in_english(town: Neighbourhood, steward: Phone) -> None:
    emma = await town.resident("Emma", english=True)
    assert "Tell me what is wrong" in emma.everything
    await emma.says("my kitchen is leaking, 1号楼2单元")
    assert "which flat number?" in emma.screen
    await emma.presses("Skip")
    assert "Leak in flat" in emma.screen
    await emma.presses("Send")
    assert emma.screen.startswith("Received, number 2611-0001")
    await steward.presses("我来办")
    assert emma.screen.startswith("The steward has taken it on: 王秀兰")
    await steward.presses("处理好了")
    await steward.presses("自己修好了")
    await emma.presses("Solved")
    assert "number 2611-0001 is closed" in emma.screen
    await emma.presses("Satisfied")
    assert emma.screen == "Thank you, noted: satisfied."
