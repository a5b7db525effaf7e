"""Open tickets when places are called otherwise, stand elsewhere or have other posts: each says so in one line, and
goes to whoever answers for its place now."""

from collections.abc import Collection, Mapping

from domain.posts.directory import Directory
from domain.tickets.lifecycle import THE_CLOCK, advance
from domain.vocabulary import Action, Channel, Entrusted
from services.answering.assigning import find_assignee
from services.answering.entrusting import Moved, entrust, tell_moved
from services.telling.telling import redraw_cards
from storage.unit_of_work import UnitOfWork


def full_names(directory: Directory) -> dict[int, str]:
    """Every place with what it stands in, without the community."""
    return {place_id: _full_name(directory, place_id) for place_id in directory.places}


def _full_name(directory: Directory, place_id: int) -> str:
    spoken = [place.name for place in reversed(directory.line(place_id))]
    return "".join(spoken[1:]) or spoken[0]


def say_where(
    work: UnitOfWork, before: Mapping[int, str], moved: Mapping[int, int] | None = None, gone_to: Collection[int] = ()
) -> int:
    """One line for every open ticket whose place is called otherwise now; returns how many. `moved`: where tickets were
    before, `gone_to`: places that took some in."""
    changed = {p for p in work.directory.places if p in before and _full_name(work.directory, p) != before[p]}
    told = 0
    for ticket in work.tickets.open_at(changed | {*gone_to}):
        old = before.get((moved or {}).get(ticket.id, ticket.place_id))
        new = _full_name(work.directory, ticket.place_id)
        if old is None or old == new:
            continue
        change = advance(ticket, Action.RELOCATE, by=THE_CLOCK, at=work.now)
        work.record(ticket, change, channel=Channel.CLOCK, detail={"old": old, "new": new})
        redraw_cards(work, ticket)
        told += 1
    return told


def hand_on(work: UnitOfWork, before: Directory, places: Collection[int]) -> tuple[int, int]:
    """Open tickets at or below these places whose assignee answers there no more go to who does; returns how many went,
    and how many stay because nobody else can be asked. `before`: the directory they were given by."""
    concerned = {place for top in places if top in work.directory.places for place in work.directory.below(top)}
    moved, stay = Moved(Entrusted.PLACE), 0
    for ticket in work.tickets.open_at(concerned | {*places}):
        has_it = ticket.assignee_id
        if has_it is None or ticket.place_id not in before.places:
            continue
        answered = before.standing(has_it, ticket.address, work.now)
        if not answered or work.directory.standing(has_it, ticket.address, work.now):
            continue
        found = find_assignee(work, ticket, skip={has_it})
        if found.person_id is None:
            stay += 1
        else:
            entrust(work, ticket, found, moved)
    tell_moved(work, moved)
    return sum(map(len, moved.to.values())), stay
