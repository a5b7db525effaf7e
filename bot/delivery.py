"""The courier: takes what is to be told from the outbox, draws it in the reader's language, sends it, marks it.

No transaction is open while Telegram is waited for. A lease says who has a lane; one that has run out is taken
again, so that a crash repeats at most the messages that were in flight.
"""

import asyncio
import logging
import random
import secrets
from dataclasses import dataclass, replace
from datetime import timedelta

from bot.clock import Clock
from bot.pace import Pace
from bot.telegram_api import Answer, File, Means, TelegramApi, meaning
from domain.notices import CardRedraw, TicketCard
from handlers.door import frames_of
from messages.render import render
from messages.screen import Params, Upload, buttons_of
from services.reachability import person_unreachable
from services.views import scene_for
from storage.database import Database
from storage.errors import TryAgain
from storage.models.delivery import OutboxState
from storage.outbox import Sent, Taken
from storage.unit_of_work import UnitOfWork

log = logging.getLogger(__name__)

IN_FLIGHT = 16
"""Messages on their way at once: the most that a crash can repeat."""
LEASE = timedelta(seconds=60)
MOST_TRIES = 8
"""Times a message may be taken and never come back: it ends the process, or its lease ran out."""
KEPT_TRYING = timedelta(days=3)
"""An outage of Telegram or of the network is outlasted for this long."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A message ready to leave."""

    taken: Taken
    method: str
    params: Params
    upload: Upload | None = None


class Courier:
    """Delivers the outbox."""

    def __init__(self, database: Database, telegram: TelegramApi, clock: Clock, pace: Pace, bot_username: str) -> None:
        self._database, self._telegram, self._clock, self._pace = database, telegram, clock, pace
        self._username = bot_username
        self._settled: list[Sent] = []
        self._failures: dict[int, int] = {}
        self._flying: set[asyncio.Task[None]] = set()
        self._news = asyncio.Event()
        self.stopping = False

    def wake(self) -> None:
        """Something may have been queued."""
        self._news.set()

    async def round(self) -> int:
        """One unit: mark what came back, take and draw what is ready. Returns how many messages left."""
        settled, self._settled = self._settled, []
        room = 0 if self.stopping else IN_FLIGHT - len(self._flying)
        if not settled and not room:
            return 0
        try:
            drawn = await self._database.run(lambda work: self._settle_and_take(work, settled, room))
        except TryAgain:
            self._settled = settled + self._settled
            await self._clock.sleep(0.1)
            return 0
        except Exception as bug:  # whatever it is, it must not end the program: the leases give everything back
            log.error("a round of the courier broke off: %s %s", type(bug).__name__, frames_of(bug))
            await self._clock.sleep(1)
            return 0
        for one in drawn:
            task = asyncio.create_task(self._send(one))
            self._flying.add(task)
            task.add_done_callback(self._landed)
        return len(drawn)

    def _landed(self, task: asyncio.Task[None]) -> None:
        """Whatever happened on the way, the lease gives the lane back; only the class of it is logged."""
        self._flying.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            log.error("a delivery broke off: %s %s", type(error).__name__, frames_of(error))
        self._news.set()

    async def deliver_forever(self) -> None:
        """Until stopped: a round whenever something was queued or came back, and twice a second besides."""
        while not self.stopping:
            self._news.clear()
            if not await self.round() and not self._settled:
                try:
                    await asyncio.wait_for(self._news.wait(), 0.5)
                except TimeoutError:
                    continue
        await self.land()

    async def land(self) -> None:
        """Wait for what is in flight and write down what became of it."""
        while self._flying or self._settled:
            if self._flying:
                await asyncio.wait(self._flying)
            await self.round()

    async def drain(self) -> None:
        """Deliver all that can be delivered now, moving the clock to what must wait (stories)."""
        while True:
            while await self.round() or self._flying or self._settled:
                if self._flying:
                    await asyncio.wait(self._flying)
            ready = await self._database.run(lambda work: work.outbox.next_ready())
            now = self._clock.now()
            if ready is None or ready > now + timedelta(seconds=90):
                return
            await self._clock.sleep(max(0.01, (ready - now).total_seconds()))

    # Within a unit

    def _settle_and_take(self, work: UnitOfWork, settled: list[Sent], room: int) -> list[Drawn]:
        settled = sorted(settled, key=lambda sent: (sent.taken.chat_id, sent.taken.broadcast))
        work.outbox.settle(settled)  # lanes in order of chat, as every unit writes them: no deadlock
        for sent in settled:
            _remember(work, sent)
        drawn: list[Drawn] = []
        undrawn: list[Sent] = []
        for taken in work.outbox.take(room, lease=LEASE) if room else []:
            ready = self._draw(work, taken)
            if isinstance(ready, Drawn):
                drawn.append(ready)
            else:
                undrawn.append(ready)
        if undrawn:
            work.outbox.settle(undrawn)
            self._news.set()
        return drawn

    def _draw(self, work: UnitOfWork, taken: Taken) -> Drawn | Sent:
        """The message as it is now; what the reader may no longer see is dropped, what cannot be drawn set aside."""
        notice = taken.notice
        if taken.tries > MOST_TRIES or notice is None:
            return self._set_aside(taken, "it cannot be delivered")
        if taken.keeps_quiet is not None and (morning := work.quiet_until(taken.keeps_quiet)) is not None:
            return Sent(
                taken, OutboxState.HELD, work.now, held_until=morning
            )  # delayed on its way, until after bedtime
        try:
            with work.attempt():
                person = work.people.get(taken.person_id) if taken.person_id is not None else None
                scene = scene_for(work, notice, person, self._username)
                if scene is None:
                    return Sent(taken, OutboxState.DROPPED, work.now, error="the reader may not see it any more")
                edits = taken.edits
                if isinstance(notice, CardRedraw) and edits is None:
                    edits = work.tickets.card_in(taken.chat_id, notice.ticket_id)
                screen = render(notice, scene)
                if not (screen.text or screen.media or screen.menu or screen.upload):
                    return Sent(taken, OutboxState.DROPPED, work.now, error="there is nothing to show")
                method, params = screen.call(taken.chat_id, edits=edits, reply_to=taken.reply_to)
        except TryAgain:
            raise
        except Exception as bug:
            incident = secrets.token_hex(4).upper()
            log.error("incident %s outbox=%s %s %s", incident, taken.id, type(bug).__name__, frames_of(bug))
            return self._set_aside(taken, incident)
        return Drawn(replace(taken, asked=buttons_of(params)), method, params, screen.upload)

    def _try_again(self, taken: Taken, answer: Answer) -> Sent:
        """Telegram could not be reached or had trouble of its own. However long that lasts it costs no try."""
        now = self._clock.now()
        if now - taken.since > KEPT_TRYING:
            return self._set_aside(taken, f"status {answer.status} for {KEPT_TRYING.days} days")
        failures = self._failures[taken.id] = self._failures.get(taken.id, 0) + 1
        wait = min(300.0, 0.25 * 2 ** min(failures, 12)) * random.uniform(0.8, 1.2)  # noqa: S311 - spreads retries
        ready = now + timedelta(seconds=wait)
        error = f"status {answer.status}"
        return Sent(taken, OutboxState.SENDING, ready, again=True, counts=False, error=error)

    def _set_aside(self, taken: Taken, why: str) -> Sent:
        log.error("outbox=%s person=%s set aside: %s", taken.id, taken.person_id, why)
        return Sent(taken, OutboxState.SET_ASIDE, self._clock.now(), error=why)

    # Outside any unit

    async def _send(self, drawn: Drawn) -> None:
        files = None
        if drawn.upload is not None:  # a picture takes a while to draw: in a thread, and with no unit open
            try:
                files = {drawn.upload.field: File(drawn.upload.name, await asyncio.to_thread(drawn.upload.draw))}
            except Exception as bug:
                log.error("outbox=%s %s %s", drawn.taken.id, type(bug).__name__, frames_of(bug))
                self._settled.append(self._set_aside(drawn.taken, "its file cannot be drawn"))
                return
        await self._pace.turn()
        answer = await self._telegram.call(drawn.method, drawn.params, files=files)
        what = meaning(answer)
        if what is Means.LOST_MESSAGE and drawn.method == "editMessageText":
            params = {key: value for key, value in drawn.params.items() if key != "message_id"}
            await self._pace.turn()
            answer = await self._telegram.call("sendMessage", params)
            what = meaning(answer)
        log.info("outbox=%s person=%s kind=%s %s", drawn.taken.id, drawn.taken.person_id, drawn.method, what)
        await self._act_on(drawn.taken, what, answer)

    async def _act_on(self, taken: Taken, what: Means, answer: Answer) -> None:
        if what not in (Means.AGAIN, Means.BAD_TOKEN):
            self._failures.pop(taken.id, None)
        if what is Means.SENT:
            ready = self._pace.next_for(taken.chat_id)
            self._settled.append(Sent(taken, OutboxState.SENT, ready, _message_id(answer) or taken.edits))
        elif what is Means.PAUSE:
            until = self._pace.pause(taken.chat_id, answer.parameter("retry_after") or 5)
            self._settled.append(Sent(taken, OutboxState.SENDING, until, again=True, counts=False, error="429"))
        elif what in (Means.AGAIN, Means.BAD_TOKEN):
            self._settled.append(self._try_again(taken, answer))
        elif what is Means.UNREACHABLE:
            await self._lose(taken, answer.description)
        elif what is Means.MOVED:
            new = answer.parameter("migrate_to_chat_id") or taken.chat_id
            await self._database.run(lambda work: work.outbox.move_chat(taken.chat_id, new))
        else:
            self._settled.append(self._set_aside(taken, f"status {answer.status}: {answer.description[:200]}"))

    async def _lose(self, taken: Taken, why: str) -> None:
        """The person has stopped the bot or is gone: a fact that routing acts on."""

        def lose(work: UnitOfWork) -> None:
            person = work.people.get(taken.person_id) if taken.person_id is not None else None
            if person is not None and person.telegram_id == taken.chat_id:
                person_unreachable(work, person, why)
            else:
                work.outbox.drop_chat(taken.chat_id, why)

        await self._database.run(lose)


def _message_id(answer: Answer) -> int | None:
    result = answer.result
    if isinstance(result, list) and result:
        result = result[0]
    if isinstance(result, dict) and isinstance(result.get("message_id"), int):
        return int(result["message_id"])
    return None


def _remember(work: UnitOfWork, sent: Sent) -> None:
    """A message about a ticket: replies to it find the ticket, and cards are redrawn later."""
    notice, person_id = sent.taken.notice, sent.taken.person_id
    ticket_id = getattr(notice, "ticket_id", None)
    if sent.state is not OutboxState.SENT or sent.message_id is None or ticket_id is None or person_id is None:
        return
    work.tickets.remember_message(
        ticket_id,
        chat_id=sent.taken.chat_id,
        message_id=sent.message_id,
        person_id=person_id,
        is_card=isinstance(notice, (TicketCard, CardRedraw)),
    )
