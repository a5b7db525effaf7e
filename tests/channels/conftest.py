"""Every test of the contract runs with whoever speaks in each channel."""

import pytest

from storage.engines.database import Database
from tests.channels.hands import Hand
from tests.channels.town import CHANNELS, TwoDoors
from tests.conftest import MovedClock


@pytest.fixture
async def town(database: Database, clock: MovedClock) -> TwoDoors:
    town = TwoDoors(database, clock)
    await town.open()
    return town


@pytest.fixture(params=CHANNELS)
def here(request: pytest.FixtureRequest) -> str:
    """The channel that is tried."""
    name: str = request.param
    return name


@pytest.fixture
def there(here: str) -> str:
    """The other one."""
    return next(name for name in CHANNELS if name != here)


@pytest.fixture
async def chen(town: TwoDoors, here: str) -> Hand:
    """A resident."""
    return await town.hand(here, "陈桂芳")


@pytest.fixture
async def steward(town: TwoDoors, here: str) -> Hand:
    """Whoever answers for building 1."""
    return await town.answers_for(here, "p-gh1", "王秀兰")
