"""Places that are merged, split off or renamed from a day on; a corrected place or category of a ticket."""

from datetime import date
from pathlib import Path

import pytest

from domain.posts.directory import Address
from domain.vocabulary import Action, Level
from services.set_up.place_moves import check_moves, notes_on, plan_moves, read_moves
from storage.models import ChangeRow, PlaceRow, Ticket
from storage.unit_of_work import UnitOfWork
from tests.stories.neighbourhood import Neighbourhood, Phone

TODAY = date(2026, 11, 18)


async def report(phone: Phone, words: str) -> None:
    await phone.says(words)
    await phone.presses("提交")


@pytest.fixture
async def four_compounds(town: Neighbourhood) -> None:
    def add(work: UnitOfWork) -> None:
        grid = work.directory.by_code("g1")
        assert grid is not None
        for code, name in (("ls", "柳树院"), ("hx", "红星院"), ("yl", "幽兰院")):
            row = PlaceRow(code=code, parent_id=grid.id, level=Level.COMPOUND, name=name, aliases=[])
            work.session.add(row)
            work.session.flush()
            work.session.add(
                PlaceRow(code=f"{code}1", parent_id=row.id, level=Level.BUILDING, name="1号楼", aliases=[])
            )
        work.places.touch()

    await town.database.run(add)


def planned(folder: Path, *rows: str) -> Path:
    file = folder / "moves.csv"
    file.write_text("\n".join(["what,code,into,name,from", *rows]), "utf-8")
    return file


async def plan(town: Neighbourhood, file: Path) -> int:
    rows, faults = read_moves(file)

    def write(work: UnitOfWork) -> int:
        assert [*faults, *check_moves(work.directory, rows, TODAY, file.name)] == []
        return plan_moves(work, rows)

    return await town.database.run(write)


def moved(work: UnitOfWork) -> list[tuple[int, object, object]]:
    lines = work.session.query(ChangeRow).filter(ChangeRow.action == Action.RELOCATE).order_by(ChangeRow.ticket_id)
    return [(line.ticket_id, line.detail["old"], line.detail["new"]) for line in lines]


@pytest.mark.both_databases
async def test_four_compounds_become_one_and_history_keeps_the_old_names(
    town: Neighbourhood, four_compounds: None, chen: Phone, steward: Phone, leader: Phone, tmp_path: Path
) -> None:
    await report(chen, "桂花苑1号楼1单元楼道灯不亮")
    await steward.presses("我来办")
    await steward.presses("处理好了")
    await steward.presses("自己修好了")
    await chen.presses("解决了")
    await report(chen, "桂花苑1号楼2单元楼道灯不亮")
    await report(chen, "柳树院门口堆了杂物")
    rows = [f"merge,{code},yx,映秀苑,2026-11-20" for code in ("gh", "ls", "hx", "yl")]
    rows += ["rename,gh1,,桂花1号楼,2026-11-20", "rename,ls1,,柳树1号楼,2026-11-20"]
    assert await plan(town, planned(tmp_path, *rows)) == 0
    await town.pass_time(days=1)
    assert await town.database.run(moved) == []
    await town.pass_time(days=1)
    assert await town.database.run(moved) == [
        (2, "第一网格桂花苑1号楼2单元", "第一网格映秀苑桂花1号楼2单元"),
        (3, "第一网格柳树院", "第一网格映秀苑"),
    ]
    await town.pass_time(minutes=5)
    assert len(await town.database.run(moved)) == 2, "one event each, once"
    await chen.says("/my")
    assert "映秀苑桂花1号楼2单元" in chen.screen
    assert "桂花苑1号楼1单元" in chen.screen, "what was closed keeps the name it had"
    stranger = await town.resident("何小满")
    await stranger.starts("ls")
    assert "这里是：映秀苑" in stranger.screen, "sheets in the stairwells go on leading somewhere"
    await chen.says("柳树1号楼楼道灯不亮")
    assert "映秀苑柳树1号楼" in chen.screen
    notes = await town.database.read(lambda work: notes_on(work.directory))
    assert notes == ["映秀苑 has several places called 1号楼; give them names of their own"]
    posts = await town.database.read(lambda work: [p.code for p in work.directory.answering(Address(_id(work, "hx1")))])
    assert "p-gh" in posts, "the leader's post stands at the new compound"


def _id(work: UnitOfWork, code: str) -> int:
    place = work.directory.by_code(code)
    assert place is not None
    return place.id


async def test_a_unit_is_split_off_into_a_building_of_its_own(
    town: Neighbourhood, chen: Phone, steward: Phone, tmp_path: Path
) -> None:
    await report(chen, "1号楼2单元楼道灯不亮")
    assert await plan(town, planned(tmp_path, "split,gh1-2,gh1b,1号楼乙栋,2026-11-18")) == 1
    assert await town.database.run(moved) == [(1, "第一网格桂花苑1号楼2单元", "第一网格桂花苑1号楼乙栋2单元")]
    await chen.presses("经过")
    assert "地点改名：第一网格桂花苑1号楼2单元 → 第一网格桂花苑1号楼乙栋2单元" in chen.screen


async def test_every_fault_of_the_table_is_named_and_nothing_is_written(town: Neighbourhood, tmp_path: Path) -> None:
    file = planned(
        tmp_path,
        "改名,gh,,,2026-12-01",
        "explode,gh,,,2026-12-01",
        "merge,nowhere,gh,,2026-12-01",
        "merge,gh,gh,,2026-12-01",
        "merge,gh,gh1,,2026-12-01",
        "merge,gh,new,,2026-12-01",
        "merge,sl,gh,,2026-12-01",
        "rename,gh,,桂苑,2026-01-01",
        "rename,gh,,桂苑,soon",
    )
    rows, faults = read_moves(file)
    found = await town.database.read(lambda work: [*faults, *check_moves(work.directory, rows, TODAY, file.name)])
    assert [(fault.row, fault.reason.partition(":")[0]) for fault in found] == [
        (2, "name"),
        (3, "what"),
        (10, "from"),
        (4, "code"),
        (5, "into"),
        (6, "into"),
        (7, "into"),
        (8, "code"),
        (8, "into"),
        (9, "from"),
    ]


@pytest.mark.both_databases
async def test_a_corrected_place_shows_old_and_new_assignee_before_it_is_saved(
    town: Neighbourhood, chen: Phone, steward: Phone
) -> None:
    li = await town.holder("p-gh2", "李春梅")
    await report(chen, "1号楼1单元楼道灯不亮")
    await steward.presses("我来办")
    await steward.presses("改地点")
    await steward.says("月亮上")
    assert "没找到这个地方" in steward.screen
    await steward.says("桂花苑2号楼")
    assert steward.screen == (
        "原来：桂花苑1号楼1单元\n改成：桂花苑2号楼\n负责人：1号楼楼栋长王秀兰 → 2号楼楼栋长李春梅\n"
        "还没有改，按「确定」才改。"
    )
    assert "2号楼" not in chen.everything
    assert "2611-0001" not in li.everything
    await steward.presses("确定")
    assert "已改到桂花苑2号楼，现在由李春梅负责" in steward.everything
    assert "地点改为：桂花苑2号楼" in chen.everything
    assert "更正后归您负责：1 件" in li.screen
    await li.presses("2611-0001 楼道灯、路灯不亮")
    await li.presses("我来办")
    await chen.presses("经过")
    assert "改了地点：桂花苑1号楼1单元 → 桂花苑2号楼" in chen.screen


@pytest.mark.both_databases
async def test_a_corrected_place_of_the_same_steward_moves_nobody(
    town: Neighbourhood, chen: Phone, steward: Phone
) -> None:
    await report(chen, "1号楼1单元楼道灯不亮")
    await steward.presses("我来办")
    await steward.presses("改地点")
    await steward.says("1号楼2单元")
    assert "负责人不变：1号楼楼栋长王秀兰" in steward.screen
    await steward.presses("返回")
    assert "1号楼1单元" in steward.card.text, "nothing was changed"
    await steward.presses("改地点")
    await steward.says("1号楼2单元")
    await steward.presses("确定")
    assert "1号楼2单元" in steward.card.text
    assert "处理中" in steward.card.text


async def test_a_place_nobody_answers_for_is_not_taken(town: Neighbourhood, chen: Phone, steward: Phone) -> None:
    await report(chen, "1号楼1单元楼道灯不亮")
    await steward.presses("我来办")
    await steward.presses("改地点")
    await steward.says("三公街11号")
    assert "那里现在没有人能接" in steward.everything
    moves = await town.database.run(lambda work: work.session.query(Ticket).one().moves)
    await steward.forges(f"t:relocate_yes:1:{moves}:999999..", steward.card)
    assert "这个按钮已经过期" in steward.screen


@pytest.mark.parametrize("encoding", ["gbk", "utf-16", "utf-8-sig"])
async def test_a_table_of_changes_is_read_as_an_office_saves_it(
    town: Neighbourhood, tmp_path: Path, encoding: str
) -> None:
    file = tmp_path / "moves.csv"
    file.write_bytes("what,code,into,name,from\n改名,ｇｈ1,,红楼,2026年11月18日\n".encode(encoding))
    assert await plan(town, file) == 1
    assert (await town.database.read(lambda work: work.directory.places[_id(work, "gh1")].name)) == "红楼"


async def test_whoever_has_a_report_at_a_place_that_is_split_off_hands_it_to_who_answers_there(
    town: Neighbourhood, chen: Phone, steward: Phone, leader: Phone, tmp_path: Path
) -> None:
    await report(chen, "1号楼2单元楼道灯不亮")
    await steward.presses("我来办")
    assert await plan(town, planned(tmp_path, "split,gh1-2,gh1b,1号楼乙栋,2026-11-18")) == 1
    await town.settle()
    assert "归您负责：1 件" in leader.everything
    await steward.says("/todo")
    assert "2611-0001" not in steward.screen
