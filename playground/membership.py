"""Groups that live: they begin, bots come and go, and one day they move and get a new number."""

from __future__ import annotations

from collections.abc import Sequence

from playground.accounts import Account
from playground.answers import Json
from playground.bots import Bot
from playground.groups import GroupChat
from playground.world import World


class Group(GroupChat):
    def __init__(
        self, world: World, id: int, kind: str, title: str, members: Sequence[Account], bots: Sequence[Bot]
    ) -> None:
        if not members:
            raise ValueError("a group begins with at least one person")
        super().__init__(id, kind, title, bots)
        self.members = list(members)
        self._world = world
        world.groups[id] = self

    def begin(self) -> None:
        """Say to the bots that they are in it now."""
        for bot in self._world.listening(self):
            self._tell_membership(bot, "left", "member")
        self._serve({"group_chat_created": True})

    def add_bot(self, bot: Bot) -> None:
        self.bots.add(bot.id)
        self.former_bots.discard(bot.id)
        self.bot_id = self.bot_id or bot.id
        self._tell_membership(bot, "left", "member")
        account = bot.account.to_json()
        self._serve({"new_chat_members": [account]})

    def remove_bot(self, bot: Bot) -> None:
        self.bots.discard(bot.id)
        self.former_bots.add(bot.id)
        self._tell_membership(bot, "member", "kicked")

    def migrate(self) -> Group:
        """Become a supergroup: a new chat with a new number; the old one only says where it went."""
        members = [bot for bot in self._world.bots.values() if bot.id in self.bots]
        upgraded = Group(self._world, -1_000_000_000_000 + self.id, "supergroup", self.title, self.members, members)
        self._serve({"migrate_to_chat_id": upgraded.id})
        upgraded._serve({"migrate_from_chat_id": self.id})
        self.migrated_to = upgraded.id
        return upgraded

    def _serve(self, service: Json) -> None:
        message = self._world.post(self, self.members[0], service=service)
        self._world.tell(self, "message", message)

    def _tell_membership(self, bot: Bot, old: str, new: str) -> None:
        def member(status: str) -> Json:
            found: Json = {"user": bot.account.to_json(), "status": status}
            return {**found, "until_date": 0} if status == "kicked" else found

        bot.updates.add(
            "my_chat_member",
            {
                "chat": self.to_json(),
                "from": self.members[0].to_json(),
                "date": int(self._world.now()),
                "old_chat_member": member(old),
                "new_chat_member": member(new),
            },
        )
