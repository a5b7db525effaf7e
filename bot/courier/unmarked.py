"""What came back from its channel and is not marked yet. Until it is, a crash repeats it: it counts as on its way."""

from collections.abc import Collection, Iterator

from storage.delivery.lanes import LaneKey
from storage.delivery.outbox import Sent


class Unmarked:
    """What became of messages, until a unit has written it down."""

    def __init__(self) -> None:
        self._waiting: list[Sent] = []
        self._marking = 0

    def __len__(self) -> int:
        return len(self._waiting) + self._marking

    @property
    def waits(self) -> bool:
        """Is there anything that no unit is writing down yet?"""
        return bool(self._waiting)

    def __iter__(self) -> Iterator[Sent]:
        """Those that no unit is writing down yet."""
        return iter(self._waiting)

    def add(self, *some: Sent) -> None:
        self._waiting.extend(some)

    def take(self, lanes: Collection[LaneKey] | None = None) -> list[Sent]:
        """What waits (of these lanes only) and is marked by a unit now; `marked` or `again` follows."""
        taken = [one for one in self._waiting if lanes is None or one.taken.lane in lanes]
        self._waiting = [one for one in self._waiting if lanes is not None and one.taken.lane not in lanes]
        self._marking += len(taken)
        return taken

    def marked(self, taken: Collection[Sent]) -> None:
        """It is written down, or its leases give it back."""
        self._marking -= len(taken)

    def again(self, taken: Collection[Sent]) -> None:
        """The unit was undone; the next one marks it."""
        self.marked(taken)
        self._waiting = [*taken, *self._waiting]
