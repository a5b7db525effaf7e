"""How many households there are: by the register where it has the doors, else as entered (spec: collective.md 2.1).

Of a place with others below it the register is the count once each of them is in it; a half imported compound goes on
with what was entered for it.
"""

from domain.posts.directory import Address, Coverage, Directory, Post
from domain.vocabulary import StreetSide


def in_register(directory: Directory, place_id: int) -> bool:
    """Has the register the doors of this place, and of all below it?"""
    children = directory.children(place_id)
    if children:
        return all(in_register(directory, child.id) for child in children)
    return place_id in directory.doors


def registered_at(directory: Directory, place_id: int) -> int:
    """The doors of the register there and below that count as households."""
    return sum(n for one in directory.below(place_id) for n in directory.doors.get(one, {}).values())


def households_at(directory: Directory, place_id: int) -> int | None:
    """Those of the register, else those entered for the place, else for all below it, else for the doors of the street;
    None where that is not known of every part."""
    if in_register(directory, place_id):
        return registered_at(directory, place_id)
    entered = directory.places[place_id].households
    if entered is not None:
        return entered
    counts = [households_at(directory, child.id) for child in directory.children(place_id)]
    counts = counts or [c.households for c in directory.coverage if c.place_id == place_id]
    return _sum(counts)


def households_covered(directory: Directory, cover: Coverage) -> int | None:
    """How many households one row of a post's coverage means."""
    if in_register(directory, cover.place_id):
        return sum(
            n
            for place_id in directory.below(cover.place_id)
            for (number, sub_number), n in directory.doors.get(place_id, {}).items()
            if cover.takes(Address(place_id, number, sub_number), directory.line(place_id))
        )
    if cover.households is not None:
        return cover.households
    ranged = cover.from_no is not None or cover.side is not StreetSide.ALL or cover.sub_numbers is not None
    return None if ranged else households_at(directory, cover.place_id)


def households_of(directory: Directory, post: Post) -> int | None:
    """How many households a post answers for; None when that is not known of every part of it."""
    return _sum([households_covered(directory, cover) for cover in directory.covered_by(post)])


def differs_from_entered(directory: Directory, place_id: int) -> bool:
    """Was another number entered for this place than the register has? (`louzhang check`)"""
    entered = directory.places[place_id].households
    return entered is not None and in_register(directory, place_id) and entered != registered_at(directory, place_id)


def _sum(counts: list[int | None]) -> int | None:
    known = [count for count in counts if count is not None]
    return sum(known) if counts and len(known) == len(counts) else None
