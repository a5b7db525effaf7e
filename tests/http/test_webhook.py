"""Updates brought by Telegram: who may bring them, what is refused, and that 200 means it is written down."""

import asyncio
import socket
from collections.abc import AsyncIterator, Mapping, Sequence
from io import BytesIO
from typing import Any

import aiohttp
import orjson
import pytest
from sqlalchemy import select

from bot.listening import listen
from bot.telegram.parsed import ALLOWED
from bot.telegram.webhook import MAX_BODY_BYTES, SECRET_HEADER, webhook_app
from storage.delivery.inbox import Arrived
from storage.engines.database import Database
from storage.models import InboxRow
from storage.sql.errors import TryAgain
from tests.crash.process import start_bot, until
from tests.http.conftest import PATIENCE, Street

SECRET = "sesame-sesame-sesame-1"
UPDATE = orjson.dumps({"update_id": 7, "message": {"chat": {"id": 5}, "from": {"id": 5}, "text": "楼\0长"}})


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def with_webhook(settings: Mapping[str, str]) -> dict[str, str]:
    port = free_port()
    return {
        **settings,
        "WEBHOOK_URL": f"http://127.0.0.1:{port}/telegram",
        "WEBHOOK_SECRET": SECRET,
        "LISTEN": f"127.0.0.1:{port}",
    }


class Door:
    """The webhook on a real socket over a real inbox; `gate` holds the commit back, `trouble` is the database's."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.gate = asyncio.Event()
        self.gate.set()
        self.trouble: Exception | None = None
        self.url = ""

    async def keep(self, arrived: Sequence[Arrived]) -> None:
        await self.gate.wait()
        if self.trouble is not None:
            raise self.trouble
        await self.database.run(lambda work: work.inbox.keep(arrived))

    async def post(self, body: bytes, **headers: str) -> int:
        async with (
            aiohttp.ClientSession() as session,
            session.post(self.url, data=BytesIO(body), headers=headers) as answer,
        ):
            assert await answer.read() == b"" or answer.status >= 400
            return answer.status

    async def brings(self, body: bytes) -> int:
        return await self.post(body, **{SECRET_HEADER: SECRET})

    async def kept(self) -> list[int]:
        numbers = select(InboxRow.number).order_by(InboxRow.id)
        return await self.database.read(lambda work: list(work.session.scalars(numbers)))


@pytest.fixture
async def door(database: Database) -> AsyncIterator[Door]:
    made = Door(database)
    runner = await listen("127.0.0.1:0", webhook_app(made.keep, SECRET))
    host, port = runner.addresses[0]
    made.url = f"http://{host}:{port}/telegram"
    yield made
    await runner.cleanup()


async def test_an_update_with_the_secret_is_written_down(door: Door) -> None:
    assert await door.brings(UPDATE) == 200
    assert await door.kept() == [7]


async def test_the_same_update_brought_again_is_kept_once(door: Door) -> None:
    assert [await door.brings(UPDATE) for _ in range(3)] == [200, 200, 200]
    assert await door.kept() == [7]


@pytest.mark.parametrize("given", ["", "sesame", SECRET + "1", SECRET.upper(), "ß" * 22])
async def test_whoever_does_not_know_the_secret_is_turned_away(door: Door, given: str) -> None:
    assert await door.post(UPDATE, **{SECRET_HEADER: given}) == 403
    assert await door.post(UPDATE) == 403
    assert await door.kept() == []


@pytest.mark.parametrize(
    "body",
    [b"", b"no json", b'{"update_id": ', b"[1]", b"7", b"{}", b'{"update_id": "7"}', b'{"update_id": true}',
     b'{"update_id": -1}', b'{"update_id": 9223372036854775808}', b"\xff\xfe", b"[" * 100_000],
)  # fmt: skip
async def test_what_is_no_update_is_refused(door: Door, body: bytes) -> None:
    assert await door.brings(body) == 400
    assert await door.kept() == []


async def test_a_body_that_is_too_large_is_refused(door: Door) -> None:
    large = orjson.dumps({"update_id": 7, "message": "长" * (MAX_BODY_BYTES // 3 + 1)})
    assert await door.brings(large) == 413
    assert await door.post(large) == 403, "who does not know the secret is not even read"
    assert await door.kept() == []


async def test_another_path_or_method_leads_nowhere(door: Door) -> None:
    async with aiohttp.ClientSession() as session:
        for method, url, status in (("GET", door.url, 405), ("POST", door.url + "/more", 404)):
            async with session.request(method, url, headers={SECRET_HEADER: SECRET}, data=UPDATE) as answer:
                assert answer.status == status


async def test_200_comes_only_after_the_commit(door: Door) -> None:
    door.gate.clear()
    brought = asyncio.create_task(door.brings(UPDATE))
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(asyncio.shield(brought), 0.2)
    assert await door.kept() == []
    door.gate.set()
    assert await brought == 200
    assert await door.kept() == [7]


async def test_when_the_database_is_busy_telegram_is_asked_to_come_again(door: Door) -> None:
    door.trouble = TryAgain("busy")
    assert await door.brings(UPDATE) == 503
    door.trouble = None
    assert await door.brings(UPDATE) == 200
    assert await door.kept() == [7]


async def test_a_report_comes_by_webhook_and_reaches_the_steward(street: Street) -> None:
    steward = await street.person("王秀兰", post="p-gh1")
    chen = await street.person("陈桂芳")
    bot = await start_bot(street.folder, with_webhook(street.settings))
    try:
        await until(lambda: street.bot.webhook is not None, seconds=PATIENCE, what="the webhook is set")
        assert street.bot.webhook is not None
        assert street.bot.webhook.secret_token == SECRET
        assert street.bot.updates.allowed == frozenset(ALLOWED)
        chen.says("我家厨房漏水了，1号楼1单元301")
        await chen.presses("提交")
        await steward.sees("厨房漏水")
        await street.nothing_waits()
        assert await bot.stop() == 0, bot.said
    finally:
        await bot.kill()
    assert "getUpdates" not in {call.method for call in street.telegram.calls}
    assert SECRET not in bot.said


async def test_a_bot_that_fetches_takes_the_webhook_away_first(street: Street) -> None:
    old: dict[str, Any] = {"url": f"http://127.0.0.1:{free_port()}/telegram", "secret_token": SECRET}
    await street.telegram.call(street.bot.token, "setWebhook", old)
    chen = await street.person("陈桂芳")
    chen.says("/help")
    bot = await start_bot(street.folder, street.settings)
    try:
        await chen.sees("一句话")
        assert street.bot.webhook is None
        assert await bot.stop() == 0
    finally:
        await bot.kill()
