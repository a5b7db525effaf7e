"""Rounds (走一遍): somebody walks a list of points, one outcome each (spec: collective.md 2.5).

A point is a door of the register, or a place where the register has none; never a person. Half a round is kept, also
by whoever goes on with it, and a point can be put right for a quarter of an hour.
"""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from enum import StrEnum

PUT_RIGHT_WITHIN = timedelta(minutes=15)


class RoundKind(StrEnum):
    """What a round is walked for."""

    DOORS = "doors"
    """To tell households without the app what was announced."""


class RoundOutcome(StrEnum):
    """What became of a point."""

    TOLD = "told"
    """告诉了"""
    NOBODY = "nobody"
    """没人"""


OUTCOMES: Mapping[RoundKind, frozenset[RoundOutcome]] = {
    RoundKind.DOORS: frozenset({RoundOutcome.TOLD, RoundOutcome.NOBODY}),
}
"""By kind of round, what a point can come to; more kinds are more rows."""
COME_AGAIN = frozenset({RoundOutcome.NOBODY})
"""Outcomes after which the point is still walked to: it becomes another one whenever somebody was met."""


def takes(kind: RoundKind, before: RoundOutcome | None, outcome: RoundOutcome) -> bool:
    """Can a point of that round become this? What is settled changes only by being put right."""
    return outcome in OUTCOMES[kind] and (before is None or (before in COME_AGAIN and outcome not in COME_AGAIN))


def may_put_right(entered_at: datetime | None, now: datetime) -> bool:
    """Within a quarter of an hour after it was entered."""
    return entered_at is not None and now - entered_at <= PUT_RIGHT_WITHIN


def is_walked(outcomes: Collection[RoundOutcome | None]) -> bool:
    """Has every point an outcome?"""
    return None not in outcomes
