"""Files that came by one channel and are shown in another: fetched where they are, and given along.

Where a file has crossed before, its name there is known, and nothing is fetched. No message waits for one for long: it
goes without.
"""

import asyncio
import hashlib
import logging
from collections.abc import AsyncIterator, Callable, Collection, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Protocol
from weakref import WeakValueDictionary

from bot.channel import MessageChannel
from bot.clock import Clock
from domain.views import FileView, MediaView
from messages.drawing.screen import Screen
from storage.engines.database import Database
from storage.sql.errors import StorageError
from storage.unit_of_work import UnitOfWork

log = logging.getLogger(__name__)

FETCH_SECONDS = 10
"""Seconds that the files of a message may take to be fetched, and for which it waits for another that brings them."""
LET_BE_FOR = timedelta(minutes=1)
"""So long nobody asks again for a file that took longer."""


class CrossedFiles(Protocol):
    """What is kept of files that have crossed; within an open unit."""

    def known(self, key: int, channel: str) -> str | None:
        """What the channel calls this file, or one of the same content; None: it has not been there."""
        ...

    def learn(self, key: int, sha256: str, channel: str, ref: str) -> None:
        """It is there now; `sha256` of its content, in hexadecimal digits."""
        ...


CrossedFilesOf = Callable[[UnitOfWork], CrossedFiles]


@dataclass(frozen=True, slots=True)
class Crossed:
    """A screen as it can be shown in its channel, and the contents that go along, by their key."""

    screen: Screen
    files: Mapping[int, bytes] = field(default_factory=dict)


class FileCrossing:
    """Brings files to other channels. `kept`: where what was learnt is kept."""

    def __init__(
        self,
        database: Database,
        channels: Mapping[str, MessageChannel],
        clock: Clock,
        kept: CrossedFilesOf = lambda work: work.files,
    ) -> None:
        self._database, self._channels, self._clock, self._kept = database, channels, clock, kept
        self._on_their_way: WeakValueDictionary[tuple[int, str], asyncio.Lock] = WeakValueDictionary()
        self._too_slow: dict[int, datetime] = {}

    @asynccontextmanager
    async def carry(self, screen: Screen, channel: str, left_out: str) -> AsyncIterator[Crossed | None]:
        """The screen with its files as this channel has them or is given them. What cannot be had within
        `FETCH_SECONDS` is left out, and `left_out` is said in its place. Meanwhile nothing else brings these files
        there: of many messages that show a file one brings it, and the others find its name. None: it is still being
        brought by another."""
        foreign = {one.file.key: one.file for one in screen.media if one.file and one.file.channel != channel}
        async with AsyncExitStack() as alone:
            ours = False
            with suppress(TimeoutError):
                async with asyncio.timeout(FETCH_SECONDS):
                    for key in sorted(foreign):  # in order: nobody waits for whoever waits for them
                        await alone.enter_async_context(self._on_their_way.setdefault((key, channel), asyncio.Lock()))
                    ours = True
            yield await self._crossed(screen, foreign, channel, left_out) if ours else None

    async def arrived(self, crossed: Crossed, channel: str, refs: Mapping[int, str]) -> None:
        """It is kept what the channel calls the files that it was given."""
        kept = self._kept
        digests = {key: hashlib.sha256(content).hexdigest() for key, content in crossed.files.items() if key in refs}
        if not digests:
            return

        def unit(work: UnitOfWork) -> None:
            for key, digest in digests.items():
                kept(work).learn(key, digest, channel, refs[key])

        try:
            await self._database.run(unit)
        except StorageError as error:  # it was shown; it is only brought once more for the next one
            log.warning("files have crossed, and what they are called there is not kept: %s", type(error).__name__)

    async def _crossed(self, screen: Screen, foreign: Mapping[int, FileView], channel: str, left_out: str) -> Crossed:
        refs = await self._refs(foreign, channel)
        files = await self._fetch([file for key, file in foreign.items() if key not in refs])
        media = [
            replace(one, file=FileView(one.file.key, channel, refs[one.file.key]))
            if one.file is not None and one.file.key in refs
            else one
            for one in screen.media
            if one.file is None or one.file.channel == channel or one.file.key in refs or one.file.key in files
        ]
        return Crossed(_without(screen, media, left_out), files)

    async def _refs(self, foreign: Collection[int], channel: str) -> Mapping[int, str]:
        kept = self._kept

        def unit(work: UnitOfWork) -> dict[int, str]:
            found = {key: kept(work).known(key, channel) for key in foreign}
            return {key: ref for key, ref in found.items() if ref is not None}

        return await self._database.read(unit)

    async def _fetch(self, wanted: Sequence[FileView]) -> Mapping[int, bytes]:
        """What can be had of these in time, by its key. What took longer a moment ago costs nobody that time again."""
        now, found = self._clock.now(), dict[int, bytes]()
        self._too_slow = {key: at for key, at in self._too_slow.items() if abs(now - at) < LET_BE_FOR}
        left = [one for one in wanted if one.key not in self._too_slow]
        try:
            async with asyncio.timeout(FETCH_SECONDS):
                while left:
                    source = self._channels.get(left[0].channel)
                    content = await source.fetch(left[0].ref) if source is not None else None
                    file = left.pop(0)
                    if content is not None:
                        found[file.key] = content
        except TimeoutError:
            log.warning("%s files could not be fetched within %s seconds", len(left), FETCH_SECONDS)
            self._too_slow.update((file.key, now) for file in left)
        return found


def crosses(media: Sequence[MediaView], channel: str) -> bool:
    """Did any of these come by another channel?"""
    return any(one.file is not None and one.file.channel != channel for one in media)


def left_behind(crossed: Crossed, left_out: str) -> Crossed:
    """The same without what goes along: the channel does not take it."""
    media = [one for one in crossed.screen.media if one.file is None or one.file.key not in crossed.files]
    return Crossed(_without(crossed.screen, media, left_out))


def _without(screen: Screen, media: Sequence[MediaView], left_out: str) -> Screen:
    if len(media) == len(screen.media):
        return replace(screen, media=media)
    return replace(screen, media=media, text="\n".join(words for words in (screen.text, left_out) if words))
