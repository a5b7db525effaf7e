"""What a point of a round can come to, and for how long it can be put right."""

from datetime import UTC, datetime, timedelta

import pytest

from domain.matters.rounds import OUTCOMES, RoundKind, RoundOutcome, is_walked, may_put_right, takes

NOW = datetime(2026, 11, 18, 1, 0, tzinfo=UTC)
TOLD, NOBODY = RoundOutcome.TOLD, RoundOutcome.NOBODY


@pytest.mark.parametrize(
    ("before", "outcome", "taken"),
    [
        (None, TOLD, True),
        (None, NOBODY, True),
        (NOBODY, TOLD, True),
        (TOLD, NOBODY, False),
        (TOLD, TOLD, False),
        (NOBODY, NOBODY, False),
    ],
)
def test_nobody_there_is_walked_to_again_and_told_stays_told(
    before: RoundOutcome | None, outcome: RoundOutcome, taken: bool
) -> None:
    assert takes(RoundKind.DOORS, before, outcome) is taken


def test_every_kind_has_its_outcomes() -> None:
    assert set(OUTCOMES) == set(RoundKind)


def test_a_point_is_put_right_for_a_quarter_of_an_hour() -> None:
    assert may_put_right(NOW - timedelta(minutes=15), NOW)
    assert not may_put_right(NOW - timedelta(minutes=15, seconds=1), NOW)
    assert not may_put_right(None, NOW)


def test_a_round_is_walked_when_every_point_has_an_outcome() -> None:
    assert is_walked([TOLD, NOBODY])
    assert not is_walked([TOLD, None])
