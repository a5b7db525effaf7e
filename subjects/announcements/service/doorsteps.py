"""Residents without the app: which households a steward should tell at the door."""

from collections.abc import Collection, Mapping, Sequence

from domain.matters.rounds import RoundKind
from domain.notices.notices import Letter
from domain.posts.directory import Address, Directory
from domain.posts.household_counts import households_at, households_covered, in_register
from domain.posts.routing import route
from domain.tickets.households import FlatDoor, door_of, lowest_known, one_flat
from domain.tickets.visibility import room_is_shown
from services.matters.rounds import hand_on, open_round
from services.register.looking import note_look
from services.register.without_app import doors_without_app as register_without_app
from services.telling.unasked import send_unasked
from services.tickets.households import households_at_home
from storage.matters.rounds import Rounds
from storage.models import Person
from storage.register.members import DoorLine
from storage.unit_of_work import UnitOfWork
from subjects.announcements.notices import DoorList
from subjects.announcements.rows import AnnouncementRow
from subjects.announcements.rules import Doors, Reach
from subjects.announcements.store import Announcements


def whom_to_ask(work: UnitOfWork, reach: Reach) -> dict[int, list[int]]:
    """Who answers for which of the reach's lowest places: the people who would go from door to door."""
    directory = work.directory
    asked: dict[int, dict[int, None]] = {}
    for place_id in lowest(work, reach):
        for address in _addresses(work, place_id):
            if reach.takes(address, directory):
                person_id = route(directory, address, work.now).person_id
                if person_id is not None:
                    asked.setdefault(person_id, {})[place_id] = None
    return {person_id: list(places) for person_id, places in asked.items()}


def _addresses(work: UnitOfWork, place_id: int) -> list[Address]:
    """The numbers that the register has there; else the place, or one door of each range, where several stewards share
    a street."""
    if in_register(work.directory, place_id):
        registered = work.directory.doors[place_id]
        return [Address(place_id, number, sub_number) for (number, sub_number), n in registered.items() if n]
    ranges = [c for c in work.directory.coverage if c.place_id == place_id and c.from_no is not None]
    doors = [Address(place_id, c.from_no, c.sub_numbers[0] if c.sub_numbers else None) for c in ranges]
    return doors or [Address(place_id)]


def doors_without_app(work: UnitOfWork, places: Sequence[int], posts: Collection[int]) -> list[Doors]:
    """How many households of each place have nobody with the app: by the register where it has the doors, else as far
    as their number was entered; on a street that several share, those of these posts' doors."""
    directory = work.directory
    homes = _homes_with_app(work, places)
    listed = _listed(work, places, [home for _, home in homes])
    found = []
    for place_id in places:
        if place_id in listed:
            found.append(Doors(place_id, sum(_is_of(directory, posts, door.address) for door in listed[place_id])))
            continue
        ranges = [c for c in directory.coverage if c.place_id == place_id and c.from_no is not None]
        ranges = [c for c in ranges if c.post_id in posts] or ranges
        here = [one for one in homes if one[1].place_id == place_id]
        households = households_at(directory, place_id)
        if ranges:
            counts = [n for c in ranges if (n := households_covered(directory, c)) is not None]
            households = sum(counts) if len(counts) == len(ranges) else None
            line = directory.line(place_id)
            here = [one for one in here if any(c.takes(one[1], line) for c in ranges)]
        known = households_at_home(work, here)
        found.append(Doors(place_id, None if households is None else max(0, households - known)))
    return found


def _listed(work: UnitOfWork, places: Sequence[int], homes: Collection[Address]) -> Mapping[int, list[DoorLine]]:
    """The households without the app of those places that the register has."""
    there = [one for one in places if in_register(work.directory, one)]
    return register_without_app(work, there, homes) if there else {}


def _is_of(directory: Directory, posts: Collection[int], address: Address) -> bool:
    """Is it a door of these posts, where a street has ranges of them?"""
    ranges = [c for c in directory.coverage if c.place_id == address.place_id and c.from_no is not None]
    ranges = [c for c in ranges if c.post_id in posts] or ranges
    return not ranges or any(c.takes(address, directory.line(address.place_id)) for c in ranges)


def _homes_with_app(work: UnitOfWork, places: Sequence[int]) -> list[tuple[int, Address]]:
    """Who has the app and lives at one of these places, with their home; also where it was written without the only
    unit of its building."""
    above = {place.parent_id for place_id in places if (place := work.directory.places[place_id]).parent_id is not None}
    people = work.store(Announcements).neighbours([*places, *(above - {None})], ())
    here = [(one.person_id, one.home) for one in people if one.home is not None and not one.unreachable]
    return [(person_id, lowest_known(home, work.directory)) for person_id, home in here]


def doors_for(work: UnitOfWork, places: Sequence[int], steward: Person) -> list[Doors]:
    """The same with the doors that are known to report by telephone, as far as the steward may see them."""
    homes = [door for _, home in _homes_with_app(work, places) if (door := door_of(home, work.directory)) is not None]
    posts = {post.id for post in work.directory.posts_of(steward.id, work.now)}
    known: dict[int, set[str]] = {}
    recorded = [
        (door, ticket)
        for ticket in work.tickets.several(work.store(Announcements).recorded_at(places), seen_by=steward)
        if room_is_shown(ticket) and (door := door_of(ticket.address, work.directory)) is not None
    ]
    flats = one_flat([*homes, *(door for door, _ in recorded)])
    with_app, shown = {flats[door] for door in homes}, set[FlatDoor]()
    for door, ticket in recorded:
        if (flat := flats[door]) not in with_app | shown:
            shown.add(flat)
            known.setdefault(ticket.place_id, set()).add(work.directory.name(ticket.address))
    return [
        Doors(doors.place_id, doors.without_app, tuple(sorted(known.get(doors.place_id, ()))))
        for doors in doors_without_app(work, places, posts)
        if doors.without_app != 0 or doors.place_id in known
    ]


def ask_stewards(work: UnitOfWork, row: AnnouncementRow) -> None:
    """Each steward concerned gets their list, once, when the announcement begins to be sent: a round, with a point for
    each household of the register, and for each place that it has not."""
    reach = Reach(tuple(row.places), tuple(row.posts))
    for person_id, places in whom_to_ask(work, reach).items():
        points = _points(work, reach, places, work.people.get(person_id))
        if points and row.expires_at is not None:
            walked = open_round(work, RoundKind.DOORS, person_id, row.expires_at, points)
            work.store(Announcements).walked_for(row, walked.id)
            for place_id in dict.fromkeys(place_id for place_id, household_id in points if household_id is not None):
                note_look(work, person_id, place_id, "told")
            send_unasked(work, Letter(person_id, DoorList(row.id, walked.id)), row.urgency.grade)


def _points(work: UnitOfWork, reach: Reach, places: Sequence[int], steward: Person) -> list[tuple[int, int | None]]:
    """Place and household, in the order in which one walks."""
    directory = work.directory
    listed = _listed(work, places, [home for _, home in _homes_with_app(work, places)])
    uncounted = {doors.place_id for doors in doors_for(work, [one for one in places if one not in listed], steward)}
    points: list[tuple[int, int | None]] = []
    for place_id in places:
        points += [(place_id, None)] if place_id in uncounted else []
        points += [
            (place_id, door.id)
            for door in listed.get(place_id, ())
            if reach.takes(door.address, directory) and route(directory, door.address, work.now).person_id == steward.id
        ]
    return points


def pass_on_doors(work: UnitOfWork) -> int:
    """Whoever was to go from door to door and cannot any more, as their leave has begun, their post has ended or they
    cannot be reached: who answers there now is asked instead, and goes on with half a round. Returns how many lists
    went to somebody else."""
    passed = 0
    for walked, row in work.store(Announcements).open_rounds():
        if walked.by_person_id is None or _still_goes(work, walked.by_person_id):
            continue
        places = dict.fromkeys(point.place_id for point in work.store(Rounds).points(walked.id))
        doors = [door for place_id in places for door in _addresses(work, place_id)]
        found = next((one for door in doors if (one := route(work.directory, door, work.now).person_id)), None)
        if found is not None and found != walked.by_person_id:
            hand_on(walked, found)
            passed += 1
            send_unasked(work, Letter(found, DoorList(row.id, walked.id)), row.urgency.grade)
    return passed


def _still_goes(work: UnitOfWork, person_id: int) -> bool:
    directory = work.directory
    here = directory.reachable(person_id) and directory.absence_of(person_id, work.now) is None
    return here and bool(directory.posts_of(person_id, work.now))


def lowest(work: UnitOfWork, reach: Reach) -> list[int]:
    """The places of a reach that have none below them."""
    directory = work.directory
    there = (id_ for id_ in reach.below(directory) if directory.places[id_].merged_into is None)
    return [place_id for place_id in there if not directory.children(place_id)]
