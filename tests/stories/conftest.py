"""Stories run through the whole program; only Telegram and the clock are stood in for."""

import pytest

from storage.engines.database import Database
from tests.conftest import MovedClock
from tests.stories.neighbourhood import Neighbourhood, Phone


@pytest.fixture
async def town(database: Database, clock: MovedClock) -> Neighbourhood:
    neighbourhood = Neighbourhood(database, clock)
    await neighbourhood.open()
    return neighbourhood


@pytest.fixture
async def steward(town: Neighbourhood) -> Phone:
    return await town.holder("p-gh1", "王秀兰")


@pytest.fixture
async def leader(town: Neighbourhood) -> Phone:
    return await town.holder("p-gh", "赵立新")


@pytest.fixture
async def chen(town: Neighbourhood) -> Phone:
    return await town.resident("陈桂芳")
