"""What stands before several replicas: brings each update to one of them in turn, and to the next where one is gone."""

from collections.abc import Sequence
from itertools import count

import aiohttp
from aiohttp import web


class Balancer:
    """One address for Telegram; behind it the ports of the replicas. `only`: the place of the one that gets all."""

    def __init__(self, ports: Sequence[int]) -> None:
        self._ports, self._turn = ports, count()
        self._runner: web.AppRunner
        self._session: aiohttp.ClientSession
        self.only: int | None = None
        self.url = ""

    async def open(self) -> None:
        self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=10))
        app = web.Application()
        app.router.add_post("/telegram", self._pass_on)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.2)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}/telegram"

    async def close(self) -> None:
        await self._runner.cleanup()
        await self._session.close()

    async def _pass_on(self, request: web.Request) -> web.Response:
        body, headers = await request.read(), {"X-Telegram-Bot-Api-Secret-Token": ""}
        headers = {name: request.headers.get(name, "") for name in headers}
        first = next(self._turn) if self.only is None else self.only
        for further in range(len(self._ports)):
            port = self._ports[(first + further) % len(self._ports)]
            try:
                url = f"http://127.0.0.1:{port}/telegram"
                async with self._session.post(url, data=body, headers=headers) as answer:
                    return web.Response(status=answer.status)
            except (aiohttp.ClientError, TimeoutError):
                continue
        return web.Response(status=502)
