"""Files that came by one channel and are shown in another."""

import asyncio
from dataclasses import dataclass, field
from hashlib import sha256
from typing import cast

from bot.channel import MessageChannel
from bot.courier.crossing import FileCrossing, crosses
from domain.views import FileView, MediaView
from domain.vocabulary import MediaKind
from messages.drawing.screen import Screen
from storage.engines.database import Database

LEFT_OUT = "有附件没能转到这里。"
HERE = MediaView(MediaKind.PHOTO, FileView(1, "telegram", "AgAC"))
FAR = MediaView(MediaKind.PHOTO, FileView(2, "browser", "x/2"))
PLACE = MediaView(MediaKind.LOCATION, None, 31.25, 121.5)


@dataclass
class Shelf:
    """A channel's files, each given out when it may be, and how often it was asked."""

    files: dict[str, bytes]
    may: asyncio.Event = field(default_factory=asyncio.Event)
    begun: asyncio.Event = field(default_factory=asyncio.Event)
    asked: list[str] = field(default_factory=list)

    async def fetch(self, ref: str) -> bytes | None:
        self.asked.append(ref)
        self.begun.set()
        await self.may.wait()
        return self.files.get(ref)


@dataclass
class Kept:
    """What was learnt."""

    refs: dict[tuple[int, str], str] = field(default_factory=dict)
    digests: dict[int, str] = field(default_factory=dict)

    def known(self, key: int, channel: str) -> str | None:
        return self.refs.get((key, channel))

    def learn(self, key: int, sha256: str, channel: str, ref: str) -> None:
        self.refs[key, channel], self.digests[key] = ref, sha256


def crossing(database: Database, shelf: Shelf, kept: Kept) -> FileCrossing:
    return FileCrossing(database, {"browser": cast(MessageChannel, shelf)}, lambda _work: kept)


def shelf(**files: bytes) -> Shelf:
    found = Shelf({f"x/{name[1:]}": content for name, content in files.items()})
    found.may.set()
    return found


async def test_what_is_here_or_no_file_is_not_fetched(database: Database) -> None:
    assert not crosses([HERE, PLACE], "telegram")
    assert crosses([HERE, FAR], "telegram")
    there = shelf(n2=b"JPEG")
    crossed = await crossing(database, there, Kept()).bring(Screen(media=[HERE, PLACE]), "telegram", LEFT_OUT)
    assert (crossed.screen.media, crossed.files, there.asked) == ([HERE, PLACE], {}, [])


async def test_a_file_goes_along_and_what_it_is_called_there_is_kept(database: Database) -> None:
    there, kept = shelf(n2=b"JPEG"), Kept()
    one = crossing(database, there, kept)
    crossed = await one.bring(Screen("厨房", media=[HERE, FAR]), "telegram", LEFT_OUT)
    assert (crossed.screen, crossed.files) == (Screen("厨房", media=[HERE, FAR]), {2: b"JPEG"})
    await one.left(crossed, "telegram", {2: "BBBB"})
    assert (kept.refs, kept.digests) == ({(2, "telegram"): "BBBB"}, {2: sha256(b"JPEG").hexdigest()})
    again = await one.bring(Screen("厨房", media=[FAR]), "telegram", LEFT_OUT)
    assert (again.screen.media, again.files) == ([MediaView(MediaKind.PHOTO, FileView(2, "telegram", "BBBB"))], {})
    assert there.asked == ["x/2"], "what has crossed before is known"


async def test_a_message_goes_without_a_file_that_cannot_be_had_and_says_so(database: Database) -> None:
    one = crossing(database, shelf(), Kept())
    crossed = await one.bring(Screen("厨房", media=[FAR, HERE]), "telegram", LEFT_OUT)
    assert (crossed.screen, crossed.files) == (Screen(f"厨房\n{LEFT_OUT}", media=[HERE]), {})
    alone = await one.bring(Screen(media=[FAR]), "telegram", LEFT_OUT)
    assert alone.screen == Screen(LEFT_OUT, media=[])
    nobodys = MediaView(MediaKind.PHOTO, FileView(3, "gone", "y/3"))
    gone = await one.bring(Screen(media=[nobodys]), "telegram", LEFT_OUT)
    assert gone.screen == Screen(LEFT_OUT, media=[]), "a channel that is not there any more gives nothing"


async def test_however_many_wait_for_a_file_it_is_fetched_once_also_when_it_came_too_late(database: Database) -> None:
    there = Shelf({"x/2": b"JPEG"})
    one, screen = crossing(database, there, Kept()), Screen(media=[FAR])
    several = [asyncio.create_task(one.bring(screen, "telegram", LEFT_OUT)) for _ in range(3)]
    await there.begun.wait()
    there.may.set()
    found = [crossed.files for crossed in await asyncio.gather(*several)]
    found.append((await one.bring(screen, "telegram", LEFT_OUT)).files)  # the first were too late to leave
    assert found == [{2: b"JPEG"}] * 4
    assert there.asked == ["x/2"]
