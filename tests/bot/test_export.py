"""Exports: GeoReport's names, masked unless asked, no formulas, no location; and everything back from one archive."""

import csv
import json
import uuid
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from PIL import Image
from python_calamine import CalamineWorkbook
from sqlalchemy import text
from typer.testing import CliRunner

from bot.cli import app
from bot.exporting import Exported, Wanted, export_tickets, export_whole, restore_whole
from bot.subjects import SUBJECTS
from domain.tickets.masking import masked_words
from domain.tickets.service_request import GEOREPORT
from domain.vocabulary import Action
from storage.copies.copying import CopyRefused, is_whole_copy
from storage.engines.database import Database, open_database
from storage.migrations import migrate
from storage.models import ChangeRow, PersonContact, PlaceRow, Ticket
from storage.settings.community import packaged_settings
from storage.unit_of_work import UnitOfWork
from tests.conftest import MovedClock, _named, _on_server
from tests.stories.neighbourhood import Neighbourhood, Phone, labels


def nothing(_many: int) -> None:
    return None


class NoFiles:
    async def fetch(self, ref: str) -> bytes | None:
        raise AssertionError(f"nobody asked for {ref}")


class Album:
    """Photos as a telephone makes them, with a place; and one that Telegram has lost."""

    def __init__(self, lost: int = 0) -> None:
        self.lost = lost

    async def fetch(self, ref: str) -> bytes | None:
        if self.lost:
            self.lost -= 1
            return None
        picture, file = Image.new("RGB", (8, 6), "green"), BytesIO()
        exif = Image.Exif()
        exif.get_ifd(0x8825)[2] = (31.0, 14.0, 5.0)
        picture.save(file, "JPEG", exif=exif)
        assert b"Exif" in file.getvalue()
        return file.getvalue()


@pytest.fixture
async def town(database: Database, clock: MovedClock) -> Neighbourhood:
    """A repair with a photo, a quarrel, a report in confidence; one ticket goes through its whole life."""
    neighbourhood = Neighbourhood(database, clock)
    await neighbourhood.open()
    steward = await neighbourhood.holder("p-gh1", "王秀兰")
    leader = await neighbourhood.holder("p-gh", "赵立新")
    chen = await neighbourhood.resident("陈桂芳")
    chen.person.sends_photo(neighbourhood.bot, caption="=HYPERLINK(1) 1号楼1单元楼道灯不亮，打13800000000找陈桂芳")
    await neighbourhood.settle()
    await send(chen)
    await chen.says("1号楼2单元楼上吵，夜里打麻将，是林志远家")
    await send(chen)
    await steward.presses("我来办", under=next(m for m in steward.messages if "我来办" in labels(m)))
    await steward.presses("更多")
    await steward.presses("挂账")
    await steward.says("12-20")
    await steward.says("没有经费")
    await leader.says("/todo")
    return neighbourhood


async def send(phone: Phone) -> None:
    await phone.presses("提交")
    if "另报" in phone.buttons:
        await phone.presses("另报")
    if "同意并提交" in phone.buttons:
        await phone.presses("同意并提交")


async def test_json_lines_have_georeports_names_and_are_masked(
    town: Neighbourhood, database: Database, tmp_path: Path
) -> None:
    file = tmp_path / "tickets.jsonl"
    done = await export_tickets(database, Wanted(file), {"telegram": NoFiles()}, nothing)
    assert done == Exported(2, 0, 0)
    assert file.stat().st_mode & 0o077 == 0
    whole = file.read_text("utf-8")
    for secret in ("陈桂芳", "13800000000", "林志远", "麻将"):
        assert secret not in whole
    repair, quarrel = (json.loads(line) for line in whole.splitlines())
    assert tuple(repair)[:-1] == GEOREPORT
    assert repair["service_request_id"] == "2611-0001"
    assert (repair["status"], repair["status_notes"]) == ("open", "处理中")
    assert "楼道灯不亮，打***找陈**" in repair["description"]
    assert repair["address"] == "桂花苑1号楼"
    assert repair["requested_datetime"] == "2026-11-18T09:00:00+08:00"
    assert repair["extended_attributes"]["reporter"] == "陈**"
    assert repair["extended_attributes"]["grade"] == "P2"
    assert quarrel["description"] == ""
    assert await database.run(looks) == 0


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("桂花苑3栋2单元502漏水", "桂花苑***漏水"),
        ("２栋５０１厨房漏水", "***厨房漏水"),
        ("602楼上漏水", "***楼上漏水"),
        ("2-1-502没水", "***没水"),
        ("501室和十一号附二", "***和***"),
        ("我家501漏水", "我家***漏水"),
        ("3号楼门口的灯不亮", "3号楼门口的灯不亮"),
        ("停了3天", "停了3天"),
        ("Ｈｅｌｌｏ，我是三栋二单元五零二，請來", "Ｈｅｌｌｏ，我是***，請來"),
    ],
)
def test_doors_in_words_are_masked_and_buildings_are_told(said: str, told: str) -> None:
    assert masked_words(said, [], packaged_settings().level_words) == told


async def test_a_masked_row_names_the_building_in_words_and_by_its_code(
    town: Neighbourhood, database: Database, tmp_path: Path
) -> None:
    file, full = tmp_path / "tickets.jsonl", tmp_path / "full.jsonl"
    await export_tickets(database, Wanted(file), {"telegram": NoFiles()}, nothing)
    await export_tickets(database, Wanted(full, unmask=True), {"telegram": NoFiles()}, nothing)
    assert json.loads(file.read_text("utf-8").splitlines()[0])["address_id"] == "gh1"
    assert json.loads(full.read_text("utf-8").splitlines()[0])["address_id"] == "gh1-1"


def looks(work: UnitOfWork) -> int:
    return work.session.query(ChangeRow).filter_by(action=Action.LOOK).count()


async def test_unmasking_names_people_and_each_reporter_can_read_that_it_happened(
    town: Neighbourhood, database: Database, tmp_path: Path
) -> None:
    file = tmp_path / "tickets.csv"
    await export_tickets(database, Wanted(file, unmask=True), {"telegram": NoFiles()}, nothing)
    rows = list(csv.DictReader(file.read_text("utf-8-sig").splitlines()))
    assert [row["reporter"] for row in rows] == ["陈桂芳", "陈桂芳"]
    assert "13800000000" in rows[0]["description"]
    assert "麻将" in rows[1]["description"]
    assert await database.run(looks) == 2
    chen = Phone(town, next(p for p in town.telegram.people if p.first_name == "陈桂芳"))
    await chen.presses("经过")
    assert "工作人员看了报告人的姓名" in chen.screen


async def test_no_cell_is_a_formula(town: Neighbourhood, database: Database, tmp_path: Path) -> None:
    for ending in ("csv", "xlsx"):
        await export_tickets(
            database, Wanted(tmp_path / f"all.{ending}", unmask=True), {"telegram": NoFiles()}, nothing
        )
    table = CalamineWorkbook.from_path(str(tmp_path / "all.xlsx")).get_sheet_by_index(0).to_python()
    place = table[0].index("description")
    assert str(table[1][place]).startswith("'=HYPERLINK")
    rows = list(csv.reader((tmp_path / "all.csv").read_text("utf-8-sig").splitlines()))
    assert rows[1][place].startswith("'=HYPERLINK")
    assert [tuple(map(str, row[:6])) for row in table] == [tuple(row[:6]) for row in rows]


@pytest.mark.parametrize("ending", ["jsonl", "csv", "xlsx"])
async def test_an_empty_period_gives_a_file_with_headings(database: Database, tmp_path: Path, ending: str) -> None:
    file = tmp_path / f"none.{ending}"
    assert await export_tickets(database, Wanted(file), {"telegram": NoFiles()}, nothing) == Exported()
    if ending == "csv":
        assert file.read_text("utf-8-sig").startswith("service_request_id,status,")
    elif ending == "xlsx":
        assert CalamineWorkbook.from_path(str(file)).get_sheet_by_index(0).to_python()[0][0] == "service_request_id"
    else:
        assert file.read_bytes() == b""


async def test_photos_leave_without_their_location_and_those_of_quarrels_stay(
    town: Neighbourhood, database: Database, tmp_path: Path
) -> None:
    wanted = Wanted(tmp_path / "tickets.jsonl", photos=tmp_path / "photos")
    assert await export_tickets(database, wanted, {"telegram": Album()}, nothing) == Exported(2, 1, 0)
    photo = tmp_path / "photos" / "2611-0001-1.jpg"
    assert b"Exif" not in photo.read_bytes()
    assert photo.stat().st_mode & 0o077 == 0
    first = json.loads(wanted.file.read_text("utf-8").splitlines()[0])
    assert first["media_url"] == "photos/2611-0001-1.jpg"


async def test_a_photo_that_telegram_lost_is_counted_and_stops_nothing(
    town: Neighbourhood, database: Database, tmp_path: Path
) -> None:
    wanted = Wanted(tmp_path / "tickets.jsonl", photos=tmp_path / "photos")
    assert await export_tickets(database, wanted, {"telegram": Album(lost=1)}, nothing) == Exported(2, 0, 1)


@pytest.fixture(params=["sqlite", "postgresql"])
async def empty(request: pytest.FixtureRequest, tmp_path: Path, clock: MovedClock) -> Database:
    """Another database, empty; each kind is restored into both kinds."""
    if request.param == "sqlite":
        return open_database(f"sqlite:///{tmp_path / 'restored.sqlite3'}", clock.now, SUBJECTS)
    server, name = request.getfixturevalue("postgres_url"), f"restored_{uuid.uuid4().hex[:12]}"
    await _on_server(server, f'CREATE DATABASE "{name}"')
    return open_database(_named(server, name), clock.now, SUBJECTS)


async def test_everything_comes_back_in_either_database_and_goes_on_from_there(
    town: Neighbourhood, database: Database, empty: Database, clock: MovedClock, tmp_path: Path
) -> None:
    archive, steps = tmp_path / "whole.zip", list[int]()
    manifest = await export_whole(database, archive, steps.append)
    assert archive.stat().st_mode & 0o077 == 0
    assert sum(steps) == sum(table.rows for table in manifest.tables.values()) > 60
    assert is_whole_copy(archive)
    again = await restore_whole(empty, archive, nothing)
    assert again.tables == manifest.tables
    second = tmp_path / "second.zip"
    assert (await export_whole(empty, second, nothing)).tables == manifest.tables
    neighbourhood = Neighbourhood(empty, clock)
    neighbourhood.telegram, neighbourhood.bot = town.telegram, town.bot
    await neighbourhood.restart()
    chen = Phone(neighbourhood, next(p for p in town.telegram.people if p.first_name == "陈桂芳"))
    await chen.says("1号楼1单元楼道灯不亮")
    await send(chen)
    newest = await empty.run(lambda work: work.session.query(Ticket).order_by(Ticket.id.desc()).limit(1).one())
    assert (newest.id, newest.number) == (3, "2611-0003"), "numbers and ids are counted on"
    with pytest.raises(CopyRefused, match="not empty"):
        await restore_whole(empty, archive, nothing)
    await empty.close()


async def test_what_refers_to_later_rows_of_its_own_table_comes_back_too(
    town: Neighbourhood, database: Database, empty: Database, tmp_path: Path
) -> None:
    def entangle(work: UnitOfWork) -> None:
        first, second = work.session.query(Ticket).order_by(Ticket.id).all()
        first.merged_into_id, second.follows_id = second.id, first.id
        work.session.query(PlaceRow).filter_by(code="gh1-1").one().parent_id = (
            work.session.query(PlaceRow).filter_by(code="gh2").one().id
        )

    await database.run(entangle)
    manifest = await export_whole(database, tmp_path / "whole.zip", nothing)
    assert (await restore_whole(empty, tmp_path / "whole.zip", nothing)).tables == manifest.tables
    await empty.close()


def _rewritten(archive: Path, other: Path, item: str, change: Callable[[bytes], bytes]) -> None:
    with ZipFile(archive) as whole, ZipFile(other, "w") as made:
        for name in whole.namelist():
            made.writestr(name, change(whole.read(name)) if name == item else whole.read(name))


async def test_a_damaged_archive_or_one_of_another_version_writes_nothing(
    town: Neighbourhood, database: Database, clock: MovedClock, tmp_path: Path
) -> None:
    archive = tmp_path / "whole.zip"
    await export_whole(database, archive, nothing)
    bare = open_database(f"sqlite:///{tmp_path / 'bare.sqlite3'}", clock.now, SUBJECTS)
    (tmp_path / "cut.zip").write_bytes(archive.read_bytes()[:2000])
    (tmp_path / "other.zip").write_bytes(b"no archive at all")
    _rewritten(
        archive, tmp_path / "newer.zip", "manifest.json", lambda data: data.replace(b'"revision": "', b'"revision": "9')
    )
    _rewritten(archive, tmp_path / "lost.zip", "tables/person_contact.jsonl", lambda _data: b"")
    _rewritten(archive, tmp_path / "bent.zip", "tables/ticket.jsonl", lambda data: data.replace(b"claimed", b"clammed"))
    for name, why in {
        "cut": "no whole export",
        "other": "no whole export",
        "newer": "another version",
        "lost": "person_contact",
        "bent": "damaged",
    }.items():
        with pytest.raises(CopyRefused, match=why):
            await restore_whole(bare, tmp_path / f"{name}.zip", nothing)
    await bare.schema(migrate)
    assert await bare.run(lambda work: work.session.query(PersonContact).count()) == 0
    assert await bare.run(lambda work: work.session.scalar(text("SELECT count(*) FROM ticket"))) == 0
    await bare.close()


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (["there.csv"], "is there already"),
        (["new.pdf"], "must end in .jsonl, .csv, .xlsx"),
        (["new.csv", "--full"], "must end in .zip"),
        (["new.zip", "--full", "--unmask"], "--full is everything"),
        (["new.csv", "--since", "gestern"], "gestern is no day"),
        (["new.csv", "--since", "2026-11-02", "--until", "2026-11-01"], "--since is after --until"),
        (["nowhere/new.csv"], "does not exist"),
        (["new.csv", "--photos", "full"], "is not empty"),
    ],
)
def test_what_cannot_be_exported_is_said_in_one_line_and_leaves_with_2(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], why: str
) -> None:
    (tmp_path / "there.csv").touch()
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "photo.jpg").touch()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("BOT_TOKEN", "1:a-token-for-tests")
    result = CliRunner().invoke(app, ["export", *arguments])
    assert (result.exit_code, why in result.output) == (2, True), result.output


def test_unmasking_asks_back_and_no_is_no(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'empty.sqlite3'}")
    monkeypatch.setenv("BOT_TOKEN", "1:a-token-for-tests")
    file = tmp_path / "all.csv"
    asked = CliRunner().invoke(app, ["export", str(file), "--unmask"], input="n\n")
    assert asked.exit_code == 1
    assert "Every reporter whose name is in it" in asked.output
    assert not file.exists()
    done = CliRunner().invoke(app, ["export", str(file), "--unmask"], input="y\n")
    assert (done.exit_code, file.exists()) == (0, True), done.output


def test_the_two_commands_make_and_put_back_an_archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOT_TOKEN", "1:a-token-for-tests")
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'one.sqlite3'}")
    archive = tmp_path / "whole.zip"
    made = CliRunner().invoke(app, ["export", str(archive), "--full", "--yes"])
    assert made.exit_code == 0, made.output
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'two.sqlite3'}")
    back = CliRunner().invoke(app, ["restore", str(archive)])
    assert back.exit_code == 0, back.output
    assert "counts and checksums agree" in back.output
    ZipFile(tmp_path / "other.zip", "w").close()
    other = CliRunner().invoke(app, ["restore", str(tmp_path / "other.zip")])
    assert (other.exit_code, "no whole export" in other.output) == (2, True), other.output
