"""The table of households: how its cells are understood, every fault by name, and importing it again."""

import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from domain.register.doors import AreaSource, HouseholdKind
from services.set_up import ImportOutcome, Prepared, import_set_up, prepare
from services.set_up.comparing import Choice
from services.set_up.report import lines_of_differences
from storage.engines.database import Database
from storage.models import HouseholdRow, PlaceRow
from storage.places.places import Places
from storage.register.households import Households
from storage.unit_of_work import UnitOfWork
from tests.conftest import MovedClock

TABLES = {
    "places": "code,parent,level,name,households\nsl,,community,示例社区,\ngh,sl,compound,桂花苑,\n"
    "b1,gh,building,1号楼,\nb1-1,b1,unit,1单元,3\n",
    "posts": "code,place,role,title,body\nb1,b1,steward,楼栋长,\noffice,sl,office,办公室,\n",
    "coverage": "post,place\nb1,b1\n",
    "people": "name,post,as,telegram_id,from,to\n罗桂芬,b1,main,,,\n单晓棠,office,main,7001,,\n",
    "households": "地点,房号,类型,面积,面积来源,计入,业主编号,楼层,出租\n"
    "b1-1,301,,89.57,产权证,,o17,3,否\nb1-1,302室,住宅,８９．５,实测,是,o17,3,是\nb1-1,A01,商铺,,,否,,1,\n",
}
HEAD = TABLES["households"].split("\n")[0]


@pytest.fixture
def clock() -> MovedClock:
    return MovedClock(datetime(2026, 11, 30, 4, tzinfo=UTC))


class Paper:
    """The tables of a small community with three doors, to be changed cell by cell."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.tables = folder, dict(TABLES)

    def rows(self, *rows: str) -> None:
        self.tables["households"] = "\n".join([HEAD, *rows]) + "\n"

    def read(self) -> Prepared:
        for name, text in self.tables.items():
            (self.folder / f"{name}.csv").write_text(text, "utf-8")
        return prepare(self.folder)

    def faults(self) -> list[str]:
        return [f"{one.row}: {one.reason}" for one in self.read().faults]

    async def imported(self, database: Database, keep: str = "", take: str = "") -> ImportOutcome:
        prepared = self.read()
        assert prepared.faults == ()
        return await database.run(lambda work: import_set_up(work, prepared, Choice.read(take, keep)))


@pytest.fixture
def paper(tmp_path: Path) -> Paper:
    return Paper(tmp_path)


async def test_doors_are_read_with_their_areas_in_hundredths(paper: Paper, database: Database) -> None:
    outcome = await paper.imported(database)
    rows = await database.read(lambda work: [_facts(row) for row in work.store(Households).standing()])
    assert rows == [
        ("301", HouseholdKind.FLAT, 8957, AreaSource.CERTIFICATE, True, "o17", 3, False),
        ("302", HouseholdKind.FLAT, 8950, AreaSource.MEASURED, True, "o17", 3, True),
        ("A01", HouseholdKind.SHOP, None, AreaSource.UNKNOWN, False, None, 1, None),
    ]
    assert "b1-1: 2 households in the register, 3 entered for the place (-1)" in outcome.notes


def _facts(row: HouseholdRow) -> tuple[object, ...]:
    return row.room, row.kind, row.area, row.area_source, row.counts, row.owner_key, row.floor, row.let


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ("b1-1,301,,78.505,,,,,", "2: area: «78.505» is not an area"),
        ('b1-1,301,,"78,5",,,,,', "2: area: «78,5» is not an area"),
        ("b1-1,301,,约90,,,,,", "2: area: «约90» is not an area"),
        ("nowhere,301,,,,,,,", "2: place: there is no place «nowhere»"),
        ("b1-1,,,89,,,,,", "2: room: is empty"),
        ("b1-1,301,,,,,张三,,", "2: owner: is not a running number"),
        ("b1-1,301,,,,,13800001111,,", "2: owner: the register takes no names"),
        ("b1-1,301,,,,也许,,,", "2: counts: «也许» is neither yes nor no"),
        ("b1-1,301,别墅,,,,,,", "2: kind: «别墅» is not one of"),
    ],
)
def test_every_fault_names_its_row_and_cell(paper: Paper, row: str, fault: str) -> None:
    paper.rows(row)
    assert any(one.startswith(fault) for one in paper.faults()), paper.faults()


def test_a_door_twice_is_refused_with_both_rows(paper: Paper) -> None:
    paper.rows("b1-1,A01,,,,,,,", "b1-1,ａ01室,,,,,,,")
    assert paper.faults() == ["3: room: the same door stands in row 2"]


@pytest.mark.parametrize("heading", ["姓名", "电话", "身份证", "name", "phone"])
def test_a_column_about_people_refuses_the_file(paper: Paper, heading: str) -> None:
    paper.tables["households"] = f"地点,房号,{heading}\nb1-1,301,\n"
    (fault,) = paper.faults()
    assert "户册不收姓名和证件号" in fault


async def test_the_same_file_again_changes_nothing_and_a_door_that_is_gone_from_it_stays(
    paper: Paper, database: Database
) -> None:
    await paper.imported(database)
    again = await paper.imported(database)
    assert not again.anything_changed
    paper.rows("b1-1,301,,90.00,产权证,,o17,3,否")
    changed = await paper.imported(database)
    assert changed.changed == 1
    assert any(note.startswith("households in the register but not in the file (kept)") for note in changed.notes)
    assert len(await database.read(lambda work: work.store(Households).standing())) == 3


async def test_what_was_put_right_in_the_chat_is_not_undone_silently(paper: Paper, database: Database) -> None:
    await paper.imported(database)

    def put_right(work: object) -> None:
        row = work.store(Households).standing()[0]  # type: ignore[attr-defined]
        row.area = 9100

    await database.run(put_right)
    outcome = await paper.imported(database)
    assert not outcome.anything_changed
    paper.rows("b1-1,301,,92.00,产权证,,o17,3,否")
    outcome = await paper.imported(database)
    assert "92" in "\n".join(lines_of_differences(outcome.differences))
    assert (await database.read(lambda work: work.store(Households).standing()[0].area)) == 9100
    await paper.imported(database, take="1")
    assert (await database.read(lambda work: work.store(Households).standing()[0].area)) == 9200


async def test_what_is_doubtful_is_reported_and_taken(paper: Paper, database: Database) -> None:
    paper.rows("b1-1,301,,4.99,,,o1,,", "b1-1,302,,,,,,,")
    notes = (await paper.imported(database)).notes
    assert "unusual areas: b1-1 301: 4.99 m²" in notes
    assert "households without an area: b1-1 302" in notes
    assert any(note.startswith("households without an owner key beside others") for note in notes)


async def test_ten_thousand_households_are_read_and_written_in_twenty_seconds(paper: Paper, database: Database) -> None:
    rows = [f"b1-1,{n},,{50 + n % 70}.{n % 100:02d},产权证,,o{n},{n % 30},否" for n in range(10_000)]
    paper.rows(*rows)
    seen = 0

    def progress(n: int) -> None:
        nonlocal seen
        seen += n

    began = time.perf_counter()
    prepared = paper.read()
    await database.run(lambda work: import_set_up(work, prepared, Choice.read("", ""), progress))
    took = time.perf_counter() - began
    assert seen >= 10_000
    assert took < 20, f"{took:.1f} s"


async def test_a_door_that_was_ended_here_is_not_brought_back_by_a_row_that_was_left_in_the_table(
    paper: Paper, database: Database
) -> None:
    await paper.imported(database)

    def end(work: UnitOfWork) -> None:
        work.store(Households).standing()[0].until = work.now

    def rooms(work: UnitOfWork) -> list[str | None]:
        return [row.room for row in work.store(Households).standing()]

    await database.run(end)
    paper.tables["households"] += "b1-1,301-2,,179.07,产权证,,o17,3,否\n"
    outcome = await paper.imported(database)
    assert outcome.added == 1
    (said, _) = lines_of_differences(outcome.differences)
    assert "row 2, household b1-1 ||301: door: «there» in the file, «ended» here" in said
    assert await database.read(rooms) == ["302", "A01", "301-2"]
    await paper.imported(database, keep="1")
    assert (await paper.imported(database)).differences == []
    assert await database.read(rooms) == ["302", "A01", "301-2"]


async def test_a_door_that_was_ended_here_begins_anew_where_the_tables_word_is_taken(
    paper: Paper, database: Database
) -> None:
    await paper.imported(database)

    def end(work: UnitOfWork) -> None:
        work.store(Households).standing()[0].until = work.now

    await database.run(end)
    assert (await paper.imported(database, take="1")).added == 1
    again = await paper.imported(database)
    assert (again.anything_changed, again.differences) == (False, [])
    assert len(await database.read(lambda work: work.store(Households).standing())) == 3


async def test_doors_of_a_place_that_was_merged_stand_once_after_the_old_table(
    paper: Paper, database: Database
) -> None:
    paper.tables["places"] += "b1-2,b1,unit,2单元,\n"
    paper.tables["households"] += "b1-2,301,,90,产权证,,,3,否\nb1-2,401,,90,产权证,,,4,否\n"
    await paper.imported(database)

    def merge(work: UnitOfWork) -> None:
        places = {row.code: row for row in work.session.query(PlaceRow)}
        places["b1-2"].merged_into_id = places["b1-1"].id
        Places(work.session, work.now).hand_over(places["b1-2"].id, places["b1-1"].id)
        work.places.touch()

    await database.run(merge)
    again = await paper.imported(database)
    assert (again.added, again.changed, again.differences) == (0, 0, [])
    assert not [note for note in again.notes if "not in the file" in note]
    assert len(await database.read(lambda work: work.store(Households).standing())) == 5
