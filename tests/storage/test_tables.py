"""Tables of the database and of the program, compared; and what a wing keeps, in each process of its own."""

import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection, text

from bot.application import prepare
from bot.cli.check import find
from bot.subjects import SUBJECTS
from domain.vocabulary import Grade
from messages.drawing.frame import no_link
from services.keeping.checkup import check_up
from storage.copies.backup import BackupRefused
from storage.copies.backup import restore as put_back
from storage.copies.copying import CopyRefused, read_manifest, write_copy
from storage.engines.database import Database, open_database
from storage.migrations import migrate
from storage.models import OutboxRow
from storage.models.delivery import OutboxState
from storage.sql.errors import TablesMissing
from storage.unit_of_work import UnitOfWork
from subjects.announcements.rules import Stage
from subjects.announcements.store import Announcements

NOW = datetime(2026, 11, 18, 1, 0, tzinfo=UTC)
WORDS = "明天上午停水，请提前接水。"


def nobodys_table(connection: Connection) -> None:
    connection.execute(text("CREATE TABLE nobodys_table (id INTEGER PRIMARY KEY, words TEXT)"))


async def test_a_table_that_no_migration_has_made_is_refused_at_the_start_by_its_name(database: Database) -> None:
    await database.schema(lambda connection: connection.execute(text("DROP TABLE announcement_round")))
    with pytest.raises(TablesMissing, match="announcement_round"):
        await prepare(database, [], no_link)


async def test_a_table_of_no_subject_is_named_in_the_log_and_by_check(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    await database.schema(nobodys_table)
    await prepare(database, [7], no_link)
    assert "the table nobodys_table is no table of this program" in caplog.text
    assert any(one.fault and "nobodys_table" in one.words for one in await find(database))


async def test_a_message_of_a_kind_that_nobody_knows_is_counted_while_it_waits_or_is_held(database: Database) -> None:
    def queue(work: UnitOfWork) -> None:
        given = {"broadcast": False, "kind": "NobodysNotice", "facts": {}, "tries": 0, "created_at": work.now}
        held = {"not_before": work.now, "keeps_quiet": Grade.P3, "state": OutboxState.HELD}
        for row in ({"state": OutboxState.WAITING}, held, {"state": OutboxState.SENT}):
            work.session.add(OutboxRow(account_id=5, **given, **row))

    await database.run(queue)
    found = await database.read(lambda work: [one.words for one in check_up(work, [], 1) if one.fault])
    assert "2 messages of another version wait and cannot be read here: NobodysNotice." in found


async def test_an_export_with_a_table_that_nobody_knows_is_refused(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = tmp_path / "whole.zip"
    await database.read(lambda work: write_copy(work, archive, lambda _rows: None))
    assert "announcement" in read_manifest(archive).tables
    monkeypatch.setattr(
        "storage.copies.copying.strange", lambda names: [name for name in names if name == "announcement_round"]
    )
    with pytest.raises(CopyRefused, match="announcement_round"):
        read_manifest(archive)


async def test_a_backup_with_a_table_that_nobody_knows_is_refused_and_writes_nothing(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'one.sqlite3'}"
    database = open_database(url, lambda: NOW, SUBJECTS)
    await database.schema(migrate)
    await database.schema(nobodys_table)
    await database.close()
    fresh = tmp_path / "two.sqlite3"
    with pytest.raises(BackupRefused, match="nobodys_table"):
        put_back(f"sqlite:///{fresh}", tmp_path / "one.sqlite3")
    assert not fresh.exists()


def louzhang(folder: Path, database: str, *arguments: str) -> str:
    """A command in a process of its own; what it prints."""
    given = {"BOT_TOKEN": "1:a-token-for-tests", "DATABASE_URL": f"sqlite:///{folder / database}"}
    done = subprocess.run(
        [sys.executable, "-m", "bot", *arguments],
        cwd=folder,
        env={**os.environ, **given, "PYTHONPATH": str(Path(__file__).parents[2])},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


async def test_what_a_wing_keeps_is_in_every_copy_and_in_the_dry_run_and_comes_back(tmp_path: Path) -> None:
    long_ago = datetime.now(UTC) - timedelta(days=400)
    database = open_database(f"sqlite:///{tmp_path / 'one.sqlite3'}", lambda: long_ago, SUBJECTS)
    await database.schema(migrate)

    def announce(work: UnitOfWork) -> None:
        author = work.people.recognise("telegram", "7001", "zh")
        row = work.store(Announcements).begin(author, [])
        work.store(Announcements).words(row).body = WORDS
        row.stage, row.ended_at = Stage.DONE, work.now

    await database.run(announce)
    await database.close()
    assert "announcements: kept 180 days, 1 would be emptied" in louzhang(tmp_path, "one.sqlite3", "tidy", "--dry-run")
    louzhang(tmp_path, "one.sqlite3", "export", "masked.jsonl")
    assert WORDS not in (tmp_path / "masked.jsonl").read_text("utf-8")
    louzhang(tmp_path, "one.sqlite3", "backup", "copy.sqlite3")
    louzhang(tmp_path, "one.sqlite3", "export", "whole.zip", "--full", "--yes")
    louzhang(tmp_path, "two.sqlite3", "restore", "copy.sqlite3")
    louzhang(tmp_path, "three.sqlite3", "restore", "whole.zip")
    assert [await words_in(tmp_path / name) for name in ("two.sqlite3", "three.sqlite3")] == [[WORDS]] * 2


async def words_in(file: Path) -> list[str | None]:
    database = open_database(f"sqlite:///{file}", lambda: NOW, SUBJECTS)

    def read(work: UnitOfWork) -> list[str | None]:
        store, author = work.store(Announcements), work.people.recognise("telegram", "7001", "zh")
        return [store.words(row).body for row in store.fetch_of(author.id)]

    try:
        return await database.run(read)
    finally:
        await database.close()
