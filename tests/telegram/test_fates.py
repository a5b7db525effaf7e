"""What Telegram answers to a message, as the courier hears it."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import pytest
from telegram import User

from bot.channel import Fate, Parcel
from bot.telegram.api import Answer, FilesByParameter
from bot.telegram.channel import TelegramChannel
from bot.telegram.opening import channel_of
from bot.telegram.pace import Limits
from bot.telegram.parsing import Me
from domain.views import FileView, MediaView
from domain.vocabulary import MediaKind
from messages.drawing.screen import Screen, Upload
from tests.conftest import MovedClock

BEGIN = datetime(2026, 11, 18, 1, 0, tzinfo=UTC)
SOON = BEGIN + timedelta(seconds=15)
WORDS = Screen("漏水")


class Answering:
    """A Bot API that gives these answers, one after the other, and remembers what it was asked."""

    def __init__(self, *answers: Answer) -> None:
        self._answers = list(answers)
        self.asked: list[tuple[str, Mapping[str, object], FilesByParameter | None]] = []

    async def call(
        self, method: str, params: Mapping[str, object], *, seconds: float = 20, files: FilesByParameter | None = None
    ) -> Answer:
        self.asked.append((method, params, files))
        return self._answers.pop(0)

    async def download(self, file_id: str, *, seconds: float = 60) -> bytes | None:
        return None

    async def close(self) -> None: ...


def telegram(api: Answering, clock: MovedClock | None = None) -> TelegramChannel:
    me = Me("1:token", User(1, "楼长", is_bot=True, username="louzhang_bot"))
    return channel_of(api, me, clock or MovedClock(BEGIN), Limits(30, 1, 20))


def yes(**result: object) -> Answer:
    return Answer(200, {"ok": True, "result": {"message_id": 8, **result}})


def no(status: int, description: str, **parameters: int) -> Answer:
    return Answer(status, {"ok": False, "description": description, "parameters": parameters})


@pytest.mark.parametrize(
    ("answer", "fate", "trouble"),
    [
        (yes(), Fate.SENT, ""),
        (no(400, "Bad Request: message is not modified"), Fate.SENT, ""),
        (no(429, "Too Many Requests", retry_after=7), Fate.PAUSE, "429"),
        (Answer(0, {}), Fate.AGAIN, "status 0"),
        (no(502, "Bad Gateway"), Fate.AGAIN, "status 502"),
        (no(401, "Unauthorized"), Fate.AGAIN, "status 401"),
        (no(403, "Forbidden: bot was blocked by the user"), Fate.UNREACHABLE, "Forbidden: bot was blocked by the user"),
        (no(400, "Bad Request: chat not found"), Fate.UNREACHABLE, "Bad Request: chat not found"),
        (no(400, "Bad Request: group chat was upgraded", migrate_to_chat_id=-1009), Fate.MOVED, "moved"),
        (no(413, "Request Entity Too Large"), Fate.WRONG, "status 413: Request Entity Too Large"),
        (no(400, 'Bad Request: unsupported tag "漏水"'), Fate.WRONG, "status 400: Bad Request: unsupported tag "),
    ],
    ids=lambda value: value.value if isinstance(value, Fate) else "",
)
async def test_every_answer_has_its_fate(answer: Answer, fate: Fate, trouble: str) -> None:
    delivery = await telegram(Answering(answer)).send(Parcel("7", WORDS, SOON))
    assert (delivery.fate, delivery.trouble, delivery.method) == (fate, trouble, "sendMessage")
    assert "漏水" not in delivery.trouble


async def test_what_was_sent_has_its_numbers_and_a_group_rests_longer() -> None:
    album = Answer(200, {"ok": True, "result": [{"message_id": 8}, {"message_id": 9}]})
    photo = MediaView(MediaKind.PHOTO, FileView(1, "telegram", "AgAC"))
    assert (await telegram(Answering(album)).send(Parcel("7", Screen(media=[photo] * 2), SOON))).numbers == (8, 9)
    one = await telegram(Answering(yes())).send(Parcel("7", WORDS, SOON))
    group = await telegram(Answering(yes())).send(Parcel("-7", WORDS, SOON))
    assert one.next_at == BEGIN, "three may go to a person at once"
    assert timedelta(seconds=3) < group.next_at - BEGIN < timedelta(seconds=4), "twenty a minute"


async def test_a_pause_lasts_as_long_as_telegram_asks_and_a_group_says_where_it_went() -> None:
    paused = await telegram(Answering(no(429, "Too Many Requests", retry_after=7))).send(Parcel("7", WORDS, SOON))
    assert paused.next_at - BEGIN == timedelta(seconds=7)
    moved = await telegram(Answering(no(400, "upgraded", migrate_to_chat_id=-1009))).send(Parcel("-7", WORDS, SOON))
    assert moved.moved_to == "-1009"


async def test_what_cannot_be_edited_any_more_is_sent_anew() -> None:
    api = Answering(no(400, "Bad Request: message to edit not found"), yes())
    delivery = await telegram(api).send(Parcel("7", WORDS, SOON, edits=5))
    assert [method for method, _, _ in api.asked] == ["editMessageText", "sendMessage"]
    assert api.asked[1][1] == {name: value for name, value in api.asked[0][1].items() if name != "message_id"}
    assert (delivery.fate, delivery.numbers, delivery.method) == (Fate.SENT, (8,), "editMessageText")


async def test_what_must_not_be_sent_on_must_not_be_either_when_it_is_sent_anew() -> None:
    api = Answering(no(400, "Bad Request: message to edit not found"), yes())
    await telegram(api).send(Parcel("7", Screen("漏水", confidential=True), SOON, edits=5, reply_to=3))
    assert "protect_content" not in api.asked[0][1], "it stays as it was sent"
    assert api.asked[1][1]["protect_content"] is True


async def test_what_comes_too_late_does_not_leave() -> None:
    api = Answering()
    late = await telegram(api, MovedClock(SOON + timedelta(seconds=1))).send(Parcel("7", WORDS, SOON))
    assert (late.fate, api.asked) == (Fate.LATE, [])


async def test_a_file_that_is_made_leaves_in_a_form() -> None:
    api = Answering(yes())
    await telegram(api).send(
        Parcel("7", Screen("周报", upload=Upload(MediaKind.DOCUMENT, "w.xlsx", lambda: b"PK")), SOON)
    )
    ((method, _, files),) = api.asked
    assert method == "sendDocument"
    assert files is not None
    assert [(name, file.name, file.content) for name, file in files.items()] == [("document", "w.xlsx", b"PK")]


async def test_a_file_that_was_given_along_has_a_name_here_then() -> None:
    far = MediaView(MediaKind.PHOTO, FileView(4, "browser", "x/4"))
    api = Answering(yes(photo=[{"file_id": "small"}, {"file_id": "large"}]))
    delivery = await telegram(api).send(Parcel("7", Screen(media=[far]), SOON, files={4: b"JPEG"}))
    assert delivery.refs == {4: "large"}


async def test_a_press_is_answered_within_what_telegram_takes() -> None:
    api = Answering(yes(), yes())
    channel = telegram(api)
    await channel.answer_press("q", None)
    await channel.answer_press("q", "好" * 300)
    assert [params for _, params, _ in api.asked] == [
        {"callback_query_id": "q"},
        {"callback_query_id": "q", "text": "好" * 190},
    ]


def test_links_open_the_bot() -> None:
    channel = telegram(Answering())
    assert (channel.link(), channel.link("gh1-1")) == (
        "https://t.me/louzhang_bot",
        "https://t.me/louzhang_bot?start=gh1-1",
    )
