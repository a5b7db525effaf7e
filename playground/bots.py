"""The bots of the playground: their tokens, which no real bot can have, their menus and their updates."""

from __future__ import annotations

import re
from collections.abc import Callable

from playground.accounts import Account
from playground.answers import Json
from playground.updates import UpdateQueue
from playground.webhooks import Delivery, Webhook

_PLAYGROUND_TOKEN = re.compile(r"[1-9]\d{0,15}:playground[A-Za-z0-9_-]*")

DEFAULT_SCOPE = "default"
PRIVATE_SCOPE = "all_private_chats"


class RealToken(ValueError):
    """A token that may belong to a real bot was brought to the playground."""


def refuse_real_token(token: str) -> None:
    """Let only tokens like `1:playground` pass. The token itself is never repeated in the error."""
    if not _PLAYGROUND_TOKEN.fullmatch(token):
        raise RealToken("the playground works only with tokens like 1:playground, never beside a real one")


class Bot:
    def __init__(self, token: str, *, username: str, name: str, now: Callable[[], float]) -> None:
        refuse_real_token(token)
        self.token = token
        self.account = Account(int(token.partition(":")[0]), name, username=username, is_bot=True)
        self.updates = UpdateQueue(now)
        self.webhook: Webhook | None = None
        self.delivery: Delivery | None = None
        self.reads_all_group_messages = False
        self.texts: dict[tuple[str, str], str] = {}
        self.menus: dict[tuple[str, str], list[Json]] = {}

    def __repr__(self) -> str:
        return f"<Bot {self.id} @{self.username}>"

    @property
    def id(self) -> int:
        return self.account.id

    @property
    def username(self) -> str:
        return self.account.username or ""

    @property
    def name(self) -> str:
        return self.account.first_name

    @property
    def commands(self) -> list[Json]:
        """The menu that everybody sees."""
        return self.menus.get((DEFAULT_SCOPE, ""), [])

    def commands_for(self, person: Account) -> list[Json]:
        """The menu in this person's private chat: the nearest scope first, in it his language first."""
        language = (person.language_code or "").partition("-")[0]
        for scope in (f"chat:{person.id}", PRIVATE_SCOPE, DEFAULT_SCOPE):
            for spoken in dict.fromkeys((language, "")):
                if (menu := self.menus.get((scope, spoken))) is not None:
                    return menu
        return []
