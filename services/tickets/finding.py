"""/find: tickets by number, place, category and state, of what the searcher answers for, through the one door."""

from domain.places.finding import Search, Which
from storage.models import Person, Ticket
from storage.tickets.finding import TicketSearch
from storage.unit_of_work import UnitOfWork


def find_tickets(work: UnitOfWork, search: Search, *, by: Person) -> list[Ticket]:
    """What they may see of it, the newest first."""
    directory = work.directory
    places: dict[int, int | None] = {}
    for place, house in search.places:
        if place in directory.places:
            places |= dict.fromkeys(directory.below(place)) if house is None else {place: house}
    ids = work.store(TicketSearch).ids(
        number=search.number,
        places=places if search.places else None,
        categories=search.categories,
        states=search.which.states if search.which else (),
        parked=search.which is Which.PARKED,
        overdue=search.which is Which.OVERDUE,
        within=territory(work, by),
        or_mine=by.id,
    )
    return list(reversed(work.tickets.several(ids, seen_by=by)))


def territory(work: UnitOfWork, person: Person) -> set[int]:
    """Every place a person's posts answer for; the door then looks at house numbers and at what is confidential."""
    directory, found = work.directory, set[int]()
    for post in directory.posts_of(person.id, work.now):
        covered = [cover.place_id for cover in directory.coverage if cover.post_id == post.id]
        for place in covered or [post.place_id]:
            found |= directory.below(place)
    return found
