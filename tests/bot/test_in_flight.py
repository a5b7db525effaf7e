"""How many updates a process takes into hand: all that wait when it is alone, its share when others live."""

from dataclasses import dataclass

import pytest

from bot.intake.in_flight import MAX_CHATS_TOGETHER, MAX_UPDATES_HELD, MAX_UPDATES_HELD_BESIDE_OTHERS, InFlight
from storage.delivery.inbox import Waiting
from storage.engines.replicas import Alone


@dataclass
class Place(Alone):
    """A process among others, as it stands."""

    present: bool = True
    leads: bool = False
    others: bool = True
    number: int = 7


@pytest.mark.parametrize("sending", [False, True])
@pytest.mark.parametrize(
    ("place", "idle", "busy"),
    [
        (Place(leads=True, others=False), MAX_UPDATES_HELD, MAX_UPDATES_HELD),
        (Place(leads=False, others=False), MAX_UPDATES_HELD, MAX_UPDATES_HELD),
        (Place(leads=True, others=True), MAX_CHATS_TOGETHER, 0),
        (Place(leads=False, others=True), MAX_UPDATES_HELD_BESIDE_OTHERS, MAX_UPDATES_HELD_BESIDE_OTHERS),
        (Place(present=False, leads=True, others=True), 0, 0),
        (Place(present=False, others=False), 0, 0),
    ],
)
def test_whoever_sends_for_all_takes_nothing_while_that_keeps_him(
    place: Place, idle: int, busy: int, sending: bool
) -> None:
    hands = InFlight(place, sending=lambda: sending)
    assert hands.room == (busy if sending else idle)
    hands.take(Waiting(1, "telegram", 11, "5", "{}", 1))
    assert hands.room == max(0, (busy if sending else idle) - 1), "what is in hand takes its room"
