"""Telegram as a channel (bot/channel.py)."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from telegram import BotCommand

from bot.channel import Delivery, Fate, Parcel, Receive
from bot.clock import Clock
from bot.telegram.api import Answer, File, Means, TelegramApi, meaning
from bot.telegram.drawing import EDITS, EDITS_BUTTONS, Call, call_for, ref_in
from bot.telegram.pace import Pace
from bot.telegram.parsed import NAME
from bot.telegram.parsing import Me
from bot.telegram.poller import Poller
from domain.words.lengths import cut
from handlers.said import Said
from storage.delivery.lanes import LONGEST_REST
from storage.engines.replicas import Replica

PRESS_ANSWER_SECONDS = 5
"""Nobody looks for it longer."""
MAX_PRESS_UNITS = 190
"""Units (domain/words/lengths.py) of a word over the screen; Telegram takes 200."""
PAUSE_SECONDS = 5
"""Seconds of a pause that Telegram asks for without saying how long."""

_FATES = {
    Means.SENT: Fate.SENT,
    Means.PAUSE: Fate.PAUSE,
    Means.AGAIN: Fate.AGAIN,
    Means.BAD_TOKEN: Fate.AGAIN,
    Means.UNREACHABLE: Fate.UNREACHABLE,
    Means.MOVED: Fate.MOVED,
    Means.LOST_MESSAGE: Fate.WRONG,
    Means.WRONG: Fate.WRONG,
}

Menu = tuple[str | None, Sequence[tuple[str, str]]]
"""The commands that everybody has with their words, in a language by its two letters; None: in all others."""


class TelegramChannel:
    """One bot. Whoever is not the leading process fetches nothing (`replica`)."""

    name = NAME

    def __init__(
        self,
        api: TelegramApi,
        me: Me,
        clock: Clock,
        pace: Pace,
        replica: Replica,
        read: Callable[[str], Said],
        *,
        menus: Sequence[Menu] = (),
        fetches: bool = True,
    ) -> None:
        """`fetches`: no webhook brings the updates."""
        self.api, self.me = api, me
        self._clock, self._pace, self._read = clock, pace, read
        self._menus, self._fetches = menus, fetches
        self._poller = Poller(api, clock, replica)

    def read(self, body: str) -> Said:
        return self._read(body)

    def link(self, code: str = "") -> str:
        return link_to(self.me.username, code)

    # Out

    async def send(self, parcel: Parcel) -> Delivery:
        """Drawing a file, which takes a while, is no part of its turn. Raises whatever a faulty screen raises."""
        call = call_for(parcel)
        files = {**call.files, **await _made(parcel)}
        async with self._pace.turn():
            began = self._clock.now()
            if began > parcel.leaves_by:  # after a long pause
                return Delivery(Fate.LATE, began)
            answer = await self.api.call(call.method, call.params, files=files or None)
        if meaning(answer) is Means.LOST_MESSAGE and call.method in (EDITS, EDITS_BUTTONS):
            anew = call_for(replace(parcel, edits=None, reply_to=None))
            async with self._pace.turn():
                answer = await self.api.call(anew.method, anew.params)
        return self._delivery(parcel, call, answer, began)

    def _delivery(self, parcel: Parcel, call: Call, answer: Answer, began: datetime) -> Delivery:
        fate, now, address = _FATES[meaning(answer)], self._clock.now(), int(parcel.address)
        new = answer.parameter("migrate_to_chat_id")
        next_at = now
        if fate is Fate.SENT:
            next_at = self._pace.next_for(address)
        elif fate is Fate.PAUSE:
            rest = min(answer.parameter("retry_after") or PAUSE_SECONDS, LONGEST_REST.seconds)
            next_at = self._pace.pause(address, rest)
        return Delivery(
            fate=fate,
            next_at=next_at,
            numbers=answer.message_ids,
            moved_to=str(new) if new is not None else None,
            trouble=_trouble(fate, answer),
            method=call.method,
            seconds=(now - began).total_seconds(),
            refs=_refs(parcel, call, answer) if fate is Fate.SENT else {},
        )

    async def answer_press(self, press: str, words: str | None) -> None:
        params: dict[str, object] = {"callback_query_id": press}
        if words is not None:
            params["text"] = cut(words, MAX_PRESS_UNITS)
        await self.api.call("answerCallbackQuery", params, seconds=PRESS_ANSWER_SECONDS)

    async def fetch(self, ref: str) -> bytes | None:
        return await self.api.download(ref)

    async def begin(self) -> None:
        """The menu of commands, in every language."""
        for language, commands in self._menus:
            menu = [BotCommand(name, words).to_dict() for name, words in commands]
            code = {} if language is None else {"language_code": language}
            await self.api.call("setMyCommands", {"commands": menu, **code})

    # In

    async def bring(self, receive: Receive) -> int:
        return await self._poller.poll(receive, seconds=0) if self._fetches else 0

    async def bring_forever(self, receive: Receive) -> None:
        if self._fetches:
            await self._poller.fetch_forever(receive)
        else:
            await asyncio.Event().wait()  # others bring it


def link_to(username: str, code: str = "") -> str:
    """The address that opens the bot of this name; with a code it is sent as /start's payload."""
    return f"https://t.me/{username}?start={code}" if code else f"https://t.me/{username}"


def _trouble(fate: Fate, answer: Answer) -> str:
    """What went wrong, for the log and the row: nothing that Telegram quotes from a message."""
    match fate:
        case Fate.SENT:
            return ""
        case Fate.PAUSE:
            return str(answer.status)
        case Fate.MOVED:
            return "moved"
        case Fate.UNREACHABLE:
            return answer.description
        case Fate.WRONG:
            return f"status {answer.status}: {answer.trouble}"
        case _:
            return f"status {answer.status}"


async def _made(parcel: Parcel) -> Mapping[str, File]:
    """The file that is made when it leaves: in a thread, for a picture takes a while to draw."""
    upload = parcel.screen.upload
    if upload is None or parcel.screen.media or parcel.screen.menu:
        return {}
    return {upload.kind.value: File(upload.name, await asyncio.to_thread(upload.draw))}


def _refs(parcel: Parcel, call: Call, answer: Answer) -> Mapping[int, str]:
    """What Telegram calls the files it has just been given."""
    if not call.carries:
        return {}
    sent = answer.result if isinstance(answer.result, list) else [answer.result]
    found = {
        key: ref_in(sent[position], parcel.screen.media[position].kind)
        for position, key in call.carries.items()
        if position < len(sent)
    }
    return {key: ref for key, ref in found.items() if ref is not None}
