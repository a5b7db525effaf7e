"""From a legal update to one that no Telegram sends: a value of another kind, a field gone, one in another's place."""

import copy
import random

RUBBISH: tuple[object, ...] = (
    2**63, 2**64, 2**80, -(2**63) - 1, 0, -1, 1.5, True, False, None, "", "x", "\0", "a\0b", "\ud800", "\udfff",
    "1" * 5000, [], {}, [[]], [None], {"id": 2**63}, {"id": True}, {"x": {"y": []}}, "😀" * 5000, 1e300,
)  # fmt: skip
DEEP = 200
MOST = 3
"""Mutations of one update."""

Spot = tuple[dict[str, object] | list[object], str | int]


def mutated(update: dict[str, object], chance: random.Random) -> dict[str, object]:
    """Another update, made of this one."""
    changed = copy.deepcopy(update)
    for _ in range(chance.randint(1, MOST)):
        spots = _spots(changed)
        if not spots:
            break
        _change(*chance.choice(spots), spots, chance)
    return changed


def _change(inside: dict[str, object] | list[object], at: str | int, spots: list[Spot], chance: random.Random) -> None:
    kind = chance.random()
    if kind < 0.25:
        del inside[at]  # type: ignore[arg-type]
    elif kind < 0.35:
        other, there = chance.choice(spots)
        inside[at] = copy.deepcopy(other[there])  # type: ignore[index]
    elif kind < 0.4:
        inside[at] = _deep(inside[at])  # type: ignore[index]
    else:
        inside[at] = copy.deepcopy(chance.choice(RUBBISH))  # type: ignore[index]


def _deep(value: object) -> object:
    for _ in range(DEEP):
        value = [value]
    return value


def _spots(value: object) -> list[Spot]:
    """Every place in it where something stands, ids as often as all else together would be."""
    found: list[Spot] = []
    if isinstance(value, dict):
        for key, inner in value.items():
            found += [(value, key)] * (4 if key in ("id", "update_id", "message_id") else 1) + _spots(inner)
    elif isinstance(value, list):
        for index, inner in enumerate(value[:5]):
            found += [(value, index), *_spots(inner)]
    return found
