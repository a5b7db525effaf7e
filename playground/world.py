"""Everything that exists in the playground: people, bots, chats, files, and who is told of what happens."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from playground.accounts import Account
from playground.answers import ApiError, Json, bad_request, forbidden
from playground.bots import Bot
from playground.chats import CallbackQuery, Chat, Event, Listener, Message, Toast
from playground.entities import Entities, Entity
from playground.files import FileStore
from playground.groups import GroupChat
from playground.keyboards import NOTHING, Markup
from playground.limits import Gate
from playground.media import Media
from playground.webhooks import Post

MENTION = "tg://user?id="


class World:
    def __init__(self, now: Callable[[], float], gate: Gate | None) -> None:
        self.now = now
        self.gate = gate
        self.files = FileStore()
        self.bots: dict[str, Bot] = {}
        self.accounts: dict[int, Account] = {}
        self.private: dict[tuple[int, int], Chat] = {}
        self.groups: dict[int, GroupChat] = {}
        self.queries: dict[str, CallbackQuery] = {}
        self.listeners: list[Listener] = []
        self.query_lifetime = 30.0
        self.post_webhook: Post | None = None
        self.webhook_pause = 1.0
        self._numbers = 0

    def number(self) -> int:
        self._numbers += 1
        return self._numbers

    def private_chat(self, bot: Bot, person: Account) -> Chat:
        chat = self.private.get((bot.id, person.id))
        if chat is None:
            chat = self.private[bot.id, person.id] = Chat(person.id, "private", bot_id=bot.id, person=person)
        return chat

    def chat_for(self, bot: Bot, chat_id: int, *, writing: bool = True) -> Chat:
        """The chat, if the bot knows it and may do this there."""
        if chat_id < 0:
            return self._group_for(bot, chat_id)
        chat = self.private.get((bot.id, chat_id))
        account = self.accounts.get(chat_id)
        if account is None:
            raise bad_request("chat not found")
        if account.is_bot:
            raise forbidden("bots can't send messages to bots")
        if account.deactivated:
            raise forbidden("user is deactivated")
        if chat is None or not chat.started:
            raise forbidden("bot can't initiate conversation with a user")
        if writing and chat.blocked:
            raise forbidden("bot was blocked by the user")
        return chat

    def _group_for(self, bot: Bot, chat_id: int) -> Chat:
        group = self.groups.get(chat_id)
        if group is None or bot.id not in group.bots | group.former_bots:
            raise bad_request("chat not found")
        if group.migrated_to is not None:
            sentence = "Bad Request: group chat was upgraded to a supergroup chat"
            raise ApiError(400, sentence, migrate_to_chat_id=group.migrated_to)
        if bot.id not in group.bots:
            name = "supergroup" if group.kind == "supergroup" else "group"
            raise forbidden(f"bot was kicked from the {name} chat")
        return group

    def post(
        self,
        chat: Chat,
        sender: Account,
        *,
        text: str = "",
        entities: Entities = (),
        media: Media | None = None,
        markup: Markup = NOTHING,
        reply_to: int | None = None,
        album: str | None = None,
        forwarded_from: str | None = None,
        service: Json | None = None,
        silent: bool = False,
    ) -> Message:
        """Put a message into the chat; everybody's phone shows it."""
        message = Message(
            chat,
            chat.next_id(),
            sender,
            int(self.now()),
            text,
            entities,
            media,
            markup,
            reply_to,
            album,
            forwarded_from,
            service,
            silent,
        )
        chat.keep(message)
        if self.listeners:
            self.notify(Event("message", chat, message))
        return message

    def tell(self, chat: Chat, kind: str, message: Message) -> None:
        """Make the update about a person's message for every bot that may hear it."""
        for bot in self.listening(chat):
            if not isinstance(chat, GroupChat) or chat.heard_by(bot, message):
                bot.updates.add(kind, message.to_json(self.files, bot.id))

    def listening(self, chat: Chat) -> Iterable[Bot]:
        ids = chat.bots if isinstance(chat, GroupChat) else {chat.bot_id}
        return [bot for bot in self.bots.values() if bot.id in ids]

    def toast(self, query: CallbackQuery) -> None:
        toast = Toast(query.text, query.show_alert, self.now(), query)
        query.chat.toasts.append(toast)
        self.notify(Event("toast", query.chat, toast=toast))

    def notify(self, event: Event) -> None:
        for listener in tuple(self.listeners):
            listener(event)

    def with_mentions(self, entities: Entities) -> Entities:
        """Links to people become mentions of those whom the playground knows; the others stay plain text."""
        found: list[Entity] = []
        for entity in entities:
            if entity.url is None or not entity.url.startswith(MENTION):
                found.append(entity)
                continue
            number = entity.url.removeprefix(MENTION)
            account = self.accounts.get(int(number)) if number.isdecimal() else None
            if account is not None:
                found.append(replace(entity, type="text_mention", url=None, user=account))
        return tuple(found)
