"""What a channel is to the program: a way in, a way out, and an address that leads to it. Nothing else of it is known.

A channel has its folder (`bot/telegram/`). It writes what comes in as `Said` (handlers/said.py), and makes of a
`Screen` (messages/drawing/screen.py) whatever its readers see.
"""

from collections.abc import Awaitable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from handlers.said import Said
from messages.drawing.screen import Screen
from storage.delivery.inbox import Arrived


class Fate(StrEnum):
    """What became of a message on its way."""

    SENT = "sent"
    LATE = "late"
    """Its turn came too late: nothing has left."""
    PAUSE = "pause"
    """The channel asks for a rest, until `next_at`."""
    AGAIN = "again"
    """Nobody answered, or the channel has trouble of its own: it is tried again with growing pauses, for three days."""
    UNREACHABLE = "unreachable"
    """Nothing reaches this account any more: routing acts on that. Never for what may pass."""
    MOVED = "moved"
    WRONG = "wrong"
    """Refused for what it is: it is set aside."""


@dataclass(frozen=True, slots=True)
class Parcel:
    """A screen for one account. `edits`: the number of the message it takes the place of (where that is gone, it comes
    as a new one), `reply_to`: of the one it answers. `files`: the contents of those of its files that this channel does
    not have, by their key. It may leave until `leaves_by`; what became of it must be known 20 seconds later, or it is
    sent again."""

    address: str
    screen: Screen
    leaves_by: datetime
    edits: int | None = None
    reply_to: int | None = None
    files: Mapping[int, bytes] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Delivery:
    """What became of a parcel. `numbers`: the channel's numbers of the messages it became, above all before them there:
    the highest is the newest. `next_at`: from when on something may go to this account again. `moved_to`: the address
    that the account has now. `trouble`: what went wrong, in words that quote nobody. `method`: how it was sent, for the
    log; `seconds`: how long that took once it was its turn. `refs`: what the channel calls the files it was given, by
    their key."""

    fate: Fate
    next_at: datetime
    numbers: Sequence[int] = ()
    moved_to: str | None = None
    trouble: str = ""
    method: str = ""
    seconds: float = 0
    refs: Mapping[int, str] = field(default_factory=dict)


class Receive(Protocol):
    """Commits what came. `at_once`: it may be answered before it has been written down."""

    def __call__(self, arrived: Sequence[Arrived], /, *, at_once: bool) -> Awaitable[None]: ...


class MessageChannel(Protocol):
    """One channel. `name` is what its accounts and files are kept under."""

    @property
    def name(self) -> str: ...

    def read(self, body: str) -> Said:
        """What was written down, as it was said. Raises ValueError for what nobody can have said."""
        ...

    async def send(self, parcel: Parcel) -> Delivery:
        """Send one parcel, within the channel's own limits. Never raises for what a network does."""
        ...

    async def answer_press(self, press: str, words: str | None) -> None:
        """A word over the screen after a press, or none; best effort."""
        ...

    async def fetch(self, ref: str) -> bytes | None:
        """A file that somebody sent here; None when it cannot be had (any more). It is called off when it takes longer
        than a message waits for it (bot/courier/crossing.py)."""
        ...

    def link(self, code: str = "") -> str:
        """The address that opens the program here; with a code, at what the code stands for."""
        ...

    async def bring(self, receive: Receive) -> int:
        """Fetch once what waits and give it to `receive`, which may raise: then it is brought again. Returns how many
        things came; 0 where others bring it."""
        ...

    async def bring_forever(self, receive: Receive) -> None:
        """Fetch until cancelled; of several processes only the one that leads (storage/engines/replicas.py)."""
        ...

    async def begin(self) -> None:
        """What is told to the channel once at the start; a failure stops nobody."""
        ...
