"""Files that came by one channel and are shown in another: fetched where they are, and given along.

Where a file has crossed before, its name there is known, and nothing is fetched.
"""

import asyncio
import hashlib
import logging
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

from bot.channel import MessageChannel
from domain.views import FileView, MediaView
from messages.drawing.screen import Screen
from storage.engines.database import Database
from storage.sql.errors import StorageError
from storage.unit_of_work import UnitOfWork

log = logging.getLogger(__name__)


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
        self, database: Database, channels: Mapping[str, MessageChannel], kept: CrossedFilesOf = lambda work: work.files
    ) -> None:
        self._database, self._channels, self._kept = database, channels, kept
        self._fetching: dict[int, asyncio.Task[bytes | None]] = {}

    async def bring(self, screen: Screen, channel: str, left_out: str) -> Crossed:
        """The screen with its files as this channel has them or is given them. What cannot be had is left out, and
        `left_out` is said in its place."""
        foreign = {one.file.key: one.file for one in screen.media if one.file and one.file.channel != channel}
        refs = await self._refs(foreign, channel)
        files: dict[int, bytes] = {}
        for key, file in foreign.items():
            if key not in refs and (content := await self._fetch(file)) is not None:
                files[key] = content
        media = [
            replace(one, file=FileView(one.file.key, channel, refs[one.file.key]))
            if one.file is not None and one.file.key in refs
            else one
            for one in screen.media
            if one.file is None or one.file.channel == channel or one.file.key in refs or one.file.key in files
        ]
        return Crossed(_without(screen, media, left_out), files)

    async def left(self, crossed: Crossed, channel: str, refs: Mapping[int, str]) -> None:
        """It was on its way: its files are let go, and it is kept what the channel calls those that it was given."""
        kept, files = self._kept, crossed.files
        for key in files:
            self._fetching.pop(key, None)
        if not refs:
            return
        digests = {key: hashlib.sha256(files[key]).hexdigest() for key in refs}

        def unit(work: UnitOfWork) -> None:
            for key, ref in refs.items():
                kept(work).learn(key, digests[key], channel, ref)

        try:
            await self._database.run(unit)
        except StorageError as error:  # it was shown; it is only brought once more for the next one
            log.warning("files have crossed, and what they are called there is not kept: %s", type(error).__name__)

    async def _refs(self, foreign: Collection[int], channel: str) -> Mapping[int, str]:
        kept = self._kept

        def unit(work: UnitOfWork) -> dict[int, str]:
            found = {key: kept(work).known(key, channel) for key in foreign}
            return {key: ref for key, ref in found.items() if ref is not None}

        return await self._database.read(unit)

    async def _fetch(self, file: FileView) -> bytes | None:
        """However many wait for it, it is fetched once; what came too late to leave need not be fetched again."""
        task = self._fetching.get(file.key)
        if task is None:
            source = self._channels.get(file.channel)
            if source is None:
                return None
            task = self._fetching[file.key] = asyncio.create_task(source.fetch(file.ref))
        try:
            content = await asyncio.shield(task)
        except Exception:
            self._fetching.pop(file.key, None)
            raise
        if content is None:
            self._fetching.pop(file.key, None)
        return content


def crosses(media: Sequence[MediaView], channel: str) -> bool:
    """Did any of these come by another channel?"""
    return any(one.file is not None and one.file.channel != channel for one in media)


def _without(screen: Screen, media: Sequence[MediaView], left_out: str) -> Screen:
    if len(media) == len(screen.media):
        return replace(screen, media=media)
    return replace(screen, media=media, text="\n".join(words for words in (screen.text, left_out) if words))
