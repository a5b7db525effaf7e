"""What counts households counts the same: topics, «我也遇到», the digest, announcements."""

from datetime import UTC, datetime

import pytest

from domain.posts.directory import Address
from domain.vocabulary import Level
from storage.models import HoldingRow, Person, PlaceRow
from storage.unit_of_work import UnitOfWork
from subjects.announcements.service.doorsteps import doors_for, doors_without_app
from tests.stories.neighbourhood import Neighbourhood, Phone

pytestmark = pytest.mark.both_databases

MONDAY = datetime(2026, 11, 23, 0, 30, tzinfo=UTC)


async def report(phone: Phone, words: str, *, though_known: bool = False) -> None:
    """A report of its own; `though_known`: one of theirs is shown first, and they want another all the same."""
    await phone.says(words)
    assert "是另一件新的事" not in phone.buttons
    await phone.presses("提交")
    assert ("另报" in phone.buttons) is though_known
    if though_known:
        await phone.presses("另报")


async def record(phone: Phone, words: str) -> None:
    await phone.says("/record")
    await phone.says(words)
    await phone.presses("提交")
    assert "同意并提交" not in phone.buttons


async def test_one_flat_recorded_three_times_is_no_topic(town: Neighbourhood, steward: Phone) -> None:
    office = await town.holder("p-office", "单晓棠")
    for words in ("1号楼2单元401厨房漏水", "1号楼2单元401又漏水了", "1号楼401还在漏水"):
        await record(office, f"张奶奶 {words} 13800000000")
    assert "专题" not in office.everything


async def test_one_caller_without_a_room_is_one_household(town: Neighbourhood, steward: Phone) -> None:
    office = await town.holder("p-office", "单晓棠")
    for words in ("1号楼2单元厨房漏水", "1号楼2单元又漏水了", "1号楼2单元还在漏水"):
        await record(office, f"张奶奶 {words} 13800000000")
    assert "专题" not in office.everything


async def test_a_flat_that_was_recorded_and_one_that_reports_itself_are_two(
    town: Neighbourhood, chen: Phone, steward: Phone
) -> None:
    office = await town.holder("p-office", "单晓棠")
    await record(office, "张奶奶 1号楼2单元401厨房漏水 13800000000")
    await report(chen, "1号楼2单元401又漏水了")
    await report(chen, "1号楼2单元501厨房漏水", though_known=True)
    assert "3 份报告，2 户" in office.everything


async def test_one_flat_is_one_household_in_the_digest(town: Neighbourhood, chen: Phone, steward: Phone) -> None:
    secretary = await town.holder("p-secretary", "周书记")
    lin = await town.resident("林素芬")
    await report(chen, "1号楼1单元502厨房漏水")
    await report(chen, "1号楼1单元厨房漏水", though_known=True)
    await report(lin, "1号楼502卫生间漏水")
    await town.pass_time(until=MONDAY)
    assert "周报" in secretary.everything
    assert "涉及2户" not in secretary.everything


async def test_neighbours_who_joined_count_in_the_digest_too(town: Neighbourhood, chen: Phone, steward: Phone) -> None:
    secretary = await town.holder("p-secretary", "周书记")
    lin = await town.resident("林素芬")
    await report(chen, "1号楼1单元楼道灯不亮")
    await lin.says("1号楼1单元楼道灯不亮")
    await lin.presses("提交")
    await lin.presses("我也遇到")
    for words in ("1号楼1单元楼道灯不亮了", "1号楼1单元楼道的灯坏了"):
        await report(chen, words, though_known=True)
    await town.pass_time(until=MONDAY)
    assert "涉及2户" in secretary.everything


async def test_an_announcement_counts_flats_and_not_people(town: Neighbourhood, steward: Phone) -> None:
    people = [await town.resident(name) for name in ("林素芬", "何玉", "黄一鸣")]
    office = await town.holder("p-office", "单晓棠")
    await record(office, "张奶奶 1号楼1单元401厨房漏水 13800000000")
    await record(office, "张奶奶 1号楼1单元401又漏水 13800000000")
    await record(office, "何玉 1号楼1单元301厨房漏水 13800000001")

    def counted(work: UnitOfWork) -> tuple[int | None, tuple[str, ...]]:
        places = {row.code: row for row in work.session.query(PlaceRow)}
        unit = places["gh1-1"]
        unit.households = 24
        for phone, room in zip(people, ("301", "301", None), strict=True):
            person = work.people.by_account(phone.person.id)
            assert isinstance(person, Person)
            person.home = Address(unit.id, room=room)
        work.places.touch()
        work.session.flush()
        (doors,) = doors_without_app(work, [unit.id], ())
        holding = work.session.query(HoldingRow).order_by(HoldingRow.id).first()
        assert holding is not None
        (shown,) = doors_for(work, [unit.id], work.people.get(holding.person_id))
        return doors.without_app, shown.known

    left, known = await town.database.run(counted)
    assert left == 22, "301 is one household, and whoever has said no room another"
    assert known == ("桂花苑1号楼1单元401",), "301 has the app"


async def test_a_home_written_without_the_only_unit_of_its_building_is_known_there(town: Neighbourhood) -> None:
    lin = await town.resident("林素芬")

    def counted(work: UnitOfWork) -> int | None:
        building = work.session.query(PlaceRow).filter_by(code="gh2").one()
        unit = PlaceRow(code="gh2-1", parent_id=building.id, level=Level.UNIT, name="1单元", aliases=[], households=10)
        work.session.add(unit)
        person = work.people.by_account(lin.person.id)
        assert person is not None
        person.home = Address(building.id, room="201")
        work.places.touch()
        work.session.flush()
        (doors,) = doors_without_app(work, [unit.id], ())
        return doors.without_app

    assert await town.database.run(counted) == 9
