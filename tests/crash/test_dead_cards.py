"""A press counts where it is seen, although nobody has marked that the card was sent."""

import pytest

from tests.crash.losses import Loss, suffer

MANY = [(Loss.KILLS, 20, 50), (Loss.ANSWERS, 20, 12), (Loss.DOWN, 12, 26)]


@pytest.mark.parametrize(("loss", "times", "reports"), MANY)
async def test_no_card_takes_a_claim_and_goes_on_asking_for_one(
    database_url: str, loss: Loss, times: int, reports: int
) -> None:
    found = await suffer(database_url, loss, kills=times, reports=reports, seed=20261118)
    assert found.dead == 0, found
    assert (found.waiting, found.unanswered) == (0, 0), found
    assert found.claims >= reports
    assert max(found.kills, found.answers_lost) >= times, found
