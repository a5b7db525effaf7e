"""A parcel as a call of the Bot API: its method, its parameters, and the files that go along.

Keyboards are plain dicts: as python-telegram-bot's InlineKeyboardMarkup one of six buttons takes 75 microseconds to
make, so it takes under two, and one hangs under most messages. The limits are the library's.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from telegram import BotCommand
from telegram.constants import KeyboardButtonStyle, MessageLimit, ParseMode

from bot.channel import Parcel
from bot.telegram.api import File
from domain.views import MediaView
from domain.vocabulary import MediaKind
from messages.drawing.buttons import Button, Tone
from messages.drawing.fitting import fit
from messages.drawing.screen import ACCOUNT, Screen

MAX_TEXT_UNITS, MAX_CAPTION_UNITS = int(MessageLimit.MAX_TEXT_LENGTH), int(MessageLimit.CAPTION_LENGTH)
"""Units (domain/words/lengths.py) of a message, and of the words under a picture, without their formatting."""
HTML = ParseMode.HTML.value
SENDS = {
    MediaKind.PHOTO: "sendPhoto",
    MediaKind.VIDEO: "sendVideo",
    MediaKind.VOICE: "sendVoice",
    MediaKind.DOCUMENT: "sendDocument",
    MediaKind.LOCATION: "sendLocation",
}
EDITS, EDITS_BUTTONS, SENDS_WORDS = "editMessageText", "editMessageReplyMarkup", "sendMessage"


@dataclass(frozen=True, slots=True)
class Call:
    """`files`: by the parameter or the name they are sent under. `carries`: the keys of these, by their place among the
    messages that the call makes."""

    method: str
    params: Mapping[str, object]
    files: Mapping[str, File] = field(default_factory=dict)
    carries: Mapping[int, int] = field(default_factory=dict)


def call_for(parcel: Parcel) -> Call:
    """What the parcel's screen is; a file that is made (`Screen.upload`) is not made here."""
    screen, chat_id = parcel.screen, int(parcel.address)
    if screen.menu:
        commands = [BotCommand(name, words).to_dict() for name, words in screen.menu]
        return Call("setMyCommands", {"commands": commands, "scope": {"type": "chat", "chat_id": chat_id}})
    base: dict[str, object] = {"chat_id": chat_id}
    if screen.confidential:
        base["protect_content"] = True
    if parcel.reply_to is not None and parcel.edits is None:
        base["reply_parameters"] = {"message_id": parcel.reply_to, "allow_sending_without_reply": True}
    if screen.media:
        return _with_files(base, parcel)
    if screen.upload is not None:
        return Call(SENDS[screen.upload.kind], {**base, **_caption(screen), **_markup(screen)})
    words = {
        "text": _html(screen.text, MAX_TEXT_UNITS),
        "parse_mode": HTML,
        "link_preview_options": {"is_disabled": True},
        **_markup(screen),
    }
    if parcel.edits is not None:
        this: dict[str, object] = {"chat_id": chat_id, "message_id": parcel.edits}
        if screen.keeps_words:
            return Call(EDITS_BUTTONS, {**this, **_markup(screen)})
        return Call(EDITS, {**this, **words})
    return Call(SENDS_WORDS, {**base, **words})


def _markup(screen: Screen) -> dict[str, object]:
    rows = [[_button(label, button) for label, button in row] for row in screen.buttons()]
    return {"reply_markup": {"inline_keyboard": rows}} if rows else {}


_STYLES = {Tone.PRIMARY: KeyboardButtonStyle.PRIMARY.value, Tone.DANGER: KeyboardButtonStyle.DANGER.value}
"""Since Bot API 9.4; a client that does not know them draws the button like the others."""


def _button(label: str, button: Button) -> dict[str, str]:
    drawn = {"text": label, "callback_data": button.data()}
    return {**drawn, "style": _STYLES[button.tone]} if button.tone is not None else drawn


def _html(text: str, most: int) -> str:
    """As Telegram reads it: its clients open the chat with somebody by their number."""
    return fit(text, most).replace(ACCOUNT, '<a href="tg://user?id=')


def _caption(screen: Screen) -> dict[str, object]:
    return {"caption": _html(screen.text, MAX_CAPTION_UNITS), "parse_mode": HTML}


def _with_files(base: dict[str, object], parcel: Parcel) -> Call:
    screen = parcel.screen
    words = _caption(screen) if screen.text else {}
    if len(screen.media) > 1:
        return _album({**base, **_markup(screen)}, words, screen.media, parcel.files)
    (one,) = screen.media
    if one.kind is MediaKind.LOCATION:
        place = {"latitude": one.latitude, "longitude": one.longitude}
        return Call(SENDS[one.kind], {**base, **_markup(screen), **place})
    params = {**base, **words, **_markup(screen)}
    if one.file is not None and (content := parcel.files.get(one.file.key)) is not None:
        return Call(SENDS[one.kind], params, {one.kind.value: _file(one, content)}, {0: one.file.key})
    return Call(SENDS[one.kind], {**params, one.kind.value: _ref(one)})


def _album(
    base: dict[str, object], words: dict[str, object], media: Sequence[MediaView], contents: Mapping[int, bytes]
) -> Call:
    """What is not here yet stands in the form beside it, under a name that the album refers to."""
    items: list[dict[str, object]] = []
    files: dict[str, File] = {}
    carries: dict[int, int] = {}
    for position, one in enumerate(media):
        ref = _ref(one)
        if one.file is not None and (content := contents.get(one.file.key)) is not None:
            name = f"file{one.file.key}"
            ref, files[name], carries[position] = f"attach://{name}", _file(one, content), one.file.key
        items.append({"type": one.kind.value, "media": ref})
    items[0].update(words)
    return Call("sendMediaGroup", {**base, "media": items}, files, carries)


def _ref(one: MediaView) -> str:
    return one.file.ref if one.file is not None else ""


ENDINGS = {MediaKind.PHOTO: ".jpg", MediaKind.VIDEO: ".mp4", MediaKind.VOICE: ".ogg", MediaKind.DOCUMENT: ""}


def _file(one: MediaView, content: bytes) -> File:
    """It crosses without the name that somebody gave it."""
    return File(f"{one.kind.value}{ENDINGS[one.kind]}", content)


def ref_in(message: object, kind: MediaKind) -> str | None:
    """What the file of a sent message is called here: of a photo that of its largest size."""
    held = message.get(kind.value) if isinstance(message, Mapping) else None
    largest = held[-1] if isinstance(held, list) and held else held
    ref = largest.get("file_id") if isinstance(largest, Mapping) else None
    return ref if isinstance(ref, str) else None
