"""Where it is day: what is shown or measured never waits for the morning."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.cli.neighbourhood import waking_zone
from bot.clock import where_it_is_noon

MIDNIGHT = datetime(2026, 11, 22, tzinfo=UTC)
SHANGHAI = ZoneInfo("Asia/Shanghai")


@pytest.mark.parametrize("hour", range(24))
def test_it_is_noon_somewhere_at_every_hour(hour: int) -> None:
    now = MIDNIGHT + timedelta(hours=hour, minutes=59)
    assert now.astimezone(ZoneInfo(where_it_is_noon(now))).hour == 12


@pytest.mark.parametrize("hour", range(24))
def test_the_demo_stays_at_home_by_day_and_is_never_in_the_night(hour: int) -> None:
    now = MIDNIGHT + timedelta(hours=hour)
    zone = waking_zone(now)
    assert (zone is None) == (8 <= now.astimezone(SHANGHAI).hour < 20)
    assert 8 <= now.astimezone(ZoneInfo(zone or "Asia/Shanghai")).hour < 20
