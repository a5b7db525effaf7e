"""Who had a hand in what is to be judged, and so takes neither the appeal against it nor the check of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import takewhile

from domain.vocabulary import Action

_A_HAND = frozenset({Action.RETURN, Action.RESOLVE, Action.REJECT})
COUNTED = _A_HAND | {Action.CLAIM, Action.PROPOSE, Action.APPEAL}
"""The lines of a history that these rules ask about."""
REJECTING = "reject"
"""What a steward who does not accept a report asks a superior for (`Asked.REJECT`)."""


@dataclass(frozen=True, slots=True)
class PastStep:
    """A line of a history. `asked`: what a proposal asked for; `rank`: how high in the chain whoever rejected stood."""

    by: int | None
    action: Action
    asked: str | None = None
    rank: int | None = None

    @property
    def has_a_hand(self) -> bool:
        return self.action in _A_HAND or (self.action is Action.PROPOSE and self.asked == REJECTING)


def had_a_hand(steps: Iterable[PastStep]) -> set[int]:
    """Whoever returned it, solved it, rejected it, or asked for that."""
    return {step.by for step in steps if step.has_a_hand and step.by is not None}


def appealed_against(steps: Iterable[PastStep]) -> tuple[set[int], int]:
    """Whose doing is under appeal, and how high whoever rejected it stood (-1: there was no appeal)."""
    steps = list(steps)
    if not any(step.action is Action.APPEAL for step in steps):
        return set(), -1
    before = list(takewhile(lambda step: step.action is not Action.APPEAL, steps))
    return had_a_hand(before), max((step.rank for step in before if step.rank is not None), default=-1)
