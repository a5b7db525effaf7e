"""One flat is one household, however often and by whomever it is heard. Everything that counts households asks here.

What tells a household apart, in this order: the room the words name; else the room of the home; else the person; else
the telephone number that was written down for somebody without a chat. Where the register has the door, its id does.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace

from domain.posts.directory import Address, Directory
from domain.register.doors import door_key
from domain.vocabulary import Level


@dataclass(frozen=True, slots=True)
class FlatDoor:
    """A flat's door. `unit` None: nobody said which stairs. `household`: its id in the register, where it has one."""

    building: int
    unit: int | None
    number: int | None
    sub_number: str | None
    room: str
    household: int | None = None


@dataclass(frozen=True, slots=True)
class Voice:
    """Somebody says that they have it. `door`: the flat their words name, `home`: their own; `who` tells them from
    others where neither is known."""

    who: str
    door: FlatDoor | None = None
    home: FlatDoor | None = None


def lowest_known(address: Address, directory: Directory) -> Address:
    """The address with its unit, where the building it names has a single one."""
    units = [child.id for child in directory.children(address.place_id) if child.level is Level.UNIT]
    return replace(address, place_id=units[0]) if len(units) == 1 else address


def door_of(address: Address | None, directory: Directory) -> FlatDoor | None:
    """The flat of an address; None where no room is named."""
    if address is None or address.room is None:
        return None
    at = lowest_known(address, directory)
    place = directory.places.get(at.place_id)
    in_unit = place is not None and place.level is Level.UNIT and place.parent_id is not None
    building, unit = (place.parent_id, place.id) if place is not None and in_unit else (at.place_id, None)
    return FlatDoor(building or at.place_id, unit, at.number, at.sub_number, address.room)


def a_person(person_id: int) -> str:
    return f"person {person_id}"


def somebody_else(*, phone: str | None, name: str | None, told_by: int | None, ticket_id: int) -> str:
    """Whoever was spoken for and has no chat here: by telephone number, else by name and who spoke for them, else only
    by that one ticket."""
    if phone:
        return f"phone {''.join(digit for digit in phone if digit.isdigit())}"
    return f"for {told_by} {name}" if name else f"ticket {ticket_id}"


def households(voices: Collection[Voice]) -> int:
    """How many households these are. Whoever names no room here and one elsewhere among them is counted there; the same
    flat with and without its unit is one when only one unit fits."""
    settled = one_flat(door for voice in voices if (door := voice.door or voice.home) is not None)
    doors = {voice: settled[door] for voice in voices if (door := voice.door or voice.home) is not None}
    with_a_door = {voice.who for voice in doors}
    return len({*doors.values()}) + len({voice.who for voice in voices} - with_a_door)


def one_flat(doors: Iterable[FlatDoor]) -> Mapping[FlatDoor, FlatDoor]:
    """Each of these doors as the flat it is: without a unit, that of the only unit where such a room is known."""
    all_of_them = set(doors)
    units: dict[FlatDoor, set[FlatDoor]] = {}
    for door in all_of_them:
        if door.unit is not None:
            units.setdefault(replace(door, unit=None, household=None), set()).add(door)
    fits = {bare: next(iter(there)) for bare, there in units.items() if len(there) == 1}
    return {door: fits.get(door, door) for door in all_of_them}


def as_registered(door: FlatDoor, registered: Collection[FlatDoor]) -> FlatDoor:
    """The door as the register has it: the one of that unit, or the only one of that room in the building."""
    alike = [one for one in registered if _same_numbers(one, door) and one.building == door.building]
    exact = [one for one in alike if one.unit == door.unit]
    fits = exact or [one for one in alike if door.unit is None or one.unit is None]
    return fits[0] if len(fits) == 1 else door


def _same_numbers(one: FlatDoor, other: FlatDoor) -> bool:
    return door_key(one.number, one.sub_number, one.room) == door_key(other.number, other.sub_number, other.room)
