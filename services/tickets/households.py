"""Who has a fault, as voices that domain/tickets/households.py counts: of tickets, of «我也遇到», of people at home."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from domain.posts.directory import Address
from domain.register.doors import door_key
from domain.tickets.households import FlatDoor, Voice, a_person, as_registered, door_of, households, somebody_else
from storage.register.households import Households
from storage.register.members import Members
from storage.tickets.neighbours import Witness
from storage.unit_of_work import UnitOfWork


def voices_of(work: UnitOfWork, ticket_ids: Collection[int]) -> dict[int, list[Voice]]:
    """By ticket: whoever reported it, or whom it was reported for, and whoever has the same fault."""
    said = work.neighbours.said_in(ticket_ids)
    followers = work.neighbours.followers_in(ticket_ids)
    people = {one.person_id for one in said if one.person_id is not None}
    homes = homes_of(work, people | {person_id for _, person_id in followers})
    found: dict[int, list[Voice]] = {ticket_id: [] for ticket_id in ticket_ids}
    for one in said:
        found[one.ticket_id].append(_voice(work, one, homes))
    for ticket_id, person_id in followers:
        found[ticket_id].append(_at_home(work, person_id, homes.get(person_id)))
    return _as_registered(work, found)


def homes_of(work: UnitOfWork, people: Collection[int]) -> dict[int, Address | None]:
    """By person: the home they have said, else the household of the register that they speak for."""
    homes = work.people.homes(people)
    if not work.directory.doors or not (unknown := {one for one in people if homes.get(one) is None}):
        return homes
    return homes | work.store(Members).doors_of(unknown)


def _as_registered(work: UnitOfWork, voices: Mapping[int, list[Voice]]) -> dict[int, list[Voice]]:
    """The same, each door by its id where the register has it; asks nothing where it has none of them."""
    every = {door for said in voices.values() for one in said for door in (one.door, one.home) if door is not None}
    known = registered(work, every)
    if not known:
        return dict(voices)
    return {key: [_known(voice, known) for voice in said] for key, said in voices.items()}


def _known(voice: Voice, known: Mapping[FlatDoor, FlatDoor]) -> Voice:
    door = known.get(voice.door, voice.door) if voice.door is not None else None
    home = known.get(voice.home, voice.home) if voice.home is not None else None
    return Voice(voice.who, door, home)


def registered(work: UnitOfWork, doors: Collection[FlatDoor]) -> Mapping[FlatDoor, FlatDoor]:
    """Those of these doors that the register has, as it has them."""
    directory = work.directory
    buildings = {door.building for door in doors}
    places = [one for building in buildings for one in directory.below(building) if one in directory.doors]
    if not places:
        return {}
    keys = {door_key(door.number, door.sub_number, door.room) for door in doors}
    rows = work.store(Households).with_numbers(places, keys)
    there = [replace(flat, household=row.id) for row in rows if (flat := door_of(row.address, directory)) is not None]
    found = {door: as_registered(door, there) for door in doors}
    return {door: flat for door, flat in found.items() if flat.household is not None}


def _at_home(work: UnitOfWork, person_id: int, home: Address | None) -> Voice:
    """Somebody with a chat, by their home where it is known."""
    return Voice(a_person(person_id), home=door_of(home, work.directory))


def households_in(work: UnitOfWork, ticket_ids: Collection[int]) -> int:
    """How many households have the fault of these tickets, as far as they have said so."""
    return households([voice for voices in voices_of(work, ticket_ids).values() for voice in voices])


def households_at_home(work: UnitOfWork, people: Iterable[tuple[int, Address | None]]) -> int:
    """How many households these people are, by their homes."""
    voices = {0: [_at_home(work, person_id, home) for person_id, home in people]}
    return households(_as_registered(work, voices)[0])


def _voice(work: UnitOfWork, said: Witness, homes: dict[int, Address | None]) -> Voice:
    door = door_of(said.address, work.directory)
    if said.person_id is not None and not said.for_another:
        return Voice(a_person(said.person_id), door, door_of(homes.get(said.person_id), work.directory))
    told_by = said.person_id or said.recorded_by_id
    who = somebody_else(phone=said.phone, name=said.name, told_by=told_by, ticket_id=said.ticket_id)
    return Voice(who, door)
