"""The table of bodies: how its cells are understood, every fault by name, and importing it again."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from domain.bodies.bodies import Body, BodyChannel, BodyKind, Resource
from domain.vocabulary import Role
from services.keeping.checkup import check_up
from services.set_up import Fault, ImportOutcome, Prepared, import_set_up, prepare
from services.set_up.comparing import Choice
from services.set_up.report import lines_of, lines_of_differences
from storage.bodies.bodies import Bodies
from storage.engines.database import Database
from storage.models import BodyRow, PostRow
from storage.unit_of_work import UnitOfWork
from tests.conftest import MovedClock

HEAD = "code,kind,name,places,channel,phone,hours,reply,result,seats,elected,from,to,duties,members,resources"
FIRM = "wy,物业,幸福物业,gh;b1,,020-5550101,8:00-20:00,,30d,2,,2026-01-01,,R1；R202,,会议室@1号楼，周末；梯子"
TABLES = {
    "places": "code,parent,level,name\nsl,,community,示例社区\ngh,sl,compound,桂花苑\nb1,gh,building,1号楼\n",
    "posts": "code,place,role,title,body\nb1,b1,steward,楼栋长,\noffice,sl,office,办公室,\n"
    "wy-1,gh,联系人,幸福物业联系人,wy\nywh-1,gh,contact,业委会联系人,ywh\n",
    "coverage": "post,place\nb1,b1\n",
    "people": "name,post,as,telegram_id,from,to\n罗桂芬,b1,main,,,\n"
    "单晓棠,office,main,7001,,\n孙承业,wy-1,main,7002,,\n",
    "bodies": f"{HEAD}\n{FIRM}\nywh,业委会,桂花苑业委会,gh,电话,,,16w,,7,2024-05-20,,2027-05-19,,,\n"
    "sh,alliance,商户联盟,sl,纸质,,,,,,,,,D5,wy;ywh,\n",
}


@pytest.fixture
def clock() -> MovedClock:
    return MovedClock(datetime(2026, 11, 30, 4, tzinfo=UTC))


class Paper:
    """The tables of a small community with three bodies, to be changed cell by cell."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.tables = folder, dict(TABLES)

    def change(self, table: str, before: str, after: str) -> None:
        assert before in self.tables[table]
        self.tables[table] = self.tables[table].replace(before, after)

    def read(self) -> Prepared:
        for name, text in self.tables.items():
            (self.folder / f"{name}.csv").write_text(text, "utf-8")
        return prepare(self.folder)

    async def imported(self, database: Database, keep: str = "", take: str = "") -> ImportOutcome:
        prepared = self.read()
        assert prepared.faults == ()
        return await database.run(lambda work: import_set_up(work, prepared, Choice.read(take, keep)))


@pytest.fixture
def paper(tmp_path: Path) -> Paper:
    return Paper(tmp_path)


async def body_of(database: Database, code: str) -> Body:
    return await database.read(lambda w: next(one for one in w.directory.bodies.values() if one.code == code))


async def test_every_cell_is_kept_as_it_is_meant(database: Database, paper: Paper) -> None:
    outcome = await paper.imported(database)
    assert outcome.added == 3 + 4 + 1 + 3 + 3
    firm, committee, alliance = [await body_of(database, code) for code in ("wy", "ywh", "sh")]
    assert (firm.kind, firm.channel, firm.phone) == (BodyKind.PROPERTY, BodyChannel.CHAT, "020-5550101")
    assert (firm.reply_limit, firm.result_limit, committee.reply_limit) == ("8w", "30d", "16w")
    assert firm.since is not None
    assert (firm.since.astimezone(UTC).isoformat(), firm.until) == ("2025-12-31T16:00:00+00:00", None)
    assert [duty.what for duty in firm.duties] == ["R1", "R202"]
    assert committee.elected_on == date(2024, 5, 20)
    assert committee.until == datetime(2027, 5, 19, 16, tzinfo=UTC), "its last day counts"
    assert alliance.members == (firm.id, committee.id)
    lent = await database.read(lambda work: work.store(Bodies).resources_of(firm.id))
    assert lent == (Resource("会议室", "1号楼", "周末"), Resource("梯子"))

    def seats(work: UnitOfWork) -> list[tuple[Role, int | None]]:
        rows = work.session.query(PostRow).filter(PostRow.body_id.is_not(None)).order_by(PostRow.id)
        return [(row.role, row.body_id) for row in rows]

    assert await database.read(seats) == [(Role.CONTACT, firm.id), (Role.CONTACT, committee.id)]


async def test_a_set_up_without_bodies_is_as_it_was(database: Database, paper: Paper) -> None:
    del paper.tables["bodies"]
    paper.tables["posts"] = "code,place,role,title\nb1,b1,steward,楼栋长\noffice,sl,office,办公室\n"
    paper.change("people", "孙承业,wy-1,main,7002,,\n", "")
    prepared = paper.read()
    assert lines_of(prepared)[0] == "3 places, 2 posts, 1 rows of coverage, 2 people"
    outcome = await paper.imported(database)
    assert (outcome.added, outcome.notes) == (3 + 2 + 1 + 2, [])
    assert await database.read(lambda work: dict(work.directory.bodies)) == {}


FAULTS: dict[str, tuple[Sequence[tuple[str, str, str]], str]] = {
    "an unknown kind": ([("bodies", "wy,物业,", "wy,俱乐部,")], "kind: «俱乐部» is not one of"),
    "an unknown place": ([("bodies", "gh;b1", "gh;b9")], "places: there is no place «b9»"),
    "no place": ([("bodies", "gh;b1", "")], "places: is empty"),
    "a limit": ([("bodies", "16w", "soon")], "reply: «soon» is no limit such as 8w"),
    "lost digits": ([("bodies", "020-5550101", "1.39E+10")], "phone: has lost digits"),
    "days the wrong way round": (
        [("bodies", "2026-01-01,,R1", "2026-01-01,2025-01-01,R1")],
        "to: 2025-01-01 is before from: 2026-01-01",
    ),
    "a member of itself": ([("bodies", "wy;ywh", "wy;sh")], "members: «sh» would be a member of itself"),
    "an unknown member": ([("bodies", "wy;ywh", "wy;zz")], "members: there is no body «zz»"),
    "members of a firm": (
        [("bodies", "R1；R202,,", "R1；R202,ywh,")],
        "members: only an alliance has members, not a property",
    ),
    "a circle of alliances": (
        [
            ("bodies", "wy;ywh", "wy;dj"),
            ("bodies", "sh,alliance", "dj,alliance,党建联盟,sl,,,,,,,,,,,sh,\nsh,alliance"),
        ],
        "members: «sh» is a member of one of its own members",
    ),
    "a body twice": ([("bodies", "sh,alliance", "wy,alliance")], "code: «wy» stands in row 2 already"),
    "a contact without a body": (
        [("posts", "业委会联系人,ywh", "业委会联系人,")],
        "body: is empty; a contact has the seat of a body",
    ),
    "a body of the chain's post": (
        [("posts", "楼栋长,", "楼栋长,wy")],
        "body: only a contact has one, not a steward",
    ),
    "an unknown body": ([("posts", "联系人,wy", "联系人,zz")], "body: there is no body «zz»"),
    "a seat that answers for a place": (
        [("coverage", "b1,b1\n", "b1,b1\nwy-1,gh\n")],
        "post: «wy-1» is the seat of a body, which answers for no place",
    ),
    "a resource in too many parts": (
        [("bodies", "1号楼，周末", "1号楼，周末，晚上，免费")],
        "resources: «会议室@1号楼,周末,晚上,免费» is no resource",
    ),
    "a resource without a name": ([("bodies", "梯子", "@车棚")], "resources: is empty"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_every_fault_is_named_with_its_row(paper: Paper, fault: str) -> None:
    changes, said = FAULTS[fault]
    for table, before, after in changes:
        paper.change(table, before, after)
    found: tuple[Fault, ...] = paper.read().faults
    assert any(one.reason.startswith(said) and one.row is not None for one in found), found


async def test_the_same_again_changes_nothing_and_a_changed_cell_changes_that_alone(
    database: Database, paper: Paper
) -> None:
    first = await paper.imported(database)
    again = await paper.imported(database)
    assert (again.added, again.changed, again.ended, again.unchanged) == (0, 0, 0, first.added)
    paper.change("bodies", "R1；R202", "R202")
    paper.change("bodies", "8:00-20:00", "全天")
    paper.change("bodies", "周末", "周末，2026-11-01")
    paper.change("bodies", "wy;ywh", "ywh")
    changed = await paper.imported(database)
    assert (changed.added, changed.differences) == (0, [])
    assert changed.changed > 0
    firm, committee = await body_of(database, "wy"), await body_of(database, "ywh")
    assert (firm.hours, [duty.what for duty in firm.duties]) == ("全天", ["R202"])
    assert (await body_of(database, "sh")).members == (committee.id,)
    lent = await database.read(lambda work: work.store(Bodies).resources_of(firm.id))
    assert lent[0] == Resource("会议室", "1号楼", "周末", date(2026, 11, 1))


async def test_what_was_changed_here_differs_until_somebody_decides(database: Database, paper: Paper) -> None:
    await paper.imported(database)

    def ended(work: UnitOfWork) -> None:
        work.session.query(BodyRow).filter_by(code="wy").one().until = work.now
        work.places.touch()

    await database.run(ended)
    outcome = await paper.imported(database)
    assert lines_of_differences(outcome.differences)[0] == (
        "1. differs: bodies.csv, row 2, body wy: to: empty in the file, «2026-11-30» here"
    )
    assert (await body_of(database, "wy")).until is not None
    await paper.imported(database, take="1")
    assert (await body_of(database, "wy")).until is None


async def test_a_seat_moves_to_another_body_and_becomes_a_stewards_post(database: Database, paper: Paper) -> None:
    await paper.imported(database)
    paper.change("posts", "wy-1,gh,联系人,幸福物业联系人,wy", "wy-1,gh,联系人,业委会二联系人,ywh")
    await paper.imported(database)
    committee = await body_of(database, "ywh")
    seats = await database.read(lambda w: [seat.code for seat in w.directory.seats_in(committee.id)])
    assert seats == ["wy-1", "ywh-1"]
    paper.change("posts", "wy-1,gh,联系人,业委会二联系人,ywh", "wy-1,gh,steward,桂花苑楼长,")
    await paper.imported(database)
    post = await database.read(lambda w: next(one for one in w.directory.posts.values() if one.code == "wy-1"))
    assert (post.role, post.body_id) == (Role.STEWARD, None)


async def test_bodies_that_are_in_no_file_stay_and_are_named(database: Database, paper: Paper) -> None:
    await paper.imported(database)
    paper.tables["bodies"] = "\n".join(paper.tables["bodies"].splitlines()[:3]) + "\n"
    outcome = await paper.imported(database)
    assert outcome.notes == ["bodies in the database but not in the files (kept): sh"]
    assert (await body_of(database, "sh")).until is None


async def test_an_empty_seat_and_a_duty_that_is_no_category_are_said(database: Database, paper: Paper) -> None:
    paper.change("bodies", "R1；R202", "R1；换灯")
    assert "vacancy: nobody has the seat 业委会联系人 (ywh-1); the office rings up about what is asked of its body" in (
        lines_of(paper.read())
    )
    outcome = await paper.imported(database)
    assert outcome.notes == ["body wy: 换灯 is no category; it is shown as a task"]


async def test_the_check_names_bodies_whose_contacts_cannot_be_told_anything(database: Database, paper: Paper) -> None:
    """One by telephone or on paper needs none, and one that has ended neither."""
    paper.change("bodies", "桂花苑业委会,gh,电话", "桂花苑业委会,gh,")
    await paper.imported(database)

    def said(work: UnitOfWork) -> list[str]:
        return [one.words for one in check_up(work, [], 1) if "contact" in one.words]

    assert await database.read(said) == [
        "No contact can be told anything of 桂花苑业委会: what they are asked is for the telephone."
    ]
    paper.change("bodies", ",2027-05-19,", ",2026-11-01,")
    await paper.imported(database)
    assert await database.read(said) == []
