"""A screen: one message as Telegram's methods take it, sent new or put in the place of an older one."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from domain.views import MediaView
from domain.vocabulary import MediaKind
from domain.words.lengths import MAX_CAPTION_UNITS, MAX_TEXT_UNITS
from messages.drawing.buttons import ButtonRow, keyboard, numbered
from messages.drawing.fitting import fit

Params = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that is made when it leaves: `field` says what Telegram shows it as, photo or document."""

    field: str
    name: str
    draw: Callable[[], bytes]


@dataclass(frozen=True, slots=True)
class Screen:
    """Text with buttons, or files, or the menu of commands of one chat. With an upload or files the text is their
    caption; of an album the first one bears it, and a position bears none."""

    text: str = ""
    rows: Sequence[ButtonRow] = ()
    media: Sequence[MediaView] = field(default=())
    confidential: bool = False
    menu: Sequence[tuple[str, str]] = ()
    upload: Upload | None = None
    numbered: bool = False
    """A question: its buttons bear the numbers by which they can be answered too."""
    beside: Sequence[ButtonRow] = ()
    """Buttons under the others that no number stands for: a house number must never ring."""

    def call(self, chat_id: int, *, edits: int | None = None, reply_to: int | None = None) -> tuple[str, Params]:
        """The method of the Bot API and its parameters."""
        if self.menu:
            commands = [{"command": name, "description": words} for name, words in self.menu]
            return "setMyCommands", {"commands": commands, "scope": {"type": "chat", "chat_id": chat_id}}
        base: dict[str, object] = {"chat_id": chat_id}
        if self.confidential:
            base["protect_content"] = True
        if reply_to is not None and edits is None:
            base["reply_parameters"] = {"message_id": reply_to, "allow_sending_without_reply": True}
        markup = keyboard([*(numbered(self.rows) if self.numbered else self.rows), *self.beside])
        words = fit(self.text, MAX_CAPTION_UNITS if self.media or self.upload is not None else MAX_TEXT_UNITS)
        caption = {"caption": words, "parse_mode": "HTML", **({"reply_markup": markup} if markup else {})}
        if self.media:
            return _media_call({**base, **caption} if self.text else base, self.media)
        if self.upload is not None:
            return f"send{self.upload.field.title()}", {**base, **caption}
        text: dict[str, object] = {
            "text": words,
            "parse_mode": "HTML",
            "link_preview_options": {"is_disabled": True},
        }
        if markup is not None:
            text["reply_markup"] = markup
        if edits is not None:
            return "editMessageText", {"chat_id": chat_id, "message_id": edits, **text}
        return "sendMessage", {**base, **text}


def _media_call(base: dict[str, object], media: Sequence[MediaView]) -> tuple[str, Params]:
    words = {name: base[name] for name in ("caption", "parse_mode") if name in base}
    bare = {name: value for name, value in base.items() if name not in words}
    if len(media) > 1:
        first, *rest = [{"type": one.kind.value, "media": _ref(one)} for one in media]
        return "sendMediaGroup", {**bare, "media": [{**first, **words}, *rest]}
    one = media[0]
    if one.kind is MediaKind.LOCATION:
        return "sendLocation", {**bare, "latitude": one.latitude, "longitude": one.longitude}
    methods = {
        MediaKind.PHOTO: "sendPhoto",
        MediaKind.VIDEO: "sendVideo",
        MediaKind.VOICE: "sendVoice",
        MediaKind.DOCUMENT: "sendDocument",
    }
    return methods[one.kind], {**base, one.kind.value: _ref(one)}


def _ref(media: MediaView) -> str:
    if media.file is None:
        raise ValueError("only a position has no file")
    return media.file.ref


def buttons_of(params: Params) -> list[list[str]]:
    """The buttons of a message that is about to leave, as label and data, in the order they are read."""
    markup = params.get("reply_markup")
    rows = markup.get("inline_keyboard", []) if isinstance(markup, dict) else []
    return [[button["text"], button["callback_data"]] for row in rows for button in row if "callback_data" in button]
