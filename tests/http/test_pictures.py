"""Pictures are fetched from Telegram when somebody exports them, over a real network."""

from bot.telegram.api import HttpTelegram
from tests.http.conftest import TOKEN, Street


async def test_a_photo_is_fetched_by_its_id_and_one_that_is_gone_is_none(street: Street) -> None:
    person = street.telegram.add_person("陈桂芳")
    person.start(street.bot)
    sent = person.sends_photo(street.bot)
    telegram = HttpTelegram(street.server.url, TOKEN)
    try:
        updates = await telegram.call("getUpdates", {})
        assert isinstance(updates.result, list)
        photo = updates.result[-1]["message"]["photo"][-1]
        assert sent.file is not None
        assert await telegram.download(photo["file_id"]) == sent.file.content
        assert await telegram.download("no-such-file") is None
    finally:
        await telegram.close()
    assert await telegram.download(photo["file_id"]) is None
