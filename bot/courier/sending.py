"""One message on its way to Telegram, and what becomes of it by what Telegram says. No unit is open meanwhile."""

import asyncio
import logging
import random
from datetime import datetime, timedelta

from bot.clock import Clock
from bot.courier.drawing import Drawn, set_aside
from bot.courier.unmarked import Unmarked
from bot.records import note_send
from bot.telegram.api import Answer, File, Means, TelegramApi, meaning
from bot.telegram.pace import Pace
from handlers.door import frames_of
from services.posts.reachability import account_moved, account_unreachable
from storage.delivery.lanes import LONGEST_REST
from storage.delivery.outbox import Sent, Taken
from storage.engines.database import Database
from storage.models.delivery import OutboxState

log = logging.getLogger(__name__)

LEAVES_WITHIN = timedelta(seconds=15)
"""What was drawn and could not leave by then goes back to its lane: it might be on its way when its lease ends."""
KEPT_TRYING = timedelta(days=3)
"""An outage of Telegram or of the network is outlasted for this long."""


def is_late(drawn: Drawn, now: datetime) -> bool:
    """May its lease end while it is on its way?"""
    return now - drawn.at > LEAVES_WITHIN


def given_back(drawn: Drawn, now: datetime) -> Sent:
    """Drawn and not sent: it stays at the head of its lane, and that was no try."""
    return Sent(drawn.taken, OutboxState.SENDING, now, again=True, counts=False)


class Sending:
    """Sends messages that are drawn, within Telegram's pace."""

    def __init__(self, database: Database, telegram: TelegramApi, clock: Clock, pace: Pace, landed: Unmarked) -> None:
        self._database, self._telegram, self._clock, self._pace = database, telegram, clock, pace
        self._landed = landed
        self._failures: dict[int, int] = {}

    async def send(self, drawn: Drawn) -> None:
        """One message; what became of it waits to be marked."""
        files = None
        if drawn.upload is not None:  # a picture takes a while to draw: in a thread, and with no unit open
            try:
                files = {drawn.upload.field: File(drawn.upload.name, await asyncio.to_thread(drawn.upload.draw))}
            except Exception as bug:
                log.error("outbox=%s %s %s", drawn.taken.id, type(bug).__name__, frames_of(bug))
                self._landed.add(set_aside(drawn.taken, "its file cannot be drawn", self._clock.now()))
                return
        async with self._pace.turn():
            began = self._clock.now()
            if is_late(drawn, began):  # after a long pause
                self._landed.add(given_back(drawn, began))
                return
            answer = await self._telegram.call(drawn.method, drawn.params, files=files)
        what = meaning(answer)
        if what is Means.LOST_MESSAGE and drawn.method == "editMessageText":
            params = {key: value for key, value in drawn.params.items() if key != "message_id"}
            async with self._pace.turn():
                answer = await self._telegram.call("sendMessage", params)
            what = meaning(answer)
        now = self._clock.now()
        note_send(
            drawn.taken, drawn.method, what, (now - began).total_seconds(), (now - drawn.taken.since).total_seconds()
        )
        await self._act_on(drawn.taken, what, answer)

    async def _act_on(self, taken: Taken, what: Means, answer: Answer) -> None:
        if what not in (Means.AGAIN, Means.BAD_TOKEN):
            self._failures.pop(taken.id, None)
        if what is Means.SENT:
            ready = self._pace.next_for(int(taken.address))
            first, *others = answer.message_ids or (taken.edits,)
            self._landed.add(Sent(taken, OutboxState.SENT, ready, first, others=tuple(one for one in others if one)))
        elif what is Means.PAUSE:
            until = self._pace.pause(
                int(taken.address), min(answer.parameter("retry_after") or 5, LONGEST_REST.seconds)
            )
            self._landed.add(Sent(taken, OutboxState.SENDING, until, again=True, counts=False, error="429"))
        elif what in (Means.AGAIN, Means.BAD_TOKEN):
            self._landed.add(self._try_again(taken, answer))
        elif what is Means.UNREACHABLE:
            why = answer.description
            await self._database.run(lambda work: account_unreachable(work, taken.account_id, why))
        elif what is Means.MOVED:
            new = answer.parameter("migrate_to_chat_id")
            await self._database.run(lambda work: account_moved(work, taken.account_id, str(new or taken.address)))
            now = self._clock.now()
            self._landed.add(Sent(taken, OutboxState.SENDING, now, again=True, counts=False, error="moved"))
        else:
            why = f"status {answer.status}: {answer.trouble}"
            self._landed.add(set_aside(taken, why, self._clock.now()))

    def _try_again(self, taken: Taken, answer: Answer) -> Sent:
        """Telegram could not be reached or had trouble of its own. However long that lasts it costs no try."""
        now = self._clock.now()
        if now - taken.since > KEPT_TRYING:
            return set_aside(taken, f"status {answer.status} for {KEPT_TRYING.days} days", now)
        failures = self._failures[taken.id] = self._failures.get(taken.id, 0) + 1
        wait = min(LONGEST_REST.seconds / 2, 0.25 * 2 ** min(failures, 12)) * random.uniform(0.8, 1.2)  # noqa: S311 - spreads retries
        ready = now + timedelta(seconds=wait)
        error = f"status {answer.status}"
        return Sent(taken, OutboxState.SENDING, ready, again=True, counts=False, error=error)
