"""A chat and all that was said, shown and pressed in it, and how a bot reads of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from playground.accounts import Account
from playground.answers import Json
from playground.entities import Entities, to_html
from playground.files import FileStore, StoredFile
from playground.keyboards import NOTHING, Button, Markup
from playground.media import Media


@dataclass(slots=True, eq=False)
class Message:
    chat: Chat
    id: int
    sender: Account
    date: int
    text: str = ""
    entities: Entities = ()
    media: Media | None = None
    markup: Markup = NOTHING
    reply_to: int | None = None
    album: str | None = None
    forwarded_from: str | None = None
    service: Json | None = None
    silent: bool = False
    edited: int = 0
    edit_date: int | None = None
    deleted: bool = False

    def __repr__(self) -> str:
        return f"<Message {self.id} {self.kind} {self.text!r}>"

    @property
    def from_bot(self) -> bool:
        return self.sender.is_bot

    @property
    def kind(self) -> str:
        if self.service is not None:
            return "service"
        return self.media.kind if self.media else "text"

    @property
    def html(self) -> str:
        return to_html(self.text, self.entities)

    @property
    def buttons(self) -> list[list[Button]]:
        return [list(row) for row in self.markup.buttons]

    @property
    def file(self) -> StoredFile | None:
        return self.media.file if self.media else None

    @property
    def file_id(self) -> str | None:
        """The name by which the chat's bot may use the file again."""
        return self.file.file_id(self.chat.bot_id) if self.file else None

    def button(self, data: str) -> Button | None:
        return next((button for row in self.markup.buttons for button in row if button.data == data), None)

    def to_json(self, files: FileStore, bot_id: int, *, nested: bool = False) -> Json:
        found: Json = {
            "message_id": self.id,
            "from": self.sender.to_json(),
            "chat": self.chat.to_json(),
            "date": self.date,
        }
        if self.edit_date is not None:
            found["edit_date"] = self.edit_date
        if self.service is not None:
            found.update(self.service)
            return found
        if self.forwarded_from is not None:
            found["forward_origin"] = {
                "type": "hidden_user",
                "date": self.date,
                "sender_user_name": self.forwarded_from,
            }
        if self.reply_to is not None and not nested:
            answered = self.chat.message(self.reply_to)
            if answered is not None:
                found["reply_to_message"] = answered.to_json(files, bot_id, nested=True)
        if self.album is not None:
            found["media_group_id"] = self.album
        self._add_content(found, files, bot_id)
        if self.markup.inline is not None:
            found["reply_markup"] = self.markup.inline
        return found

    def _add_content(self, found: Json, files: FileStore, bot_id: int) -> None:
        if self.media is None:
            found["text"] = self.text
            if self.entities:
                found["entities"] = [entity.to_json() for entity in self.entities]
            return
        found[self.media.kind] = self.media.to_json(files, bot_id)
        if self.text:
            found["caption"] = self.text
            if self.entities:
                found["caption_entities"] = [entity.to_json() for entity in self.entities]


class Chat:
    def __init__(self, id: int, kind: str, *, bot_id: int, person: Account | None = None, title: str = "") -> None:
        self.id = id
        self.kind = kind
        self.bot_id = bot_id
        self.person = person
        self.title = title
        self.messages: list[Message] = []
        self.toasts: list[Toast] = []
        self.started = False
        self.blocked = False
        self.keyboard: Json | None = None
        self.typing_at: float | None = None
        self._by_id: dict[int, Message] = {}
        self._last_id = 0

    def __repr__(self) -> str:
        return f"<Chat {self.id} {self.kind}>"

    @property
    def visible(self) -> list[Message]:
        """The messages that were not deleted."""
        return [message for message in self.messages if not message.deleted]

    @property
    def last(self) -> Message:
        """The newest message that was not deleted."""
        return next(message for message in reversed(self.messages) if not message.deleted)

    def next_id(self) -> int:
        self._last_id += 1
        return self._last_id

    def keep(self, message: Message) -> None:
        self.messages.append(message)
        self._by_id[message.id] = message

    def message(self, id: int) -> Message | None:
        """The message, unless it is unknown or deleted."""
        found = self._by_id.get(id)
        return None if found is None or found.deleted else found

    def album(self, id: str) -> list[Message]:
        return [message for message in self.messages if message.album == id]

    def to_json(self) -> Json:
        if self.person is not None:
            return self.person.to_chat_json()
        return {"id": self.id, "title": self.title, "type": self.kind}


@dataclass(slots=True, eq=False)
class CallbackQuery:
    """A button that was pressed, and what the bot said to it."""

    id: str
    bot_id: int
    person: Account
    chat: Chat
    message_id: int
    data: str
    at: float
    answered: bool = False
    text: str = ""
    show_alert: bool = False
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Toast:
    """The words that appear for a moment over the chat after a button was pressed."""

    text: str
    show_alert: bool
    at: float
    query: CallbackQuery


@dataclass(frozen=True, slots=True)
class Event:
    """Something that a phone shows: message, edited, deleted, toast, typing or chat."""

    kind: str
    chat: Chat
    message: Message | None = None
    toast: Toast | None = None


Listener = Callable[[Event], None]
