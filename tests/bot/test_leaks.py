"""One test per way in which a secret or somebody's words could get into a log or an error's text."""

import asyncio
import logging
import socket
import traceback
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import typer
from aiohttp import web
from pydantic import ValidationError
from sqlalchemy import text
from telegram import User
from telegram.error import InvalidToken
from typer.testing import CliRunner

from bot.catalogs import CATALOGS
from bot.cli import app
from bot.cli.starting import run_or_leave
from bot.courier import Lead
from bot.courier.courier import Courier
from bot.courier.drawing import Drawing
from bot.schedule import start_schedule
from bot.settings import Settings, faults_of
from bot.subjects import SUBJECTS
from bot.telegram.api import Answer, FilesByParameter, HttpTelegram
from bot.telegram.opening import channel_of
from bot.telegram.pace import Limits
from bot.telegram.parsing import Me
from domain.notices.notices import Letter, Say
from handlers.door import frames_of
from handlers.routes import Routes
from handlers.said import Said
from handlers.turn import Handle, Turn
from services.parts import Tick
from storage.engines.database import Database, open_database
from storage.engines.replicas import Alone
from storage.settings.community import packaged_values
from storage.settings.settings_shape import read_settings
from storage.sql.errors import DatabaseUnreachable, StorageError
from storage.unit_of_work import UnitOfWork
from tests.accounts import account_of
from tests.conftest import MovedClock
from tests.stories.neighbourhood import Neighbourhood, Phone

TOKEN = "123456:AAsecret-secret_token"
WORDS = "厨房漏水陈桂芳"


@pytest.fixture(autouse=True)
def everything_is_logged(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    caplog.set_level(logging.DEBUG)
    yield
    for secret in (TOKEN, "secret", WORDS, "sesame"):
        assert secret not in caplog.text


def asked_instead(turn_does: Handle) -> object:
    """A router in whose eyes «/privacy» leads to a handler with a bug."""

    route_of = Routes.route_of

    def route(routes: Routes, said: Said) -> Handle | None:
        return turn_does if said.words == "/privacy" else route_of(routes, said)

    return route


@pytest.fixture
async def chen(database: Database, clock: MovedClock) -> Phone:
    town = Neighbourhood(database, clock)
    await town.open()
    return await town.resident("何小满")


def _names_a_place_twice(turn: Turn) -> None:
    statement = "INSERT INTO place (id, code, level, name, aliases) VALUES (:id, :code, 'grid', :code, '[]')"
    for number in (901, 902):
        turn.work.session.execute(text(statement), {"id": number, "code": WORDS})


def _writes_no_number(turn: Turn) -> None:
    turn.work.session.execute(text("SELECT CAST(:words AS INTEGER) / CAST(:words AS INTEGER)"), {"words": WORDS})
    raise ValueError(WORDS)


def _asks_in_no_sql(turn: Turn) -> None:
    turn.work.session.execute(text(f"SELEKT '{WORDS}'"))


def _names_the_token(turn: Turn) -> None:
    raise InvalidToken(f"https://api.telegram.org/bot{TOKEN}/getMe")


@pytest.mark.parametrize(
    "broken", [_names_a_place_twice, _writes_no_number, _asks_in_no_sql, _names_the_token], ids=lambda f: f.__name__
)
async def test_a_bug_in_a_handler(
    chen: Phone, broken: Handle, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("handlers.routes.Routes.route_of", asked_instead(broken))
    await chen.says("/privacy")
    assert "是我这边的错" in chen.screen
    assert "incident" in caplog.text
    assert WORDS not in chen.everything


async def test_an_error_of_the_database_outside_a_handler(
    chen: Phone, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def unit(_door: object, work: UnitOfWork, *_rest: object) -> object:
        return work.session.execute(text(f"SELEKT '{WORDS}'"))

    with monkeypatch.context() as patch:
        patch.setattr("handlers.door.UpdateDoor.answer_alone", unit)
        patch.setattr("handlers.door.UpdateDoor.answer_together", unit)
        patch.setattr("handlers.door.UpdateDoor.answer_update", unit)
        await chen.says("/privacy")
    assert "broke off" in caplog.text
    assert "是我这边的错" in chen.screen


async def test_a_bug_in_a_tick(
    database: Database, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = asyncio.Event()

    def unit(work: UnitOfWork) -> int:
        loop.call_soon_threadsafe(done.set)
        raise ValueError(WORDS)

    loop = asyncio.get_running_loop()
    monkeypatch.setattr("bot.schedule.TIMETABLE", (Tick("broken", timedelta(seconds=0.01), unit),))
    scheduler = start_schedule(database, lambda: True, lambda: None)
    await asyncio.wait_for(done.wait(), 60)
    async with asyncio.timeout(60):
        while "tick=broken ValueError" not in caplog.text:
            await database.run(lambda work: None)
    scheduler.shutdown(wait=False)


class Refusing:
    """A Telegram that refuses every message and quotes from it, as the real one does for entities."""

    async def call(
        self, method: str, params: object, *, seconds: float = 20, files: FilesByParameter | None = None
    ) -> Answer:
        return Answer(400, {"description": f'Bad Request: can\'t parse entities: Unsupported start tag "{WORDS}"'})

    async def download(self, _file_id: str, *, seconds: float = 60) -> bytes | None:
        return None

    async def close(self) -> None:
        return None


async def test_a_message_that_telegram_refuses_and_quotes(
    database: Database, clock: MovedClock, caplog: pytest.LogCaptureFixture
) -> None:
    me = Me("1:token", User(1, "楼长", is_bot=True, username="louzhang_bot"))
    channels = {"telegram": channel_of(Refusing(), me, clock, Limits(0, 0, 0))}
    courier = Courier(database, channels, clock, Lead(Alone()), Drawing(channels, SUBJECTS, CATALOGS))
    await database.run(lambda work: work.outbox.add(account_of(work, 7), Letter(0, Say("cancelled"))))
    await courier.drain()
    assert "can't parse entities" in caplog.text


@pytest.fixture
async def garbage() -> AsyncIterator[str]:
    """A server that answers everything with the address it was asked at, and breaks off in between."""

    async def answer(request: web.Request) -> web.StreamResponse:
        if request.path.endswith("breaks"):
            assert request.transport is not None
            request.transport.close()
        return web.Response(status=502, text=f"<html>{request.path}</html>")

    app = web.Application()
    app.router.add_route("*", "/{tail:.*}", answer)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    await runner.cleanup()


@pytest.mark.parametrize("method", ["getMe", "breaks"])
async def test_an_answer_of_the_network_that_is_none(garbage: str, method: str) -> None:
    api = HttpTelegram(garbage, TOKEN)
    try:
        assert await api.call(method, {"text": WORDS}) == Answer(0, {})
    finally:
        await api.close()


@pytest.mark.parametrize(
    "root", ["http://127.0.0.1:{free}", "http://[::bad", "nonsense", "http://no-such-host.invalid"]
)
async def test_an_address_where_nobody_answers(root: str) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        api = HttpTelegram(root.format(free=taken.getsockname()[1]), TOKEN)
        try:
            assert await api.call("getMe", {}, seconds=5) == Answer(0, {})
        finally:
            await api.close()
    assert TOKEN not in repr(api)


WRONG = {
    "bot_token": f"{TOKEN} and more:",
    "telegram_api_url": f"htp:/sesame@{TOKEN}",
    "database_url": "mysql://louzhang:sesame@host/name",
    "timezone": WORDS,
    "admin_ids": "sesame",
    "send_per_second": "sesame",
    "webhook_secret": ["sesame"],
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_setting_is_named_and_not_repeated(name: str) -> None:
    with pytest.raises(ValidationError) as error:
        Settings.model_validate({"bot_token": TOKEN, name: WRONG[name] if name != "bot_token" else "sesame"})
    said = "\n".join(faults_of(error.value))
    assert name.upper() in said
    for secret in (TOKEN, "sesame", WORDS):
        assert secret not in said
        assert secret not in str(error.value)


def test_settings_are_shown_without_their_secrets() -> None:
    given = {"bot_token": TOKEN, "database_url": "postgresql://a:sesame@h/n", "webhook_secret": "sesame"}
    shown = repr(Settings.model_validate(given))
    assert "Settings(" in shown
    assert TOKEN not in shown
    assert "sesame" not in shown


@pytest.mark.parametrize("address", ["postgresql://louzhang:se:sesame@h:sesame/x", "postgresql://h:sesame/x", "://"])
def test_an_address_of_a_database_that_cannot_be_read(address: str, clock: MovedClock) -> None:
    with pytest.raises(DatabaseUnreachable) as error:
        open_database(address, clock.now, SUBJECTS)
    assert "sesame" not in "".join(traceback.format_exception(error.value))


async def test_a_password_that_postgresql_refuses(postgres_url: str) -> None:
    wrong = postgres_url.replace("://postgres:", "://sesame_user:sesame", 1)
    database = open_database(wrong.replace("/postgres", "/sesame_nowhere", 1), lambda: datetime.now(UTC), SUBJECTS)
    with pytest.raises(DatabaseUnreachable) as error:
        await database.schema(lambda connection: None)
    await database.close()
    assert "sesame" not in str(error.value)


@pytest.mark.parametrize(
    "error", [ValueError(WORDS), InvalidToken(TOKEN), KeyError(WORDS)], ids=lambda e: type(e).__name__
)
def test_a_bug_that_ends_a_command(error: Exception, capsys: pytest.CaptureFixture[str]) -> None:
    async def broken() -> None:
        raise error

    with pytest.raises(typer.Exit):
        run_or_leave(broken())
    said = capsys.readouterr().err
    assert f"{type(error).__name__} test_leaks.py:" in said
    assert WORDS not in said
    assert TOKEN not in said


@pytest.mark.parametrize(
    "command",
    [
        "backup x/y",
        "export x.csv --since never",
        "calendar none.csv",
        "settings load none.yaml",
        "posters out --font x",
    ],
)
def test_a_refusal_names_the_command_that_refuses(
    command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'x.sqlite3'}")
    refused = CliRunner().invoke(app, command.split())
    assert refused.exit_code == 2, refused.output
    name = "louzhang settings load" if command.startswith("settings") else f"louzhang {command.split()[0]}"
    assert refused.output.startswith((f"{name}: ", f"{name} was not done:")), refused.output


def test_the_communitys_settings_are_named_where_they_are_wrong() -> None:
    with pytest.raises(StorageError) as error:
        read_settings({**packaged_values(), "office_phone": {"number": WORDS}, "draft_hours": WORDS})
    assert "office_phone: is text" in str(error.value)
    assert "draft_hours: is a whole number" in str(error.value)
    assert WORDS not in str(error.value)


def test_where_it_happened_is_told_without_what_happened() -> None:
    try:
        raise KeyError(WORDS)
    except KeyError as error:
        frames = frames_of(error)
    assert frames.startswith("test_leaks.py:")
    assert WORDS not in frames
