"""The story everything is built for, with the resident in one channel and the steward in the other."""

import pytest

from tests.channels.hands import Hand
from tests.channels.town import TwoDoors
from tests.stories.leak import a_leak_is_mended

pytestmark = pytest.mark.both_databases


async def test_a_leak_from_one_channel_to_the_other(town: TwoDoors, chen: Hand, there: str) -> None:
    steward = await town.answers_for(there, "p-gh1", "王秀兰")
    await a_leak_is_mended(town, chen, steward)
