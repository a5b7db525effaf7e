"""A Telegram of its own: people, bots and groups to make, and the Bot API to call, all in this process."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from playground.answers import Answer, ApiError, Json
from playground.arguments import Arguments
from playground.bots import Bot, RealToken, refuse_real_token
from playground.chats import CallbackQuery, Chat, Event, Listener, Message, Toast
from playground.entities import Entity
from playground.faults import Fault, Faults, Hang
from playground.files import Upload
from playground.keyboards import Button
from playground.limits import Gate, Limits
from playground.membership import Group
from playground.methods import METHODS
from playground.methods.receiving import get_updates, start_delivery, stop_delivery
from playground.people import Person
from playground.webhooks import Post
from playground.world import World

__all__ = [
    "Answer",
    "Bot",
    "Button",
    "Call",
    "CallbackQuery",
    "Chat",
    "Entity",
    "Event",
    "Fault",
    "Faults",
    "Group",
    "Hang",
    "Limits",
    "Message",
    "Person",
    "RealToken",
    "Telegram",
    "Toast",
    "Upload",
    "refuse_real_token",
]

PHONES = ("resident", "steward", "secretary")
FIRST_PERSON = 5_000_000_000


@dataclass(frozen=True, slots=True)
class Call:
    """One call as it was answered; status 0 where no answer reached the caller."""

    method: str
    chat_id: int | None
    at: float
    status: int


class Telegram:
    def __init__(self, *, now: Callable[[], float] = time.time, limits: Limits | None = None) -> None:
        self.now = now
        self.world = World(now, Gate(limits, now) if limits is not None else None)
        self.faults = Faults()
        self.cast: dict[str, list[Person]] = {phone: [] for phone in PHONES}
        self.recording = False
        self.calls: list[Call] = []
        self.people: list[Person] = []

    @property
    def bots(self) -> list[Bot]:
        return list(self.world.bots.values())

    def add_bot(self, token: str, *, username: str, name: str) -> Bot:
        bot = Bot(token, username=username, name=name, now=self.now)
        if bot.id in self.world.accounts:
            raise ValueError(f"there is already somebody with the number {bot.id}")
        self.world.bots[token] = bot
        self.world.accounts[bot.id] = bot.account
        return bot

    def add_person(
        self,
        first_name: str,
        *,
        id: int | None = None,
        last_name: str | None = None,
        username: str | None = None,
        language_code: str | None = None,
    ) -> Person:
        number = FIRST_PERSON + len(self.people) + 1 if id is None else id
        if number in self.world.accounts:
            raise ValueError(f"there is already somebody with the number {number}")
        person = Person(
            self.world,
            number,
            first_name,
            last_name=last_name,
            username=username,
            language_code=language_code,
        )
        self.world.accounts[number] = person
        self.people.append(person)
        return person

    def add_group(self, title: str, members: Sequence[Person], *, bots: Sequence[Bot] | None = None) -> Group:
        """A group of these people and these bots; without a word about bots, of all there are."""
        number = -4_000_000_000 - self.world.number()
        group = Group(self.world, number, "group", title, members, self.bots if bots is None else bots)
        group.begin()
        return group

    def on_phone(self, phone: str, person: Person) -> Person:
        """Let the person be chosen on this phone of the page."""
        self.cast.setdefault(phone, []).append(person)
        return person

    def listen(self, listener: Listener) -> Callable[[], None]:
        """Tell the listener of everything that a phone shows, until the returned function is called."""
        self.world.listeners.append(listener)
        return lambda: self.world.listeners.remove(listener)

    def download(self, token: str, path: str) -> tuple[bytes, str] | None:
        """A file's content and content type by the path that getFile gave."""
        return self.world.files.at_path(path) if token in self.world.bots else None

    @property
    def query_lifetime(self) -> float:
        """For how many seconds a pressed button can be answered."""
        return self.world.query_lifetime

    @query_lifetime.setter
    def query_lifetime(self, seconds: float) -> None:
        self.world.query_lifetime = seconds

    async def call(
        self,
        token: str,
        method: str,
        params: Mapping[str, Any] | None = None,
        files: Mapping[str, Upload] | None = None,
    ) -> Answer:
        """Answer as HTTP would; a lost connection or no answer at all is raised."""
        values: Mapping[str, Any] = params or {}
        at = self.now()
        status = 0
        # A call over a network always lets others run; a loop of calls must not starve them here either.
        await asyncio.sleep(0)
        try:
            answer = await self._answer_or_fail(token, method.lower(), values, files)
            status = answer.status
            return answer
        finally:
            if self.recording:
                self.calls.append(Call(method, _chat_id(values), at, status))

    async def _answer_or_fail(
        self, token: str, method: str, values: Mapping[str, Any], files: Mapping[str, Upload] | None
    ) -> Answer:
        fault = self.faults.take(method, values) if self.faults.waiting else None
        try:
            instead = fault.before() if fault is not None else None
            answer = instead or await self._answer(token, method, Arguments(values, files))
        except ApiError as refused:
            answer = refused.answer()
        if fault is not None:
            fault.after()
        return answer

    async def _answer(self, token: str, method: str, args: Arguments) -> Answer:
        bot = self.world.bots.get(token)
        if bot is None:
            raise ApiError(401, "Unauthorized")
        if method == "getupdates":
            return Answer(200, {"ok": True, "result": await get_updates(self.world, bot, args)})
        found = METHODS.get(method)
        if found is None:
            raise ApiError(404, "Not Found")
        result = found(self.world, bot, args)
        if method == "setwebhook":
            self._deliver(bot)
        return Answer(200, {"ok": True, "result": result})

    def carry_webhooks(self, post: Post | None) -> None:
        """From now on updates are carried to webhooks by this function; None stops it."""
        self.world.post_webhook = post
        for bot in self.bots:
            stop_delivery(bot)
            self._deliver(bot)

    @property
    def webhook_pause(self) -> float:
        """Seconds before the first repetition of an update that a webhook did not accept; then twice as many."""
        return self.world.webhook_pause

    @webhook_pause.setter
    def webhook_pause(self, seconds: float) -> None:
        self.world.webhook_pause = seconds

    def _deliver(self, bot: Bot) -> None:
        async def call(body: Json) -> None:
            await self.call(bot.token, str(body["method"]), body)

        start_delivery(self.world, bot, call)


def _chat_id(values: Mapping[str, Any]) -> int | None:
    found = values.get("chat_id")
    try:
        return None if found is None else int(found)
    except (TypeError, ValueError):
        return None
