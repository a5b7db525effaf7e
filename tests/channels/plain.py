"""A channel with nothing behind it: words in, screens out. Its addresses and numbers are its own, it has no keyboard,
no pace and no network, and so whatever works here knows no messenger."""

import asyncio
import html
import re
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256

from pydantic import TypeAdapter

from bot.channel import Delivery, Fate, Parcel, Receive
from bot.clock import Clock
from domain.views import MediaView
from handlers.said import Said
from messages.drawing.screen import Screen
from storage.delivery.inbox import Arrived
from tests.channels.seen import Seen

_BODY = TypeAdapter(Said)
_TAG = re.compile(r"<[^>]+>")


@dataclass
class PlainChat:
    """What one account reads. `blocked`: it wants to hear nothing more. `losing`: of so many messages to it the program
    does not hear that they have come."""

    seen: dict[int, Seen] = field(default_factory=dict)
    newest: int = 0
    blocked: bool = False
    losing: int = 0


class PlainChannel:
    """One such channel."""

    name = "plain"

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.chats: dict[str, PlainChat] = {}
        self.files: dict[str, bytes] = {}
        self.toasts: list[str] = []
        self.fetched = 0
        self._waiting: deque[Arrived] = deque()
        self._brought = 0

    def chat(self, address: str) -> PlainChat:
        return self.chats.setdefault(address, PlainChat())

    # What people do

    def hear(self, said: Said) -> None:
        """Somebody has said something: it waits to be brought."""
        self._brought += 1
        body = _BODY.dump_json(said).decode()
        self._waiting.append(Arrived(self.name, self._brought, said.account, body))

    def next_number(self, address: str) -> int:
        chat = self.chat(address)
        chat.newest += 1
        return chat.newest

    def keep(self, content: bytes) -> str:
        """A file by the name that this channel gives it."""
        ref = f"f{sha256(content).hexdigest()[:12]}"
        self.files[ref] = content
        return ref

    # What the program asks of a channel

    def read(self, body: str) -> Said:
        return _BODY.validate_json(body)

    async def send(self, parcel: Parcel) -> Delivery:
        now, chat = self._clock.now(), self.chat(parcel.address)
        if now > parcel.leaves_by:
            return Delivery(Fate.LATE, now)
        if chat.blocked:
            return Delivery(Fate.UNREACHABLE, now, trouble="wants to hear nothing more")
        if parcel.screen.menu:
            return Delivery(Fate.SENT, now)
        refs = {
            one.file.key: self.keep(parcel.files[one.file.key])
            for one in parcel.screen.media
            if one.file is not None and one.file.key in parcel.files
        }
        number = parcel.edits if parcel.edits in chat.seen else None
        kept = chat.seen.get(number) if number is not None and parcel.screen.keeps_words else None
        number = number or self.next_number(parcel.address)
        shown = self._shown(number, parcel)
        chat.seen[number] = replace(kept, buttons=shown.buttons) if kept is not None else shown
        if chat.losing:
            chat.losing -= 1
            return Delivery(Fate.AGAIN, now, trouble="nobody answered")
        return Delivery(Fate.SENT, now, numbers=(number,), refs=refs)

    def _shown(self, number: int, parcel: Parcel) -> Seen:
        screen = parcel.screen
        pictures = [self._content(one, parcel) for one in screen.media if one.file is not None]
        if screen.upload is not None:
            pictures.append(screen.upload.draw())
        return Seen(number, html.unescape(_TAG.sub("", screen.text)), _buttons(screen), pictures, parcel.reply_to)

    def _content(self, one: MediaView, parcel: Parcel) -> bytes:
        assert one.file is not None
        return self.files[one.file.ref] if one.file.channel == self.name else parcel.files[one.file.key]

    async def answer_press(self, press: str, words: str | None) -> None:
        self.toasts.append(words or "")

    async def fetch(self, ref: str) -> bytes | None:
        self.fetched += 1
        return self.files.get(ref)

    def link(self, code: str = "") -> str:
        return f"plain:{code}"

    async def bring(self, receive: Receive) -> int:
        arrived = list(self._waiting)
        if arrived:
            await receive(arrived, at_once=True)
        for _ in arrived:  # only now: what could not be kept is brought again
            self._waiting.popleft()
        return len(arrived)

    async def bring_forever(self, receive: Receive) -> None:
        while True:
            if not await self.bring(receive):
                await asyncio.sleep(0.01)

    async def begin(self) -> None:
        return None


def _buttons(screen: Screen) -> Sequence[tuple[str, str]]:
    return [(label, data) for row in screen.keyboard() for label, data in row]
