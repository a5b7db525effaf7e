"""Which households of the register nobody with the app lives in or speaks for: who goes from door to door goes
there."""

from collections.abc import Collection, Mapping

from domain.posts.directory import Address
from domain.tickets.households import door_of
from services.tickets.households import registered
from storage.register.households import walked
from storage.register.members import DoorLine, Members
from storage.unit_of_work import UnitOfWork


def doors_without_app(
    work: UnitOfWork, places: Collection[int], homes: Collection[Address]
) -> Mapping[int, list[DoorLine]]:
    """By place, the households that count, in the order in which one walks. `homes`: of people with the app."""
    flats = {flat for home in homes if (flat := door_of(home, work.directory)) is not None}
    with_app = {flat.household for flat in registered(work, flats).values()}
    found: dict[int, list[DoorLine]] = {place_id: [] for place_id in places}
    for line in sorted(work.store(Members).doors_at(places), key=lambda line: walked(line.address)):
        if line.counts and not line.has_app and line.id not in with_app:
            found[line.address.place_id].append(line)
    return found
