"""One person with one account, and what their hands can do there: the same gestures in every channel."""

from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from typing import Any

from domain.vocabulary import MediaKind
from handlers.said import Said, SaidFile, SaidKind
from messages.tickets.card_buttons import is_of_card
from playground.faults import Fault
from playground.files import Upload
from playground.telegram import Bot, Person, Telegram
from tests.channels.plain import PlainChannel
from tests.channels.seen import Seen
from tests.conftest import MovedClock
from tests.labels import bare


class Hand(ABC):
    """What one person does and reads. A gesture in the present tense waits until the program has done all it can; a
    bare verb waits for nothing."""

    def __init__(self, name: str, address: str, channel: str, settle: Callable[[], Awaitable[None]]) -> None:
        self.name, self.address, self.channel, self._settle = name, address, channel, settle
        self._pressed = 0

    # What the channel makes of a gesture

    @abstractmethod
    def say(self, words: str, *, answers: int | None = None) -> int:
        """Write a message; its number."""

    @abstractmethod
    def press(self, number: int, data: str) -> None: ...

    @abstractmethod
    def correct(self, number: int, words: str) -> None: ...

    @abstractmethod
    def send_photos(self, contents: Sequence[bytes], words: str = "") -> None:
        """One photo, or several that belong together."""

    @abstractmethod
    def block(self) -> None: ...

    @abstractmethod
    def lose_answers(self, count: int) -> None:
        """So many times the program does not hear that a message has come here."""

    @property
    @abstractmethod
    def seen(self) -> list[Seen]:
        """All messages that can be read now, in the order in which they came."""

    @property
    @abstractmethod
    def toast(self) -> str:
        """The word that stood over the screen last."""

    # What people do

    async def says(self, words: str, *, answers: Seen | None = None) -> int:
        number = self.say(words, answers=answers.number if answers else None)
        await self._settle()
        return number

    async def starts(self, code: str = "") -> None:
        await self.says(f"/start {code}".strip())

    async def corrects(self, number: int, words: str) -> None:
        self.correct(number, words)
        await self._settle()

    async def sends_photos(self, *contents: bytes, words: str = "") -> None:
        self.send_photos(contents, words)
        await self._settle()

    async def presses(self, label: str, *, under: Seen | None = None) -> None:
        message = under or next((m for m in reversed(self.seen) if label in _labels(m)), None)
        assert message is not None, f"no button «{label}»; there are {[_labels(m) for m in self.seen]}"
        self._pressed = message.number
        self.press(message.number, next(data for text, data in message.buttons if bare(text) == label))
        await self._settle()

    async def blocks(self) -> None:
        self.block()
        await self._settle()

    # What people read

    @property
    def last(self) -> Seen:
        assert self.seen, f"{self.name} has heard nothing"
        return self.seen[-1]

    @property
    def screen(self) -> str:
        return self.last.text

    @property
    def pressed(self) -> str:
        """The message under which a button was pressed last, as it reads now."""
        return self.at(self._pressed).text

    @property
    def buttons(self) -> list[str]:
        return _labels(self.last)

    @property
    def everything(self) -> str:
        return "\n".join(one.text for one in self.seen)

    @property
    def card(self) -> Seen:
        return next(one for one in reversed(self.seen) if any(is_of_card(data) for _, data in one.buttons))

    def at(self, number: int) -> Seen:
        return next(one for one in self.seen if one.number == number)


def _labels(message: Seen) -> list[str]:
    return [bare(label) for label, _ in message.buttons]


class PlainHand(Hand):
    """An account of the plain channel."""

    def __init__(
        self, channel: PlainChannel, clock: MovedClock, name: str, address: str, settle: Callable[[], Awaitable[None]]
    ) -> None:
        super().__init__(name, address, channel.name, settle)
        self._channel, self._clock = channel, clock

    def _hear(self, kind: SaidKind, number: int | None = None, **more: Any) -> int:
        found = number if number is not None else self._channel.next_number(self.address)
        said = Said(self.address, self._clock.now(), found, kind, name=self.name, language="zh")
        self._channel.hear(replace(said, **more))
        return found

    def say(self, words: str, *, answers: int | None = None) -> int:
        self._channel.chat(self.address).blocked = False
        command = words[1:].split(maxsplit=1)[0] if words.startswith("/") else None
        return self._hear(SaidKind.WORDS, words=words, command=command, answers=answers)

    def press(self, number: int, data: str) -> None:
        beside = [data for _, data in self.at(number).buttons]
        self._hear(SaidKind.PRESS, number, pressed_on=number, pressed=data, beside=beside, press="p")

    def correct(self, number: int, words: str) -> None:
        self._hear(SaidKind.EDIT, number, words=words)

    def send_photos(self, contents: Sequence[bytes], words: str = "") -> None:
        album = f"album-{self._channel.next_number(self.address)}" if len(contents) > 1 else None
        for position, content in enumerate(contents):
            file = SaidFile(MediaKind.PHOTO, self._channel.keep(content), len(content))
            self._hear(SaidKind.WORDS, words="" if position else words, files=[file], album=album)

    def block(self) -> None:
        self._channel.chat(self.address).blocked = True
        self._hear(SaidKind.BLOCKED)

    def lose_answers(self, count: int) -> None:
        self._channel.chat(self.address).losing = count

    @property
    def seen(self) -> list[Seen]:
        return list(self._channel.chat(self.address).seen.values())

    @property
    def toast(self) -> str:
        return next((one for one in reversed(self._channel.toasts) if one), "")


class TelegramHand(Hand):
    """An account of the playground's Telegram."""

    def __init__(self, telegram: Telegram, bot: Bot, person: Person, settle: Callable[[], Awaitable[None]]) -> None:
        super().__init__(person.first_name, str(person.id), "telegram", settle)
        self._telegram, self._bot, self._person = telegram, bot, person

    def say(self, words: str, *, answers: int | None = None) -> int:
        self._person.unblocks(self._bot)
        return self._person.says(self._bot, words, reply_to=answers).id

    def press(self, number: int, data: str) -> None:
        self._person.presses(self._bot, number, data)

    def correct(self, number: int, words: str) -> None:
        self._person.edits(self._bot, number, words)

    def send_photos(self, contents: Sequence[bytes], words: str = "") -> None:
        album = str(14_000_000_000_000_000 + self._person.id) if len(contents) > 1 else None
        for position, content in enumerate(contents):
            caption = None if position else words or None
            self._person.sends_photo(self._bot, caption=caption, album=album, content=Upload(content, "photo.png"))

    def block(self) -> None:
        self._person.blocks(self._bot)

    def lose_answers(self, count: int) -> None:
        self._telegram.faults.add(Fault(kind="reset_after", times=count, chat_id=self._person.id))

    @property
    def seen(self) -> list[Seen]:
        shown = [m for m in self._person.chat(self._bot).messages if m.from_bot and not m.deleted]
        return [
            Seen(
                m.id,
                m.text,
                [(button.text, button.data or "") for row in m.buttons for button in row],
                [m.file.content] if m.file else [],
                m.reply_to,
            )
            for m in shown
        ]

    @property
    def toast(self) -> str:
        toasts = [one.text for one in self._person.chat(self._bot).toasts if one.text]
        return toasts[-1] if toasts else ""
