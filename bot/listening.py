"""Answering over HTTP: where an application listens, and how it stops."""

from aiohttp import web

FINISHING_SECONDS = 1.0
"""Seconds in which a stop lets requests end that have begun."""


class AddressTaken(Exception):
    """Nobody can listen there: taken, or not an address of this machine."""


async def listen(where: str, app: web.Application) -> web.AppRunner:
    """Serve at `host:port`; `cleanup()` of what is returned ends it. Raises `AddressTaken`."""
    host, _, port = where.rpartition(":")
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=FINISHING_SECONDS)
    await runner.setup()
    try:
        await web.TCPSite(runner, host.strip("[]"), int(port)).start()
    except OSError as error:
        await runner.cleanup()
        raise AddressTaken from error
    return runner
