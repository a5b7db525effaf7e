"""Who speaks for a household, on both databases: codes at the same moment, who decides, and what is refused."""

import asyncio
from collections.abc import Callable
from datetime import timedelta
from functools import partial

import pytest

from domain.notices.register_notices import MemberAsked, MemberToSettle
from domain.refusal import Refusal
from domain.register.codes import CodeTrouble
from domain.register.members import MemberAs, MemberProof, MemberRight, MemberWaits
from services.register.codes import look_at_code, make_codes, make_family_code, use_code
from services.register.correcting import AREA, LET, YES, decide_correction, open_corrections, propose_correction
from services.register.members import (
    households_of,
    leave_household,
    leave_to_office,
    may,
    say_of_member,
    settle_member,
    waiting_for_office,
)
from storage.engines.database import Database
from storage.models import DoorCode, HouseholdRow, MembershipRow
from storage.register.members import Members
from storage.unit_of_work import UnitOfWork
from tests.conftest import MovedClock
from tests.services.test_asks import OFFICE, OTHER, REPORTER, STEWARD, STRANGER, heard, set_the_scene, who
from tests.storage.rows import household

ONE, TWO = "301", "302"


def with_doors(work: UnitOfWork) -> None:
    set_the_scene(work)
    gh1 = next(place for place in work.directory.places.values() if place.code == "gh1")
    household(work, gh1.id, ONE)
    household(work, gh1.id, TWO, let=True)


@pytest.fixture
async def scene(database: Database) -> Database:
    await database.run(with_doors)
    return database


def door(work: UnitOfWork, room: str = ONE) -> HouseholdRow:
    return work.session.query(HouseholdRow).filter_by(room=room).one()


def code(work: UnitOfWork, room: str = ONE) -> str:
    return make_codes(work, [door(work, room).id], by=who(work, STEWARD))[door(work, room).id]


def joins(work: UnitOfWork, account: int, said: MemberAs, room: str = ONE) -> int:
    row = use_code(work, code(work, room), said, by=who(work, account))
    assert isinstance(row, MembershipRow)
    return row.id


async def test_a_code_is_kept_as_its_hash_alone(scene: Database) -> None:
    digits = await scene.run(code)
    kept = await scene.read(lambda work: work.session.query(DoorCode).one().hash)
    assert digits.isdigit()
    assert len(digits) == 8
    assert digits not in kept


async def test_of_two_phones_that_use_one_code_at_once_one_joins(scene: Database) -> None:
    digits = await scene.run(code)

    def use(work: UnitOfWork, account: int) -> CodeTrouble | None:
        made = use_code(work, digits, MemberAs.FAMILY, by=who(work, account))
        return made if isinstance(made, CodeTrouble) else None

    both = [scene.run(partial(use, account=one)) for one in (REPORTER, STRANGER)]
    assert sorted(map(str, await asyncio.gather(*both))) == ["None", "used"]
    assert await scene.read(lambda work: len(work.store(Members).of_household(door(work).id))) == 1


async def test_two_codes_for_the_last_room_at_once_make_six_people_and_no_seventh(scene: Database) -> None:
    def five(work: UnitOfWork) -> None:
        joins(work, REPORTER, MemberAs.OWNER)
        for account in range(71, 75):
            work.people.recognise("telegram", str(account), "zh")
            joins(work, account, MemberAs.FAMILY)

    await scene.run(five)

    def one_more(work: UnitOfWork) -> str:
        return make_family_code(work, door(work).id, by=who(work, REPORTER))

    made = await asyncio.gather(*(scene.run(one_more) for _ in range(2)), return_exceptions=True)
    assert sorted(type(one).__name__ for one in made) == ["Refusal", "str"]


async def test_two_owners_at_once_are_not_both_the_first(scene: Database) -> None:
    def two(work: UnitOfWork) -> list[str]:
        first = code(work)
        work.session.query(DoorCode).update({DoorCode.family: True})  # a further slip ends no family code
        return [first, code(work)]

    slips = await scene.run(two)

    def use(work: UnitOfWork, digits: str, account: int) -> MemberWaits | None:
        row = use_code(work, digits, MemberAs.OWNER, by=who(work, account))
        assert isinstance(row, MembershipRow)
        return row.waits_for

    both = [scene.run(partial(use, digits=d, account=a)) for d, a in zip(slips, (REPORTER, STRANGER), strict=True)]
    assert sorted(map(str, await asyncio.gather(*both))) == ["None", "members"]


async def test_guessing_is_counted_by_person_and_never_by_door(scene: Database, clock: MovedClock) -> None:
    digits = await scene.run(code)

    def tries(work: UnitOfWork, account: int, said: str) -> object:
        found = look_at_code(work, said, by=who(work, account))
        return found if isinstance(found, CodeTrouble) else found.room

    for _ in range(5):
        assert await scene.run(lambda work: tries(work, STRANGER, "00000000")) is CodeTrouble.UNKNOWN
    assert await scene.run(lambda work: tries(work, STRANGER, digits)) is CodeTrouble.BLOCKED
    assert await scene.run(lambda work: tries(work, REPORTER, digits)) == ONE
    clock.move(minutes=61)
    assert await scene.run(lambda work: tries(work, STRANGER, digits)) == ONE


async def test_the_same_person_in_two_households_has_each_by_a_code_of_its_own(scene: Database) -> None:
    def both(work: UnitOfWork) -> tuple[list[str | None], bool, bool]:
        joins(work, REPORTER, MemberAs.OWNER)
        joins(work, REPORTER, MemberAs.TENANT, TWO)
        again = use_code(work, code(work), MemberAs.OWNER, by=who(work, REPORTER))
        assert again is CodeTrouble.MEMBER
        person = who(work, REPORTER)
        decide = [may(work, person, door(work, room).id, MemberRight.DECIDE) for room in (ONE, TWO)]
        return [one.room for one in households_of(work, person)], decide[0], decide[1]

    assert await scene.run(both) == ([ONE, TWO], True, False)


async def test_a_further_owner_hears_the_family_and_the_office_hears_a_no(scene: Database) -> None:
    def asks(work: UnitOfWork) -> tuple[int, list[MemberAsked]]:
        joins(work, REPORTER, MemberAs.OWNER)
        further = joins(work, STRANGER, MemberAs.OWNER)
        return further, heard(work, REPORTER, MemberAsked)

    membership, told = await scene.run(asks)
    assert told == [MemberAsked(membership)]

    def says_no(work: UnitOfWork) -> list[MemberToSettle]:
        say_of_member(work, membership, False, by=who(work, REPORTER))
        return heard(work, OFFICE, MemberToSettle)

    assert await scene.run(says_no) == [MemberToSettle(membership)]
    waiting = await scene.read(lambda work: [one.id for one in waiting_for_office(work, who(work, OFFICE))])
    assert waiting == [membership]
    assert await scene.read(lambda work: waiting_for_office(work, who(work, STEWARD))) == []

    def settles(work: UnitOfWork, account: int) -> bool:
        return settle_member(work, membership, True, by=who(work, account))

    for account in (STEWARD, STRANGER):
        with pytest.raises(Refusal, match="register-refused-settled"):
            await scene.run(partial(settles, account=account))
    assert await scene.run(lambda work: settle_member(work, membership, True, by=who(work, OFFICE)))

    def proof(work: UnitOfWork) -> tuple[MemberAs, MemberProof, MemberWaits | None]:
        row = work.session.get_one(MembershipRow, membership)
        return row.stands_as, row.proof, row.waits_for

    assert await scene.read(proof) == (MemberAs.CO_OWNER, MemberProof.OFFICE, None)


async def test_silence_of_seven_days_is_the_offices_and_not_a_minute_sooner(scene: Database, clock: MovedClock) -> None:
    def asks(work: UnitOfWork) -> None:
        joins(work, REPORTER, MemberAs.OWNER)
        joins(work, STRANGER, MemberAs.OWNER)

    await scene.run(asks)
    clock.move(days=6, hours=23)
    assert await scene.run(leave_to_office) == 0
    clock.move(hours=1)
    assert await scene.run(leave_to_office) == 1
    assert await scene.run(leave_to_office) == 0


async def test_a_let_door_waits_for_a_look_by_its_own_steward(scene: Database) -> None:
    membership = await scene.run(lambda work: joins(work, REPORTER, MemberAs.OWNER, TWO))
    with pytest.raises(Refusal, match="register-refused-settled"):
        await scene.run(lambda work: settle_member(work, membership, True, by=who(work, OTHER)))
    assert await scene.run(lambda work: settle_member(work, membership, True, by=who(work, STEWARD)))


async def test_two_who_have_met_a_minder_are_two(scene: Database) -> None:
    membership = await scene.run(lambda work: joins(work, REPORTER, MemberAs.MINDER))

    def met(account: int) -> Callable[[UnitOfWork], bool]:
        return lambda work: settle_member(work, membership, True, by=who(work, account))

    assert [await scene.run(met(one)) for one in (STEWARD, STEWARD, OFFICE)] == [False, False, True]


async def test_whoever_leaves_ends_what_they_gave_the_family(scene: Database, clock: MovedClock) -> None:
    def leaves(work: UnitOfWork) -> str:
        joins(work, REPORTER, MemberAs.OWNER)
        digits = make_family_code(work, door(work).id, by=who(work, REPORTER))
        leave_household(work, door(work).id, by=who(work, REPORTER))
        return digits

    digits = await scene.run(leaves)
    clock.move(minutes=1)
    outcome = await scene.run(lambda work: use_code(work, digits, MemberAs.FAMILY, by=who(work, STRANGER)))
    assert outcome is CodeTrouble.EXPIRED


async def test_an_area_is_decided_by_the_office_and_letting_by_the_steward(scene: Database) -> None:
    def asks(work: UnitOfWork) -> tuple[int, bool | None, int | None]:
        propose_correction(work, door(work).id, LET, YES, who(work, STEWARD))
        change = propose_correction(work, door(work).id, AREA, "８９．５７", who(work, STEWARD))
        return change.id, door(work).let, door(work).area

    change, let, area = await scene.run(asks)
    assert (let, area) == (True, 8000)
    with pytest.raises(Refusal, match="register-refused-not-yours"):
        await scene.run(lambda work: propose_correction(work, door(work).id, LET, YES, who(work, STRANGER)))
    with pytest.raises(Refusal, match="refused-needs-office"):
        await scene.run(lambda work: decide_correction(work, change, True, by=who(work, STEWARD)))
    assert await scene.read(lambda work: len(open_corrections(work, who(work, OFFICE)))) == 1

    def decide(work: UnitOfWork) -> int | None:
        decide_correction(work, change, True, by=who(work, OFFICE))
        return door(work).area

    both = await asyncio.gather(*(scene.run(decide) for _ in range(2)), return_exceptions=True)
    assert [one for one in both if one == 8957] == [8957], "decided once"


async def test_a_code_lasts_thirty_days_and_a_familys_seven(scene: Database, clock: MovedClock) -> None:
    def made(work: UnitOfWork) -> list[timedelta]:
        joins(work, REPORTER, MemberAs.OWNER)
        make_family_code(work, door(work).id, by=who(work, REPORTER))
        code(work, TWO)
        return sorted(row.expires_at - row.made_at for row in work.session.query(DoorCode).filter_by(used_at=None))

    assert await scene.run(made) == [timedelta(days=7), timedelta(days=30)]
