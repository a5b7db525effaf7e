"""The playground over HTTP, on this machine only: the Bot API for programs, and the page for people."""

from __future__ import annotations

import asyncio
import socket
import struct
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

import aiohttp
import orjson
from aiohttp import web

from playground.answers import Answer, ApiError, Json, bad_request
from playground.faults import Hang
from playground.files import LARGEST_UPLOAD, Upload
from playground.phones import Phones
from playground.telegram import Telegram

LOOPBACK = ("127.0.0.1", "localhost")
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class NotLoopback(ValueError):
    """The playground was asked to be reachable from other machines."""


@dataclass(slots=True)
class Server:
    """A running server; `url` is where bots find the Bot API and people find the page."""

    telegram: Telegram
    host: str
    port: int
    _runner: web.AppRunner
    _session: aiohttp.ClientSession

    @property
    def url(self) -> str:
        return f"http://{self.host}:{self.port}"

    async def stop(self) -> None:
        self.telegram.carry_webhooks(None)
        await self._runner.cleanup()
        await self._session.close()


async def serve(telegram: Telegram, *, port: int = 0, host: str = "127.0.0.1") -> Server:
    """Port 0 takes any free one."""
    if host not in LOOPBACK:
        raise NotLoopback("the playground listens on 127.0.0.1 only")
    app = web.Application(middlewares=[_only_from_here])
    api = _BotApi(telegram)
    for path in (r"/bot{token:\d+:[^/]+}/{method}", "/bot{token:[^/]*}/{method}"):
        app.router.add_route("GET", path, api.call)
        app.router.add_route("POST", path, api.call)
    app.router.add_get("/file/bot{token}/{path:.+}", api.download)
    Phones(telegram).add_to(app)
    # A caller who went away no longer waits for updates: his poll ends with him.
    runner = web.AppRunner(app, access_log=None, handler_cancellation=True, shutdown_timeout=0.2)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", port)
    try:
        await site.start()
    except OSError:
        await runner.cleanup()
        raise
    session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=30))
    telegram.carry_webhooks(_poster(session))
    address: tuple[str, int] = runner.addresses[0]
    return Server(telegram, host, address[1], runner, session)


@web.middleware
async def _only_from_here(request: web.Request, handler: Handler) -> web.StreamResponse:
    """A strange web page may make its own name point at this machine; that name then stands in Host."""
    host = request.host.rpartition(":")[0] or request.host
    if host not in LOOPBACK:
        return web.Response(status=403, text="The playground answers only to 127.0.0.1 and localhost.\n")
    return await handler(request)


def _poster(session: aiohttp.ClientSession) -> Callable[[str, str | None, Json], Awaitable[tuple[int, Json | None]]]:
    async def post(url: str, secret: str | None, update: Json) -> tuple[int, Json | None]:
        headers = {"Content-Type": "application/json"}
        if secret is not None:
            headers["X-Telegram-Bot-Api-Secret-Token"] = secret
        try:
            async with session.post(url, data=orjson.dumps(update), headers=headers, allow_redirects=False) as answer:
                content = await answer.read()
        except aiohttp.ClientError as problem:
            raise ConnectionError(str(problem)) from problem
        try:
            body = orjson.loads(content)
        except ValueError:
            body = None
        return answer.status, body if isinstance(body, dict) else None

    return post


class _BotApi:
    def __init__(self, telegram: Telegram) -> None:
        self.telegram = telegram

    async def call(self, request: web.Request) -> web.StreamResponse:
        try:
            values, files = await _read(request)
        except ApiError as refused:
            return _response(refused.answer())
        try:
            token, method = request.match_info["token"], request.match_info["method"]
            return _response(await self.telegram.call(token, method, values, files))
        except Hang as silence:
            await asyncio.sleep(silence.seconds)
        except ConnectionResetError:
            pass
        return _reset(request)

    async def download(self, request: web.Request) -> web.Response:
        found = self.telegram.download(request.match_info["token"], request.match_info["path"])
        if found is None:
            return _response(ApiError(404, "Not Found").answer())
        return web.Response(body=found[0], content_type="application/octet-stream")


def _response(answer: Answer) -> web.Response:
    if answer.raw is not None:
        return web.Response(status=answer.status, text=answer.raw, content_type="text/html")
    return web.Response(status=answer.status, body=orjson.dumps(answer.body), content_type="application/json")


def _reset(request: web.Request) -> web.Response:
    """Break the connection as a lost network does: no farewell, not even of TCP."""
    transport = request.transport
    if transport is not None:
        connection = transport.get_extra_info("socket")
        if connection is not None:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        transport.abort()
    return web.Response(status=500)


async def _read(request: web.Request) -> tuple[Mapping[str, Any], Mapping[str, Upload]]:
    values: dict[str, Any] = dict(request.query)
    files: dict[str, Upload] = {}
    if request.method != "POST" or not request.can_read_body:
        return values, files
    if (request.content_length or 0) > LARGEST_UPLOAD + 1024 * 1024:
        raise ApiError(413, "Request Entity Too Large")
    if request.content_type == "application/json":
        try:
            body = orjson.loads(await request.content.read())
        except ValueError:
            raise bad_request("can't parse JSON object") from None
        if not isinstance(body, dict):
            raise bad_request("object expected as request body")
        values.update(body)
    elif request.content_type == "multipart/form-data":
        async for part in await request.multipart():
            if not isinstance(part, aiohttp.BodyPartReader):
                raise bad_request("can't parse nested multipart")
            if part.filename is None:
                values[part.name or ""] = await part.text()
            else:
                kind = part.headers.get("Content-Type", "application/octet-stream")
                files[part.name or ""] = Upload(bytes(await part.read()), part.filename, kind)
    else:
        values.update({name: value for name, value in (await request.post()).items() if isinstance(value, str)})
    return values, files
