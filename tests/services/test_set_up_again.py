"""Importing again: the tables and the chat are two writers, and neither undoes in silence what the other wrote."""

from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest

from bot.subjects import SUBJECTS
from domain.posts.directory import Place
from domain.vocabulary import HeldAs
from services.keeping.forgetting import delete_me, let_go
from services.posts.invitations import Invited, accept_invitation, invite
from services.posts.posts import end_holding
from services.set_up import Choice, FaultyFiles, ImportOutcome, import_set_up, prepare
from services.set_up.place_moves import plan_moves, read_moves
from services.set_up.report import lines_of_differences, lines_of_outcome
from storage.engines.database import Database
from storage.models import CoverageRow, HoldingRow, Person, PlaceRow, PostRow, TableLine
from storage.unit_of_work import UnitOfWork
from tests.accounts import number_of
from tests.conftest import MovedClock

BEGIN = datetime(2026, 9, 1, 4, tzinfo=UTC)


@pytest.fixture
def clock() -> MovedClock:
    return MovedClock(BEGIN)


class Town:
    """A small community: its tables, to be changed cell by cell, and what the chat does meanwhile."""

    def __init__(self, database: Database, folder: Path) -> None:
        self.database = database
        self.folder = folder
        self.tables = {
            "places": "code,parent,level,name,aliases,households\nsl,,community,示例社区,,\ngh,sl,compound,桂花苑,,\n"
            "hx,sl,compound,红星院,,\ngh1,gh,building,1号楼,1栋,24\ngh2,gh,building,2号楼,2栋,30\n",
            "posts": "code,place,role,title\np1,gh1,steward,1号楼楼栋长\np2,gh2,steward,2号楼楼栋长\n"
            "office,sl,office,办公室\n",
            "coverage": "post,place\np1,gh1\np2,gh2\n",
            "people": "name,post,as,telegram_id,phone,from,to\n罗桂芬,p1,main,,111,,\n谢秋棠,p2,main,,,,\n"
            "单晓棠,office,main,7001,,,\n",
        }

    def change(self, table: str, before: str, after: str) -> None:
        assert before in self.tables[table]
        self.tables[table] = self.tables[table].replace(before, after)

    async def imported(self, take: str = "", keep: str = "") -> ImportOutcome:
        for name, text in self.tables.items():
            (self.folder / f"{name}.csv").write_text(text, "utf-8")
        prepared = prepare(self.folder)
        assert prepared.faults == ()
        choice = Choice.read(take, keep)
        return await self.database.run(lambda work: import_set_up(work, prepared, choice))

    async def rename(self, *rows: str) -> None:
        file = self.folder / "moves.csv"
        file.write_text("\n".join(["what,code,into,name,from", *rows]), "utf-8")
        planned, faults = read_moves(file)
        assert faults == []
        await self.database.run(lambda work: plan_moves(work, planned))

    async def takes(self, outcome: ImportOutcome, name: str, account: int) -> None:
        code = next(one.code for one in outcome.invitations if one.name == name)
        await self.database.run(
            lambda w: accept_invitation(w, w.people.recognise("telegram", str(account), "zh"), code)
        )

    async def ends(self, name: str) -> None:
        def end(work: UnitOfWork) -> None:
            row = work.session.query(HoldingRow).filter(HoldingRow.entered_as == name).one()
            end_holding(work, row, by=None)

        await self.database.run(end)

    async def invites(self, name: str, post: str = "p1", held_as: HeldAs = HeldAs.MAIN) -> str:
        def make(work: UnitOfWork) -> str:
            post_id = next(one.id for one in work.directory.posts.values() if one.code == post)
            office = work.people.recognise("telegram", "7001", "zh")
            return invite(work, Invited(name, post_id, held_as, True, 14), by=office)

        return await self.database.run(make)

    async def holders(self, post: str = "p1") -> list[tuple[str | None, str]]:
        """Everybody who holds the post now, as the tables or the chat call them."""

        def read(work: UnitOfWork) -> list[tuple[str | None, str]]:
            rows = work.session.query(HoldingRow).join(PostRow, PostRow.id == HoldingRow.post_id)
            held = rows.filter(PostRow.code == post).order_by(HoldingRow.id)
            return [(h.entered_as, h.held_as.value) for h in held if h.until is None or h.until > work.now]

        return await self.database.read(read)

    async def place(self, code: str) -> Place:
        def read(work: UnitOfWork) -> Place:
            found = work.directory.by_code(code)
            assert found is not None
            return found

        return await self.database.read(read)


@pytest.fixture
def town(database: Database, tmp_path: Path) -> Town:
    return Town(database, tmp_path)


def summary(outcome: ImportOutcome) -> list[tuple[int, str, list[str]]]:
    return [(one.number, one.what, [column for column, _, _ in one.sides]) for one in outcome.differences]


# Places


async def test_a_renaming_of_the_chat_is_never_taken_back(town: Town) -> None:
    await town.imported()
    await town.rename("rename,gh1,,红楼,2026-09-01")
    town.tables["places"] += "gh3,gh,building,3号楼,,20\n"
    outcome = await town.imported()
    assert summary(outcome) == [(1, "place gh1", ["name"])]
    assert (outcome.added, outcome.changed, len(outcome.undecided)) == (1, 0, 1)
    row = await town.place("gh1")
    assert (row.name, row.aliases) == ("红楼", ("1栋", "1号楼"))
    assert len((await town.imported()).undecided) == 1, "it is said until somebody decides"


async def test_what_is_kept_is_not_asked_again_until_one_of_them_writes_again(town: Town) -> None:
    await town.imported()
    await town.rename("rename,gh1,,红楼,2026-09-01")
    assert (await town.imported(keep="1")).undecided == []
    assert (await town.imported()).differences == []
    await town.rename("rename,gh1,,大红楼,2026-09-01")
    assert summary(await town.imported(keep="rest")) == [(1, "place gh1", ["name"])]
    town.change("places", "1号楼", "一号楼")
    outcome = await town.imported()
    assert (outcome.differences, outcome.changed) == ([], 1), "only the table has written since"
    assert (await town.place("gh1")).name == "一号楼"


async def test_the_files_word_is_taken_by_its_number_and_the_others_stay(town: Town) -> None:
    await town.imported()
    await town.rename("rename,gh1,,红楼,2026-09-01", "rename,gh2,,白楼,2026-09-01")
    outcome = await town.imported(take="2")
    assert [str(one.decision) for one in outcome.differences] == ["open", "take"]
    assert [(await town.place(code)).name for code in ("gh1", "gh2")] == ["红楼", "2号楼"]
    said = lines_of_differences(outcome.differences)
    assert said[0] == "1. differs: places.csv, row 5, place gh1: name: «1号楼» in the file, «红楼» here"
    assert said[1].startswith("2. taken from the file: places.csv, row 6, place gh2: name:")
    assert "--take-file 1" in said[2]
    assert "--keep-chat rest" in said[2]
    assert said == [line for line in lines_of_outcome(outcome, str) if line in said]


async def test_columns_of_a_row_are_compared_one_by_one(town: Town) -> None:
    await town.imported()
    await town.rename("rename,gh1,,红楼,2026-09-01")
    town.change("places", "1号楼,1栋,24", "1号楼,1栋;1幢,26")
    outcome = await town.imported()
    assert summary(outcome) == [(1, "place gh1", ["name"])]
    row = await town.place("gh1")
    assert (row.name, row.aliases, row.households) == ("红楼", ("1栋", "1幢", "1号楼"), 26)
    town.change("places", "1号楼,1栋;1幢,26", "红楼,1幢,26")
    assert (await town.imported()).differences == [], "the table has followed the chat"
    assert (await town.place("gh1")).aliases == ("1幢", "1号楼")


async def test_a_split_of_the_chat_stays_and_a_merged_place_is_left(town: Town) -> None:
    await town.imported()
    await town.rename("split,gh1,gh-n,桂花北苑,2026-09-01", "merge,hx,gh,,2026-09-01")
    outcome = await town.imported()
    assert summary(outcome) == [(1, "place gh1", ["parent"])]
    assert "place hx was merged and is left as it is; take it out of the files" in outcome.notes
    made = await town.place("gh-n")
    assert (await town.place("gh1")).parent_id == made.id
    await town.imported(take="1")
    assert (await town.place("gh1")).parent_id == (await town.place("gh")).id


async def test_what_was_imported_before_imports_were_remembered_differs_wherever_it_is_otherwise(town: Town) -> None:
    await town.imported()
    await town.database.run(lambda work: work.session.query(TableLine).delete())
    assert (await town.imported()).differences == []
    await town.database.run(lambda work: work.session.query(TableLine).delete())
    town.change("places", "2号楼", "二号楼")
    town.change("people", "谢秋棠", "谢秋堂")
    outcome = await town.imported()
    assert summary(outcome) == [(1, "place gh2", ["name"]), (2, "谢秋棠 (main of p2)", ["name"])]
    assert (await town.imported(take="rest")).undecided == []
    assert await town.holders("p2") == [("谢秋堂", "main")]


async def test_a_corrected_code_makes_no_second_place_of_the_same_name(town: Town) -> None:
    await town.imported()
    for table in town.tables:
        town.tables[table] = town.tables[table].replace("gh2", "gh-2")
    with pytest.raises(FaultyFiles, match="«桂花苑» would have several places called «2号楼»: gh-2, gh2"):
        await town.imported()


async def test_a_name_that_the_chat_gave_is_not_given_again_by_the_tables(town: Town) -> None:
    await town.imported()
    await town.rename("rename,gh1,,3号楼,2026-09-01")
    town.tables["places"] += "gh3,gh,building,3号楼,,20\n"
    with pytest.raises(FaultyFiles, match="several places called «3号楼»: gh1, gh3"):
        await town.imported()


async def test_coverage_that_moved_with_a_merge_is_the_same_and_a_changed_one_is_taken(town: Town) -> None:
    town.tables["coverage"] += "p2,hx\n"
    first = await town.imported()
    await town.rename("merge,hx,gh,,2026-09-01")
    again = await town.imported()
    assert (again.differences, again.ended, again.unchanged) == ([], 0, first.added)
    town.change("coverage", "p2,gh2\np2,hx\n", "p2,gh2\n")
    assert (await town.imported()).ended == 1
    assert await town.database.read(lambda work: work.session.query(CoverageRow).count()) == 2


# People


async def test_nobody_comes_back_whom_the_chat_has_let_go(town: Town) -> None:
    await town.takes(await town.imported(), "罗桂芬", 8001)
    await town.ends("罗桂芬")
    outcome = await town.imported()
    assert summary(outcome) == [(1, "罗桂芬 (main of p1)", ["to"])]
    assert outcome.differences[0].sides == (("to", "", "2026-09-01"),)
    assert await town.holders() == []
    assert (await town.imported(keep="rest")).undecided == []
    assert (await town.imported()).differences == []
    assert await town.holders() == []


async def test_whoever_was_let_go_comes_back_when_the_files_word_is_taken_and_the_successor_goes(town: Town) -> None:
    await town.takes(await town.imported(), "罗桂芬", 8001)
    code = await town.invites("王秀兰")
    await town.database.run(lambda w: accept_invitation(w, w.people.recognise("telegram", "8002", "zh"), code))
    assert await town.holders() == [("王秀兰", "main")]
    outcome = await town.imported()
    assert outcome.differences[0].hint == "«王秀兰» holds it now, and goes if the file's word is taken"
    assert await town.holders() == [("王秀兰", "main")]
    await town.imported(take="1")
    assert await town.holders() == [("罗桂芬", "main")]
    assert (await town.imported()).differences == []


async def test_the_tables_follow_the_chat_and_nothing_differs(town: Town, clock: MovedClock) -> None:
    await town.takes(await town.imported(), "罗桂芬", 8001)
    code = await town.invites("王秀兰")
    await town.database.run(lambda w: accept_invitation(w, w.people.recognise("telegram", "8002", "zh"), code))
    town.change("people", "罗桂芬,p1,main,,111,,", "罗桂芬,p1,main,,111,,2026-09-01\n王秀兰,p1,main,,,2026-09-02,")
    assert summary(await town.imported()) == [(1, "王秀兰 (main of p1)", ["from"])], "she would go until tomorrow"
    clock.move(days=2)
    outcome = await town.imported()
    assert (outcome.differences, outcome.added, outcome.invitations) == ([], 0, [])
    assert await town.holders() == [("王秀兰", "main")]
    town.change("people", "罗桂芬,p1,main,,111,,2026-09-01\n", "")
    assert (await town.imported()).differences == []


async def test_a_successor_of_the_chat_in_the_same_row_is_no_second_holder(town: Town) -> None:
    await town.takes(await town.imported(), "罗桂芬", 8001)
    code = await town.invites("王秀兰")
    await town.database.run(lambda w: accept_invitation(w, w.people.recognise("telegram", "8002", "zh"), code))
    town.change("people", "罗桂芬,p1,main,,111", "王秀兰,p1,main,,")
    outcome = await town.imported()
    assert (outcome.added, outcome.differences) == (0, [])
    town.change("people", "王秀兰", "王秀岚")
    assert summary(await town.imported()) == [(1, "王秀兰 (main of p1)", ["name"])]
    assert await town.holders() == [("王秀兰", "main")]


async def test_a_corrected_name_is_no_second_holder_whether_the_link_was_pressed_or_not(town: Town) -> None:
    first = await town.imported()
    await town.takes(first, "罗桂芬", 8001)
    town.change("people", "罗桂芬,p1,main,,111", "罗桂芳,p1,main,,")
    town.change("people", "谢秋棠", "谢秋堂")
    outcome = await town.imported()
    assert summary(outcome) == [(1, "罗桂芬 (main of p1)", ["name"])]
    assert "for somebody else give the old row its last day" in outcome.differences[0].hint
    assert await town.holders() == [("罗桂芬", "main")]
    assert await town.holders("p2") == [("谢秋堂", "main")]
    assert [one.name for one in outcome.invitations] == ["谢秋堂"], "the link to the other name is worth nothing"
    await town.imported(take="1")
    assert await town.holders() == [("罗桂芳", "main")]

    def name(work: UnitOfWork) -> str | None:
        person = work.people.by_account(8001)
        return work.people.name(person.id) if person else None

    assert await town.database.read(name) == "罗桂芳"


async def test_the_same_telephone_says_that_it_is_the_same_person(town: Town) -> None:
    await town.takes(await town.imported(), "罗桂芬", 8001)
    town.change("people", "罗桂芬", "罗桂芳")
    outcome = await town.imported()
    assert (outcome.differences, outcome.changed) == ([], 1)
    assert await town.holders() == [("罗桂芳", "main")]


@pytest.mark.parametrize(
    ("after", "held"),
    [
        ("罗桂芬,p1,main,,111,2026-01-01,", [("罗桂芬", "main")]),
        ("罗桂芬,p1,deputy,,111,,", [("罗桂芬", "deputy")]),
        ("罗桂芬,p1,main,,222,2026-02-01,2027-12-31", [("罗桂芬", "main")]),
    ],
)
async def test_a_corrected_date_or_rank_is_no_second_holder(
    town: Town, after: str, held: list[tuple[str, str]]
) -> None:
    await town.takes(await town.imported(), "罗桂芬", 8001)
    town.change("people", "罗桂芬,p1,main,,111,,", after)
    outcome = await town.imported()
    assert (outcome.differences, outcome.added, outcome.changed) == ([], 0, 1)
    assert await town.holders() == held
    assert not (await town.imported()).anything_changed


async def test_a_new_term_of_somebody_who_has_gone_is_a_new_holding(town: Town, clock: MovedClock) -> None:
    town.change("people", "罗桂芬,p1,main,,111,,", "罗桂芬,p1,main,,111,,2026-09-30")
    await town.takes(await town.imported(), "罗桂芬", 8001)
    clock.move(days=60)
    town.change("people", "罗桂芬,p1,main,,111,,2026-09-30", "罗桂芬,p1,main,8001,111,2026-10-15,")
    outcome = await town.imported()
    assert (outcome.added, outcome.differences) == (1, [])
    assert await town.holders() == [("罗桂芬", "main")]


async def test_a_second_main_holder_beside_the_chats_waits_for_a_word(town: Town) -> None:
    await town.imported()
    await town.invites("王秀兰")
    town.change("people", "罗桂芬,p1,main,,111,,", "赵六,p1,main,,,2026-08-01,")
    outcome = await town.imported()
    assert summary(outcome) == [(1, "main of p1", ["name"])]
    assert (outcome.added, await town.holders()) == (0, [("王秀兰", "main")])
    assert (await town.imported(keep="rest")).added == 0
    assert (await town.imported()).differences == []
    town.change("people", "赵六", "赵七")
    taken = await town.imported(take="1")
    assert taken.added == 1
    await town.takes(taken, "赵七", 8003)
    assert await town.holders() == [("赵七", "main")], "the other one goes when he comes"


async def test_whoever_has_deleted_himself_is_not_entered_again(town: Town, clock: MovedClock) -> None:
    await town.takes(await town.imported(), "罗桂芬", 8001)
    await town.ends("罗桂芬")

    def forget(work: UnitOfWork) -> None:
        delete_me(work, work.people.recognise("telegram", "8001", "zh"), SUBJECTS.keeps)

    await town.database.run(forget)
    clock.move(days=3)
    await town.database.run(lambda work: let_go(work, SUBJECTS.keeps))
    outcome = await town.imported()
    assert summary(outcome) == [(1, "main of p1", ["name"])]
    assert outcome.differences[0].sides == (("name", "罗桂芬", "nobody, since somebody who is deleted has gone"),)
    assert (outcome.added, await town.holders()) == (0, [])
    assert (await town.imported(keep="1")).undecided == []
    assert (await town.imported()).differences == []

    def remembered(work: UnitOfWork) -> str:
        return str([(row.said, row.stood) for row in work.session.query(TableLine)])

    assert "罗" not in await town.database.read(remembered)
    town.change("people", "罗桂芬", "赵六")
    taken = await town.imported(take="1")
    assert [one.name for one in taken.invitations] == ["赵六"]


async def test_what_is_remembered_of_people_names_nobody(town: Town) -> None:
    await town.imported()

    def remembered(work: UnitOfWork) -> str:
        return str([(row.said, row.stood) for row in work.session.query(TableLine).filter(TableLine.sheet == "people")])

    said = await town.database.read(remembered)
    assert not any(word in said for word in ("罗桂芬", "谢秋棠", "7001", "111"))


async def test_a_telephone_or_account_of_the_chat_is_not_overwritten(town: Town) -> None:
    await town.takes(await town.imported(), "罗桂芬", 8001)

    def changes(work: UnitOfWork) -> None:
        person = work.people.by_account(8001)
        assert person is not None
        work.people.set_contact(person.id, None, "13900000000")

    await town.database.run(changes)
    assert summary(await town.imported()) == [(1, "罗桂芬 (main of p1)", ["phone"])]
    town.change("people", "罗桂芬,p1,main,,111", "罗桂芬,p1,main,9009,111")
    assert summary(await town.imported(keep="rest")) == [(1, "罗桂芬 (main of p1)", ["telegram_id", "phone"])]
    accounts = await town.database.read(
        lambda w: [number_of(w, p) for p in w.session.query(Person).order_by(Person.id)]
    )
    assert 9009 not in accounts


# Choosing


@pytest.mark.parametrize(
    ("take", "keep", "reason"),
    [
        ("3,7", "7", "both name 7"),
        ("rest", "rest", "both name rest"),
        ("two", "", "«two» is no number of a difference"),
        ("0x1", "", "«0x1» is no number"),
        ("", "1", "there is no difference 1; nothing differs"),
        ("99", "rest", "there is no difference 99; nothing differs"),
    ],
)
async def test_a_choice_that_cannot_be_meant_is_refused_and_nothing_is_written(
    town: Town, take: str, keep: str, reason: str
) -> None:
    await town.imported()
    town.tables["places"] += "gh3,gh,building,3号楼,,20\n"
    with pytest.raises(FaultyFiles, match=reason):
        await town.imported(take, keep)
    assert await town.database.read(lambda w: w.session.query(PlaceRow).filter(PlaceRow.code == "gh3").count()) == 0


async def test_an_empty_choice_and_one_with_spaces_are_understood() -> None:
    assert Choice.read("", "") == Choice()
    assert Choice.read(" 3， 7 ", "REST") == Choice(frozenset({3, 7}), frozenset(), Choice.read("", "rest").rest)


async def test_the_progress_counts_every_row_once(town: Town) -> None:
    for _ in range(2):
        counted: list[int] = []
        for name, text in town.tables.items():
            (town.folder / f"{name}.csv").write_text(text, "utf-8")
        prepared = prepare(town.folder)
        await town.database.run(partial(import_set_up, prepared=prepared, progress=counted.append))
        assert sum(counted) == 5 + 3 + 2 + 3
