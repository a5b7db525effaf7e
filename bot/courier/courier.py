"""The courier: takes what is to be told from the outbox, draws it in the reader's language, sends it, marks it.

No transaction is open while a channel is waited for. A lease says who has a lane; one that has run out is taken
again, so that a crash repeats at most the messages that were in flight.

Answers ride along: what a unit queues is taken and drawn at the end of the same transaction, where all it shows is at
hand, and leaves right after the commit. Rounds of its own bring what could not ride: what the clock's ticks and other
processes queue, what has to wait for its chat.
"""

import asyncio
import logging
from collections.abc import Mapping
from contextlib import suppress
from datetime import timedelta
from typing import TypeVar

from bot.channel import MessageChannel
from bot.clock import Clock, Steps
from bot.courier.crossing import FileCrossing
from bot.courier.drawing import DrawBatch, Drawing, Drawn
from bot.courier.lead import Lead
from bot.courier.send_buffer import SendBuffer
from bot.courier.sending import Sending, given_back, is_late
from bot.courier.unmarked import Unmarked
from bot.records import ticket_of
from domain.notices.notices import CardButtons, CardRedraw, TicketCard
from handlers.door import frames_of
from storage.delivery.lanes import Lanes
from storage.delivery.outbox import Sent
from storage.engines.database import Database
from storage.engines.running import Unit
from storage.models.delivery import OutboxState
from storage.sql.errors import TryAgain
from storage.tickets.ticket_messages import MessageAbout
from storage.unit_of_work import UnitOfWork

T = TypeVar("T")

log = logging.getLogger(__name__)

MAX_IN_FLIGHT = 16
"""Messages on their way, or back and not yet marked, at once: the most that a crash can repeat."""
MANY_UNMARKED = MAX_IN_FLIGHT // 2
"""So many are marked even while somebody is being answered, or soon nothing more could leave."""
MOMENT_SECONDS = 0.01
"""Seconds for which a round waits for what is in flight: it costs the same for one message as for all. Also how long
nobody has been answered when it is quiet."""
QUIET_WAIT_SECONDS = 0.05
"""Seconds at most for which a round waits until it is quiet."""
LEASE = timedelta(seconds=60)


class Courier:
    """Delivers the outbox."""

    def __init__(
        self,
        database: Database,
        channels: Mapping[str, MessageChannel],
        clock: Clock,
        lead: Lead,
        drawing: Drawing,
    ) -> None:
        self._database, self._clock, self._lead = database, clock, lead
        self._drawing = drawing
        self._landed = Unmarked()
        crossing = FileCrossing(database, channels, clock)
        self._sending = Sending(database, channels, clock, crossing, self._landed)
        self._riding, self._answered_at = 0, clock.now()
        self._steps = Steps(clock)
        self.ahead = SendBuffer()
        self._flying: set[asyncio.Task[None]] = set()
        self._news = asyncio.Event()
        self._look = True
        self._put_back = False
        """Lanes may rest until an hour of a clock that has been put back since."""
        self.stopping = False

    def wake(self) -> None:
        """Something may have been queued."""
        self._look = True
        self._news.set()

    def queued(self) -> None:
        """Messages may wait in the outbox: whoever leads sends them."""
        if self._lead.here:
            self.wake()
        else:
            self._lead.tell()

    @property
    def busy(self) -> bool:
        """Do answers wait for others to arrive?"""
        return self.ahead.answers > 0

    async def until_few(self, seconds: float) -> None:
        """Wait until few answers wait, but no longer than this."""
        await self.ahead.until_few(seconds)

    async def answer(self, unit: Unit[T]) -> T:
        """Run a unit. Whoever leads sends what it queues right after the commit; whoever does not tells the leader."""
        if self._lead.here:
            return await self._answer_and_take(unit)
        result = await self._database.run(unit)
        self._lead.tell()
        return result

    async def _answer_and_take(self, unit: Unit[T]) -> T:
        """What the unit queues is taken and drawn within its transaction."""
        room = self.ahead.room_for_answers if self._takes else 0
        landed: list[Sent] = []

        def both(work: UnitOfWork) -> tuple[T, list[Drawn], bool]:
            work.messages.arrived(about for sent in self._landed for about in _about(sent))
            result = unit(work)
            work.finish()
            # what came back from the lanes it has filled (and locked): else its answers could not ride
            landed.extend(self._landed.take(work.outbox.filled))
            self._mark(work, landed)
            return result, *self._take(work, room, self._drawing.all_of, broadcasts=False)

        self._riding += 1
        try:
            result, drawn, more = await self._database.run(both)
        except BaseException:
            self._landed.again(landed)
            self._news.set()
            raise
        finally:
            self._riding -= 1
            self._answered_at = self._clock.now()
        self._landed.marked(landed)
        if more:
            self.wake()
        self._let_go(drawn)
        return result

    async def round(self) -> int:
        """One unit: mark what came back, take and draw what is ready. Returns how many messages were drawn."""
        self._look = True
        return await self._round()

    async def _round(self) -> int:
        """The same, but only what may have been queued or left over is looked for."""
        if not self._lead.ours:
            self._give_back()
        if self._steps.back() is not None:
            self._put_back = self._look = True
        room, look = self.ahead.room if self._takes else 0, self._look
        if not self._landed.waits and not (room and look) and not self._put_back:
            self._send_off()
            return 0
        self._look, landed = False, self._landed.take()
        try:
            drawn, more = await self._database.run(lambda work: self._settle_and_take(work, landed, room, look=look))
        except TryAgain:
            self._landed.again(landed)
            self._look = True
            await self._clock.sleep(0.1)
            return 0
        except Exception as bug:  # whatever it is, it must not end the program: the leases give everything back
            log.error("a round of the courier broke off: %s %s", type(bug).__name__, frames_of(bug))
            self._landed.marked(landed)
            self._look = True
            await self._clock.sleep(1)
            return 0
        self._landed.marked(landed)
        self._put_back = False
        self._look |= more
        self._let_go(drawn)
        return len(drawn)

    @property
    def _takes(self) -> bool:
        return self._lead.ours and not self.stopping

    @property
    def _looks(self) -> bool:
        """May something be there to take, and is there room for it?"""
        return self._look and self._takes and self.ahead.room > 0

    @property
    def _quiet(self) -> bool:
        """Is nobody being answered, nor has just been? Whoever comes in a crowd comes right after."""
        return not self._riding and abs((self._clock.now() - self._answered_at).total_seconds()) >= MOMENT_SECONDS

    def _let_go(self, drawn: list[Drawn]) -> None:
        self.ahead.put(drawn)
        if self.stopping:
            self._give_back()
        else:
            self._send_off()

    def _send_off(self) -> None:
        """Let go what is drawn, as many as may be on their way. What is just being marked still counts as that."""
        now = self._clock.now()
        while self.ahead and len(self._flying) + len(self._landed) < MAX_IN_FLIGHT:
            one = self.ahead.next()
            if is_late(one, now):
                self._landed.add(given_back(one, now))
                self._news.set()
                continue
            task = asyncio.create_task(self._sending.send(one))
            self._flying.add(task)
            task.add_done_callback(self._on_landing)

    def _on_landing(self, task: asyncio.Task[None]) -> None:
        """Whatever happened on the way, the lease gives the lane back; only the class of it is logged."""
        self._flying.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            log.error("a delivery broke off: %s %s", type(error).__name__, frames_of(error))
        self._news.set()

    async def deliver_forever(self) -> None:
        """Until stopped: a round whenever something was queued or came back, and a look twice a second besides."""
        while not self.stopping:
            self._news.clear()
            await self._round()
            if not self._landed.waits and not self._looks:
                try:
                    await asyncio.wait_for(self._news.wait(), 0.5)
                except TimeoutError:
                    self._look = True
            if self._flying and not self._looks:
                await asyncio.wait(self._flying, timeout=MOMENT_SECONDS)
            await self._until_quiet()
        await self.land()

    async def _until_quiet(self) -> None:
        """Whoever is being answered goes first: a round beside the unit that answers makes both slower."""
        with suppress(TimeoutError):
            async with asyncio.timeout(QUIET_WAIT_SECONDS):
                while not self._quiet and len(self._landed) < MANY_UNMARKED and not self.stopping:
                    self._news.clear()
                    with suppress(TimeoutError):
                        await asyncio.wait_for(self._news.wait(), MOMENT_SECONDS / 2)

    async def land(self) -> None:
        """Wait for what is in flight and write down what became of it; what has not left goes back to its lane."""
        self._give_back()
        while self._flying or self._landed.waits or self._riding:
            if self._flying:
                await asyncio.wait(self._flying)
            elif not self._landed.waits:
                await asyncio.sleep(MOMENT_SECONDS)  # whoever rides is still being answered
            await self.round()

    def _give_back(self) -> None:
        """What was drawn and has not left goes back to its lane."""
        now = self._clock.now()
        self._landed.add(*(given_back(one, now) for one in self.ahead.give_back()))

    async def drain(self) -> None:
        """Deliver all that can be delivered now, moving the clock to what must wait (stories)."""
        while True:
            while await self.round() or self.ahead or self._flying or self._landed.waits:
                if self._flying:
                    await asyncio.wait(self._flying)
            ready = await self._database.run(lambda work: work.store(Lanes).next_ready())
            now = self._clock.now()
            if ready is None or ready > now + timedelta(seconds=90):
                return
            await self._clock.sleep(max(0.01, (ready - now).total_seconds()))

    # Within a unit

    def _settle_and_take(
        self, work: UnitOfWork, landed: list[Sent], room: int, *, look: bool
    ) -> tuple[list[Drawn], bool]:
        waits = self._mark(work, landed)
        if self._put_back:
            work.store(Lanes).clock_put_back(LEASE)
        return self._take(work, room, self._drawing.what_can_be) if look or waits else ([], False)

    def _mark(self, work: UnitOfWork, landed: list[Sent]) -> bool:
        """Write down what became of messages; returns whether more waits in their lanes."""
        ordered = sorted(landed, key=lambda sent: sent.taken.lane)
        self._drawing.reached(work, ordered)  # before its lanes are locked, as whoever answers does
        waits = work.outbox.settle(ordered)  # lanes in order of account, as every unit writes them: no deadlock
        work.messages.remember([about for sent in ordered for about in _about(sent)])
        return waits

    def _take(
        self, work: UnitOfWork, room: int, draw: DrawBatch, *, broadcasts: bool = True
    ) -> tuple[list[Drawn], bool]:
        """Take and draw up to so many messages; with them, whether more may wait."""
        taken = work.outbox.take(room, lease=LEASE, broadcasts=broadcasts) if room else []
        ready = draw(work, taken) if taken else []
        undrawn = [one for one in ready if isinstance(one, Sent)]
        work.outbox.settle(undrawn)
        return [one for one in ready if isinstance(one, Drawn)], bool(undrawn) or len(taken) >= room


def _about(sent: Sent) -> list[MessageAbout]:
    """Messages about a ticket: replies to them find the ticket, and cards are redrawn later."""
    notice, person_id = sent.taken.notice, sent.taken.person_id
    ticket_id = ticket_of(sent.taken)
    if sent.state is not OutboxState.SENT or sent.message_id is None or ticket_id is None or person_id is None:
        return []
    if isinstance(notice, CardButtons) and sent.message_id == sent.taken.edits:
        return []  # other buttons under the same message: it stays what it was
    is_card = isinstance(notice, (TicketCard, CardRedraw, CardButtons))
    numbers = (sent.message_id, *sent.others)
    return [MessageAbout(sent.taken.account_id, number, ticket_id, person_id, is_card) for number in numbers]
