"""A group as the bots see it: who of them is in it, and what each may hear."""

from __future__ import annotations

from collections.abc import Iterable

from playground.bots import Bot
from playground.chats import Chat, Message


class GroupChat(Chat):
    def __init__(self, id: int, kind: str, title: str, bots: Iterable[Bot]) -> None:
        members = list(bots)
        super().__init__(id, kind, bot_id=members[0].id if members else 0, title=title)
        self.bots: set[int] = {bot.id for bot in members}
        self.former_bots: set[int] = set()
        self.migrated_to: int | None = None
        self.started = True

    def heard_by(self, bot: Bot, message: Message) -> bool:
        """Privacy mode: commands, answers to the bot, and service messages."""
        if bot.reads_all_group_messages or message.service is not None:
            return True
        answered = self.message(message.reply_to) if message.reply_to else None
        if answered is not None and answered.sender.id == bot.id:
            return True
        if not message.text.startswith("/"):
            return False
        _, at, addressed = message.text.split()[0].partition("@")
        return not at or addressed.lower() == bot.username.lower()
