"""A newcomer's hour: from the copied tables to a neighbour who asks to be forgotten, one step after the other, with
the time that the program itself took for each. LOUZHANG_HOUR names a file for the table (docs/newcomers-hour.md)."""

import asyncio
import os
import re
import shutil
from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

import pypdfium2
import pytest
from sqlalchemy import func, select
from typer.testing import CliRunner

from bot.application import invitation_link, prepare
from bot.cli import app
from bot.cli.places import run_places
from bot.cli.set_up import run_import
from bot.cli.starting import read_settings
from bot.settings import Settings
from bot.subjects import SUBJECTS
from bot.telegram.channel import link_to
from domain.vocabulary import Action
from playground.server import serve
from services.set_up import prepare as read_tables
from services.set_up.place_moves import read_moves
from services.set_up.report import lines_of, lines_of_outcome
from storage.engines.database import Database, open_database
from storage.models import ChangeRow, PersonContact, Ticket
from storage.unit_of_work import UnitOfWork
from tests.conftest import MovedClock
from tests.stories.hour import Hour
from tests.stories.neighbourhood import TOKEN, Neighbourhood, Phone

pytestmark = pytest.mark.both_databases

TEMPLATES = Path(__file__).parents[2] / "docs" / "templates"
ADDED = {
    "places": ["lh,yb-g1,compound,柳荷苑,,", "lh2,lh,building,2号楼,,36"],
    "posts": ["lh2-steward,lh2,steward,2号楼楼栋长", "lh-leader,lh,group_leader,柳荷苑居民小组长"],
    "coverage": ["lh2-steward,lh2,,,,,"],
    "people": ["倪样卯,lh2-steward,main,,,,", "倪样辰,lh-leader,main,,,,"],
}
"""What this newcomer has besides the template: a second compound with one building."""
RESIDENT = "何小满"
LINK = re.compile(r"https://t\.me/\S+\?start=(\S+)")


@pytest.fixture
async def town(database: Database, clock: MovedClock) -> Neighbourhood:
    """Nobody and nothing yet: only the program."""
    neighbourhood = Neighbourhood(database, clock)
    await neighbourhood.begin()
    return neighbourhood


@pytest.fixture
async def settings(town: Neighbourhood, database_url: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Settings]:
    """What the newcomer wrote into .env; the commands find the same Telegram behind it."""
    server = await serve(town.telegram)
    monkeypatch.setenv("BOT_TOKEN", TOKEN)
    monkeypatch.setenv("TELEGRAM_API_URL", server.url)
    monkeypatch.setenv("DATABASE_URL", database_url)
    yield read_settings()
    await server.stop()


@pytest.fixture
def tables(tmp_path: Path) -> Path:
    """The templates, copied and added to."""
    folder = tmp_path / "my-neighbourhood"
    shutil.copytree(TEMPLATES, folder)
    for name, rows in ADDED.items():
        with (folder / f"{name}.csv").open("a", encoding="utf-8") as file:
            file.write("\n".join([*rows, ""]))
    return folder


async def louzhang(*args: str) -> str:
    """A command on the terminal, beside the running program."""
    result = await asyncio.to_thread(CliRunner().invoke, app, list(args))
    assert result.exit_code == 0, result.output
    return result.output


async def joins(town: Neighbourhood, name: str, payload: str) -> Phone:
    """Somebody new presses a link."""
    phone = Phone(town, town.telegram.add_person(name, language_code="zh"))
    await phone.starts(payload)
    return phone


def read_link(pdf: Path) -> str:
    """The payload that stands on a sheet, below its code."""
    document = pypdfium2.PdfDocument(pdf)
    text = str(document[0].get_textpage().get_text_range())
    document.close()
    found = LINK.search(f"https://{text[text.index('t.me/') :]}")
    assert found is not None
    return found[1]


def lines(work: UnitOfWork, action: Action) -> list[int]:
    rows = work.session.query(ChangeRow).filter(ChangeRow.action == action).order_by(ChangeRow.ticket_id)
    return [row.ticket_id for row in rows]


async def test_an_empty_database_becomes_a_community_that_works(
    town: Neighbourhood, settings: Settings, tables: Path, tmp_path: Path
) -> None:
    hour = Hour()

    with hour.step("import the four tables"):
        links = await import_tables(town, settings, tables)
    assert len(links) == 15
    assert "没有任何人能联系到" in await louzhang("who", "槐前街11号")

    with hour.step("the first administrator presses the link"):
        link = await prepare(town.database, settings.admin_ids, partial(link_to, town.bot.username))
        assert link is not None
        administrator = await joins(town, "管小齐", link.partition("start=")[2])
    assert "您现在是管理员" in administrator.everything

    with hour.step("15 people press their links"):
        people = {name: await joins(town, name, payload) for name, payload in links.items()}
    assert "您已上岗：1号楼楼栋长（正职）\n负责：蓝溪苑1号楼，共 48 户" in people["倪样甲"].everything
    assert "您已上岗：2号楼楼栋长（正职）\n负责：柳荷苑2号楼，共 36 户" in people["倪样卯"].everything
    assert "共 13 户" in people["倪样丙"].everything
    await administrator.says("/posts")
    assert "还没上岗" not in administrator.screen
    assert "空缺" not in administrator.screen

    with hour.step("print the sheets and the guides"):
        sheets, guides = tmp_path / "sheets", tmp_path / "guides"
        await louzhang("posters", str(sheets))
        await louzhang("posters", str(guides), "--guides")
    assert sorted(sheet.stem for sheet in sheets.iterdir()) == ["hq", "lh2", "lx1-1", "lx1-2"]
    assert sorted(guide.stem for guide in guides.iterdir()) == ["secretary", "steward"]

    with hour.step("a first report: by the code, taken on, solved"):
        resident = await joins(town, RESIDENT, read_link(sheets / "lx1-1.pdf"))
        assert "这里是：蓝溪苑1号楼1单元" in resident.screen
        await resident.says("楼道灯不亮")
        await resident.presses("记住这是我家")
        await resident.presses("提交")
        await resident.presses("同意并提交")
        assert "已通知1号楼楼栋长倪样甲" in resident.everything
        await solve(resident, people["倪样甲"])
    assert resident.everything.count("2611-0001") > 1

    with hour.step("a leave: the report goes to the deputy and comes back"):
        await go_away_and_come_back(town, resident, people)

    with hour.step("a successor takes the post over"):
        successor = await hand_over(town, resident, people)

    with hour.step("two compounds become one"):
        neighbour = await merge_compounds(town, people, tables.parent, settings, read_link(sheets / "lh2.pdf"))
    newcomer = await joins(town, "白小麦", read_link(sheets / "lx1-1.pdf"))
    assert "这里是：柳溪苑1号楼1单元" in newcomer.screen, "the old sheet in the stairwell goes on leading there"

    with hour.step("an announcement and its result"):
        await announce(town, people["倪样庚"], neighbour, resident)

    with hour.step("a neighbour asks to be deleted"):
        await forget(town, resident, successor)

    if "LOUZHANG_HOUR" in os.environ:
        hour.write(Path(os.environ["LOUZHANG_HOUR"]), "PostgreSQL" if settings.database_url[0] == "p" else "SQLite")


async def import_tables(town: Neighbourhood, settings: Settings, tables: Path) -> dict[str, str]:
    """`louzhang import` by the story's clock; the links it prints, by name."""
    today = town.clock.now().astimezone(ZoneInfo("Asia/Shanghai")).date()
    ready = read_tables(tables, today)
    assert lines_of(ready) == [
        "9 places, 14 posts, 4 rows of coverage, 15 people, 4 bodies",
        "no faults, gaps, overlaps or vacancies",
    ]
    link, outcome = await run_import(settings, open_database(settings.database_url, town.clock.now, SUBJECTS), ready)
    said = lines_of_outcome(outcome, lambda code: invitation_link(link, code))
    assert said[0] == "70 added, 0 changed, 0 ended or taken away, 0 unchanged"
    return {line.split(",")[0].strip(): found[1] for line in said if (found := LINK.search(line))}


async def solve(resident: Phone, steward: Phone) -> None:
    await steward.presses("我来办")
    await steward.presses("处理好了")
    await steward.presses("自己修好了")
    await resident.presses("解决了")


async def report(phone: Phone, words: str) -> None:
    await phone.says(words)
    await phone.presses("提交")


async def go_away_and_come_back(town: Neighbourhood, resident: Phone, people: dict[str, Phone]) -> None:
    steward, deputy = people["倪样甲"], people["倪样乙"]
    await report(resident, "蓝溪苑1号楼2单元楼顶漏雨")
    await steward.presses("我来办")
    await steward.says("/leave 明天到周五")
    await steward.presses("倪样乙（1号楼楼栋长）")
    assert "在办的 1 件转给 倪样乙。" in steward.screen
    await steward.presses("确定请假")
    await town.pass_time(days=1)
    assert "1 件请您代管" in deputy.everything
    assert "您的报告 2611-0002 这几天由倪样乙负责" in resident.screen
    await deputy.presses("2611-0002 屋顶、外墙渗漏")
    await deputy.presses("我来办")
    await town.pass_time(days=2)
    assert "您回来了，1 件还给您" in steward.everything
    assert await town.database.read(lambda work: [lines(work, Action.ENTRUST), lines(work, Action.COME_BACK)]) == [
        [2],
        [2],
    ]


async def hand_over(town: Neighbourhood, resident: Phone, people: dict[str, Phone]) -> Phone:
    """The office invites a successor; the open report is his as soon as he comes."""
    office, before = people["倪样庚"], people["倪样甲"]
    await office.says("/invite")
    await office.presses("楼栋长")
    await office.presses("1号楼楼栋长")
    await office.says("温素梅")
    await office.presses("接替倪样甲（14天有效）")
    found = LINK.search(office.screen)
    assert found is not None
    successor = await joins(town, "温素梅", found[1])
    assert "您不再担任1号楼楼栋长，谢谢您" in before.screen
    assert "倪样甲卸任，1 件请您接手" in successor.everything, "a successor comes before the deputy of the post"
    assert "您的报告 2611-0002 现在由1号楼楼栋长温素梅负责" in resident.screen
    return successor


async def merge_compounds(
    town: Neighbourhood, people: dict[str, Phone], folder: Path, settings: Settings, code: str
) -> Phone:
    """`louzhang places` by the story's clock, with an open report in each compound."""
    neighbour = await joins(town, "路远", code)
    await neighbour.says("楼道灯不亮")
    await neighbour.presses("记住这是我家")
    await neighbour.presses("提交")
    await neighbour.presses("同意并提交")
    assert "已通知2号楼楼栋长倪样卯" in neighbour.everything
    table = folder / "moves.csv"
    table.write_text("what,code,into,name,from\nmerge,lx,xl,柳溪苑,2026-11-22\nmerge,lh,xl,,2026-11-22\n", "utf-8")
    planned, faults = read_moves(table)
    database = open_database(settings.database_url, town.clock.now, SUBJECTS)
    said, good = await run_places(database, table.name, planned, faults, dry_run=False)
    assert (good, said) == (True, ["0 done at once, 2 on their day (while `louzhang run` runs)"])
    assert await town.database.read(lambda work: lines(work, Action.RELOCATE)) == []
    await town.pass_time(days=1)
    assert await town.database.read(lambda work: lines(work, Action.RELOCATE)) == [2, 3], "one line each"
    await neighbour.says("/my")
    assert "柳溪苑2号楼" in neighbour.screen
    await people["倪样卯"].says("/todo")
    assert "2611-0003" in people["倪样卯"].screen, "whoever had it has it still"
    return neighbour


async def announce(town: Neighbourhood, office: Phone, neighbour: Phone, resident: Phone) -> None:
    await office.says("/announce")
    await office.says("柳溪苑")
    await office.says("明天8点到18点停水\n请提前存水。")
    assert "普通通知，发给：柳溪苑" in office.screen
    await office.presses("发送")
    await town.pass_time(minutes=1)
    await town.pass_time(minutes=1)
    for phone in (neighbour, resident):
        assert "通知　柳溪苑\n明天8点到18点停水" in phone.everything
    assert "这条通知发完了" in office.screen
    assert "没送到 0 人" in office.screen


async def forget(town: Neighbourhood, resident: Phone, steward: Phone) -> None:
    """The open report is solved first; then nothing of the person is left."""
    await resident.says("/privacy")
    await resident.presses("删除我")
    assert "还有 1 件在办" in resident.screen
    await resident.presses("确定删除")
    await steward.presses("2611-0002 屋顶、外墙渗漏")
    await solve(resident, steward)
    await town.pass_time(minutes=1)
    await town.pass_time(minutes=1)

    def left(work: UnitOfWork) -> tuple[int, int, int]:
        contact = select(func.count()).select_from(PersonContact).where(PersonContact.name == RESIDENT)
        tickets = work.session.query(Ticket)
        return (
            work.session.scalar(contact) or 0,
            int(work.people.by_account(resident.person.id) is not None),
            tickets.filter(Ticket.emptied_at.is_not(None)).count(),
        )

    assert await town.database.read(left) == (0, 0, 2)
