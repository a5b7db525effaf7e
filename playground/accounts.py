"""Everybody who has a name in Telegram, people and bots alike."""

from __future__ import annotations

from playground.answers import Json


class Account:
    def __init__(
        self,
        id: int,
        first_name: str,
        *,
        last_name: str | None = None,
        username: str | None = None,
        language_code: str | None = None,
        is_bot: bool = False,
    ) -> None:
        self.id = id
        self.first_name = first_name
        self.last_name = last_name
        self.username = username
        self.language_code = language_code
        self.is_bot = is_bot
        self.deactivated = False

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.id} {self.full_name!r}>"

    @property
    def full_name(self) -> str:
        return f"{self.first_name} {self.last_name}" if self.last_name else self.first_name

    def to_json(self) -> Json:
        """The account as a `User`."""
        found: Json = {"id": self.id, "is_bot": self.is_bot, **self._names()}
        if self.language_code:
            found["language_code"] = self.language_code
        return found

    def to_chat_json(self) -> Json:
        """The account as the private `Chat` with it."""
        return {"id": self.id, **self._names(), "type": "private"}

    def _names(self) -> Json:
        found: Json = {"first_name": self.first_name}
        if self.last_name:
            found["last_name"] = self.last_name
        if self.username:
            found["username"] = self.username
        return found
