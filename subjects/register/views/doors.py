"""Doors as the chain sees them: how many, one by one, and their slips."""

from collections.abc import Sequence
from datetime import datetime

from domain.notices.register_notices import RegisterDoor, RegisterDoors, RegisterOf, RegisterPlaces, Slips, SlipsAsked
from domain.posts.directory import Address
from domain.refusal import Refusal
from domain.register.doors import area_words
from services.register.members import may_settle
from storage.models import Person
from storage.register.households import Households
from storage.register.members import DoorLine, Members
from storage.unit_of_work import UnitOfWork
from subjects.register.rules import DoorChoice, DoorListPage, DoorsView, DoorView, SlipsPlan, SlipsView
from subjects.register.service.doors import acts_at, acts_for, doors_for, own_places, seen_door, sees_all
from subjects.register.service.slips import plan_slips


def places(work: UnitOfWork, _notice: RegisterPlaces, person: Person) -> Sequence[DoorChoice]:
    """Those of whoever answers for several."""
    name = work.directory.name
    return [DoorChoice(place_id, name(Address(place_id))) for place_id in own_places(work, person)]


def overview(work: UnitOfWork, notice: RegisterOf, person: Person) -> DoorsView | None:
    """How many, and what is known; None where none of them is theirs."""
    doors = doors_for(work, notice.place_id, person)
    if not doors:
        return None
    homes = [door for door in doors if door.counts]
    return DoorsView(
        place_id=notice.place_id,
        place=work.directory.name(Address(notice.place_id)),
        doors=len(homes),
        with_area=sum(door.has_area for door in homes),
        let=sum(door.let is True for door in homes),
        with_app=sum(door.has_app for door in homes),
        waiting=sum(door.waits for door in doors),
        acts=bool(acts_for(work, doors, person)),
    )


def one_by_one(work: UnitOfWork, notice: RegisterDoors, person: Person) -> DoorListPage | None:
    """Each by what is behind the name of the place."""
    if notice.place_id not in work.directory.places:
        return None
    place = work.directory.name(Address(notice.place_id))
    doors = [door for door in doors_for(work, notice.place_id, person) if _is_in(door, notice.which)]
    names = ((door.id, work.directory.name(door.address)) for door in doors)
    return DoorListPage(
        notice.place_id, place, [DoorChoice(one, name.removeprefix(place).strip() or name) for one, name in names]
    )


def _is_in(door: DoorLine, which: str) -> bool:
    return {"no_area": not door.has_area, "waiting": door.waits}.get(which, True)


def one_door(work: UnitOfWork, notice: RegisterDoor, person: Person) -> DoorView | None:
    """What this reader may know of it."""
    try:
        row = seen_door(work, notice.household_id, person)
    except Refusal:
        return None
    full, store = sees_all(work, person), work.store(Members)
    members = store.of_household(row.id)
    return DoorView(
        id=row.id,
        place_id=row.place_id,
        name=work.directory.name(row.address),
        kind=row.kind,
        let=row.let,
        has_app=bool(members),
        acts=acts_at(work, row, person),
        sees_all=full,
        area=area_words(row.area) if full and row.area is not None else None,
        owner_key=row.owner_key if full else None,
        waiting=[one.id for one in members if may_settle(work, one, person)],
    )


def slips_plan(work: UnitOfWork, notice: SlipsAsked, person: Person) -> SlipsPlan | None:
    """How many would be printed; the press has said why not, where there are none."""
    try:
        return plan_slips(work, notice.place_id, person)
    except Refusal:
        return None


def slips(work: UnitOfWork, notice: Slips, _person: Person) -> SlipsView | None:
    """The paper for whoever printed it."""
    doors = work.store(Households).several([household_id for household_id, _ in notice.codes])
    standing = [(doors[one], digits) for one, digits in notice.codes if one in doors and doors[one].until is None]
    found = [(work.directory.name(row.address), digits) for row, digits in standing]
    place = work.directory.name(Address(notice.place_id))
    return SlipsView(place, found, datetime.fromisoformat(notice.until)) if found else None
