"""How updates are taken in: written down, then their channel is told; handled in order per account, accounts together.

What comes while nothing waits is answered in the unit that writes it down (docs/decisions/0018).
"""

import asyncio
import logging
from collections.abc import Coroutine, Mapping, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Protocol, TypeVar

from bot.channel import MessageChannel
from bot.clock import Clock
from bot.intake.in_flight import MAX_CHATS_TOGETHER, MAX_UPDATES_HELD, InFlight
from bot.intake.toasts import words_of
from bot.metrics import UPDATES
from bot.records import note_update
from domain.refusal import Refusal
from handlers.door import HandledUpdate, UpdateDoor, frames_of, give_up
from handlers.turn import Toast
from messages.drawing.catalogs import Catalogs
from storage.delivery.inbox import Arrived, Waiting
from storage.engines.database import Database
from storage.engines.replicas import Replica
from storage.engines.running import Unit
from storage.sql.errors import AlreadyHandled, NotFirst, StorageError, TryAgain, in_words
from storage.unit_of_work import UnitOfWork

T = TypeVar("T")

log = logging.getLogger(__name__)

MAX_ANSWERED_AT_ONCE = 16
"""Updates that come together and are answered at once, at most. More are written down first: fetching and answering
go on side by side then."""
MIN_CHATS_WAITED_FOR = 4
BREATH_SECONDS = 0.25
"""Seconds at most between two batches of several, in which the answers to the one before leave: then those to the next
one ride with it, and what comes meanwhile makes it larger."""
MAX_TRIES = 3
LOOK_AFTER_THE_DEAD = timedelta(seconds=5)


class Sender(Protocol):
    """Whoever sends the answers (bot/courier/courier.py)."""

    @property
    def busy(self) -> bool:
        """Do answers wait here for others to arrive?"""
        ...

    async def answer(self, unit: Unit[T]) -> T:
        """Run the unit that answers a batch. What it queues may leave with it."""
        ...

    def queued(self) -> None:
        """Another unit may have queued something."""
        ...

    async def until_few(self, seconds: float) -> None:
        """Wait until few answers wait, but no longer than this."""
        ...


class Intake:
    """Keeps and handles updates."""

    def __init__(
        self,
        database: Database,
        channels: Mapping[str, MessageChannel],
        door: UpdateDoor,
        clock: Clock,
        replica: Replica,
        sender: Sender,
        catalogs: Catalogs,
    ) -> None:
        self._database, self._channels, self._door, self._clock = database, channels, door, clock
        self._replica, self._sender, self._catalogs = replica, sender, catalogs
        self._look_again = clock.now()
        self.hands = InFlight(replica, lambda: sender.busy)
        self._news = asyncio.Event()
        self._handling: asyncio.Task[object] | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._recovering = False
        self._taking = asyncio.Lock()
        self._more = False
        self.stopping = False

    # Writing down

    async def keep(self, arrived: Sequence[Arrived]) -> None:
        """Write updates down; after this their channel may forget them."""
        await self._database.run(lambda work: work.inbox.keep(arrived))
        if self.hands.room:
            self._more = True
            self.wake()
        else:
            self._replica.tell_others()

    def wake(self) -> None:
        """Updates may wait."""
        self._news.set()

    async def receive(self, arrived: Sequence[Arrived], *, at_once: bool) -> None:
        """Take in what was fetched. `at_once`: where nothing stands before it, it is answered in the unit that writes
        it down; else it is written down and, as far as there is room, taken into hand, in one commit."""
        async with self._taking:
            if at_once and self._may_be_first(arrived):
                answering = asyncio.create_task(self._answer_at_once(arrived))
                self._handle_now(answering)
                if await asyncio.shield(answering):  # a stop ends the fetching, and waits for what is being answered
                    return
            room = self.hands.room

            def unit(work: UnitOfWork) -> list[Waiting]:
                work.inbox.keep(arrived)
                return work.inbox.take_up(room, owner=self._replica.number) if room else []

            rows = await self._database.run(unit)
            if room:
                self._take(rows, room)
            if len(rows) < len(arrived):
                self._replica.tell_others()

    def _may_be_first(self, arrived: Sequence[Arrived]) -> bool:
        """Not too many, each of another chat, and nothing is in hand that they would overtake."""
        idle = self._handling is None and not self.hands.rows and not self._more and bool(self.hands.room)
        return idle and len({one.place for one in arrived}) == len(arrived) <= MAX_ANSWERED_AT_ONCE

    async def _answer_at_once(self, arrived: Sequence[Arrived]) -> bool:
        """Answer what has just come in the unit that writes it down; False: it has to be written down first."""
        began = self._clock.now()
        rows = [Waiting(None, one.channel, one.number, one.address, one.body, 1) for one in arrived]

        def unit(work: UnitOfWork) -> list[HandledUpdate]:
            if len(rows) == 1:
                return [self._door.answer_alone(work, rows[0])]
            return self._door.answer_together(work, rows)

        try:
            answers = await self._sender.answer(unit)
        except (NotFirst, Refusal):
            return False  # a refusal is said by the next unit, after a savepoint
        except Exception as trouble:
            log.warning("%s updates are written down first: %s", len(rows), type(trouble).__name__)
            return False
        for row, answered in zip(rows, answers, strict=True):
            self._after(row, answered, began)
        return True

    # Handling

    async def recover(self) -> None:
        """What a process had in hand when it died, one by one, each counted before it is tried.

        One that kills the process every time is set aside after its third try and stops nobody else.
        """
        self._look_again = self._clock.now() + LOOK_AFTER_THE_DEAD
        living = await self._replica.living()
        if living is None:
            return
        for row in await self._database.read(lambda work: work.inbox.left_behind(living, MAX_UPDATES_HELD)):
            if self.stopping:
                return
            if row.place in self.hands.chats:
                continue  # a process that had only lost its voice still went on with it
            if row.tries >= MAX_TRIES:
                await self._give_up(row)
                continue
            self.hands.hold(row)
            try:
                await self._take_over(row)
                await self._handle(row)
            finally:
                self.hands.done(row)
                self._go_on()

    def _look_after_the_dead(self) -> None:
        """While leading, every few seconds, beside everything else."""
        until = self._look_again - self._clock.now()
        waits = timedelta(0) < until <= LOOK_AFTER_THE_DEAD  # longer: the clock was put back
        if self._replica.leads and not waits and not self._recovering:
            self._recovering = True
            self._beside(self._recover_or_later())

    async def _recover_or_later(self) -> None:
        try:
            await self.recover()
        except StorageError as error:
            log.warning("what the dead left behind waits for the database: %s", type(error).__name__)
        finally:
            self._recovering = False

    async def _take_over(self, row: Waiting) -> None:
        await self._database.run(lambda work: work.inbox.take_over(row, owner=self._replica.number))

    async def _give_up(self, row: Waiting) -> None:
        await self._database.run(lambda work: give_up(work, row))
        UPDATES.labels("set_aside").inc()

    async def put_back(self) -> None:
        """At a stop: what was not begun is anybody's again."""
        await self._database.run(lambda work: work.inbox.put_back(self._replica.number))

    async def take_up(self) -> int:
        """Hand waiting updates to their chats, counting the try in a commit of its own; returns how many."""
        async with self._taking:
            if not (room := self.hands.room):
                return 0
            rows = await self._database.run(lambda work: work.inbox.take_up(room, owner=self._replica.number))
            self._take(rows, room)
            return len(rows)

    def _take(self, rows: Sequence[Waiting], room: int) -> None:
        self._more = len(rows) >= room
        for row in rows:
            self.hands.take(row)
        self._go_on()

    def _go_on(self) -> None:
        """Answer what is at the heads of the chats' lines."""
        if self._handling is None and not self.stopping and (heads := self.hands.heads(MAX_CHATS_TOGETHER)):
            self._handle_now(asyncio.create_task(self._answer(heads)))

    def _handle_now(self, answering: asyncio.Task[object]) -> None:
        """One unit answers at a time: what comes meanwhile makes the next one larger."""
        self._handling = answering
        answering.add_done_callback(self._answered)

    def _answered(self, _task: asyncio.Task[object]) -> None:
        self._handling = None
        self._go_on()
        if self._more and self.hands.rows < self.hands.most // 2:
            self._news.set()

    async def _answer(self, heads: Sequence[Waiting]) -> None:
        """Several chats' updates in one transaction; whatever goes wrong with that, each is handled by itself."""
        began = self._clock.now()
        try:
            answers = await self._sender.answer(lambda work: self._door.answer_together(work, heads))
            for row, answered in zip(heads, answers, strict=True):
                self._after(row, answered, began)
        except Exception as trouble:
            log.warning("%s updates are handled one by one: %s", len(heads), type(trouble).__name__)
            for lost in await asyncio.gather(*(self._handle(row) for row in heads), return_exceptions=True):
                if lost is not None:
                    log.error("an update waits to be taken up again: %s", type(lost).__name__)
        finally:
            for row in heads:
                self.hands.done(row)
        if len(heads) >= MIN_CHATS_WAITED_FOR:
            await self._sender.until_few(BREATH_SECONDS)

    async def _handle(self, row: Waiting) -> None:
        """One update, one transaction; a database that is busy is asked again, with patience."""
        delay, began = 0.05, self._clock.now()
        while True:
            try:
                answered = await self._database.run(lambda work: self._door.answer_update(work, row))
                break
            except AlreadyHandled:
                return
            except TryAgain as trouble:
                log.warning("update=%s waits for the database: %s", row.number, in_words(trouble))
                await self._clock.sleep(delay)
                delay = min(delay * 2, 10)
                if self.stopping:
                    return
            except Exception as bug:  # what even the door could not set aside must not end this chat
                log.error("update=%s broke off: %s %s", row.number, type(bug).__name__, frames_of(bug))
                await self._give_up(row)
                return
        self._sender.queued()
        self._after(row, answered, began)

    def _after(self, row: Waiting, answered: HandledUpdate, began: datetime) -> None:
        note_update(row, answered, (self._clock.now() - began).total_seconds())
        for toast in answered.toasts:
            self._beside(self._show(row.channel, toast))

    async def _show(self, channel: str, toast: Toast) -> None:
        await self._channels[channel].answer_press(toast.press, words_of(toast, self._catalogs))

    def _beside(self, work: Coroutine[object, object, None]) -> None:
        """Something that no answer waits for; a stop does."""
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def handle_forever(self) -> None:
        """Take up what waits whenever something arrived or room was made, and once a second besides."""
        while not self.stopping:
            self._news.clear()
            try:
                self._look_after_the_dead()
                await self.take_up()
            except StorageError as error:
                log.warning("the inbox could not be read: %s", in_words(error))
            with suppress(TimeoutError):
                await asyncio.wait_for(self._news.wait(), 1)
        await self._settle()

    async def drain(self) -> None:
        """Handle everything that waits now (stories and the last moments before a stop)."""
        while await self.take_up() or self._handling:
            await self._settle()

    async def _settle(self) -> None:
        while self._handling is not None or self._tasks:
            await asyncio.gather(*self._tasks, *([self._handling] if self._handling is not None else []))
