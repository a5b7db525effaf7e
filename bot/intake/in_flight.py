"""What this process has in hand: taken up and not handled yet, in order per chat."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

from storage.delivery.inbox import Waiting
from storage.engines.replicas import Replica
from storage.people.accounts import ChannelAddress

MAX_UPDATES_HELD = 400
"""Updates held in memory at most; the rest waits in the table."""
MAX_UPDATES_HELD_BESIDE_OTHERS = 128
"""The same while other processes live: they are to find something to do too."""
MAX_CHATS_TOGETHER = 60
"""Chats whose next updates are answered in one transaction, each in a savepoint of its own. PostgreSQL has 64
savepoints of a transaction at hand for everybody else; with one more it looks them all up."""


@dataclass(slots=True)
class InFlight:
    """What was taken up and is not handled yet, by chat; of each chat one update at a time. `sending`: this process has
    answers to send, its own and the others'."""

    replica: Replica
    sending: Callable[[], bool]
    chats: dict[ChannelAddress, deque[Waiting]] = field(default_factory=dict)
    rows: int = 0
    ready: deque[ChannelAddress] = field(default_factory=deque)

    @property
    def most(self) -> int:
        """How many may be held now. The leader, which alone sends, leaves updates to the others while it sends."""
        if not self.replica.present:
            return 0
        if not self.replica.others:
            return MAX_UPDATES_HELD
        if self.replica.leads:
            return 0 if self.sending() else MAX_CHATS_TOGETHER
        return MAX_UPDATES_HELD_BESIDE_OTHERS

    @property
    def room(self) -> int:
        """How many more may be taken up now."""
        return max(0, self.most - self.rows)

    def take(self, row: Waiting) -> None:
        self.rows += 1
        if row.place not in self.chats:
            self.chats[row.place] = deque()
            self.ready.append(row.place)
        self.chats[row.place].append(row)

    def hold(self, row: Waiting) -> None:
        """It is handled by itself; what follows in its chat waits until `done` with it."""
        self.rows += 1
        self.chats[row.place] = deque([row])

    def heads(self, limit: int) -> list[Waiting]:
        """The next update of each of so many chats; a chat gives its next one when `done` with this one."""
        return [self.chats[self.ready.popleft()][0] for _ in range(min(limit, len(self.ready)))]

    def done(self, row: Waiting) -> None:
        line = self.chats[row.place]
        line.popleft()
        self.rows -= 1
        if line:
            self.ready.append(row.place)
        else:
            del self.chats[row.place]
