"""One message on its way through its channel, and what becomes of it by what the channel says. No unit is open
meanwhile."""

import logging
import random
import secrets
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from bot.channel import Delivery, Fate, MessageChannel, Parcel
from bot.clock import Clock
from bot.courier.crossing import FETCH_SECONDS, Crossed, FileCrossing, crosses, left_behind
from bot.courier.drawing import Drawn, set_aside
from bot.courier.unmarked import Unmarked
from bot.records import note_send
from handlers.door import frames_of
from services.posts.reachability import account_moved, account_unreachable
from storage.delivery.lanes import LONGEST_REST
from storage.delivery.outbox import Sent, Taken
from storage.engines.database import Database
from storage.models.delivery import OutboxState

log = logging.getLogger(__name__)

LEAVES_WITHIN = timedelta(seconds=15)
"""What was drawn and could not leave by then goes back to its lane: it might be on its way when its lease ends."""
CROSSES_WITHIN = timedelta(seconds=2 * FETCH_SECONDS)
"""So much later one may leave whose files cross: it waits for another that brings them, or fetches them. Its call, of
20 seconds at most, still ends before its lease (bot/courier/courier.py)."""
KEPT_TRYING = timedelta(days=3)
"""An outage of a channel or of the network is outlasted for this long."""


def is_late(drawn: Drawn, now: datetime) -> bool:
    """May its lease end while it is on its way?"""
    return now - drawn.at > LEAVES_WITHIN


def given_back(drawn: Drawn, now: datetime) -> Sent:
    """Drawn and not sent: it stays at the head of its lane, and that was no try."""
    return Sent(drawn.taken, OutboxState.SENDING, now, again=True, counts=False)


class Sending:
    """Sends messages that are drawn, each through the channel of its account."""

    def __init__(
        self,
        database: Database,
        channels: Mapping[str, MessageChannel],
        clock: Clock,
        crossing: FileCrossing,
        landed: Unmarked,
    ) -> None:
        self._database, self._channels, self._clock = database, channels, clock
        self._crossing, self._landed = crossing, landed
        self._failures: dict[int, int] = {}

    async def send(self, drawn: Drawn) -> None:
        """One message; what became of it waits to be marked. A bug while it is made one of its channel's sets it
        aside with an incident; trouble of the database gives it back to its lane."""
        channel = drawn.taken.channel
        if not crosses(drawn.screen.media, channel):
            await self._delivered(drawn, Crossed(drawn.screen))
            return
        async with self._crossing.carry(drawn.screen, channel, drawn.left_out) as crossed:
            if crossed is None:
                self._landed.add(given_back(drawn, self._clock.now()))
                return
            delivery = await self._delivered(drawn, crossed)
            if delivery is not None and delivery.fate is Fate.SENT and delivery.refs:
                await self._crossing.arrived(crossed, channel, delivery.refs)

    async def _delivered(self, drawn: Drawn, crossed: Crossed) -> Delivery | None:
        """What became of it is noted already; None where it could not be made."""
        taken, due = drawn.taken, drawn.at + LEAVES_WITHIN
        if crosses(drawn.screen.media, taken.channel):
            due += CROSSES_WITHIN
        channel = self._channels[taken.channel]
        parcel = Parcel(taken.address, crossed.screen, due, drawn.edits, taken.reply_to, crossed.files)
        try:
            delivery = await channel.send(parcel)
            if delivery.fate is Fate.WRONG and crossed.files:  # too large there, or of a kind that it does not show
                bare = left_behind(crossed, drawn.left_out)
                delivery = await channel.send(replace(parcel, screen=bare.screen, files=bare.files))
        except Exception as bug:
            incident = secrets.token_hex(4).upper()
            log.error("incident %s outbox=%s %s %s", incident, taken.id, type(bug).__name__, frames_of(bug))
            self._landed.add(set_aside(taken, incident, self._clock.now()))
            return None
        now = self._clock.now()
        if delivery.fate is Fate.LATE:
            self._landed.add(given_back(drawn, now))
        else:
            note_send(taken, delivery, (now - taken.since).total_seconds())
            await self._act_on(taken, delivery)
        return delivery

    async def _act_on(self, taken: Taken, delivery: Delivery) -> None:
        if delivery.fate is not Fate.AGAIN:
            self._failures.pop(taken.id, None)
        match delivery.fate:
            case Fate.SENT:
                first, *others = delivery.numbers or (taken.edits,)
                rest = tuple(one for one in others if one)
                self._landed.add(Sent(taken, OutboxState.SENT, delivery.next_at, first, others=rest))
            case Fate.PAUSE:
                self._landed.add(_again(taken, delivery.next_at, delivery.trouble))
            case Fate.AGAIN:
                self._landed.add(self._try_again(taken, delivery.trouble))
            case Fate.UNREACHABLE:
                why = delivery.trouble
                await self._database.run(lambda work: account_unreachable(work, taken.account_id, why))
            case Fate.MOVED:
                address = delivery.moved_to or taken.address
                await self._database.run(lambda work: account_moved(work, taken.account_id, address))
                self._landed.add(_again(taken, self._clock.now(), delivery.trouble))
            case _:
                self._landed.add(set_aside(taken, delivery.trouble, self._clock.now()))

    def _try_again(self, taken: Taken, trouble: str) -> Sent:
        """The channel could not be reached or had trouble of its own. However long that lasts it costs no try."""
        now = self._clock.now()
        if now - taken.since > KEPT_TRYING:
            return set_aside(taken, f"{trouble} for {KEPT_TRYING.days} days", now)
        failures = self._failures[taken.id] = self._failures.get(taken.id, 0) + 1
        wait = min(LONGEST_REST.seconds / 2, 0.25 * 2 ** min(failures, 12)) * random.uniform(0.8, 1.2)  # noqa: S311 - spreads retries
        return _again(taken, now + timedelta(seconds=wait), trouble)


def _again(taken: Taken, ready: datetime, why: str) -> Sent:
    """It stays at the head of its lane until then, and that was no try."""
    return Sent(taken, OutboxState.SENDING, ready, again=True, counts=False, error=why)
