"""What an operator reads when the bot cannot start: a list of faults, exit code 2, and never a token or a password."""

import shutil
import socket
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.application import SystemClock
from bot.subjects import SUBJECTS
from playground.server import Server, serve
from playground.telegram import Fault, Telegram
from storage.engines.database import open_database
from tests.crash.process import bot_settings, start_bot, until
from tests.http.conftest import Street

TOKEN = "1:playground-start"
WRONG = "7:playground-nobodys"


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    telegram = Telegram()
    telegram.add_bot(TOKEN, username="louzhang_start_bot", name="楼长助手")
    running = await serve(telegram)
    yield running
    await running.stop()


@pytest.fixture
def settings(server: Server, tmp_path: Path) -> dict[str, str]:
    return bot_settings(server.url, f"sqlite:///{tmp_path / 'louzhang.sqlite3'}", TOKEN, 1)


async def refusal(folder: Path, settings: dict[str, str]) -> str:
    """Start the bot; it has to give up by itself with exit code 2, tell no secret and show no stack."""
    process = await start_bot(folder, settings)
    try:
        assert await process.ended() == 2, process.said
    finally:
        await process.kill()
    assert "Louzhang cannot start:" in process.said
    assert "Traceback" not in process.said
    for secret in (settings.get("BOT_TOKEN", WRONG), "playground-start", "playground-nobodys", "sesame"):
        assert secret not in process.said
    return process.said


async def test_a_token_that_telegram_does_not_know_is_said_and_not_printed(
    settings: dict[str, str], tmp_path: Path
) -> None:
    said = await refusal(tmp_path, settings | {"BOT_TOKEN": WRONG})
    assert "  - BOT_TOKEN: Telegram does not know this token" in said


async def test_every_missing_or_wrong_setting_is_listed_at_once(settings: dict[str, str], tmp_path: Path) -> None:
    del settings["BOT_TOKEN"]
    wrong = {"TIMEZONE": "Moon/Sea", "DATABASE_URL": "mysql://a:sesame@b/c", "ADMIN_IDS": "me"}
    said = await refusal(tmp_path, settings | wrong)
    assert "  - BOT_TOKEN: is missing" in said
    assert "  - TIMEZONE: is not a known zone" in said
    assert "  - DATABASE_URL: begins with sqlite:/// or postgresql://" in said
    assert "  - ADMIN_IDS: is a list of Telegram ids" in said


WEBHOOK = {"WEBHOOK_URL": "https://louzhang.example/telegram", "WEBHOOK_SECRET": "sesame-sesame-sesame"}


@pytest.mark.parametrize("secret", ["", "sesame", "sesame sesame sesame", "芝麻" * 8])
async def test_a_webhook_needs_a_secret_that_cannot_be_guessed(
    settings: dict[str, str], tmp_path: Path, secret: str
) -> None:
    said = await refusal(tmp_path, settings | WEBHOOK | {"WEBHOOK_SECRET": secret})
    assert "  - WEBHOOK_SECRET: is needed with WEBHOOK_URL: 16-256 of A-Z a-z 0-9 _ -" in said


async def test_addresses_that_cannot_be_are_refused_each_in_its_line(settings: dict[str, str], tmp_path: Path) -> None:
    wrong = {"WEBHOOK_URL": "http://louzhang.example/telegram", "LISTEN": "8080", "STATUS_LISTEN": "host:port"}
    said = await refusal(tmp_path, settings | WEBHOOK | wrong | {"LOG_FORMAT": "xml"})
    assert "  - WEBHOOK_URL: begins with https://" in said
    assert "  - LISTEN: is host:port" in said
    assert "  - STATUS_LISTEN: is host:port" in said
    assert "  - LOG_FORMAT: Input should be 'plain' or 'json'" in said


async def test_a_webhook_address_that_telegram_refuses_is_said(settings: dict[str, str], tmp_path: Path) -> None:
    said = await refusal(tmp_path, settings | WEBHOOK | {"LISTEN": "127.0.0.1:0"})
    assert "  - WEBHOOK_URL: Telegram does not accept it: Bad Request: bad webhook" in said


async def test_a_port_that_is_taken_is_said(settings: dict[str, str], tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        said = await refusal(tmp_path, settings | {"STATUS_LISTEN": f"127.0.0.1:{taken.getsockname()[1]}"})
    assert "  - LISTEN, STATUS_LISTEN: nothing can listen there" in said


async def test_a_second_bot_on_the_same_sqlite_file_stops_itself_and_the_first_goes_on(
    settings: dict[str, str], tmp_path: Path
) -> None:
    (tmp_path / "second").mkdir()
    first = await start_bot(tmp_path, settings)
    try:
        lock = tmp_path / "louzhang.sqlite3.lock"
        await until(lambda: lock.exists() and "leads" in first.said, seconds=20, what="the first runs")
        assert "another Louzhang runs on this SQLite file" in await refusal(tmp_path / "second", settings)
        await first.kill()
        third = await start_bot(tmp_path / "second", settings)
        await until(lambda: "leads" in third.said, seconds=20, what="a third runs once the first is gone")
        assert await third.stop() == 0
    finally:
        await first.kill()
        await third.kill()


async def test_something_that_is_no_token_is_refused_without_being_repeated(
    settings: dict[str, str], tmp_path: Path
) -> None:
    said = await refusal(tmp_path, settings | {"BOT_TOKEN": "sesame"})
    assert "  - BOT_TOKEN: does not look like a token" in said


@pytest.mark.parametrize(
    "address",
    ["postgresql://louzhang:sesame@127.0.0.1:1/louzhang", "sqlite:////no-such-folder/sesame/louzhang.sqlite3"],
    ids=["postgresql", "sqlite"],
)
async def test_a_database_that_cannot_be_reached_is_said_in_one_line(
    settings: dict[str, str], tmp_path: Path, address: str
) -> None:
    said = await refusal(tmp_path, settings | {"DATABASE_URL": address})
    assert "  - DATABASE_URL: " in said


async def test_a_database_of_a_newer_version_is_left_alone(
    settings: dict[str, str], tmp_path: Path, sqlite_template: Path
) -> None:
    path = tmp_path / "louzhang.sqlite3"
    shutil.copy(sqlite_template, path)
    database = open_database(f"sqlite:///{path}", SystemClock().now, SUBJECTS)
    await database.schema(
        lambda connection: connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    )
    await database.close()
    assert "migrated by a newer version" in await refusal(tmp_path, settings)


async def test_where_telegram_cannot_be_reached_the_bot_says_so_and_waits_until_it_can(
    server: Server, settings: dict[str, str], tmp_path: Path
) -> None:
    server.telegram.faults.add(Fault("getMe", "reset_before", times=2))
    process = await start_bot(tmp_path, settings)
    try:
        await until(lambda: "leads" in process.said, seconds=20, what="it runs once Telegram can be reached")
        assert "Telegram does not answer: is there a network, and can Telegram be reached from here?" in process.said
        assert await process.stop() == 0, process.said
    finally:
        await process.kill()


async def test_whoever_waits_for_a_network_can_be_stopped(settings: dict[str, str], tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound, but nobody listens there
        nowhere = {"TELEGRAM_API_URL": f"http://127.0.0.1:{taken.getsockname()[1]}"}
        process = await start_bot(tmp_path, settings | nowhere)
        try:
            await until(lambda: "Telegram does not answer" in process.said, seconds=20, what="it says so")
            assert await process.stop() == 0, process.said
        finally:
            await process.kill()


async def test_one_refusal_of_the_token_ends_nothing(server: Server, settings: dict[str, str], tmp_path: Path) -> None:
    server.telegram.faults.add(Fault("getMe", "401"))
    server.telegram.faults.add(Fault("getUpdates", "401"))
    process = await start_bot(tmp_path, settings)
    try:
        await until(lambda: process.said.count("does not know this token") == 2, seconds=20, what="two refusals")
        assert process.running
        assert await process.stop() == 0, process.said
    finally:
        await process.kill()


async def test_a_file_that_is_no_database_is_said(settings: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "louzhang.sqlite3").write_text("a letter, and no database at all\n" * 200)
    said = await refusal(tmp_path, settings)
    assert "  - DATABASE_URL: the file is no SQLite database: name another one" in said


async def test_whoever_waits_is_answered_while_telegram_says_nothing_about_the_menu(street: Street) -> None:
    street.telegram.faults.add(Fault("setMyCommands", "hang", times=None))
    chen = await street.person("陈桂芳")
    chen.says("/help")
    process = await start_bot(street.folder, street.settings)
    try:
        await chen.sees("一句话")
        assert await process.stop() == 0, process.said
    finally:
        await process.kill()
