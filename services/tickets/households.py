"""Who has a fault, as voices that domain/tickets/households.py counts: of tickets, of «我也遇到», of people at home."""

from collections.abc import Collection, Iterable

from domain.posts.directory import Address
from domain.tickets.households import Voice, a_person, door_of, households, somebody_else
from storage.tickets.neighbours import Witness
from storage.unit_of_work import UnitOfWork


def voices_of(work: UnitOfWork, ticket_ids: Collection[int]) -> dict[int, list[Voice]]:
    """By ticket: whoever reported it, or whom it was reported for, and whoever has the same fault."""
    said = work.neighbours.said_in(ticket_ids)
    followers = work.neighbours.followers_in(ticket_ids)
    people = {one.person_id for one in said if one.person_id is not None}
    homes = work.people.homes(people | {person_id for _, person_id in followers})
    found: dict[int, list[Voice]] = {ticket_id: [] for ticket_id in ticket_ids}
    for one in said:
        found[one.ticket_id].append(_voice(work, one, homes))
    for ticket_id, person_id in followers:
        found[ticket_id].append(at_home(work, person_id, homes.get(person_id)))
    return found


def at_home(work: UnitOfWork, person_id: int, home: Address | None) -> Voice:
    """Somebody with a chat, by their home where it is known."""
    return Voice(a_person(person_id), home=door_of(home, work.directory))


def households_in(work: UnitOfWork, ticket_ids: Collection[int]) -> int:
    """How many households have the fault of these tickets, as far as they have said so."""
    return households([voice for voices in voices_of(work, ticket_ids).values() for voice in voices])


def households_at_home(work: UnitOfWork, people: Iterable[tuple[int, Address | None]]) -> int:
    """How many households these people are, by their homes."""
    return households([at_home(work, person_id, home) for person_id, home in people])


def _voice(work: UnitOfWork, said: Witness, homes: dict[int, Address | None]) -> Voice:
    door = door_of(said.address, work.directory)
    if said.person_id is not None and not said.for_another:
        return Voice(a_person(said.person_id), door, door_of(homes.get(said.person_id), work.directory))
    told_by = said.person_id or said.recorded_by_id
    who = somebody_else(phone=said.phone, name=said.name, told_by=told_by, ticket_id=said.ticket_id)
    return Voice(who, door)
