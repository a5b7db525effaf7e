"""Residents without the app: which households a steward should tell at the door."""

from collections.abc import Collection, Sequence

from domain.notices.notices import Letter
from domain.posts.directory import Address
from domain.posts.household_counts import households_at, households_covered
from domain.posts.routing import route
from domain.refusal import Refusal
from domain.tickets.households import FlatDoor, door_of, lowest_known, one_flat
from domain.tickets.visibility import room_is_shown
from services.telling.unasked import send_unasked
from services.tickets.households import households_at_home
from storage.models import Person
from storage.unit_of_work import UnitOfWork
from subjects.announcements.notices import DoorList
from subjects.announcements.rows import AnnouncementRow, DoorTask
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
    """The place; or one door of each range, where several stewards share a street."""
    ranges = [c for c in work.directory.coverage if c.place_id == place_id and c.from_no is not None]
    doors = [Address(place_id, c.from_no, c.sub_numbers[0] if c.sub_numbers else None) for c in ranges]
    return doors or [Address(place_id)]


def doors_without_app(work: UnitOfWork, places: Sequence[int], posts: Collection[int]) -> list[Doors]:
    """How many households of each place have nobody with the app, as far as their number was entered; on a street that
    several share, those of these posts' doors."""
    directory = work.directory
    homes = _homes_with_app(work, places)
    found = []
    for place_id in places:
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
    """Each steward concerned gets their list, once, when the announcement begins to be sent."""
    for person_id, places in whom_to_ask(work, Reach(tuple(row.places), tuple(row.posts))).items():
        if doors_for(work, places, work.people.get(person_id)):
            task = work.store(Announcements).ask_at_doors(row, person_id, places)
            send_unasked(work, Letter(person_id, DoorList(row.id, task.id)), row.urgency.grade)


def goes_there(work: UnitOfWork, task: DoorTask, person: Person) -> bool:
    """Were they asked to, and do they still hold a post?"""
    return task.person_id == person.id and bool(work.directory.posts_of(person.id, work.now))


def pass_on_doors(work: UnitOfWork) -> int:
    """Whoever was to go from door to door and cannot any more, as their leave has begun, their post has ended or they
    cannot be reached: who answers there now is asked instead. Returns how many lists went to somebody else."""
    passed = 0
    for task, row in work.store(Announcements).open_door_tasks():
        if _still_goes(work, task.person_id):
            continue
        doors = [door for place_id in task.places for door in _addresses(work, place_id)]
        found = next((one for door in doors if (one := route(work.directory, door, work.now).person_id)), None)
        if found is not None and found != task.person_id:
            task.person_id, passed = found, passed + 1
            send_unasked(work, Letter(found, DoorList(row.id, task.id)), row.urgency.grade)
    return passed


def _still_goes(work: UnitOfWork, person_id: int) -> bool:
    directory = work.directory
    here = directory.reachable(person_id) and directory.absence_of(person_id, work.now) is None
    return here and bool(directory.posts_of(person_id, work.now))


def told_at_doors(work: UnitOfWork, task_id: int, *, by: Person) -> None:
    """«都告诉到了»"""
    task = work.store(Announcements).door_task(task_id)
    if task is None or not goes_there(work, task, by):
        raise Refusal("refused-old-button")
    if task.done_at is None:
        task.done_at = work.now


def lowest(work: UnitOfWork, reach: Reach) -> list[int]:
    """The places of a reach that have none below them."""
    directory = work.directory
    there = (id_ for id_ in reach.below(directory) if directory.places[id_].merged_into is None)
    return [place_id for place_id in there if not directory.children(place_id)]
