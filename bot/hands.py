"""What this process has in hand: taken up and not handled yet, in order per chat."""

from collections import deque
from dataclasses import dataclass, field

from storage.inbox import Waiting


@dataclass(slots=True)
class Hands:
    """What was taken up and is not handled yet, by chat; of each chat one update at a time."""

    chats: dict[int, deque[Waiting]] = field(default_factory=dict)
    rows: int = 0
    ready: deque[int] = field(default_factory=deque)

    def take(self, row: Waiting) -> None:
        self.rows += 1
        if row.chat_id not in self.chats:
            self.chats[row.chat_id] = deque()
            self.ready.append(row.chat_id)
        self.chats[row.chat_id].append(row)

    def hold(self, row: Waiting) -> None:
        """It is handled by itself; what follows in its chat waits until `done` with it."""
        self.rows += 1
        self.chats[row.chat_id] = deque([row])

    def heads(self, limit: int) -> list[Waiting]:
        """The next update of each of so many chats; a chat gives its next one when `done` with this one."""
        return [self.chats[self.ready.popleft()][0] for _ in range(min(limit, len(self.ready)))]

    def done(self, row: Waiting) -> None:
        line = self.chats[row.chat_id]
        line.popleft()
        self.rows -= 1
        if line:
            self.ready.append(row.chat_id)
        else:
            del self.chats[row.chat_id]
