"""What the page with the phones asks of the server; how it looks in a browser is tested with the program."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import orjson
import pytest

from playground.server import Server, serve
from playground.telegram import Bot, Person, Telegram

PAGE = Path(__file__).parents[2] / "playground" / "page"


@pytest.fixture
async def page(telegram: Telegram, bot: Bot, chen: Person) -> AsyncIterator[aiohttp.ClientSession]:
    telegram.on_phone("resident", chen)
    telegram.on_phone("steward", telegram.add_person("李"))
    server: Server = await serve(telegram)
    async with aiohttp.ClientSession(server.url) as session:
        yield session
    await server.stop()


async def do(page: aiohttp.ClientSession, person: Person, action: str, **body: Any) -> int:
    async with page.post(f"/playground/chats/{person.id}/{action}", json=body) as answer:
        return answer.status


async def test_the_page_and_its_parts_are_served_and_may_load_nothing_else(page: aiohttp.ClientSession) -> None:
    for path in ("/", "/style.css", "/phones.js", "/phone.js", "/messages.js"):
        async with page.get(path) as answer:
            assert answer.status == 200
            assert answer.headers["Content-Security-Policy"].startswith("default-src 'self'")


def test_the_page_names_no_address_outside() -> None:
    for file in PAGE.iterdir():
        assert not re.search(r"https?://\w|innerHTML", file.read_text(encoding="utf-8")), file


async def test_the_phones_are_in_order_with_their_people(page: aiohttp.ClientSession, chen: Person) -> None:
    async with page.get("/playground/phones") as answer:
        body = await answer.json()
    assert [phone["name"] for phone in body["phones"]] == ["resident", "steward", "secretary"]
    assert body["phones"][0]["people"] == [{"id": chen.id, "name": "陈 Wei"}]


async def test_what_is_done_on_a_phone_is_done_by_the_person(
    page: aiohttp.ClientSession, telegram: Telegram, bot: Bot, chen: Person
) -> None:
    assert await do(page, chen, "say", text="<b>漏水</b>") == 200
    said = chen.chat(bot).last
    assert said.text == "<b>漏水</b>"
    assert await do(page, chen, "say", text="同上", reply_to=said.id) == 200
    assert chen.chat(bot).last.reply_to == said.id
    for action, kind in {"voice": "voice", "location": "location", "contact": "contact"}.items():
        assert await do(page, chen, action) == 200
        assert chen.chat(bot).last.kind == kind
    assert await do(page, chen, "album", text="三张") == 200
    assert len(chen.chat(bot).album(chen.chat(bot).last.album or "")) == 3
    assert await do(page, chen, "block") == 200
    assert await do(page, chen, "say", text="x") == 400
    assert await do(page, chen, "start") == 200
    assert await do(page, chen, "press", message_id=1, data="nothing") == 400
    assert await do(page, chen, "fly") == 404


async def test_a_chosen_picture_is_kept_and_shown_and_anything_else_refused(
    page: aiohttp.ClientSession, bot: Bot, chen: Person
) -> None:
    address = f"/playground/chats/{chen.id}/photo"
    picture = b"\x89PNG\r\n\x1a\n" + bytes(40)
    form = aiohttp.FormData()
    form.add_field("caption", "厨房")
    form.add_field("photo", picture, filename="x.png", content_type="image/png")
    async with page.post(address, data=form) as answer:
        assert answer.status == 200
    async with page.get(f"/playground/chats/{chen.id}") as answer:
        shown = (await answer.json())["messages"][-1]
    assert shown["text"] == "厨房"
    async with page.get(shown["file"]) as answer:
        assert (answer.content_type, await answer.read()) == ("image/png", picture)
    form = aiohttp.FormData()
    form.add_field("photo", b"<script>", filename="x.png", content_type="image/png")
    async with page.post(address, data=form) as answer:
        assert answer.status == 400


async def test_what_happens_is_seen_without_reloading(
    page: aiohttp.ClientSession, telegram: Telegram, bot: Bot, chen: Person
) -> None:
    async with page.get("/playground/events") as events:
        assert events.content_type == "text/event-stream"
        await events.content.readuntil(b"\n\n")
        markup = {"inline_keyboard": [[{"text": "我来办", "callback_data": "a"}]]}
        await telegram.call(bot.token, "sendMessage", {"chat_id": chen.id, "text": "x", "reply_markup": markup})
        event = orjson.loads((await events.content.readuntil(b"\n\n")).removeprefix(b"data: "))
        assert (event["kind"], event["chat"]["person"], event["message"]["text"]) == ("message", chen.id, "x")
        query = chen.presses(bot, chen.chat(bot).last, "a")
        await telegram.call(bot.token, "answerCallbackQuery", {"callback_query_id": query.id, "text": "好"})
        event = orjson.loads((await events.content.readuntil(b"\n\n")).removeprefix(b"data: "))
        assert event["toast"] == {"text": "好", "alert": False}


async def test_a_strange_page_in_the_same_browser_can_do_nothing(
    page: aiohttp.ClientSession, bot: Bot, chen: Person
) -> None:
    before = len(chen.chat(bot).messages)
    address = f"/playground/chats/{chen.id}/say"
    async with page.post(address, json={"text": "x"}, headers={"Origin": "https://elsewhere.example"}) as answer:
        assert answer.status == 403
    for host in ("elsewhere.example", "elsewhere.example:80", "127.0.0.1.elsewhere.example", ""):
        for path in ("/", "/playground/phones", "/playground/events"):
            async with page.get(path, headers={"Host": host}) as answer:
                assert answer.status in (400, 403)
    assert len(chen.chat(bot).messages) == before
