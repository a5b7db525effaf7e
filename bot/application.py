"""The program put together: database, channels, intake, courier, schedule. Here the system clock is asked."""

import asyncio
import logging
import signal
from collections.abc import Coroutine, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import TypeVar

from apscheduler.schedulers.base import BaseScheduler

from bot.catalogs import CATALOGS
from bot.channel import MessageChannel
from bot.clock import Clock, Steps, Watch
from bot.courier import Courier, Drawing, Lead
from bot.intake import Intake
from bot.learning import Learning
from bot.schedule import start_schedule, tick_again
from bot.subjects import SUBJECTS
from handlers.door import UpdateDoor
from handlers.start import INVITATION
from handlers.subject import Subjects
from handlers.turn import Knowledge
from messages.drawing.catalogs import Catalogs
from messages.drawing.frame import LinkMaker
from services.posts.invitations import first_invitation
from services.posts.people import make_administrators
from storage.copies.condition import AHEAD, BACK, CLOCK, STARTED
from storage.copies.tables import refuse_missing, strange_tables
from storage.delivery.lanes import Lanes
from storage.digest.periods import Periods
from storage.engines.database import Database
from storage.engines.replicas import Alone, Replica
from storage.migrations import migrate
from storage.sql.errors import StorageError
from storage.unit_of_work import UnitOfWork

T = TypeVar("T")

log = logging.getLogger(__name__)

STOP_SECONDS = 6
"""Seconds in which a stop finishes what it began; the rest is in the tables. With what follows it stays below 10."""
KEEP_PLACE_SECONDS = 2
"""Seconds between two looks at who leads."""


class SystemClock:
    """The machine's own time."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)


async def unless_stopped(stop: asyncio.Event, work: Coroutine[object, object, T]) -> T | None:
    """The work's result; None when the program was asked to stop before."""
    doing, stopped = asyncio.ensure_future(work), asyncio.ensure_future(stop.wait())
    await asyncio.wait([doing, stopped], return_when=asyncio.FIRST_COMPLETED)
    stopped.cancel()
    if doing.done():
        return doing.result()
    doing.cancel()
    await asyncio.gather(doing, return_exceptions=True)
    return None


class Application:
    """A bot that can be run, or (in stories) be driven step by step."""

    def __init__(
        self,
        database: Database,
        channels: Sequence[MessageChannel],
        clock: Clock,
        replica: Replica | None = None,
        subjects: Subjects = SUBJECTS,
        catalogs: Catalogs = CATALOGS,
        learning: Learning | None = None,
    ) -> None:
        self.database, self._clock = database, clock
        self.channels = {channel.name: channel for channel in channels}
        self.replica = replica or Alone()
        self._lead = Lead(self.replica)
        knowledge = Knowledge((learning or Learning()).guesser, catalogs.languages)
        self.door = UpdateDoor(subjects, knowledge, lambda row: self.channels[row.channel].read(row.body))
        drawing = Drawing(self.channels, subjects, catalogs)
        self.courier = Courier(database, self.channels, clock, self._lead, drawing)
        self.intake = Intake(database, self.channels, self.door, clock, self.replica, self.courier, catalogs)
        self.replica.when_told(queued=self.courier.wake, arrived=self.intake.wake)

    async def bring(self) -> int:
        """Fetch once what waits in every channel; returns how many things came."""
        return sum([await channel.bring(self.intake.receive) for channel in self.channels.values()])

    async def settle(self) -> None:
        """Fetch, handle and deliver until nothing is left that can be done now."""
        while True:
            fetched = await self.bring()
            await self.intake.drain()
            await self.courier.drain()
            if not fetched:
                return

    async def recover(self) -> None:
        """Who begins to lead follows one that is gone: end its leases, and handle one by one what it had in hand."""
        await self.database.run(lambda work: work.store(Lanes).end_leases())
        await self.intake.recover()

    async def _keep_place(self, scheduler: BaseScheduler) -> None:
        """Stay known to the other processes, and lead when nobody does. Whatever the clock does is noticed here."""
        steps, watch = Steps(self._clock), Watch(self._clock)
        while True:
            if steps.back() is not None:
                tick_again(scheduler, self._clock.now())
                self.courier.wake()
            if moved := watch.moved():
                await self._note_move(moved)
            await self.replica.keep()
            if self._lead.to_take_up:
                try:
                    await self.courier.land()  # its own, from an earlier lead, are not sent again
                    await self._clock.sleep(1)  # whoever led before may have sent a second's worth just now
                    await self.database.run(lambda work: work.store(Lanes).end_leases())
                except StorageError as error:
                    log.warning("the lead cannot be taken up yet: %s", type(error).__name__)
                    await self._clock.sleep(0.5)
                    continue
                log.info("this process leads")
            self._lead.note()
            await self._clock.sleep(KEEP_PLACE_SECONDS)

    async def _note_move(self, moved: timedelta) -> None:
        """`louzhang check` says so for a week: what was due in between may have been done too early, or late."""
        log.warning("the clock of this machine has moved by %.0f seconds", moved.total_seconds())
        which = AHEAD if moved > timedelta(0) else BACK
        with suppress(StorageError):
            await self.database.run(lambda work: work.store(Periods).note(CLOCK, which))

    async def run(self, stop: asyncio.Event) -> None:
        """Run until `stop` is set, then finish what was begun."""
        if self._lead.ours:
            await self.recover()
        log.info("this process leads" if self._lead.ours else "another process leads")
        scheduler = start_schedule(self.database, lambda: self.replica.leads, self.courier.wake)
        place = asyncio.create_task(self._keep_place(scheduler))
        channels = self.channels.values()
        beginning = [asyncio.create_task(one.begin()) for one in channels]  # nobody's answer waits for it
        finishing = [
            asyncio.create_task(self.intake.handle_forever()),
            asyncio.create_task(self.courier.deliver_forever()),
        ]
        fetching = [asyncio.create_task(one.bring_forever(self.intake.receive)) for one in channels]
        stopped = asyncio.create_task(stop.wait())
        work = [*finishing, *fetching, place]
        try:
            done, _ = await asyncio.wait([*work, stopped], return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                if task is not stopped:
                    task.result()
        finally:
            scheduler.shutdown(wait=False)
            self.intake.stopping = self.courier.stopping = True
            self.courier.wake()
            for task in (*fetching, *beginning, stopped):
                task.cancel()
            await asyncio.wait(finishing, timeout=STOP_SECONDS)
            for task in work:
                task.cancel()
            await asyncio.gather(*work, *beginning, stopped, return_exceptions=True)
            await self._give_back()

    async def _give_back(self) -> None:
        """What was not begun is anybody's again, at once."""
        try:
            async with asyncio.timeout(1):
                await self.intake.put_back()
        except (StorageError, TimeoutError) as error:
            log.warning("what is in hand waits for another process: %s", type(error).__name__)


async def prepare(database: Database, admin_ids: list[int], link: LinkMaker) -> str | None:
    """Migrate, make administrators; with none, the one-time link for the first one."""
    await database.schema(migrate)
    await database.schema(refuse_missing)
    for name in await database.read(strange_tables):
        log.warning("the table %s is no table of this program: nothing of it is exported, emptied or forgotten", name)
    await database.run(note_start)
    if await database.run(lambda work: make_administrators(work, admin_ids)):
        return None
    code = await database.run(first_invitation)
    return invitation_link(link, code)


def note_start(work: UnitOfWork) -> None:
    """When the program was started first, and last: what it does every hour cannot have been done yet."""
    work.store(Periods).once(STARTED, "first")
    work.store(Periods).note(STARTED, "last")


def invitation_link(link: LinkMaker, code: str) -> str:
    """The link somebody presses once."""
    return link(f"{INVITATION}{code}")


def stop_on_signals(stop: asyncio.Event) -> None:
    """SIGTERM and Ctrl-C ask the program to stop; it finishes what it began."""
    loop = asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, stop.set)
