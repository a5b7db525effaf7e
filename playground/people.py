"""People with phones: what they write, show, press, and whom they want to hear nothing more from."""

from __future__ import annotations

from playground.accounts import Account
from playground.answers import Json
from playground.bots import Bot
from playground.chats import CallbackQuery, Chat, Event, Message
from playground.drawing import sample_picture
from playground.entities import Entities, utf16_length, with_automatic
from playground.files import StoredFile, Upload
from playground.groups import GroupChat
from playground.media import Media
from playground.world import World

LONGEST_TEXT = 4096


class Person(Account):
    """Every action happens at once: the chat shows it and the bot's next update brings it."""

    def __init__(
        self,
        world: World,
        id: int,
        first_name: str,
        *,
        last_name: str | None = None,
        username: str | None = None,
        language_code: str | None = None,
    ) -> None:
        super().__init__(id, first_name, last_name=last_name, username=username, language_code=language_code)
        self._world = world

    def chat(self, bot: Bot) -> Chat:
        """The private chat with the bot."""
        return self._world.private_chat(bot, self)

    def start(self, bot: Bot, payload: str = "") -> Message:
        if self.chat(bot).blocked:
            self.unblocks(bot)
        return self.says(bot, f"/start {payload}".strip())

    def says(
        self,
        bot: Bot,
        text: str,
        *,
        reply_to: int | None = None,
        in_group: GroupChat | None = None,
        forwarded_from: str | None = None,
    ) -> Message:
        words = text.strip()
        if not words or utf16_length(words) > LONGEST_TEXT:
            raise ValueError("a phone sends between 1 and 4096 characters at once")
        return self._send(
            bot,
            text=words,
            entities=with_automatic(words, ()),
            reply_to=reply_to,
            in_group=in_group,
            forwarded_from=forwarded_from,
        )

    def sends_photo(
        self,
        bot: Bot,
        *,
        caption: str | None = None,
        album: str | None = None,
        reply_to: int | None = None,
        in_group: GroupChat | None = None,
        content: Upload | None = None,
    ) -> Message:
        """A drawn sample picture, or the picture given."""
        files = self._world.files
        stored = files.keep("photo", content) if content else files.draw_photo()
        return self._send_file(bot, "photo", stored, caption, album, reply_to, in_group)

    def sends_album(self, bot: Bot, count: int, caption: str | None = None) -> list[Message]:
        """Photos that belong together; the first one carries the caption."""
        album = str(14_000_000_000_000_000 + self._world.number())
        return [self.sends_photo(bot, caption=None if number else caption, album=album) for number in range(count)]

    def sends_voice(
        self,
        bot: Bot,
        seconds: int = 3,
        *,
        reply_to: int | None = None,
        in_group: GroupChat | None = None,
    ) -> Message:
        details: Json = {"duration": seconds, "mime_type": "audio/ogg"}
        upload = Upload(b"OggS" + bytes(500 * max(seconds, 1)), "voice.oga", "audio/ogg")
        stored = self._world.files.keep("voice", upload, details)
        return self._send_file(bot, "voice", stored, None, None, reply_to, in_group)

    def sends_video(
        self,
        bot: Bot,
        seconds: int = 5,
        *,
        caption: str | None = None,
        album: str | None = None,
        reply_to: int | None = None,
    ) -> Message:
        details: Json = {"width": 640, "height": 360, "duration": seconds, "mime_type": "video/mp4"}
        upload = Upload(b"\x00\x00\x00\x18ftypmp42" + bytes(4000), "video.mp4", "video/mp4")
        stored = self._world.files.keep("video", upload, details)
        return self._send_file(bot, "video", stored, caption, album, reply_to, None)

    def sends_document(
        self,
        bot: Bot,
        name: str = "letter.pdf",
        size: int = 1000,
        *,
        caption: str | None = None,
        reply_to: int | None = None,
        content_type: str = "application/pdf",
        content: bytes | None = None,
    ) -> Message:
        details: Json = {"file_name": name, "mime_type": content_type}
        upload = Upload(bytes(size) if content is None else content, name, content_type)
        stored = self._world.files.keep("document", upload, details)
        return self._send_file(bot, "document", stored, caption, None, reply_to, None)

    def sends_sticker(self, bot: Bot, emoji: str = "👍") -> Message:
        details: Json = {
            "type": "regular",
            "width": 512,
            "height": 512,
            "is_animated": False,
            "is_video": False,
            "emoji": emoji,
        }
        stored = self._world.files.keep("sticker", Upload(sample_picture(0), "sticker.webp", "image/webp"), details)
        return self._send_file(bot, "sticker", stored, None, None, None, None)

    def sends_location(self, bot: Bot, lat: float = 31.2304, lon: float = 121.4737) -> Message:
        return self._send(bot, media=Media("location", details={"latitude": lat, "longitude": lon}))

    def sends_contact(self, bot: Bot, phone: str = "+8613800000000", *, own: bool = True) -> Message:
        details: Json = {"phone_number": phone, "first_name": self.first_name if own else "Somebody"}
        if own:
            details["user_id"] = self.id
        return self._send(bot, media=Media("contact", details=details))

    def edits(self, bot: Bot, message_id: int, text: str) -> Message:
        message = self.chat(bot).message(message_id)
        if message is None or message.sender is not self:
            raise LookupError("there is no such message of this person's own")
        message.text = text.strip()
        message.entities = with_automatic(message.text, ())
        message.edited += 1
        message.edit_date = int(self._world.now())
        self._world.notify(Event("edited", message.chat, message))
        self._world.tell(message.chat, "edited_message", message)
        return message

    def presses(
        self, bot: Bot, message: Message | int, data: str, *, forge: bool = False, old: bool = False
    ) -> CallbackQuery:
        """Press a button. `forge` sends data no button has; `old` presses what the bot can no longer read."""
        chat = self.chat(bot) if isinstance(message, int) else message.chat
        number = message if isinstance(message, int) else message.id
        found = chat.message(number)
        if not old and found is None:
            raise LookupError("there is no such message on the screen")
        if not forge and not (old and found is None) and (found is None or found.button(data) is None):
            raise LookupError(f"the message has no button {data!r}")
        query = CallbackQuery(
            str((self.id << 20) + self._world.number()), bot.id, self, chat, number, data, self._world.now()
        )
        self._world.queries[query.id] = query
        shown: Json
        if old or found is None:
            shown = {"message_id": number, "chat": chat.to_json(), "date": 0}
        else:
            shown = found.to_json(self._world.files, bot.id)
        bot.updates.add(
            "callback_query",
            {
                "id": query.id,
                "from": self.to_json(),
                "message": shown,
                "chat_instance": str(-8_000_000_000_000_000_000 + abs(chat.id)),
                "data": data,
            },
        )
        return query

    def blocks(self, bot: Bot) -> None:
        self._changes_membership(bot, blocked=True)

    def unblocks(self, bot: Bot) -> None:
        self._changes_membership(bot, blocked=False)

    def leaves_telegram(self) -> None:
        """The account is deleted; nothing can be sent to it any more."""
        self.deactivated = True

    def _changes_membership(self, bot: Bot, *, blocked: bool) -> None:
        chat = self.chat(bot)
        if chat.blocked == blocked:
            return
        chat.blocked = blocked
        member: Json = {"user": bot.account.to_json(), "status": "member"}
        kicked: Json = {"user": bot.account.to_json(), "status": "kicked", "until_date": 0}
        bot.updates.add(
            "my_chat_member",
            {
                "chat": chat.to_json(),
                "from": self.to_json(),
                "date": int(self._world.now()),
                "old_chat_member": member if blocked else kicked,
                "new_chat_member": kicked if blocked else member,
            },
        )
        self._world.notify(Event("chat", chat))

    def _send_file(
        self,
        bot: Bot,
        kind: str,
        stored: StoredFile,
        caption: str | None,
        album: str | None,
        reply_to: int | None,
        in_group: GroupChat | None,
    ) -> Message:
        return self._send(
            bot,
            text=caption or "",
            entities=with_automatic(caption or "", ()),
            media=Media(kind, stored),
            album=album,
            reply_to=reply_to,
            in_group=in_group,
        )

    def _send(
        self,
        bot: Bot,
        *,
        text: str = "",
        entities: Entities = (),
        media: Media | None = None,
        album: str | None = None,
        reply_to: int | None = None,
        in_group: GroupChat | None = None,
        forwarded_from: str | None = None,
    ) -> Message:
        chat = in_group or self.chat(bot)
        if chat.blocked:
            raise RuntimeError("this person blocked the bot; nothing can be written before unblocks()")
        if reply_to is not None and chat.message(reply_to) is None:
            raise LookupError("there is no such message to reply to")
        chat.started = True
        message = self._world.post(
            chat,
            self,
            text=text,
            entities=entities,
            media=media,
            album=album,
            reply_to=reply_to,
            forwarded_from=forwarded_from,
        )
        self._world.tell(chat, "message", message)
        return message
