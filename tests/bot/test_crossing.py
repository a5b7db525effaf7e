"""Files that came by one channel and are shown in another."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import cast

import pytest

from bot.application import SystemClock
from bot.channel import MessageChannel
from bot.clock import Clock
from bot.courier.crossing import Crossed, FileCrossing, crosses
from domain.views import FileView, MediaView
from domain.vocabulary import MediaKind
from messages.drawing.screen import Screen
from storage.engines.database import Database
from tests.conftest import MovedClock

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


def crossing(database: Database, shelf: Shelf, kept: Kept, clock: Clock | None = None) -> FileCrossing:
    channels = {"browser": cast(MessageChannel, shelf)}
    return FileCrossing(database, channels, clock or SystemClock(), lambda _work: kept)


def shelf(**files: bytes) -> Shelf:
    found = Shelf({f"x/{name[1:]}": content for name, content in files.items()})
    found.may.set()
    return found


async def carried(one: FileCrossing, screen: Screen, refs: Mapping[int, str] | None = None) -> Crossed:
    """What is shown there, and called so."""
    async with one.carry(screen, "telegram", LEFT_OUT) as crossed:
        assert crossed is not None
        await one.arrived(crossed, "telegram", {key: ref for key, ref in (refs or {}).items() if key in crossed.files})
    return crossed


async def test_what_is_here_or_no_file_is_not_fetched(database: Database) -> None:
    assert not crosses([HERE, PLACE], "telegram")
    assert crosses([HERE, FAR], "telegram")
    there = shelf(n2=b"JPEG")
    crossed = await carried(crossing(database, there, Kept()), Screen(media=[HERE, PLACE]))
    assert (crossed.screen.media, crossed.files, there.asked) == ([HERE, PLACE], {}, [])


async def test_a_file_goes_along_and_what_it_is_called_there_is_kept(database: Database) -> None:
    there, kept = shelf(n2=b"JPEG"), Kept()
    one = crossing(database, there, kept)
    crossed = await carried(one, Screen("厨房", media=[HERE, FAR]), {2: "BBBB"})
    assert (crossed.screen, crossed.files) == (Screen("厨房", media=[HERE, FAR]), {2: b"JPEG"})
    assert (kept.refs, kept.digests) == ({(2, "telegram"): "BBBB"}, {2: sha256(b"JPEG").hexdigest()})
    again = await carried(one, Screen("厨房", media=[FAR]))
    assert (again.screen.media, again.files) == ([MediaView(MediaKind.PHOTO, FileView(2, "telegram", "BBBB"))], {})
    assert there.asked == ["x/2"], "what has crossed before is known"


async def test_a_message_goes_without_a_file_that_cannot_be_had_and_says_so(database: Database) -> None:
    one = crossing(database, shelf(), Kept())
    crossed = await carried(one, Screen("厨房", media=[FAR, HERE]))
    assert (crossed.screen, crossed.files) == (Screen(f"厨房\n{LEFT_OUT}", media=[HERE]), {})
    alone = await carried(one, Screen(media=[FAR]))
    assert alone.screen == Screen(LEFT_OUT, media=[])
    nobodys = MediaView(MediaKind.PHOTO, FileView(3, "gone", "y/3"))
    gone = await carried(one, Screen(media=[nobodys]))
    assert gone.screen == Screen(LEFT_OUT, media=[]), "a channel that is not there any more gives nothing"


async def test_of_many_that_show_a_file_one_brings_it_and_the_others_find_its_name(database: Database) -> None:
    also = MediaView(MediaKind.PHOTO, FileView(3, "browser", "x/3"))
    there = Shelf({"x/2": b"JPEG", "x/3": b"PNG"})
    one = crossing(database, there, Kept())
    screens = [Screen(media=[FAR, also]), Screen(media=[also, FAR])] * 4
    several = [asyncio.create_task(carried(one, screen, {2: "BBBB", 3: "CCCC"})) for screen in screens]
    await there.begun.wait()
    there.may.set()
    async with asyncio.timeout(30):
        found = [bool(crossed.files) for crossed in await asyncio.gather(*several)]
    assert sorted(found) == [False] * 7 + [True]
    assert there.asked == ["x/2", "x/3"]


async def test_one_that_came_too_late_to_leave_does_not_keep_the_others_waiting(database: Database) -> None:
    there = shelf(n2=b"JPEG")
    one = crossing(database, there, Kept())
    for _ in range(2):
        async with one.carry(Screen(media=[FAR]), "telegram", LEFT_OUT) as crossed:
            assert crossed is not None
            assert crossed.files == {2: b"JPEG"}
    async with asyncio.timeout(30):
        assert (await carried(one, Screen(media=[FAR]), {2: "BBBB"})).files == {2: b"JPEG"}


async def test_no_message_waits_long_for_a_file_nor_the_next_ones_after_it(
    database: Database, clock: MovedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.courier.crossing.FETCH_SECONDS", 0.05)
    there = Shelf({"x/2": b"JPEG"})
    one = crossing(database, there, Kept(), clock)
    for _ in range(3):
        crossed = await carried(one, Screen("厨房", media=[FAR, HERE]))
        assert (crossed.screen, crossed.files) == (Screen(f"厨房\n{LEFT_OUT}", media=[HERE]), {})
    assert there.asked == ["x/2"], "of many readers one waits for it"
    there.may.set()
    clock.move(minutes=2)
    assert (await carried(one, Screen(media=[FAR]))).files == {2: b"JPEG"}


async def test_what_was_fetched_in_time_goes_along_without_the_rest(
    database: Database, clock: MovedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.courier.crossing.FETCH_SECONDS", 0.05)
    slow, also = Shelf({"x/2": b"JPEG"}), MediaView(MediaKind.PHOTO, FileView(3, "gone", "y/3"))
    one = crossing(database, slow, Kept(), clock)
    crossed = await carried(one, Screen(media=[also, FAR]))
    assert crossed.screen == Screen(LEFT_OUT, media=[])
    slow.may.set()
    assert (await carried(one, Screen(media=[also]))).files == {}, "one that is not there is not waited for"


async def test_one_does_not_wait_for_ever_for_another_that_brings_its_file(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.courier.crossing.FETCH_SECONDS", 0.05)
    one = crossing(database, shelf(n2=b"JPEG"), Kept())
    async with one.carry(Screen(media=[FAR]), "telegram", LEFT_OUT) as first:
        assert first is not None
        async with one.carry(Screen("厨房", media=[FAR]), "telegram", LEFT_OUT) as second:
            assert second is None, "it goes back to its lane"
