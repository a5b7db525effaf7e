"""What Telegram brings is read as what somebody said: each kind of it, from updates as the playground makes them."""

from collections.abc import Callable
from datetime import UTC, datetime

import orjson
import pytest
from telegram import User

from bot.telegram.parsed import parsed_updates
from bot.telegram.parsing import Me
from bot.telegram.reading import UpdateReader
from domain.vocabulary import MediaKind
from handlers.said import MAX_MEGABYTES, Said, SaidFile, SaidKind
from playground.membership import Group
from playground.telegram import Bot, Message, Person, Telegram

TOKEN = "1:playground"
NOW = datetime(2026, 11, 18, 1, 0, tzinfo=UTC)


@pytest.fixture
def telegram() -> Telegram:
    return Telegram(now=NOW.timestamp)


@pytest.fixture
def bot(telegram: Telegram) -> Bot:
    return telegram.add_bot(TOKEN, username="louzhang_bot", name="楼长")


@pytest.fixture
def chen(telegram: Telegram, bot: Bot) -> Person:
    person = telegram.add_person("陈", last_name="桂芳", language_code="zh-hans")
    person.start(bot)
    bot.updates.clear()
    return person


@pytest.fixture
def reading(bot: Bot) -> UpdateReader:
    return UpdateReader(
        Me(TOKEN, User(bot.id, "楼长", is_bot=True, username="louzhang_bot")), {"start", "help", "find"}
    )


def brought(bot: Bot) -> str:
    """The newest update, as it is written down."""
    return orjson.dumps(bot.updates.pending[-1]).decode()


def with_words(bot: Bot, words: str) -> str:
    """The same with other words: not every group lets its bots hear all that is said."""
    update = bot.updates.pending[-1]
    message = {name: value for name, value in update["message"].items() if name != "entities"}
    return orjson.dumps({**update, "message": {**message, "text": words}}).decode()


@pytest.fixture
def heard(bot: Bot, reading: UpdateReader) -> Callable[[], Said]:
    return lambda: reading.read(brought(bot))


Heard = Callable[[], Said]


def test_words(bot: Bot, chen: Person, heard: Heard) -> None:
    sent = chen.says(bot, "我家厨房漏水了")
    assert heard() == Said(
        account=str(chen.id), at=NOW, number=sent.id, kind=SaidKind.WORDS, words="我家厨房漏水了", name="陈 桂芳",
        language="zh-hans",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "command"),
    [
        ("/help", "help"),
        ("/START@louzhang_bot  i_x7", "start"),
        ("/find 漏水 301", "find"),
        ("/nonsense 1 2", "nonsense"),
        ("/help@other_bot", "help@other_bot"),
        ("说 /help", None),
    ],
)
def test_commands(bot: Bot, chen: Person, heard: Heard, typed: str, command: str | None) -> None:
    chen.says(bot, typed)
    said = heard()
    assert (said.kind, said.command, said.words) == (SaidKind.WORDS, command, typed)


def test_a_reply_says_what_it_answers(bot: Bot, chen: Person, heard: Heard) -> None:
    first = chen.says(bot, "漏水")
    chen.says(bot, "还在漏", reply_to=first.id)
    assert heard().answers == first.id


def test_an_edit_is_that_of_the_same_number_with_the_moment_of_the_edit(
    telegram: Telegram, bot: Bot, chen: Person, heard: Heard
) -> None:
    sent = chen.says(bot, "漏水")
    chen.edits(bot, sent.id, "/help 漏水了")
    said = heard()
    assert (said.kind, said.number, said.words, said.command) == (SaidKind.EDIT, sent.id, "/help 漏水了", None)
    assert said.at == NOW


def test_the_largest_size_of_a_photo_with_its_words(bot: Bot, chen: Person, heard: Heard) -> None:
    first, second = chen.sends_album(bot, 2, caption="厨房")
    said = heard()
    sizes = bot.updates.pending[-1]["message"]["photo"]
    assert said.files == (SaidFile(MediaKind.PHOTO, second.file_id or "", sizes[-1]["file_size"]),)
    assert (said.words, said.number) == ("", second.id)
    assert said.album is not None
    assert first.id != second.id


@pytest.mark.parametrize(
    ("kind", "sends"),
    [
        (MediaKind.VIDEO, Person.sends_video),
        (MediaKind.VOICE, Person.sends_voice),
        (MediaKind.DOCUMENT, Person.sends_document),
    ],
)
def test_files(bot: Bot, chen: Person, heard: Heard, kind: MediaKind, sends: Callable[..., Message]) -> None:
    sent = sends(chen, bot)
    [file] = heard().files
    assert (file.kind, file.ref) == (kind, sent.file_id)
    assert file.size > 0
    assert not file.is_too_big


def test_a_file_that_is_too_big_is_told_by_its_size(bot: Bot, chen: Person, heard: Heard) -> None:
    chen.sends_document(bot, size=MAX_MEGABYTES * 1024 * 1024 + 1)
    assert heard().files[0].is_too_big


def test_a_position_has_degrees_and_no_name(bot: Bot, chen: Person, heard: Heard) -> None:
    chen.sends_location(bot, 31.2, 121.4)
    assert heard().files == (SaidFile(MediaKind.LOCATION, latitude=31.2, longitude=121.4),)


def test_a_telephone_number_is_shared_only_by_whoever_it_belongs_to(bot: Bot, chen: Person, heard: Heard) -> None:
    chen.sends_contact(bot, "+8613800000000")
    assert heard().contact == "+8613800000000"
    chen.sends_contact(bot, "+8613800000001", own=False)
    said = heard()
    assert said.contact is None
    assert (said.kind, said.words, said.files) == (SaidKind.WORDS, "", ())


def test_a_sticker_is_said_without_words(bot: Bot, chen: Person, heard: Heard) -> None:
    chen.sends_sticker(bot)
    said = heard()
    assert (said.kind, said.words, said.command, said.files) == (SaidKind.WORDS, "", None, ())


async def test_a_press_with_what_stands_beside_it(telegram: Telegram, bot: Bot, chen: Person, heard: Heard) -> None:
    rows = [[{"text": "接单", "callback_data": "t:claim:1:0"}, {"text": "网页", "url": "https://example.org"}]]
    rows.append([{"text": "求助", "callback_data": "m:emergency:danger"}])
    keyboard = {"inline_keyboard": rows}
    await telegram.call(TOKEN, "sendMessage", {"chat_id": chen.id, "text": "卡片", "reply_markup": keyboard})
    shown = chen.chat(bot).last
    query = chen.presses(bot, shown, "t:claim:1:0")
    said = heard()
    assert (said.kind, said.account, said.number, said.pressed_on) == (
        SaidKind.PRESS, str(chen.id), shown.id, shown.id,
    )  # fmt: skip
    assert (said.pressed, said.press) == ("t:claim:1:0", query.id)
    assert said.beside == ("t:claim:1:0", "m:emergency:danger")
    assert said.words == ""


def test_a_press_on_what_telegram_shows_no_more_still_says_which_message_it_was(
    bot: Bot, chen: Person, heard: Heard
) -> None:
    chen.presses(bot, 4711, "t:claim:1:0", forge=True, old=True)
    said = heard()
    assert (said.kind, said.pressed_on, said.pressed, said.beside) == (SaidKind.PRESS, 4711, "t:claim:1:0", ())


@pytest.mark.parametrize(
    "markup",
    [7, [], {}, {"inline_keyboard": 7}, {"inline_keyboard": [7, [7], [{}], [{"callback_data": 7}], [None]]}],
    ids=repr,
)
async def test_buttons_that_are_none_stand_beside_nothing(
    telegram: Telegram, bot: Bot, chen: Person, reading: UpdateReader, markup: object
) -> None:
    await telegram.call(TOKEN, "sendMessage", {"chat_id": chen.id, "text": "卡片"})
    chen.presses(bot, chen.chat(bot).last, "t:claim:1:0", forge=True)
    update = bot.updates.pending[-1]
    update["callback_query"]["message"]["reply_markup"] = markup
    said = reading.read(orjson.dumps(update).decode())
    assert (said.kind, said.beside) == (SaidKind.PRESS, ())


def test_somebody_stops_the_bot_and_comes_back(bot: Bot, chen: Person, heard: Heard) -> None:
    chen.blocks(bot)
    gone = heard()
    assert (gone.kind, gone.account, gone.at) == (SaidKind.BLOCKED, str(chen.id), NOW)
    chen.unblocks(bot)
    assert heard().kind is SaidKind.JOINED


@pytest.fixture
def group(telegram: Telegram, bot: Bot, chen: Person) -> Group:
    return telegram.add_group("一号楼业主群", [chen])


@pytest.mark.parametrize("words", ["/help", "@louzhang_bot 漏水", "请 @LouZhang_Bot 看看"])
def test_in_a_group_only_who_speaks_to_the_bot_is_heard(
    bot: Bot, chen: Person, group: Group, reading: UpdateReader, words: str
) -> None:
    sent = chen.says(bot, "/help", in_group=group)
    said = reading.read(with_words(bot, words))
    assert said == Said(str(group.id), NOW, sent.id, SaidKind.IN_A_GROUP)
    assert said.account.startswith("-")


async def test_in_a_group_a_reply_to_the_bot_is_meant_for_it(
    telegram: Telegram, bot: Bot, chen: Person, group: Group, reading: UpdateReader
) -> None:
    await telegram.call(TOKEN, "sendMessage", {"chat_id": group.id, "text": "请私下跟我说"})
    mine = group.last
    chen.says(bot, "好", in_group=group, reply_to=mine.id)
    assert reading.read(brought(bot)).kind is SaidKind.IN_A_GROUP
    update = bot.updates.pending[-1]
    update["message"]["reply_to_message"]["from"] = update["message"]["from"]
    assert reading.read(orjson.dumps(update).decode()).kind is SaidKind.NOTHING


def test_what_else_happens_in_a_group_is_nothing(bot: Bot, chen: Person, group: Group, reading: UpdateReader) -> None:
    for update in bot.updates.pending:  # the bot has come in, and the group was made
        assert reading.read(orjson.dumps(update).decode()).kind is SaidKind.NOTHING
    chen.says(bot, "/help", in_group=group)
    assert reading.read(with_words(bot, "大家好")).kind is SaidKind.NOTHING
    update = bot.updates.pending[-1]
    edited = {"update_id": 9, "edited_message": {**update["message"], "edit_date": int(NOW.timestamp())}}
    assert reading.read(orjson.dumps(edited).decode()).kind is SaidKind.NOTHING


def test_that_a_group_has_moved_is_nothing_for_its_next_answer_is_told_so(
    telegram: Telegram, bot: Bot, chen: Person, reading: UpdateReader
) -> None:
    group = telegram.add_group("一号楼业主群", [chen])
    bot.updates.clear()
    group.migrate()
    kinds = [reading.read(orjson.dumps(update).decode()).kind for update in bot.updates.pending]
    assert kinds
    assert set(kinds) == {SaidKind.NOTHING}


def test_what_was_pinned_and_another_bot_say_nothing(bot: Bot, chen: Person, reading: UpdateReader) -> None:
    chen.says(bot, "漏水")
    update = bot.updates.pending[-1]
    message = update["message"]
    pinned = {**update, "message": {**{k: v for k, v in message.items() if k != "text"}, "pinned_message": message}}
    robot = {**update, "message": {**message, "from": {**message["from"], "is_bot": True}}}
    for one in (pinned, robot):
        assert reading.read(orjson.dumps(one).decode()).kind is SaidKind.NOTHING


@pytest.mark.parametrize("body", ["", "null", "7", "[]", "{", '{"update_id":9,"message":{"chat":{"id":true}}}'])
def test_what_nobody_can_have_said_is_refused(reading: UpdateReader, body: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        reading.read(body)


@pytest.mark.parametrize(
    ("update", "address"),
    [
        ({"message": {"chat": {"id": 5}, "from": {"id": 5}}}, "5"),
        ({"message": {"chat": {"id": -100}, "from": {"id": 5}}}, "5"),
        ({"callback_query": {"from": {"id": 5}, "message": {"chat": {"id": -100}}}}, "5"),
        ({"my_chat_member": {"chat": {"id": 5}, "from": {"id": 5}}}, "5"),
        ({"message": {"chat": {"id": -100}}}, "-100"),
        ({"message": {"chat": {"id": True}, "from": {"id": "5"}}}, "0"),
        ({"poll": {"id": "1"}}, "0"),
    ],
    ids=str,
)
def test_an_update_is_whoevers_sent_it_before_it_is_read(update: dict[str, object], address: str) -> None:
    [row] = parsed_updates([{"update_id": 9, **update}])
    assert (row.channel, row.number, row.address) == ("telegram", 9, address)
