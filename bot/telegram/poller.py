"""Fetching updates from Telegram. The next fetch confirms the ones before it, so it begins after their commit."""

import logging

from bot.channel import Receive
from bot.clock import Clock
from bot.telegram.api import CONFLICT_STATUS, Answer, Means, TelegramApi, meaning, trouble_of
from bot.telegram.parsed import ALLOWED, parsed_updates, updates_in
from domain.ids import is_id
from storage.engines.replicas import Replica
from storage.sql.errors import StorageError, in_words

log = logging.getLogger(__name__)

POLL_SECONDS = 50
PAUSE_SECONDS = 2
"""Seconds until the next try after one that brought nothing on."""
FORGET_OFFSET_SECONDS = 6 * 24 * 3600
"""After a week without updates Telegram may begin again with a smaller number; a kept offset would hide it."""


MAX_REFUSALS = 6
"""So often in a row Telegram says that it does not know the token (for a minute) before that is believed: in an outage
of its own it says so too."""


class TokenRefused(Exception):
    """Telegram does not know this token (any more)."""


class Poller:
    """Fetches while this process leads."""

    def __init__(self, telegram: TelegramApi, clock: Clock, replica: Replica) -> None:
        self._telegram, self._clock, self._replica = telegram, clock, replica
        self._offset: int | None = None
        self._heard_at = clock.now()
        self._refusals = 0

    async def poll(self, receive: Receive, *, seconds: int = POLL_SECONDS) -> int:
        """Fetch once. The offset moves only after the commit, and confirms with the next call; returns how many.

        The first ones may be what ended the process before: they are written down and their try counted first.
        """
        params: dict[str, object] = {"timeout": seconds, "limit": 100, "allowed_updates": ALLOWED}
        if self._offset is not None:
            params["offset"] = self._offset
        answer = await self._telegram.call("getUpdates", params, seconds=seconds + 15)
        if not answer.ok:
            await self._not_fetched(answer)
            return 0
        self._refusals = 0
        updates = updates_in(answer.result)
        now = self._clock.now()
        numbers = [number for update in updates if is_id(number := update.get("update_id"))]
        if updates:
            await receive(parsed_updates(updates), at_once=self._offset is not None)
        if numbers:
            self._offset, self._heard_at = numbers[-1] + 1, now
        elif updates:
            await self._clock.sleep(
                PAUSE_SECONDS
            )  # none of them can be confirmed: they are written down, and come again
        elif (now - self._heard_at).total_seconds() > FORGET_OFFSET_SECONDS:
            self._offset, self._heard_at = None, now
        return len(updates)

    async def _not_fetched(self, answer: Answer) -> None:
        """Say what it is and what helps, and wait a little. Only a token that is refused again and again ends it."""
        refused = meaning(answer) is Means.BAD_TOKEN
        self._refusals = self._refusals + 1 if refused else 0
        if self._refusals >= MAX_REFUSALS:
            raise TokenRefused
        log.warning("getUpdates failed status=%s: %s", answer.status, trouble_of(answer))
        if answer.status == CONFLICT_STATUS and "webhook" in answer.description.lower():
            await self._telegram.call("deleteWebhook", {})
        await self._clock.sleep(answer.parameter("retry_after") or 2 ** max(1, self._refusals))

    async def fetch_forever(self, receive: Receive) -> None:
        """Poll while leading; a database that is busy for a moment loses nothing, for nothing was confirmed."""
        while True:
            if not self._replica.leads:
                self._offset = None
                await self._clock.sleep(0.5)
                continue
            try:
                await self.poll(receive)
            except StorageError as error:
                log.warning("the inbox could not be written: %s; trying again", in_words(error))
                await self._clock.sleep(1)
