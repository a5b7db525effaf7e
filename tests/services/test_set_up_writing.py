"""Writing the set-up: all or nothing, the same again changes nothing, links once, accounts bound."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Connection, text

from domain.posts.directory import Address
from domain.posts.routing import Why, route
from domain.vocabulary import HeldAs, Role
from services.posts.invitations import accept_invitation
from services.set_up import FaultyFiles, ImportOutcome, import_set_up, prepare
from services.set_up.report import lines_of_outcome
from storage.engines.database import Database
from storage.unit_of_work import UnitOfWork
from tests.conftest import MovedClock

DEMO = Path(__file__).parents[2] / "bot" / "demo" / "community"
BEGIN = datetime(2026, 9, 1, 4, tzinfo=UTC)
TABLES = ("place", "post", "coverage", "holding", "person", "person_contact", "invitation", "revision")


@pytest.fixture
def clock() -> MovedClock:
    return MovedClock(BEGIN)


@pytest.fixture
def files(tmp_path: Path) -> "Files":
    return Files(tmp_path / "files")


class Files:
    """A small community on paper, to be changed row by row."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        self.folder = folder
        self.rows = {
            "places": ["code,parent,level,name,aliases", "sl,,community,示例社区,", "b1,sl,building,1号楼,1栋"],
            "posts": ["code,place,role,title", "b1,b1,steward,1号楼楼栋长", "office,sl,office,社区办公室"],
            "coverage": ["post,place,from_no,to_no,side,sub_numbers", "b1,b1,,,,"],
            "people": ["name,post,as,telegram_id,phone,from,to", "罗桂芬,b1,main,,111,,", "单晓棠,office,main,7001,,,"],
        }

    def change(self, table: str, before: str, after: str) -> None:
        assert any(before in row for row in self.rows[table])
        self.rows[table] = [row.replace(before, after) for row in self.rows[table]]

    async def imported(self, database: Database) -> ImportOutcome:
        for name, rows in self.rows.items():
            (self.folder / f"{name}.csv").write_text("\n".join(rows), "utf-8")
        prepared = prepare(self.folder)
        assert prepared.faults == ()
        return await database.run(lambda work: import_set_up(work, prepared))


async def everything(database: Database) -> dict[str, list[tuple[object, ...]]]:
    def dump(connection: Connection) -> dict[str, list[tuple[object, ...]]]:
        return {
            name: sorted((tuple(row) for row in connection.execute(text(f"SELECT * FROM {name}"))), key=repr)
            for name in TABLES
        }

    return await database.schema(dump)


async def test_the_demonstrations_community_is_imported_and_a_second_time_changes_nothing(database: Database) -> None:
    prepared = prepare(DEMO)
    first = await database.run(lambda work: import_set_up(work, prepared))
    assert (first.added, first.changed, first.ended) == (29 + 25 + 13 + 25 + 5 + 66, 0, 0)
    assert len(first.invitations) == 25
    before = await everything(database)
    second = await database.run(lambda work: import_set_up(work, prepared))
    assert await everything(database) == before
    assert (second.added, second.changed, second.ended, second.unchanged) == (0, 0, 0, first.added)
    assert second.invitations == []
    assert len(second.invited_already) == 25
    assert second.notes == []


async def test_the_directory_answers_as_the_files_say(database: Database) -> None:
    prepared = prepare(DEMO)
    await database.run(lambda work: import_set_up(work, prepared))

    def ask(work: UnitOfWork) -> list[str]:
        street = work.directory.by_code("sg")
        vacant = work.directory.by_code("gh5-3")
        assert street is not None
        assert vacant is not None
        addresses = (
            Address(street.id, 11),
            Address(street.id, 12),
            Address(street.id, 43, "2"),
            Address(street.id, 43),
            Address(vacant.id),
        )
        assert route(work.directory, addresses[-1], work.now).looks[0].why is Why.VACANT
        return [work.directory.answering(address)[0].code for address in addresses]

    assert await database.read(ask) == ["sg-odd", "sg-even", "sg-43", "sg-odd", "gh5-3"]


async def test_a_dry_run_writes_nothing(database: Database) -> None:
    before = await everything(database)
    prepared = prepare(DEMO)
    assert await everything(database) == before
    outcome = await database.read(lambda work: import_set_up(work, prepared))
    assert outcome.added == 163
    assert await everything(database) == before


async def test_files_with_a_fault_are_not_written(database: Database, files: Files) -> None:
    files.rows["people"].append("甲,nobody,main,,,,")
    before = await everything(database)
    with pytest.raises(AssertionError):
        await files.imported(database)
    prepared = prepare(files.folder)
    with pytest.raises(FaultyFiles):
        await database.run(lambda work: import_set_up(work, prepared))
    assert await everything(database) == before


async def test_another_community_beside_the_first_is_refused_and_nothing_is_written(
    database: Database, files: Files
) -> None:
    await files.imported(database)
    before = await everything(database)
    for table in files.rows:
        files.rows[table] = [row.replace("sl,", "xx,") for row in files.rows[table]]
    with pytest.raises(FaultyFiles, match="sl, xx"):
        await files.imported(database)
    assert await everything(database) == before


async def test_a_telegram_id_binds_at_once_and_is_said(database: Database, files: Files) -> None:
    outcome = await files.imported(database)
    assert [(invite.name, invite.post) for invite in outcome.invitations] == [("罗桂芬", "1号楼楼栋长")]
    assert outcome.bound == ["单晓棠"]
    printed = lines_of_outcome(outcome, lambda code: f"https://t.me/example_bot?start={code}")
    assert any("without a link (meant for tests and moves): 单晓棠" in line for line in printed)
    assert printed[-1] == f"  罗桂芬, 1号楼楼栋长: https://t.me/example_bot?start={outcome.invitations[0].code}"

    def office(work: UnitOfWork) -> tuple[str | None, Role]:
        person = work.people.by_account(7001)
        assert person is not None
        return work.people.name(person.id), work.directory.posts_of(person.id, work.now)[0].role

    assert await database.read(office) == ("单晓棠", Role.OFFICE)


async def test_a_pressed_link_is_not_offered_again(database: Database, files: Files) -> None:
    code = (await files.imported(database)).invitations[0].code
    await database.run(lambda work: accept_invitation(work, work.people.recognise("telegram", "8001", "zh"), code))
    before = await everything(database)
    again = await files.imported(database)
    assert (again.invitations, again.invited_already, again.anything_changed) == ([], [], False)
    assert await everything(database) == before


async def test_an_expired_link_is_replaced(database: Database, files: Files, clock: MovedClock) -> None:
    first = await files.imported(database)
    clock.move(days=13)
    assert (await files.imported(database)).invited_already == ["罗桂芬"]
    clock.move(days=2)
    second = await files.imported(database)
    assert second.invitations[0].code != first.invitations[0].code
    assert not second.anything_changed
    assert (await files.imported(database)).invitations == []


async def test_a_telegram_id_given_later_binds_and_makes_the_open_link_void(database: Database, files: Files) -> None:
    await files.imported(database)
    files.change("people", "罗桂芬,b1,main,,111", "罗桂芬,b1,main,8002,111")
    outcome = await files.imported(database)
    assert (outcome.changed, outcome.bound, outcome.invitations) == (1, ["罗桂芬"], [])
    rows = await everything(database)
    assert len(rows["holding"]) == 2
    used_at = 4
    assert all(row[used_at] is not None for row in rows["invitation"])
    assert not (await files.imported(database)).anything_changed


async def test_one_account_in_two_posts_stays_unchanged(database: Database, files: Files) -> None:
    files.rows["people"][1] = "单晓棠,b1,main,7001,,,"
    files.rows["people"].append("单晓棠,b1,deputy,7001,222,,")
    await files.imported(database)
    before = await everything(database)
    assert not (await files.imported(database)).anything_changed
    assert await everything(database) == before


async def test_changed_rows_are_changed_in_place(database: Database, files: Files) -> None:
    await files.imported(database)
    before = await everything(database)
    files.change("places", "1号楼,1栋", "一号楼,1栋;1幢")
    files.change("posts", "1号楼楼栋长", "一号楼楼栋长")
    files.change("people", ",111,", ",333,")
    outcome = await files.imported(database)
    assert (outcome.added, outcome.changed, outcome.ended) == (0, 3, 0)
    after = await everything(database)
    assert {name: len(rows) for name, rows in after.items()} == {name: len(rows) for name, rows in before.items()}
    assert after["revision"] != before["revision"]


async def test_a_posts_coverage_is_replaced(database: Database, files: Files) -> None:
    files.rows["places"].append("sg,sl,street,三公街,")
    files.rows["coverage"].append("b1,sg,9,43,odd,1;2")
    await files.imported(database)
    files.rows["coverage"][-1] = "b1,sg,9,45,odd,all"
    outcome = await files.imported(database)
    assert (outcome.added, outcome.ended, outcome.changed) == (1, 1, 0)
    assert len((await everything(database))["coverage"]) == 2


async def test_a_last_day_ends_a_holding_and_the_successor_is_invited(database: Database, files: Files) -> None:
    await files.imported(database)
    files.change("people", "罗桂芬,b1,main,,111,,", "罗桂芬,b1,main,,111,,2026-08-31")
    files.rows["people"].append("甲,b1,main,,,2026-09-01,")
    outcome = await files.imported(database)
    assert (outcome.ended, outcome.added) == (1, 1)
    assert [invite.name for invite in outcome.invitations] == ["甲"]

    def holders(work: UnitOfWork) -> list[str | None]:
        post = next(post for post in work.directory.posts.values() if post.code == "b1")
        held = work.directory.holders(post.id, HeldAs.MAIN, work.now)
        return [work.people.name(holding.person_id) for holding in held]

    assert await database.read(holders) == ["甲"]


async def test_days_begin_and_end_at_the_communitys_midnight(database: Database, files: Files) -> None:
    files.change("people", "罗桂芬,b1,main,,111,,", "罗桂芬,b1,main,,111,2026-09-01,2026-09-30")
    await files.imported(database)

    def span(work: UnitOfWork) -> tuple[datetime | None, datetime | None]:
        return work.directory.holdings[0].since, work.directory.holdings[0].until

    assert await database.read(span) == (
        datetime(2026, 8, 31, 16, tzinfo=UTC),
        datetime(2026, 9, 30, 16, tzinfo=UTC),
    )


async def test_rows_that_left_the_files_are_kept_and_named(database: Database, files: Files) -> None:
    files.rows["places"].append("b2,sl,building,2号楼,")
    files.rows["posts"].append("b2,b2,steward,2号楼楼栋长")
    files.rows["coverage"].append("b2,b2,,,,")
    files.rows["people"].append("谢秋棠,b2,main,,,,")
    await files.imported(database)
    before = await everything(database)
    for table in files.rows:
        del files.rows[table][-1]
    outcome = await files.imported(database)
    assert await everything(database) == before
    assert outcome.notes == [
        "places in the database but not in the files (kept): b2",
        "posts in the database but not in the files (kept): b2",
        "people in the database but not in the files (kept): 谢秋棠 (main of b2)",
    ]
