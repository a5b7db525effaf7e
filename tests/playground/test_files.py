"""Files: known by names that belong to one bot, sent again without being sent, read by their path."""

from __future__ import annotations

from typing import Any

from playground.telegram import Bot, Person, Telegram, Upload

from .conftest import Ask


async def test_a_photo_comes_in_sizes_and_the_last_is_the_largest(ask: Ask, bot: Bot, chen: Person) -> None:
    chen.sends_photo(bot, caption="厨房")
    message = (await ask("getUpdates")).result[0]["message"]
    small, large = message["photo"]
    assert small["width"] < large["width"]
    assert small["file_id"] != large["file_id"]
    assert message["caption"] == "厨房"
    assert len(large["file_id"]) > 60


async def test_a_file_is_read_by_the_path_that_is_given_for_it(
    ask: Ask, telegram: Telegram, bot: Bot, chen: Person
) -> None:
    photo = chen.sends_photo(bot)
    described = (await ask("getFile", file_id=photo.file_id)).result
    found = telegram.download(bot.token, described["file_path"])
    assert found is not None
    assert found[0].startswith(b"\x89PNG")
    assert len(found[0]) == described["file_size"]


async def test_a_file_is_sent_again_by_its_file_id(ask: Ask, telegram: Telegram, bot: Bot, chen: Person) -> None:
    li = telegram.add_person("李")
    li.start(bot)
    for sent, method, name in (
        (chen.sends_photo(bot), "sendPhoto", "photo"),
        (chen.sends_voice(bot), "sendVoice", "voice"),
        (chen.sends_video(bot), "sendVideo", "video"),
        (chen.sends_document(bot), "sendDocument", "document"),
    ):
        assert (await ask(method, chat_id=li.id, **{name: sent.file_id})).ok
        assert li.chat(bot).last.file is sent.file


async def test_a_file_id_is_worth_nothing_to_another_bot(telegram: Telegram, bot: Bot, chen: Person) -> None:
    other = telegram.add_bot("2:playground", username="other_bot", name="Other")
    chen.start(other)
    photo = chen.sends_photo(bot).file_id
    refused = await telegram.call(other.token, "sendPhoto", {"chat_id": chen.id, "photo": photo})
    assert refused.description == "Bad Request: wrong file identifier/HTTP URL specified"


async def test_a_file_of_another_kind_is_refused(ask: Ask, bot: Bot, chen: Person) -> None:
    voice = chen.sends_voice(bot).file_id
    refused = await ask("sendPhoto", chat_id=chen.id, photo=voice)
    assert refused.description == "Bad Request: can't use file of type VoiceNote as Photo"


async def test_an_uploaded_file_gets_a_file_id(telegram: Telegram, bot: Bot, chen: Person) -> None:
    table = {"document": Upload(b"a,b\n", "工单.csv", "text/csv")}
    sent = await telegram.call(bot.token, "sendDocument", {"chat_id": chen.id}, table)
    document = sent.result["document"]
    assert (document["file_name"], document["mime_type"], document["file_size"]) == ("工单.csv", "text/csv", 4)


async def test_an_album_is_one_thing_of_several_messages(ask: Ask, bot: Bot, chen: Person) -> None:
    photos = chen.sends_album(bot, 3, "三张")
    updates = [update["message"] for update in (await ask("getUpdates")).result]
    assert len({message["media_group_id"] for message in updates}) == 1
    assert [message.get("caption") for message in updates] == ["三张", None, None]
    media: list[dict[str, Any]] = [{"type": "photo", "media": photo.file_id} for photo in photos]
    sent = await ask("sendMediaGroup", chat_id=chen.id, media=media)
    assert len({message["media_group_id"] for message in sent.result}) == 1
    assert (await ask("sendMediaGroup", chat_id=chen.id, media=media[:1])).status == 400


async def test_too_large_files_are_refused(ask: Ask, telegram: Telegram, bot: Bot, chen: Person) -> None:
    large = chen.sends_document(bot, "big.pdf", 21 * 1024 * 1024)
    await ask("getUpdates")
    assert (await ask("getFile", file_id=large.file_id)).description == "Bad Request: file is too big"
    photo = {"photo": Upload(b"\x89PNG" + bytes(11 * 1024 * 1024), "x.png", "image/png")}
    refused = await telegram.call(bot.token, "sendPhoto", {"chat_id": chen.id}, photo)
    assert (refused.status, refused.description) == (413, "Request Entity Too Large")


async def test_what_is_no_picture_is_no_photo(telegram: Telegram, bot: Bot, chen: Person) -> None:
    refused = await telegram.call(
        bot.token, "sendPhoto", {"chat_id": chen.id}, {"photo": Upload(b"hello", "x.png", "image/png")}
    )
    assert refused.description == "Bad Request: IMAGE_PROCESS_FAILED"
