"""Which doors no steward answers for, and which several answer for alike, found before anything is written."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from domain.posts.directory import Address, Coverage, Directory, Place, Post
from domain.vocabulary import Level, Role, StreetSide
from services.set_up.findings import Gap, Overlap
from services.set_up.rows import Lines

HouseNumber = tuple[int, str | None]
"""A house number and its sub-number."""


def directory_of(lines: Lines) -> Directory:
    """The directory that the files describe, with made-up ids and without people."""
    place_ids = {line.code: number for number, line in enumerate(lines.places, start=1)}
    post_ids = {line.code: number for number, line in enumerate(lines.posts, start=1)}
    places = [
        Place(place_ids[p.code], p.code, place_ids[p.parent] if p.parent else None, p.level, p.name, p.aliases)
        for p in lines.places
    ]
    posts = [Post(post_ids[p.code], p.code, place_ids[p.place], p.role, p.title) for p in lines.posts]
    coverage = [
        Coverage(post_ids[c.post], place_ids[c.place], c.from_no, c.to_no or c.from_no, c.side, c.sub_numbers)
        for c in lines.coverage
    ]
    return Directory(0, {p.id: p for p in places}, {p.id: p for p in posts}, coverage, ())


def gaps_and_overlaps(directory: Directory) -> tuple[list[Gap], list[Overlap]]:
    """For every place without places below it; on a street whose numbers decide, for every door."""
    gaps: list[Gap] = []
    overlaps: list[Overlap] = []
    for place in directory.places.values():
        if place.level in (Level.COMMUNITY, Level.GRID) or directory.children(place.id):
            continue
        name = directory.name(Address(place.id))
        nobody: list[str] = []
        several: list[tuple[str, tuple[str, ...]]] = []
        if directory.has_ranges(place.id):
            nobody, several = _of_doors(directory, place)
        else:
            stewards = _Stewards(directory, place)
            for where, address in _whole(directory, place):
                first = stewards.first(address)
                nobody.extend([where] if not first else [])
                several.extend([(where, _codes(first))] if len(first) > 1 else [])
        gaps.extend(Gap(f"{name} {where}".strip()) for where in nobody)
        overlaps.extend(Overlap(f"{name} {where}".strip(), codes) for where, codes in several)
    return gaps, overlaps


def _whole(directory: Directory, place: Place) -> list[tuple[str, Address]]:
    """What to ask about a place without ranges: itself, or both sides of a street that is shared out by sides."""
    if any(
        c.place_id == place.id and (c.side is not StreetSide.ALL or c.sub_numbers is not None)
        for c in directory.coverage
    ):
        return [("单号", Address(place.id, 1)), ("双号", Address(place.id, 2))]
    return [("", Address(place.id))]


def _of_doors(directory: Directory, street: Place) -> tuple[list[str], list[tuple[str, tuple[str, ...]]]]:
    """The doors of a street with ranges that no steward, and that several stewards answer for."""
    stewards = _Stewards(directory, street)
    uncovered: list[HouseNumber] = []
    shared: dict[tuple[str, ...], list[HouseNumber]] = {}
    for number, sub_number in _doors(directory, street):
        first = stewards.first(Address(street.id, number, sub_number))
        if not first:
            uncovered.append((number, sub_number))
        elif len(first) > 1:
            shared.setdefault(_codes(first), []).append((number, sub_number))
    for codes, door in _crossing(directory, street):
        shared.setdefault(codes, []).append(door)
    several = [(where, codes) for codes, doors in shared.items() for where in compact(doors)]
    return compact(uncovered), several


def _codes(posts: Iterable[Post]) -> tuple[str, ...]:
    return tuple(sorted(post.code for post in posts))


class _Stewards:
    """The stewards around one place, as `Directory.answering` puts them in order.

    Among equally specific posts only the code decides. So the order is asked for twice, with the codes turned
    round the second time: whoever comes before the second time's first are those that only the code tells apart.
    """

    def __init__(self, directory: Directory, place: Place) -> None:
        self._posts = posts = directory.posts
        line = {p.id: p for p in directory.line(place.id)}
        coverage = [c for c in directory.coverage if c.place_id in line and posts[c.post_id].role is Role.STEWARD]
        stewards = sorted({posts[c.post_id] for c in coverage}, key=lambda post: post.code)
        ordinary = {p.id: replace(p, code=f"{n:06}") for n, p in enumerate(stewards)}
        turned = {p.id: replace(p, code=f"{len(stewards) - n:06}") for n, p in enumerate(stewards)}
        self._ordinary = Directory(0, line, ordinary, coverage, ())
        self._turned = Directory(0, line, turned, coverage, ())

    def first(self, address: Address) -> list[Post]:
        """Nobody, the one steward who would be asked, or several among whom nothing but the code decides."""
        order = [post.id for post in self._ordinary.answering(address)]
        if not order:
            return []
        last = self._turned.answering(address)[0].id
        return [self._posts[post_id] for post_id in order[: order.index(last) + 1]]


def _doors(directory: Directory, street: Place) -> Iterator[HouseNumber]:
    """Every number from the street's lowest to its highest, and every sub-number that is listed for it."""
    ranges = [c for c in directory.coverage if c.place_id == street.id and c.from_no is not None]
    for number in range(min(c.from_no or 0 for c in ranges), max(c.to_no or 0 for c in ranges) + 1):
        yield number, None
        listed = {sub for c in ranges if _holds(c, number) for sub in c.sub_numbers or ()}
        yield from ((number, sub) for sub in sorted(listed, key=int))


def _holds(cover: Coverage, number: int) -> bool:
    inside = cover.from_no is not None and cover.from_no <= number <= (cover.to_no or cover.from_no)
    return inside and (cover.side is StreetSide.ALL or (number % 2 == 1) == (cover.side is StreetSide.ODD))


def _crossing(directory: Directory, street: Place) -> Iterator[tuple[tuple[str, ...], HouseNumber]]:
    """Doors in two ranges of different stewards of which neither lies within the other, as after a slip of the pen.

    The shorter range would be asked, but hardly on purpose; a range within another one is an exception from it.
    """
    posts = directory.posts
    ranges = [
        c
        for c in directory.coverage
        if c.place_id == street.id and c.from_no is not None and posts[c.post_id].role is Role.STEWARD
    ]
    for index, one in enumerate(ranges):
        for other in ranges[index + 1 :]:
            if one.post_id == other.post_id or one.sub_numbers != other.sub_numbers or one.sub_numbers:
                continue
            low, high = sorted((one, other), key=lambda c: (c.from_no or 0, c.to_no or 0))
            if not (low.from_no or 0) < (high.from_no or 0) <= (low.to_no or 0) < (high.to_no or 0):
                continue
            for number in range(high.from_no or 0, (low.to_no or 0) + 1):
                if _holds(one, number) and _holds(other, number):
                    yield _codes((posts[one.post_id], posts[other.post_id])), (number, None)


def compact(doors: Sequence[HouseNumber]) -> list[str]:
    """Doors as people write them: «20–24双», «9–15», «43附1». 单 is the odd side, 双 the even one."""
    numbers = {number for number, sub_number in doors if sub_number is None}
    said: list[tuple[int, str]] = []
    left = set(numbers)
    while left:
        start = min(left)
        end, step = max(_run(start, 1, left), _run(start, 2, left), key=lambda run: (run[0] - start) // run[1])
        left -= set(range(start, end + 1, step))
        side = "" if step == 1 else "单" if start % 2 else "双"
        said.append((start, f"{start}–{end}{side}" if end > start else str(start)))
    said.extend((number, f"{number}附{sub}") for number, sub in doors if sub is not None and number not in numbers)
    return [text for _, text in sorted(said, key=lambda one: one[0])]


def _run(start: int, step: int, numbers: set[int]) -> tuple[int, int]:
    end = start
    while end + step in numbers:
        end += step
    return end, step
