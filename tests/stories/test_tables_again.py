"""The office changes its tables after months of work in the chat, and imports them again."""

import re
from pathlib import Path

import pytest

from domain.vocabulary import Action
from services.set_up import Choice, ImportOutcome, import_set_up, prepare
from services.set_up.place_moves import plan_moves, read_moves
from services.set_up.report import lines_of_outcome
from storage.engines.database import Database
from storage.models import ChangeRow, HoldingRow
from storage.unit_of_work import UnitOfWork
from tests.conftest import MovedClock
from tests.stories.neighbourhood import Neighbourhood, Phone

pytestmark = pytest.mark.both_databases

LINK = re.compile(r"start=(i_[\w-]+)")
PLACES = """code,parent,level,name,aliases,households
sl,,community,示例社区,,
gh,sl,compound,桂花苑,,
hx,sl,compound,红星院,,
gh1,gh,building,1号楼,1栋,24
gh2,gh,building,2号楼,2栋,30
"""
POSTS = """code,place,role,title
p1,gh1,steward,1号楼楼栋长
p2,gh2,steward,2号楼楼栋长
lead-gh,gh,group_leader,桂花苑组长
lead-hx,hx,group_leader,红星院组长
office,sl,office,社区办公室
"""
COVERAGE = "post,place\np1,gh1\np2,gh2\n"
PEOPLE = "name,post,as\n罗桂芬,p1,main\n谢秋棠,p2,main\n林组长,lead-gh,main\n柳组长,lead-hx,main\n单晓棠,office,main\n"


class Office:
    """Whoever keeps the tables."""

    def __init__(self, town: Neighbourhood, folder: Path) -> None:
        self.town, self.folder = town, folder
        self.links: dict[str, str] = {}

    async def imports(self, choice: str = "", **tables: str) -> ImportOutcome:
        given = {"places": PLACES, "posts": POSTS, "coverage": COVERAGE, "people": PEOPLE, **tables}
        for name, text in given.items():
            (self.folder / f"{name}.csv").write_text(text, "utf-8")
        prepared = prepare(self.folder)
        chosen = Choice.read(choice, "")
        outcome = await self.town.database.run(lambda work: import_set_up(work, prepared, chosen))
        self.links |= {one.name: f"i_{one.code}" for one in outcome.invitations}
        await self.town.settle()
        return outcome

    async def phone_of(self, name: str) -> Phone:
        phone = Phone(self.town, self.town.telegram.add_person(name, language_code="zh"))
        await phone.starts()
        await phone.starts(self.links[name])
        return phone


@pytest.fixture
async def office(database: Database, clock: MovedClock, tmp_path: Path) -> Office:
    town = Neighbourhood(database, clock)
    await town.begin()
    made = Office(town, tmp_path)
    await made.imports()
    return made


def heard(phone: Phone, since: int) -> str:
    return "\n".join(message.text or "" for message in phone.messages[since:])


async def report(phone: Phone, words: str) -> None:
    await phone.says(words)
    await phone.presses("提交")
    if "另报" in phone.buttons:
        await phone.presses("另报")


async def test_a_post_that_ended_in_the_chat_stays_ended_when_the_tables_grow(office: Office) -> None:
    town = office.town
    luo, clerk = await office.phone_of("罗桂芬"), await office.phone_of("单晓棠")
    await clerk.says("/invite")
    await clerk.presses("楼栋长")
    await clerk.presses(next(b for b in clerk.buttons if b.startswith("1号楼楼栋长")))
    await clerk.says("王秀兰")
    await clerk.presses(next(b for b in clerk.buttons if b.startswith("接替")))
    wang = Phone(town, town.telegram.add_person("秀兰", language_code="zh"))
    await wang.starts()
    found = LINK.search(clerk.screen)
    assert found is not None
    await wang.starts(found[1])
    await town.pass_time(days=20)
    outcome = await office.imports(
        places=PLACES + "gh3,gh,building,3号楼,,20\n",
        posts=POSTS + "p3,gh3,steward,3号楼楼栋长\n",
        coverage=COVERAGE + "p3,gh3\n",
    )
    assert [one.what for one in outcome.undecided] == ["罗桂芬 (main of p1)"]
    assert outcome.added == 3
    chen, before = await town.resident("陈桂芳"), len(luo.messages)
    await report(chen, "1号楼301厨房漏水")
    assert "王秀兰" in chen.everything
    assert heard(luo, before) == ""


async def test_residents_go_on_reading_the_name_that_was_given_meanwhile(office: Office, tmp_path: Path) -> None:
    town = office.town
    await office.phone_of("罗桂芬")
    file = tmp_path / "moves.csv"
    file.write_text("what,code,into,name,from\nrename,gh1,,红楼,2026-11-18\n", "utf-8")
    planned, faults = read_moves(file)
    assert faults == []
    await town.database.run(lambda work: plan_moves(work, planned))
    assert len((await office.imports()).undecided) == 1
    chen = await town.resident("陈桂芳")
    await chen.says("1号楼301厨房漏水")
    assert "桂花苑红楼" in chen.screen, "the old name is understood, the new one is shown"


async def test_a_name_put_right_is_no_second_holder(office: Office) -> None:
    luo = await office.phone_of("罗桂芬")
    outcome = await office.imports(people=PEOPLE.replace("罗桂芬", "罗桂芳"))
    assert [one.what for one in outcome.undecided] == ["罗桂芬 (main of p1)"]

    def held(work: UnitOfWork) -> list[str | None]:
        return [row.entered_as for row in work.session.query(HoldingRow).filter(HoldingRow.post_id == 1)]

    assert await office.town.database.run(held) == ["罗桂芬"]
    await office.imports("1", people=PEOPLE.replace("罗桂芬", "罗桂芳"))
    assert await office.town.database.run(held) == ["罗桂芳"]
    chen = await office.town.resident("陈桂芳")
    await report(chen, "1号楼301厨房漏水")
    assert "罗桂芳" in chen.everything
    assert "301" in luo.everything


async def test_open_reports_move_along_when_the_tables_give_a_building_to_somebody_else(office: Office) -> None:
    luo, xie = await office.phone_of("罗桂芬"), await office.phone_of("谢秋棠")
    chen = await office.town.resident("陈桂芳")
    await report(chen, "1号楼301厨房漏水")
    await luo.presses("我来办")
    outcome = await office.imports(coverage="post,place\np2,gh1\np2,gh2\n")
    assert (outcome.renamed, outcome.moved, outcome.stay) == (0, 1, 0)
    assert "1 open report went to whoever answers for their place now" in lines_of_outcome(outcome, str)
    assert "归您负责：1 件" in xie.everything
    await luo.says("/todo")
    assert "2611-0001" not in luo.screen
    assert "谢秋棠" in chen.screen


async def test_open_reports_move_along_when_the_tables_move_a_building(office: Office) -> None:
    luo, lin, liu = [await office.phone_of(name) for name in ("罗桂芬", "林组长", "柳组长")]
    chen = await office.town.resident("陈桂芳")
    for words in ("1号楼301厨房漏水", "1号楼402厨房漏水"):
        await report(chen, words)
    await luo.says("/todo")
    await luo.presses(next(b for b in luo.buttons if "2611-0002" in b))
    await luo.presses("退单", under=luo.card)
    await luo.presses("我办不了")
    await luo.says("够不着")
    assert "2611-0002" in lin.everything
    outcome = await office.imports(places=PLACES.replace("gh1,gh,", "gh1,hx,"))
    assert (outcome.renamed, outcome.moved, outcome.stay) == (2, 1, 0)

    def moves(work: UnitOfWork) -> list[tuple[int, object, object]]:
        rows = work.session.query(ChangeRow).filter(ChangeRow.action == Action.RELOCATE).order_by(ChangeRow.ticket_id)
        return [(row.ticket_id, row.detail["old"], row.detail["new"]) for row in rows]

    assert await office.town.database.run(moves) == [
        (1, "桂花苑1号楼", "红星院1号楼"),
        (2, "桂花苑1号楼", "红星院1号楼"),
    ]
    assert "归您负责：1 件" in liu.everything, "the other group leader has what was returned"
    await luo.says("/todo")
    assert "2611-0001" in luo.screen, "the steward of the building stays the steward of the building"


async def test_reports_that_nobody_else_can_take_stay_and_are_counted(office: Office) -> None:
    luo = await office.phone_of("罗桂芬")
    chen = await office.town.resident("陈桂芳")
    await report(chen, "1号楼301厨房漏水")
    await luo.presses("我来办")
    outcome = await office.imports(coverage="post,place\np2,gh1\np2,gh2\n")
    assert (outcome.moved, outcome.stay) == (0, 1)
    assert any("1 stay with who has them" in line for line in lines_of_outcome(outcome, str))
    await luo.says("/todo")
    assert "2611-0001" in luo.screen
