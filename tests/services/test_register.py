"""The register on both databases: it counts where it has the doors, its id is the household, a roll stays as it was
made, and what is kept goes in its time."""

import json
from dataclasses import replace

import pytest

from bot.subjects import SUBJECTS
from domain.posts.household_counts import households_at, households_of
from domain.refusal import Refusal
from domain.register.members import MemberAs
from services.keeping.checkup import check_up
from services.keeping.forgetting import delete_me
from services.keeping.my_data import my_data
from services.keeping.tidying import empty_old
from services.register.codes import make_family_code, use_code
from services.register.correcting import AREA, propose_correction
from services.register.doors import end_household
from services.register.rolls import correct_roll_area, make_roll
from services.tickets.households import households_in
from storage.engines.database import Database
from storage.models import (
    DoorCode,
    Follower,
    HouseholdChange,
    HouseholdRow,
    MembershipRow,
    PlaceRow,
    RegisterLook,
    RollLine,
)
from storage.places.places import Places
from storage.register.members import Members
from storage.register.rolls import Rolls
from storage.unit_of_work import UnitOfWork
from tests.conftest import MovedClock
from tests.services.test_asks import OFFICE, REPORTER, STEWARD, STRANGER, set_the_scene, the_ticket, who
from tests.services.test_members_of_households import code, door, joins
from tests.storage.rows import household


def places(work: UnitOfWork) -> dict[str, int]:
    return {place.code: place.id for place in work.directory.places.values()}


def with_doors(work: UnitOfWork) -> None:
    """Building 1 has three doors in the register, one of which counts for nobody; building 2 none."""
    set_the_scene(work)
    gh1 = places(work)["gh1"]
    for room in ("301", "302"):
        household(work, gh1, room)
    household(work, gh1, "P1", counts=False)
    work.places.touch()


@pytest.fixture
async def scene(database: Database) -> Database:
    await database.run(with_doors)
    return database


def counts(work: UnitOfWork) -> list[int | None]:
    return [households_at(work.directory, places(work)[one]) for one in ("gh1", "gh2", "gh")]


async def test_where_the_register_has_doors_it_is_the_count(scene: Database) -> None:
    def entered(work: UnitOfWork) -> None:
        for row in work.session.query(PlaceRow):
            row.households = {"gh1": 48, "gh2": 24, "gh": 100}.get(row.code)
        work.places.touch()

    assert await scene.read(counts) == [2, None, None]
    await scene.run(entered)
    assert await scene.read(counts) == [2, 24, 100], "a half imported compound goes on with what was entered"

    def rest(work: UnitOfWork) -> int | None:
        household(work, places(work)["gh2"], "101")
        work.places.touch()
        steward = next(post for post in work.directory.posts.values() if post.code == "p-gh1")
        return households_of(work.directory, steward)

    assert await scene.run(rest) == 2
    assert await scene.read(counts) == [2, 1, 3]


async def test_where_all_doors_are_parking_spaces_or_no_more_there_are_no_households(scene: Database) -> None:
    def garage(work: UnitOfWork) -> None:
        for row in work.session.query(PlaceRow):
            row.households = {"gh1": 48, "gh2": 24, "gh": 100}.get(row.code)
        household(work, places(work)["gh2"], "P1", counts=False)
        work.places.touch()

    await scene.run(garage)
    assert await scene.read(counts) == [2, 0, 2]

    def pulled_down(work: UnitOfWork) -> None:
        for room in ("301", "302"):
            end_household(work, door(work, room).id, by=who(work, OFFICE))

    await scene.run(pulled_down)
    assert await scene.read(counts) == [0, 0, 0], "not what was entered once"


async def test_check_names_places_where_both_differ(scene: Database) -> None:
    def entered(work: UnitOfWork) -> None:
        work.session.query(PlaceRow).filter_by(code="gh1").one().households = 48
        work.places.touch()

    def notes(work: UnitOfWork) -> list[str]:
        return [one.words for one in check_up(work, [], 9) if "register" in one.words]

    assert await scene.read(notes) == []
    await scene.run(entered)
    (note,) = await scene.read(notes)
    assert "gh1: 2, entered 48" in note


async def test_a_street_counts_the_doors_of_each_range(scene: Database) -> None:
    def street(work: UnitOfWork) -> list[int | None]:
        gh2 = places(work)["gh2"]
        for number in (9, 11, 13, 45):
            household(work, gh2, "1", number=number, door_key=f"{number}||1")
        work.places.touch()
        steward = next(post for post in work.directory.posts.values() if post.code == "p-gh2")
        cover = next(one for one in work.directory.coverage if one.post_id == steward.id)
        part = replace(cover, from_no=9, to_no=43)
        some = replace(work.directory, coverage=[part])
        return [households_of(work.directory, steward), households_of(some, steward)]

    assert await scene.run(street) == [4, 3]


async def test_the_household_of_a_fault_is_the_registers_id(scene: Database) -> None:
    """Who has no home of their own written down has the fault in the home that they speak for."""

    def follow(work: UnitOfWork) -> int:
        work.session.add(Follower(ticket_id=the_ticket(work).id, person_id=who(work, STRANGER).id, since=work.now))
        work.session.flush()
        return households_in(work, [the_ticket(work).id])

    def speaks(work: UnitOfWork) -> int:
        joins(work, STRANGER, MemberAs.MINDER)
        assert who(work, STRANGER).home is None, "a minder lives elsewhere"
        return households_in(work, [the_ticket(work).id])

    assert await scene.run(follow) == 2
    assert await scene.run(speaks) == 1, "both are 301"


async def test_a5_doors_that_were_joined_after_a_roll_was_made_are_two_lines_in_it(scene: Database) -> None:
    def roll(work: UnitOfWork) -> int:
        made = make_roll(work, [places(work)["gh1"]])
        for room in ("301", "302"):
            end_household(work, door(work, room).id, by=who(work, OFFICE))
        household(work, places(work)["gh1"], "301-302", area=16000)
        return made.id

    roll_id = await scene.run(roll)

    def lines(work: UnitOfWork) -> list[tuple[str, int | None, bool]]:
        return [(one.door, one.area, one.counts) for one in work.store(Rolls).lines(roll_id)]

    assert await scene.read(lines) == [("ghgh1P1", 8000, False), ("ghgh1301", 8000, True), ("ghgh1302", 8000, True)]
    assert await scene.read(counts) == [1, None, None]


async def test_an_area_of_a_roll_is_put_right_by_the_office_and_both_values_are_kept(scene: Database) -> None:
    def right(work: UnitOfWork) -> RollLine:
        made = make_roll(work, [places(work)["gh1"]])
        correct_roll_area(work, made.id, door(work).id, 8957, by=who(work, OFFICE))
        return correct_roll_area(work, made.id, door(work).id, 8958, by=who(work, OFFICE))

    line = await scene.run(right)
    assert (line.area, line.corrected_from) == (8958, 8000)
    with pytest.raises(Refusal, match="refused-needs-office"):
        await scene.run(lambda work: correct_roll_area(work, line.roll_id, line.household_id, 1, by=who(work, STEWARD)))


async def test_an_area_that_was_unknown_in_a_roll_is_never_said_to_have_been_another(scene: Database) -> None:
    def right(work: UnitOfWork) -> list[int | None]:
        door(work).area = None
        made, by = make_roll(work, [places(work)["gh1"]]), who(work, OFFICE)
        same = correct_roll_area(work, made.id, door(work, "302").id, 8000, by=by).corrected_from
        found = (correct_roll_area(work, made.id, door(work).id, area, by=by).corrected_from for area in (8957, 8958))
        return [same, *found]

    assert await scene.run(right) == [None, 0, 0]


async def test_without_doors_there_is_no_roll(scene: Database) -> None:
    with pytest.raises(Refusal, match="register-refused-none"):
        await scene.run(lambda work: make_roll(work, [places(work)["gh2"]]))


async def test_only_the_office_ends_a_door(scene: Database) -> None:
    with pytest.raises(Refusal, match="refused-needs-office"):
        await scene.run(lambda work: end_household(work, door(work).id, by=who(work, STEWARD)))


async def test_doors_of_a_place_that_is_merged_go_along(scene: Database) -> None:
    def merge(work: UnitOfWork) -> list[tuple[str | None, int]]:
        ids = places(work)
        household(work, ids["gh2"], "301")
        household(work, ids["gh2"], "901")
        Places(work.session, work.now).hand_over(ids["gh2"], ids["gh1"])
        rows = work.session.query(HouseholdRow).filter(HouseholdRow.room.in_(("301", "901")))
        return sorted((row.room or "", row.place_id - ids["gh1"]) for row in rows.populate_existing())

    moved = await scene.run(merge)
    assert moved[0] == ("301", 0)
    assert moved[1][1] != 0, "a door that the other has already stays where it was"
    assert moved[2] == ("901", 0)


async def test_somebody_reads_what_the_register_keeps_of_them_and_is_forgotten(scene: Database) -> None:
    def lives(work: UnitOfWork) -> str:
        joins(work, REPORTER, MemberAs.OWNER)
        for_family = make_family_code(work, door(work).id, by=who(work, REPORTER))
        use_code(work, for_family, MemberAs.FAMILY, by=who(work, STRANGER))
        make_family_code(work, door(work).id, by=who(work, REPORTER))
        propose_correction(work, door(work).id, AREA, "89.57", who(work, REPORTER))
        work.store(Members).note_look(who(work, STEWARD).id, places(work)["gh1"], "all", work.now)
        return json.dumps(my_data(work, who(work, REPORTER), SUBJECTS.keeps), ensure_ascii=False)

    data = await scene.run(lives)
    for said in (
        '"door": "ghgh1301"',
        '"as": "owner"',
        '"proof": "code"',
        '"after": "89.57"',
        '"by": "gh1", "list": "all"',
    ):
        assert said in data
    assert "陈" not in json.dumps(json.loads(data)["household-members"], ensure_ascii=False)

    def forgotten(work: UnitOfWork) -> tuple[int, list[int | None], list[int | None]]:
        delete_me(work, who(work, REPORTER), SUBJECTS.keeps)
        work.session.expire_all()
        used = [row.used_by_id for row in work.session.query(DoorCode)]
        asked = [row.asked_by_id for row in work.session.query(HouseholdChange)]
        own = work.session.query(MembershipRow).filter_by(person_id=who(work, REPORTER).id).count()
        return own, used, asked

    assert await scene.run(forgotten) == (0, [None], [None]), "no code says that they gave it to their family"


async def test_what_is_old_goes_in_its_time(scene: Database, clock: MovedClock) -> None:
    def lives(work: UnitOfWork) -> None:
        joins(work, REPORTER, MemberAs.OWNER)
        code(work)
        work.store(Members).note_look(who(work, STEWARD).id, places(work)["gh1"], "all", work.now)
        propose_correction(work, door(work).id, AREA, "89.57", who(work, OFFICE))
        end_household(work, door(work).id, by=who(work, OFFICE))

    await scene.run(lives)

    def left(work: UnitOfWork) -> list[int]:
        empty_old(work, SUBJECTS.keeps)
        work.session.expire_all()
        kinds = (MembershipRow, DoorCode, RegisterLook, HouseholdChange)
        told = work.session.query(HouseholdRow).filter(HouseholdRow.room == "301").count()
        return [*(work.session.query(kind).count() for kind in kinds), told]

    assert await scene.run(left) == [1, 2, 1, 1, 1]
    clock.move(days=31)
    assert await scene.run(left) == [0, 1, 1, 1, 1], "the slip that nobody used was good for thirty days more"
    clock.move(days=30)
    assert await scene.run(left) == [0, 0, 1, 1, 1]
    clock.move(days=120)
    assert await scene.run(left) == [0, 0, 0, 1, 1]
    clock.move(days=1700)
    assert await scene.run(left) == [0, 0, 0, 0, 0]
    assert await scene.read(lambda work: work.session.query(HouseholdRow).count()) == 3, "the rows stay for the counts"
