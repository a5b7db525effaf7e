"""What is in the way of a message costs that message no more than it has to."""

import logging
from datetime import timedelta

import pytest

from bot.catalogs import CATALOGS
from bot.channel import Delivery, Fate, Parcel
from bot.courier.courier import LEASE
from bot.courier.crossing import FETCH_SECONDS, FileCrossing
from bot.courier.drawing import Drawing, Drawn
from bot.courier.sending import CROSSES_WITHIN, LEAVES_WITHIN, Sending
from bot.courier.unmarked import Unmarked
from bot.subjects import SUBJECTS
from domain.notices.notices import Letter, Say
from domain.views import FileView, MediaView
from domain.vocabulary import MediaKind
from messages.drawing.screen import Screen
from storage.delivery.outbox import Sent, Taken
from storage.engines.database import Database
from storage.models.delivery import OutboxState
from storage.sql.errors import TryAgain
from storage.unit_of_work import UnitOfWork
from tests.channels.plain import PlainChannel
from tests.conftest import MovedClock

PHOTO = MediaView(MediaKind.PHOTO, FileView(4, "plain", "f4"))


class Fallible(PlainChannel):
    """A channel that takes everything, under another name; or cannot draw a screen."""

    name = "fallible"
    bug = False
    takes_files = True

    def __init__(self, clock: MovedClock) -> None:
        super().__init__(clock)
        self.shown: list[tuple[str, int]] = []

    async def send(self, parcel: Parcel) -> Delivery:
        if self.bug:
            raise LookupError(parcel.screen.text)
        self.shown.append((parcel.screen.text, len(parcel.screen.media)))
        if parcel.files and not self.takes_files:
            return Delivery(Fate.WRONG, self._clock.now(), trouble="too large")
        refs, now = {key: f"{self.name}-{key}" for key in parcel.files}, self._clock.now()
        return Delivery(Fate.LATE if now > parcel.leaves_by else Fate.SENT, now, numbers=(8,), refs=refs)


class SlowChannel(PlainChannel):
    """A channel whose files come after a while."""

    def __init__(self, clock: MovedClock, seconds: float) -> None:
        super().__init__(clock)
        self._moved, self._seconds = clock, seconds

    async def fetch(self, ref: str) -> bytes | None:
        self._moved.move(seconds=self._seconds)
        return await super().fetch(ref)


class Busy:
    """What is kept of crossed files, when the database is busy as they are looked up, or learnt."""

    def __init__(self, *, looked_up: bool = False, learnt: bool = False) -> None:
        self._looked_up, self._learnt = looked_up, learnt

    def known(self, key: int, channel: str) -> str | None:
        if self._looked_up:
            raise TryAgain("busy")
        return None

    def learn(self, key: int, sha256: str, channel: str, ref: str) -> None:
        if self._learnt:
            raise TryAgain("busy")


async def taken(database: Database) -> Taken:
    """A message that waited for somebody who is in that channel."""

    def unit(work: UnitOfWork) -> Taken:
        work.outbox.add(work.accounts.at("fallible", "7"), Letter(0, Say("cancelled")))
        work.finish()
        (one,) = work.outbox.take(1, lease=LEASE)
        return one

    return await database.run(unit)


async def sent(
    database: Database,
    clock: MovedClock,
    busy: Busy,
    *,
    away: Fallible | None = None,
    bug: bool = False,
    seconds: float = 0,
) -> list[Sent]:
    """What became of a message with a photo that is still in another channel, and comes from there after a while."""
    away, home, landed = away or Fallible(clock), SlowChannel(clock, seconds), Unmarked()
    away.bug, home.files["f4"] = bug, b"JPEG"
    channels = {away.name: away, home.name: home}
    crossing = FileCrossing(database, channels, clock, lambda _work: busy)
    screen = Screen("厨房漏水", media=[PHOTO])
    await Sending(database, channels, clock, crossing, landed).send(
        Drawn(await taken(database), clock.now(), screen, None, "有附件没能转到这里。")
    )
    return list(landed)


async def test_one_leaves_however_long_it_took_to_fetch_its_files(database: Database, clock: MovedClock) -> None:
    (one,) = await sent(database, clock, Busy(), seconds=2 * FETCH_SECONDS)
    assert (one.state, one.again) == (OutboxState.SENT, False), "it would be fetched again, and be late again"


async def test_what_a_channel_does_not_take_from_another_is_left_out_and_the_words_arrive(
    database: Database, clock: MovedClock
) -> None:
    away = Fallible(clock)
    away.takes_files = False
    (one,) = await sent(database, clock, Busy(), away=away)
    assert one.state is OutboxState.SENT
    assert away.shown == [("厨房漏水", 1), ("厨房漏水\n有附件没能转到这里。", 0)]


def test_a_call_after_a_crossing_ends_before_the_lease() -> None:
    call = timedelta(seconds=20)
    assert LEAVES_WITHIN + CROSSES_WITHIN + call < LEASE


async def test_one_whose_files_cannot_be_looked_up_for_a_moment_is_not_set_aside(
    database: Database, clock: MovedClock, caplog: pytest.LogCaptureFixture
) -> None:
    with pytest.raises(TryAgain):  # whoever sent it off notes it, and its lease gives it back
        await sent(database, clock, Busy(looked_up=True))
    assert "set aside" not in caplog.text


async def test_one_that_was_shown_is_marked_as_that_whatever_becomes_of_what_was_learnt(
    database: Database, clock: MovedClock, caplog: pytest.LogCaptureFixture
) -> None:
    (one,) = await sent(database, clock, Busy(learnt=True))
    assert (one.state, one.message_id) == (OutboxState.SENT, 8)
    assert "what they are called there is not kept: TryAgain" in caplog.text


async def test_one_that_a_channel_cannot_draw_is_set_aside_with_an_incident(
    database: Database, clock: MovedClock, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR):
        (one,) = await sent(database, clock, Busy(), bug=True)
    assert one.state is OutboxState.SET_ASIDE
    assert f"incident {one.error} " in caplog.text
    assert "LookupError" in caplog.text
    assert "漏水" not in caplog.text, "its frames, and no values"


async def test_for_whoever_is_in_a_channel_that_is_not_open_here_nothing_is_drawn(
    database: Database, clock: MovedClock
) -> None:
    one = await taken(database)
    drawing = Drawing({"plain": PlainChannel(clock)}, SUBJECTS, CATALOGS)
    (what,) = await database.run(lambda work: drawing.all_of(work, [one]))
    assert isinstance(what, Sent)
    assert (what.state, what.error) == (OutboxState.SET_ASIDE, "no channel «fallible» is open here")
