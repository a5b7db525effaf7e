"""Each kind of screen becomes exactly one call of the Bot API."""

from collections.abc import Mapping
from datetime import UTC, datetime

import pytest

from bot.channel import Parcel
from bot.telegram.drawing import MAX_CAPTION_UNITS, call_for
from domain.views import FileView, MediaView
from domain.vocabulary import MediaKind
from domain.words.lengths import units
from messages.drawing.buttons import ANYWHERE, Button, danger, primary
from messages.drawing.screen import Screen, Upload

LATER = datetime(2026, 11, 2, tzinfo=UTC)
YES = ("好", Button(ANYWHERE, "yes"))
NO = ("不", Button(ANYWHERE, "no"))
HELP = ("危险", Button(ANYWHERE, "sos", arg="fire"))
NO_PREVIEW = {"is_disabled": True}


def one_of(kind: MediaKind, ref: str = "AgAC") -> MediaView:
    return MediaView(kind, FileView(1, "telegram", ref))


PLACE = MediaView(MediaKind.LOCATION, None, 31.25, 121.5)
PHOTO = one_of(MediaKind.PHOTO)


def buttons(*rows: list[tuple[str, str]]) -> dict[str, object]:
    return {"inline_keyboard": [[{"text": text, "callback_data": data} for text, data in row] for row in rows]}


TEXT = {"text": "<b>漏水</b>", "parse_mode": "HTML", "link_preview_options": NO_PREVIEW}
ANSWERS = {"message_id": 5, "allow_sending_without_reply": True}
CAPTION = {"caption": "厨房", "parse_mode": "HTML"}

CALLS: Mapping[str, tuple[Screen, dict[str, int], str, dict[str, object]]] = {
    "words": (Screen("<b>漏水</b>"), {}, "sendMessage", {"chat_id": 7, **TEXT}),
    "words that lead to somebody": (
        Screen('陈桂芳\n<a href="account:7001">打开聊天</a> &lt;a href="account:1"'),
        {},
        "sendMessage",
        {"chat_id": 7, **TEXT, "text": '陈桂芳\n<a href="tg://user?id=7001">打开聊天</a> &lt;a href="account:1"'},
    ),
    "words that must not be sent on": (
        Screen("<b>漏水</b>", confidential=True),
        {},
        "sendMessage",
        {"chat_id": 7, "protect_content": True, **TEXT},
    ),
    "an answer": (
        Screen("<b>漏水</b>"),
        {"reply_to": 5},
        "sendMessage",
        {"chat_id": 7, "reply_parameters": ANSWERS, **TEXT},
    ),
    "in the place of another": (
        Screen("<b>漏水</b>", [[YES]], confidential=True),
        {"edits": 9, "reply_to": 5},
        "editMessageText",
        {"chat_id": 7, "message_id": 9, **TEXT, "reply_markup": buttons([("好", "m:yes:")])},
    ),
    "other buttons under the same words": (
        Screen("<b>漏水</b>", [[YES]], keeps_words=True),
        {"edits": 9},
        "editMessageReplyMarkup",
        {"chat_id": 7, "message_id": 9, "reply_markup": buttons([("好", "m:yes:")])},
    ),
    "buttons, and a row without any": (
        Screen("<b>漏水</b>", [[YES, NO], []]),
        {},
        "sendMessage",
        {"chat_id": 7, **TEXT, "reply_markup": buttons([("好", "m:yes:"), ("不", "m:no:")])},
    ),
    "a question, and what no number stands for": (
        Screen("<b>漏水</b>", [[YES], [NO]], numbered=True, beside=[[HELP]]),
        {},
        "sendMessage",
        {
            "chat_id": 7,
            **TEXT,
            "reply_markup": buttons([("1. 好", "m:yes:")], [("2. 不", "m:no:")], [("危险", "m:sos:fire")]),
        },
    ),
    "the menu of one chat": (
        Screen(menu=[("help", "帮助")]),
        {},
        "setMyCommands",
        {"commands": [{"command": "help", "description": "帮助"}], "scope": {"type": "chat", "chat_id": 7}},
    ),
    "a photo": (Screen(media=[PHOTO]), {}, "sendPhoto", {"chat_id": 7, "photo": "AgAC"}),
    "a photo with words and buttons": (
        Screen("厨房", [[YES]], media=[PHOTO], confidential=True),
        {"reply_to": 5},
        "sendPhoto",
        {
            "chat_id": 7,
            "protect_content": True,
            "reply_parameters": ANSWERS,
            **CAPTION,
            "reply_markup": buttons([("好", "m:yes:")]),
            "photo": "AgAC",
        },
    ),
    "a video": (
        Screen("厨房", media=[one_of(MediaKind.VIDEO)]),
        {},
        "sendVideo",
        {"chat_id": 7, **CAPTION, "video": "AgAC"},
    ),
    "a voice": (Screen(media=[one_of(MediaKind.VOICE)]), {}, "sendVoice", {"chat_id": 7, "voice": "AgAC"}),
    "a document": (
        Screen("厨房", media=[one_of(MediaKind.DOCUMENT)]),
        {},
        "sendDocument",
        {"chat_id": 7, **CAPTION, "document": "AgAC"},
    ),
    "a position bears no words": (
        Screen("厨房", media=[PLACE]),
        {},
        "sendLocation",
        {"chat_id": 7, "latitude": 31.25, "longitude": 121.5},
    ),
    "an album, whose first file bears the words": (
        Screen("厨房", media=[PHOTO, one_of(MediaKind.VIDEO, "BAAD")], confidential=True),
        {"reply_to": 5},
        "sendMediaGroup",
        {
            "chat_id": 7,
            "protect_content": True,
            "reply_parameters": ANSWERS,
            "media": [{"type": "photo", "media": "AgAC", **CAPTION}, {"type": "video", "media": "BAAD"}],
        },
    ),
    "an album without words": (
        Screen(media=[PHOTO, PHOTO]),
        {},
        "sendMediaGroup",
        {"chat_id": 7, "media": [{"type": "photo", "media": "AgAC"}] * 2},
    ),
    "a picture that is drawn": (
        Screen("厨房", upload=Upload(MediaKind.PHOTO, "w.png", bytes), confidential=True),
        {},
        "sendPhoto",
        {"chat_id": 7, "protect_content": True, **CAPTION},
    ),
    "a table that is made, with a button": (
        Screen("厨房", [[YES]], upload=Upload(MediaKind.DOCUMENT, "w.xlsx", bytes)),
        {},
        "sendDocument",
        {"chat_id": 7, **CAPTION, "reply_markup": buttons([("好", "m:yes:")])},
    ),
}


@pytest.mark.parametrize("name", CALLS)
def test_a_screen_becomes_one_call(name: str) -> None:
    screen, where, method, params = CALLS[name]
    call = call_for(Parcel("7", screen, LATER, where.get("edits"), where.get("reply_to")))
    assert (call.method, call.params) == (method, params)


def test_what_is_most_likely_wanted_and_what_rings_stand_out_and_carry_back_what_they_did() -> None:
    screen = Screen("漏水", [[primary(YES), NO], [danger(HELP)]])
    markup = call_for(Parcel("7", screen, LATER)).params["reply_markup"]
    assert markup == {
        "inline_keyboard": [
            [{"text": "好", "callback_data": "m:yes:", "style": "primary"}, {"text": "不", "callback_data": "m:no:"}],
            [{"text": "危险", "callback_data": "m:sos:fire", "style": "danger"}],
        ]
    }
    assert (primary(YES), danger(HELP)) == (YES, HELP)


def test_words_under_a_picture_are_cut_where_a_caption_ends() -> None:
    call = call_for(Parcel("7", Screen("好" * 2000, media=[PHOTO]), LATER))
    assert units(str(call.params["caption"])) == MAX_CAPTION_UNITS == 1024


def test_what_can_be_pressed_is_what_hangs_under_the_message() -> None:
    for name, (screen, _, _, params) in CALLS.items():
        markup = params.get("reply_markup")
        rows = markup["inline_keyboard"] if isinstance(markup, dict) else []
        shown = [[(button["text"], button["callback_data"]) for button in row] for row in rows]
        assert screen.keyboard() == shown, name


def test_a_file_that_is_not_here_yet_goes_along_under_the_name_of_its_kind() -> None:
    far = MediaView(MediaKind.VOICE, FileView(4, "browser", "x/4"))
    call = call_for(Parcel("7", Screen("厨房", media=[far]), LATER, files={4: b"OggS"}))
    assert (call.method, call.params) == ("sendVoice", {"chat_id": 7, **CAPTION})
    assert {name: file.content for name, file in call.files.items()} == {"voice": b"OggS"}
    assert call.carries == {0: 4}


def test_an_album_refers_to_those_of_its_files_that_go_along() -> None:
    far = MediaView(MediaKind.PHOTO, FileView(4, "browser", "x/4"))
    call = call_for(Parcel("7", Screen("厨房", media=[PHOTO, far]), LATER, files={4: b"JPEG"}))
    here, there = {"type": "photo", "media": "AgAC", **CAPTION}, {"type": "photo", "media": "attach://file4"}
    assert (call.method, call.params) == ("sendMediaGroup", {"chat_id": 7, "media": [here, there]})
    assert {name: file.content for name, file in call.files.items()} == {"file4": b"JPEG"}
    assert call.carries == {1: 4}
