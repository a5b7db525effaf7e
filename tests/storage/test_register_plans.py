"""What screens, presses and ticks ask of a register of ten thousand households is found by an index."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import insert

from domain.register.doors import AreaSource, HouseholdKind
from domain.register.members import MemberAs, MemberProof, MemberWaits
from domain.vocabulary import Level
from storage.engines.database import Database
from storage.models import (
    DoorCode,
    HouseholdChange,
    HouseholdRow,
    MembershipRow,
    MemberWord,
    PlaceRow,
    RegisterLook,
    RollLine,
    RollRow,
    WrongCode,
)
from storage.register.codes import DoorCodes
from storage.register.corrections import Corrections
from storage.register.households import Households
from storage.register.members import Members
from storage.register.rolls import Rolls
from storage.sql.store import table_of
from storage.unit_of_work import UnitOfWork
from tests.storage.long_history import analyse, overheard, whole_scans
from tests.storage.rows import lay_out, person

UNITS, IN_A_UNIT, PEOPLE = 400, 25, 2000
EVERY = UNITS * IN_A_UNIT
LARGE = frozenset(
    table_of(kind).name
    for kind in (HouseholdRow, MembershipRow, MemberWord, DoorCode, WrongCode, HouseholdChange, RegisterLook, RollLine)
)


def fill_register(work: UnitOfWork) -> None:
    """10,000 doors, somebody who speaks for most of them, codes, corrections and looks; a few of each are open."""
    ids = lay_out(work)
    work.session.add_all(
        PlaceRow(code=f"u{n}", parent_id=ids["gh1"], level=Level.UNIT, name=f"{n}单元", aliases=[])
        for n in range(UNITS)
    )
    people = [person(work, 1000 + n).id for n in range(PEOPLE)]
    work.session.flush()
    units = [row.id for row in work.session.query(PlaceRow).filter(PlaceRow.code.startswith("u")).order_by(PlaceRow.id)]
    roll = RollRow(matter_id=None, places=[ids["gh"]], made_at=work.now)
    work.session.add(roll)
    work.session.flush()
    connection, long_ago = work.session.connection(), work.now - timedelta(days=900)
    some = range(EVERY)

    def write(kind: type, rows: list[dict[str, object]]) -> None:
        connection.execute(insert(table_of(kind)), rows)

    write(HouseholdRow, [_door(units[n // IN_A_UNIT], n) for n in some])
    doors = [
        row[0] for row in connection.execute(table_of(HouseholdRow).select().order_by(table_of(HouseholdRow).c.id))
    ]
    write(MembershipRow, [_member(work, doors[n], people[n % PEOPLE], n) for n in some])
    write(MemberWord, [{"membership_id": n + 1, "person_id": people[n % PEOPLE], "said_at": work.now} for n in some])
    write(DoorCode, [_code(work, doors[n], people[n % PEOPLE], n) for n in some])
    write(WrongCode, [{"person_id": people[n % PEOPLE], "at": long_ago} for n in some])
    write(HouseholdChange, [_change(work, doors[n], people[n % PEOPLE], n) for n in some])
    looks = ({"person_id": people[n % PEOPLE], "place_id": units[n // IN_A_UNIT], "what": "all"} for n in some)
    write(RegisterLook, [{**one, "at": work.now} for one in looks])
    write(RollLine, [{"roll_id": roll.id, "household_id": one, "door": "x", "counts": True} for one in doors])
    work.places.touch()


def _door(place_id: int, n: int) -> dict[str, object]:
    room = str(100 + n % IN_A_UNIT)
    kinds = {"kind": HouseholdKind.FLAT, "area_source": AreaSource.CERTIFICATE, "version": 1}
    return {"place_id": place_id, "room": room, "door_key": f"||{room}", "area": 8000, "counts": True, **kinds}


def _member(work: UnitOfWork, household_id: int, person_id: int, n: int) -> dict[str, object]:
    since = work.now - timedelta(days=n % 500)
    waits = MemberWaits.OFFICE if n % 1000 == 0 else None
    roles = {"stands_as": MemberAs.OWNER, "proof": MemberProof.CODE, "waits_for": waits}
    return {"person_id": person_id, "household_id": household_id, "since": since, **roles}


def _code(work: UnitOfWork, household_id: int, person_id: int, n: int) -> dict[str, object]:
    by = {"family": n % 2 == 0, "made_by_id": person_id, "used_by_id": person_id, "used_at": work.now}
    times = {"made_at": work.now, "expires_at": work.now + timedelta(days=n % 30)}
    return {"household_id": household_id, "hash": f"{n:064d}", **by, **times}


def _change(work: UnitOfWork, household_id: int, person_id: int, n: int) -> dict[str, object]:
    decided = {"agreed": True, "decided_at": work.now} if n % 1000 else {"agreed": None, "decided_at": None}
    what = {"what": "area", "before": "80", "after": "81", "asked_by_id": person_id, "asked_at": work.now}
    return {"household_id": household_id, **what, **decided}


QUESTIONS: dict[str, Callable[[UnitOfWork], object]] = {
    "a door": lambda work: work.store(Households).lock(5),
    "the doors of a stairwell": lambda work: work.store(Households).at([_unit(work)]),
    "a stairwell as its screen shows it": lambda work: work.store(Members).doors_at([_unit(work)]),
    "the door of a room": lambda work: work.store(Households).door(_unit(work), "||101"),
    "doors that a fault names": lambda work: work.store(Households).with_numbers([_unit(work)], ["||101", "||102"]),
    "doors that have ended": lambda work: work.store(Households).empty_ended(work.now - timedelta(days=1826)),
    "how many doors have ended": lambda work: work.store(Households).count_ended(work.now),
    "who speaks for a home": lambda work: work.store(Members).of_household(5),
    "for which homes somebody speaks": lambda work: work.store(Members).of_person(5),
    "whether somebody speaks for it": lambda work: work.store(Members).membership(5, 5),
    "homes of people who have said none": lambda work: work.store(Members).doors_of([5, 6]),
    "whose family is silent": lambda work: work.store(Members).undecided(50),
    "what waits for the office": lambda work: work.store(Members).waiting_for_office(),
    "whose membership is forgotten": lambda work: work.store(Members).ended(work.now - timedelta(days=30)),
    "what was said of somebody": lambda work: work.store(Members).words_about(5),
    "what somebody has said": lambda work: work.store(Members).drop_words_of(5),
    "whether somebody has looked today": lambda work: work.store(Members).note_look(5, _unit(work), "all", work.now),
    "who has looked": lambda work: work.store(Members).looks_at([_unit(work)], 5),
    "where somebody has looked": lambda work: work.store(Members).looks_of(5),
    "looks that are forgotten": lambda work: work.store(Members).drop_looks(work.now - timedelta(days=180)),
    "a code": lambda work: work.store(DoorCodes).lock("0" * 64),
    "which slips are good": lambda work: work.store(DoorCodes).open_printed([5, 6]),
    "how many codes a family has": lambda work: work.store(DoorCodes).open_family(5),
    "slips that end": lambda work: work.store(DoorCodes).end_printed([5, 6]),
    "a family's codes that end": lambda work: work.store(DoorCodes).end_family(5, 5),
    "who has guessed": lambda work: work.store(DoorCodes).wrong_of(5),
    "codes of whoever is deleted": lambda work: work.store(DoorCodes).unlink(5),
    "codes that are forgotten": lambda work: work.store(DoorCodes).drop_old(
        work.now - timedelta(days=30), work.now - timedelta(days=1000)
    ),
    "what is to be put right": lambda work: work.store(Corrections).open(),
    "what somebody has asked to put right": lambda work: work.store(Corrections).of_person(5),
    "a roll's line": lambda work: work.store(Rolls).line(1, 5),
}


def _unit(work: UnitOfWork) -> int:
    return next(place.id for place in work.directory.places.values() if place.code == "u7")


@pytest.fixture
async def full(database: Database) -> Database:
    await database.run(fill_register)
    await analyse(database)
    return database


async def test_no_question_about_the_register_reads_a_large_table_from_end_to_end(full: Database) -> None:
    scans: list[str] = []

    def ask(work: UnitOfWork) -> None:
        connection = work.session.connection()
        assert work.directory.doors[_unit(work)] == {(None, None): IN_A_UNIT}, "read once, kept in memory"
        for name, question in QUESTIONS.items():
            with overheard(connection) as heard, work.session.begin_nested():
                question(work)
                work.session.flush()
            assert heard, f"nothing was heard of: {name}"
            for statement, parameters in heard:
                scans.extend(f"{name}: {step}" for step in whole_scans(connection, statement, parameters, LARGE))

    await full.run(ask)
    assert not scans, "\n".join(scans)
