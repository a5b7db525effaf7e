"""Which doors somebody may see."""

from domain.posts.directory import Address
from domain.refusal import Refusal
from domain.register.doors import door_key
from domain.vocabulary import CHAIN, Role, StreetSide
from services.register.correcting import DECIDES_CORRECTIONS
from storage.models import HouseholdRow, Person
from storage.register.households import Households, walked
from storage.register.members import DoorLine, Members
from storage.unit_of_work import UnitOfWork
from subjects.register.rules import READS_REGISTER


def doors_for(work: UnitOfWork, place_id: int, person: Person) -> list[DoorLine]:
    """The doors of a place and below, as far as they answer for them, in the order in which one walks."""
    directory, store = work.directory, work.store(Members)
    if place_id not in directory.places or not work.may(person, READS_REGISTER):
        return []
    doors = store.doors_at(directory.below(place_id))
    if not _has_all_of(work, place_id, person):
        doors = [door for door in doors if directory.standing(person.id, door.address, work.now) & {*CHAIN}]
    order = {one: n for n, one in enumerate(directory.places)}
    return sorted(doors, key=lambda door: (order[door.address.place_id], *walked(door.address)))


def _has_all_of(work: UnitOfWork, place_id: int, person: Person) -> bool:
    directory = work.directory
    line = {place.id for place in directory.line(place_id)}
    return any(
        cover.place_id in line and cover.from_no is None and cover.side is StreetSide.ALL and not cover.sub_numbers
        for post in directory.posts_of(person.id, work.now)
        if post.role in CHAIN
        for cover in directory.covered_by(post)
    )


def own_places(work: UnitOfWork, person: Person) -> list[int]:
    """Those that /register can mean without a place, the widest first."""
    directory = work.directory
    posts = [post for post in directory.posts_of(person.id, work.now) if post.role in CHAIN]
    places = dict.fromkeys(cover.place_id for post in posts for cover in directory.covered_by(post))
    return [one for one in directory.places if one in places]


def typed_door(work: UnitOfWork, address: Address, person: Person) -> int:
    """One of theirs by its room, at that place or below; a foreign door and none read the same."""
    key = door_key(None, None, address.room)
    found = [
        door
        for door in doors_for(work, address.place_id, person)
        if door_key(None, None, door.address.room) == key
        and (address.number is None or address.number == door.address.number)
        and (address.sub_number is None or address.sub_number == door.address.sub_number)
    ]
    if len(found) != 1:
        raise Refusal("register-refused-several" if found else "register-refused-unknown")
    return found[0].id


def seen_door(work: UnitOfWork, household_id: int, person: Person) -> HouseholdRow:
    """One of theirs; a foreign door and none read the same."""
    row = work.store(Households).get(household_id)
    if row is None or row.until is not None or not work.may(person, READS_REGISTER):
        raise Refusal("register-refused-unknown")
    if not work.directory.standing(person.id, row.address, work.now) & {*CHAIN}:
        raise Refusal("register-refused-unknown")
    return row


def sees_all(work: UnitOfWork, person: Person) -> bool:
    """Areas and owner keys too: the office and the secretary."""
    return work.may(person, DECIDES_CORRECTIONS)


def acts_at(work: UnitOfWork, row: HouseholdRow, person: Person) -> bool:
    """Steward of that door, or the office: prints its slip, puts right what may be put right."""
    return sees_all(work, person) or Role.STEWARD in work.directory.standing(person.id, row.address, work.now)


def acts_for(work: UnitOfWork, doors: list[DoorLine], person: Person) -> list[DoorLine]:
    """Those of these for which they print slips."""
    if sees_all(work, person):
        return doors
    standing = work.directory.standing
    return [door for door in doors if Role.STEWARD in standing(person.id, door.address, work.now)]
