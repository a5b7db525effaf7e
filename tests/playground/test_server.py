"""The Bot API over HTTP: forms, JSON and multipart, files, webhooks, and broken connections."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
import telegram as ptb
from aiohttp import web

from playground.server import NotLoopback, Server, serve
from playground.telegram import Bot, Fault, Person, Telegram


@pytest.fixture
async def server(telegram: Telegram) -> AsyncIterator[Server]:
    running = await serve(telegram)
    yield running
    await running.stop()


@pytest.fixture
async def http() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


@pytest.fixture
def api(server: Server, bot: Bot) -> str:
    return f"{server.url}/bot{bot.token}"


async def test_only_this_machine_is_served(telegram: Telegram) -> None:
    with pytest.raises(NotLoopback):
        await serve(telegram, host="0.0.0.0")


async def test_json_forms_and_addresses_say_the_same(
    http: aiohttp.ClientSession, api: str, bot: Bot, chen: Person
) -> None:
    markup = {"inline_keyboard": [[{"text": "x", "callback_data": "a"}]]}
    form = {"chat_id": str(chen.id), "text": "x", "reply_markup": json.dumps(markup)}
    multipart = aiohttp.FormData(form, default_to_multipart=True)
    asks: list[dict[str, Any]] = [
        {"json": {"chat_id": chen.id, "text": "x", "reply_markup": markup}},
        {"data": form},
        {"data": multipart},
        {"params": form},
    ]
    for ask in asks:
        async with http.post(f"{api}/sendMessage", **ask) as answer:
            body = await answer.json()
        assert answer.status == 200
        assert body["result"]["reply_markup"] == markup
        assert body["result"]["chat"]["id"] == chen.id
    async with http.get(f"{api}/getMe") as answer:
        assert (await answer.json())["result"]["username"] == "louzhang_bot"


async def test_errors_have_their_status_and_body(http: aiohttp.ClientSession, server: Server, api: str) -> None:
    async with http.get(f"{api}/sendMoney") as answer:
        assert (answer.status, (await answer.json())["error_code"]) == (404, 404)
    async with http.get(f"{server.url}/bot9:playground/getMe") as answer:
        assert (answer.status, (await answer.json())["description"]) == (401, "Unauthorized")
    async with http.post(f"{api}/getMe", data="{", headers={"Content-Type": "application/json"}) as answer:
        assert answer.status == 400


async def test_a_file_goes_up_as_multipart_and_comes_down_by_its_path(
    http: aiohttp.ClientSession, server: Server, api: str, bot: Bot, chen: Person
) -> None:
    form = aiohttp.FormData(quote_fields=False)  # else aiohttp would send the name as %E5%B7%A5…
    form.add_field("chat_id", str(chen.id))
    form.add_field("document", b"a,b\n", filename="工单.csv", content_type="text/csv")
    async with http.post(f"{api}/sendDocument", data=form) as answer:
        document = (await answer.json())["result"]["document"]
    assert document["file_name"] == "工单.csv"
    async with http.post(f"{api}/getFile", json={"file_id": document["file_id"]}) as answer:
        path = (await answer.json())["result"]["file_path"]
    async with http.get(f"{server.url}/file/bot{bot.token}/{path}") as answer:
        assert await answer.read() == b"a,b\n"
    async with http.get(f"{server.url}/file/bot9:playground/{path}") as answer:
        assert answer.status == 404


async def test_the_library_of_the_program_talks_to_it(server: Server, bot: Bot, chen: Person) -> None:
    library = ptb.Bot(bot.token, base_url=f"{server.url}/bot", base_file_url=f"{server.url}/file/bot")
    async with library:
        chen.says(bot, "漏水")
        (update,) = await library.get_updates(timeout=0)
        assert update.effective_message is not None
        photo = await library.send_photo(chen.id, (await _picture(chen, bot)), caption="看")
        assert photo.photo[-1].width > photo.photo[0].width
        file = await library.get_file(photo.photo[-1].file_id)
        assert bytes(await file.download_as_bytearray()).startswith(b"\x89PNG")
        album = await library.send_media_group(
            chen.id, [ptb.InputMediaPhoto(await _picture(chen, bot)), ptb.InputMediaPhoto(photo.photo[-1].file_id)]
        )
        assert len({message.media_group_id for message in album}) == 1
        with pytest.raises(ptb.error.BadRequest, match="Message to edit not found"):
            await library.edit_message_text("x", chen.id, 999)
        await library.set_my_commands([("help", "Help")])
        chen.blocks(bot)
        with pytest.raises(ptb.error.Forbidden):
            await library.send_message(chen.id, "x")


async def _picture(person: Person, bot: Bot) -> bytes:
    stored = person.sends_photo(bot).file
    assert stored is not None
    return stored.content


async def test_a_long_poll_is_answered_when_something_happens(
    http: aiohttp.ClientSession, api: str, bot: Bot, chen: Person
) -> None:
    async def poll() -> Any:
        async with http.get(f"{api}/getUpdates", params={"timeout": "30"}) as answer:
            return await answer.json()

    waiting = asyncio.create_task(poll())
    await asyncio.sleep(0.05)
    chen.says(bot, "漏水")
    assert (await asyncio.wait_for(waiting, 2))["result"][0]["message"]["text"] == "漏水"


@pytest.mark.parametrize(("kind", "arrived"), [("reset_before", 0), ("reset_after", 1)])
async def test_a_reset_breaks_the_connection(
    http: aiohttp.ClientSession, telegram: Telegram, api: str, bot: Bot, chen: Person, kind: Any, arrived: int
) -> None:
    telegram.faults.add(Fault(method="sendMessage", kind=kind))
    with pytest.raises(aiohttp.ClientConnectionError):
        await http.post(f"{api}/sendMessage", json={"chat_id": chen.id, "text": "x"})
    assert len([message for message in chen.chat(bot).messages if message.from_bot]) == arrived


async def test_silence_lasts_longer_than_the_callers_patience(
    http: aiohttp.ClientSession, telegram: Telegram, api: str
) -> None:
    telegram.faults.add(Fault(kind="hang", seconds=30))
    with pytest.raises(TimeoutError):
        await http.post(f"{api}/getMe", timeout=aiohttp.ClientTimeout(total=0.1))
    telegram.faults.add(Fault(kind="hang", seconds=0))
    with pytest.raises(aiohttp.ClientConnectionError):
        await http.post(f"{api}/getMe")


async def test_garbage_is_sent_as_a_page(http: aiohttp.ClientSession, telegram: Telegram, api: str) -> None:
    telegram.faults.add(Fault(kind="garbage"))
    async with http.get(f"{api}/getMe") as answer:
        assert (await answer.text()).startswith("<html>")


class Receiver:
    """The bot's side of a webhook."""

    def __init__(self) -> None:
        self.updates: list[dict[str, Any]] = []
        self.secrets: list[str | None] = []
        self.answers: list[web.Response] = []
        self.arrived = asyncio.Event()

    async def receive(self, request: web.Request) -> web.Response:
        self.secrets.append(request.headers.get("X-Telegram-Bot-Api-Secret-Token"))
        self.updates.append(await request.json())
        self.arrived.set()
        return self.answers.pop(0) if self.answers else web.Response()

    async def wait_for(self, count: int) -> None:
        async with asyncio.timeout(3):
            while len(self.updates) < count:
                self.arrived.clear()
                await self.arrived.wait()

    @property
    def texts(self) -> list[str]:
        return [update["message"]["text"] for update in self.updates]


@pytest.fixture
async def receiver() -> Receiver:
    return Receiver()


@pytest.fixture
async def hook(receiver: Receiver) -> AsyncIterator[str]:
    app = web.Application()
    app.router.add_post("/hook", receiver.receive)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    await runner.cleanup()


@pytest.fixture
def telegram_over_http(telegram: Telegram, server: Server) -> Telegram:
    telegram.webhook_pause = 0.01
    return telegram


async def set_webhook(telegram: Telegram, bot: Bot, **params: Any) -> None:
    answer = await telegram.call(bot.token, "setWebhook", params)
    assert answer.ok, answer


async def test_a_webhook_gets_what_waited_and_what_comes_with_its_secret(
    telegram_over_http: Telegram, bot: Bot, chen: Person, hook: str, receiver: Receiver
) -> None:
    chen.says(bot, "before")
    await set_webhook(telegram_over_http, bot, url=hook, secret_token="open-sesame")
    chen.says(bot, "after")
    await receiver.wait_for(2)
    assert receiver.texts == ["before", "after"]
    assert receiver.secrets == ["open-sesame"] * 2


async def test_what_a_webhook_does_not_accept_comes_again_in_order(
    telegram_over_http: Telegram, bot: Bot, chen: Person, hook: str, receiver: Receiver
) -> None:
    receiver.answers = [web.Response(status=500), web.Response(status=503)]
    await set_webhook(telegram_over_http, bot, url=hook)
    chen.says(bot, "one")
    chen.says(bot, "two")
    await receiver.wait_for(4)
    assert receiver.texts == ["one", "one", "one", "two"]
    info = (await telegram_over_http.call(bot.token, "getWebhookInfo", {})).result
    assert info["last_error_message"] == "Wrong response from the webhook: 503"


async def test_a_webhook_can_answer_with_a_call(
    telegram_over_http: Telegram, bot: Bot, chen: Person, hook: str, receiver: Receiver
) -> None:
    receiver.answers = [web.json_response({"method": "sendMessage", "chat_id": chen.id, "text": "收到"})]
    await set_webhook(telegram_over_http, bot, url=hook)
    chen.says(bot, "one")
    chen.says(bot, "two")
    await receiver.wait_for(2)
    assert [message.text for message in chen.chat(bot).messages if message.from_bot] == ["收到"]


async def test_updates_wait_for_a_webhook_that_is_not_there(
    telegram_over_http: Telegram, bot: Bot, chen: Person
) -> None:
    await set_webhook(telegram_over_http, bot, url="http://127.0.0.1:9/hook")
    chen.says(bot, "one")
    await asyncio.sleep(0.05)
    info = (await telegram_over_http.call(bot.token, "getWebhookInfo", {})).result
    assert info["pending_update_count"] == 1
    assert info["last_error_message"].startswith("Connection failed")
    await telegram_over_http.call(bot.token, "deleteWebhook", {})
    (update,) = (await telegram_over_http.call(bot.token, "getUpdates", {})).result
    assert update["message"]["text"] == "one"


async def test_a_webhook_never_leaves_the_machine(telegram: Telegram, bot: Bot) -> None:
    for url in ("https://example.org/hook", "ftp://127.0.0.1/hook", "nonsense"):
        refused = await telegram.call(bot.token, "setWebhook", {"url": url})
        assert refused.description.startswith("Bad Request: bad webhook: ")
    refused = await telegram.call(
        bot.token, "setWebhook", {"url": "http://127.0.0.1:1", "secret_token": "not allowed!"}
    )
    assert refused.status == 400
