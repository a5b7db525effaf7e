"""The channel of one bot, as the program and its commands open it."""

import asyncio
import logging

from telegram import User

from bot.catalogs import CATALOGS
from bot.clock import Clock
from bot.subjects import SUBJECTS
from bot.telegram.api import Means, TelegramApi, meaning, trouble_of
from bot.telegram.channel import Menu, TelegramChannel
from bot.telegram.pace import Limits, Pace
from bot.telegram.parsing import Me
from bot.telegram.poller import TokenRefused
from bot.telegram.reading import UpdateReader
from handlers.subject import Subjects
from messages.drawing.catalogs import FIRST, Catalogs
from messages.drawing.texts import Texts
from storage.engines.replicas import Alone, Replica

log = logging.getLogger(__name__)

MAX_NAME_TRIES = 4
FIRST_WAIT_SECONDS, MAX_WAIT_SECONDS = 0.5, 30.0
"""A wrong token (at a command also no answer) is believed after four tries within four seconds."""


class TelegramUnreachable(Exception):
    """Nobody answers at TELEGRAM_API_URL."""


async def learn_name(telegram: TelegramApi, token: str, *, patient: bool = False) -> Me:
    """getMe: who we are. What may pass is asked again.

    Raises TokenRefused where the token is refused again and again, and TelegramUnreachable where nobody answers;
    `patient`: that is waited for, however long it lasts.
    """
    tries, refused, wait = 0, 0, FIRST_WAIT_SECONDS
    while True:
        answer = await telegram.call("getMe", {})
        if answer.ok and isinstance(answer.result, dict):
            return Me(token, User.de_json(answer.result, None))
        tries, refused = tries + 1, refused + (meaning(answer) is Means.BAD_TOKEN)
        if refused >= MAX_NAME_TRIES:
            raise TokenRefused
        if tries >= MAX_NAME_TRIES and not patient:
            raise TelegramUnreachable
        log.warning("getMe failed status=%s: %s; trying again", answer.status, trouble_of(answer))
        await asyncio.sleep(answer.parameter("retry_after") or wait)
        wait = min(wait * 2, MAX_WAIT_SECONDS)


def channel_of(
    telegram: TelegramApi,
    me: Me,
    clock: Clock,
    limits: Limits,
    replica: Replica | None = None,
    subjects: Subjects = SUBJECTS,
    catalogs: Catalogs = CATALOGS,
    *,
    fetches: bool = True,
) -> TelegramChannel:
    """The bot whose name has been learnt. `fetches`: no webhook brings the updates."""
    menus = menus_of(subjects, catalogs)
    pace, reading = Pace(limits, clock), UpdateReader(me, subjects.commands)
    return TelegramChannel(telegram, me, clock, pace, replica or Alone(), reading.read, menus=menus, fetches=fetches)


def menus_of(subjects: Subjects, catalogs: Catalogs) -> list[Menu]:
    """What everybody may ask for, in every language; whoever has none of these reads the first."""
    menus: list[Menu] = []
    for language in catalogs.languages:
        texts = Texts(catalogs, language, "UTC")
        names = [one.name for one in subjects.commands.values() if one.right is None]
        commands = [(name, texts.label(f"command-{name}")) for name in names]
        menus.append((language, commands))
        if language == FIRST:
            menus.append((None, commands))
    return menus
