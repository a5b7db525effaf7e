"""What the rows must agree on with each other: codes, the tree, ranges, and who holds a post when."""

from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from datetime import date
from typing import TypeVar

from domain.bodies.bodies import BodyKind
from domain.register.doors import door_key
from domain.vocabulary import HeldAs, Level, Role, StreetSide
from domain.words.plain import plain
from services.set_up.findings import Fault
from services.set_up.headings import ACCOUNT
from services.set_up.rows import (
    BodyLine,
    CheckedRow,
    CoverageLine,
    HouseholdLine,
    Lines,
    PersonLine,
    PlaceLine,
    PostLine,
)

MAY_STAND_UNDER = {
    Level.COMMUNITY: (),
    Level.GRID: (Level.COMMUNITY,),
    Level.COMPOUND: (Level.GRID, Level.COMMUNITY),
    Level.STREET: (Level.GRID, Level.COMMUNITY),
    Level.BUILDING: (Level.COMPOUND, Level.STREET, Level.GRID, Level.COMMUNITY),
    Level.UNIT: (Level.BUILDING,),
}

L = TypeVar("L", bound=CheckedRow)
C = TypeVar("C", PlaceLine, PostLine, BodyLine)


def check(lines: Lines) -> list[Fault]:
    """Every fault between sound rows, table by table."""
    places = {line.code: line for line in reversed(lines.places)}
    posts = {line.code: line for line in reversed(lines.posts)}
    place_codes = None if "places" in lines.incomplete else places.keys() | lines.codes_of_faulty_rows
    post_codes = None if "posts" in lines.incomplete else posts.keys() | lines.codes_of_faulty_rows
    return [
        *_duplicate_codes(lines.places, places),
        *_unknown(lines.places, "parent", "place", lambda line: line.parent, place_codes),
        *_tree(lines, places),
        *_called_alike(lines.places, places),
        *_duplicate_codes(lines.posts, posts),
        *_unknown(lines.posts, "place", "place", lambda line: line.place, place_codes),
        *_unknown(lines.coverage, "post", "post", lambda line: line.post, post_codes),
        *_unknown(lines.coverage, "place", "place", lambda line: line.place, place_codes),
        *(_fault(line, reason) for line in lines.coverage for reason in _range_faults(line, places.get(line.place))),
        *_same_again(lines.coverage),
        *_covered_by_seats(lines.coverage, posts),
        *_unknown(lines.people, "post", "post", lambda line: line.post, post_codes),
        *_people(lines.people),
        *_bodies(lines, place_codes),
        *_unknown(lines.households, "place", "place", lambda line: line.place, place_codes),
        *_doors(lines.households),
    ]


def _doors(lines: Sequence[HouseholdLine]) -> Iterator[Fault]:
    """A door stands once, and says which it is."""
    seen: dict[tuple[str, str], int] = {}
    for line in lines:
        door = line.place, door_key(line.number, line.sub, line.room)
        if line.number is None and line.room is None:
            yield _fault(line, "room: is empty; a household has a house number, a room or both")
        elif door in seen:
            yield _fault(line, f"room: the same door stands in row {seen[door]}")
        seen.setdefault(door, line.row)


def _bodies(lines: Lines, place_codes: Set[str] | None) -> Iterator[Fault]:
    """Bodies, the seats that name them, and who is a member of what."""
    bodies = {line.code: line for line in reversed(lines.bodies)}
    known = None if "bodies" in lines.incomplete else bodies.keys() | lines.codes_of_faulty_rows
    yield from _duplicate_codes(lines.bodies, bodies)
    yield from _unknown(lines.posts, "body", "body", lambda line: line.body, known)
    for post in lines.posts:
        if post.role is Role.CONTACT and post.body is None:
            yield _fault(post, "body: is empty; a contact has the seat of a body")
        elif post.role is not Role.CONTACT and post.body is not None:
            yield _fault(post, f"body: only a contact has one, not a {post.role}")
    for line in lines.bodies:
        if line.first_day and line.last_day and line.last_day < line.first_day:
            yield _fault(line, f"to: {line.last_day} is before from: {line.first_day}")
        if line.members and line.kind is not BodyKind.ALLIANCE:
            yield _fault(line, f"members: only an alliance has members, not a {line.kind}")
        for code in line.places:
            if place_codes is not None and code not in place_codes:
                yield _fault(line, f"places: there is no place «{code}»")
        for code in line.members:
            if code == line.code:
                yield _fault(line, f"members: «{code}» would be a member of itself")
            elif known is not None and code not in known:
                yield _fault(line, f"members: there is no body «{code}»")
        if line is bodies[line.code] and _within_itself(line, bodies):
            yield _fault(line, f"members: «{line.code}» is a member of one of its own members")


def _within_itself(body: BodyLine, bodies: Mapping[str, BodyLine]) -> bool:
    """By more than one step; whoever names itself was told so already."""
    seen, waiting = set[str](), [code for code in body.members if code != body.code]
    while waiting:
        code = waiting.pop()
        if code == body.code:
            return True
        if code not in seen and code in bodies:
            seen.add(code)
            waiting += bodies[code].members
    return False


def _covered_by_seats(coverage: Sequence[CoverageLine], posts: Mapping[str, PostLine]) -> Iterator[Fault]:
    """Where a body works stands in its own row; nobody in its seats answers for a place."""
    for cover in coverage:
        post = posts.get(cover.post)
        if post is not None and post.role is Role.CONTACT:
            yield _fault(cover, f"post: «{cover.post}» is the seat of a body, which answers for no place")


def _fault(line: CheckedRow, reason: str) -> Fault:
    return Fault(line.file, line.row, reason)


def _unknown(
    lines: Sequence[L], column: str, what: str, named: Callable[[L], str | None], codes: Set[str] | None
) -> Iterator[Fault]:
    """References to what stands nowhere; `codes` None: the other table was not read whole, so nothing is known."""
    for line in lines:
        code = named(line)
        if code is not None and codes is not None and code not in codes:
            yield _fault(line, f"{column}: there is no {what} «{code}»")


def _duplicate_codes(lines: Sequence[C], first: Mapping[str, C]) -> Iterator[Fault]:
    for line in lines:
        earlier = first[line.code]
        if earlier is not line:
            yield _fault(line, f"code: «{line.code}» stands in row {earlier.row} already")


def _tree(lines: Lines, places: Mapping[str, PlaceLine]) -> Iterator[Fault]:
    """One community at the top, every level under one it may stand under, and no circles."""
    roots = [place for place in lines.places if place.parent is None]
    for place in lines.places:
        if place.parent is None and place.level is not Level.COMMUNITY:
            yield _fault(place, "parent: is empty; only the community has none")
        elif place.parent is None and place is not roots[0]:
            yield _fault(place, f"parent: is empty, but the community stands in row {roots[0].row} already")
        parent = places.get(place.parent or "")
        if _in_a_circle(place, places):
            yield _fault(place, f"parent: «{place.code}» stands below itself")
        elif parent is not None and parent.level not in MAY_STAND_UNDER[place.level]:
            yield _fault(place, f"level: a {place.level} cannot stand under a {parent.level} («{parent.code}»)")
    if lines.places and not roots and "places" not in lines.incomplete and not lines.codes_of_faulty_rows:
        yield Fault(lines.places[0].file, None, "there is no community (a row of level community without a parent)")


def _in_a_circle(place: PlaceLine, places: Mapping[str, PlaceLine]) -> bool:
    seen: set[str] = set()
    current = places.get(place.parent or "")
    while current is not None and current.code not in seen:
        if current.code == place.code:
            return True
        seen.add(current.code)
        current = places.get(current.parent or "")
    return False


def _called_alike(lines: Sequence[PlaceLine], places: Mapping[str, PlaceLine]) -> Iterator[Fault]:
    """Places side by side of one name, or an alias that is the name of the next: nobody could say which is meant."""
    beside: dict[str | None, dict[str, PlaceLine]] = {}
    for line in lines:
        earlier = beside.setdefault(line.parent, {}).setdefault(_spoken(line.name), line)
        if earlier is not line:
            above = places.get(line.parent or "")
            under = f"under «{above.name}» " if above else ""
            yield _fault(line, f"name: «{line.name}» stands {under}in row {earlier.row} already")
    for line in lines:
        for alias in line.aliases:
            other = beside[line.parent].get(_spoken(alias), line)
            if other is not line and other.code != line.code:
                yield _fault(line, f"aliases: «{alias}» is the name of the place in row {other.row}, right beside it")


def _spoken(name: str) -> str:
    return "".join(plain(name).split())


def _range_faults(cover: CoverageLine, place: PlaceLine | None) -> Iterator[str]:
    if place is not None and place.level is not Level.STREET:
        if cover.from_no is not None or cover.to_no is not None:
            yield f"from_no: «{place.name}» is a {place.level}; only a street has house numbers"
        if cover.side is not StreetSide.ALL:
            yield f"side: «{place.name}» is a {place.level}; only a street has sides"
        if cover.sub_numbers is not None:
            yield f"sub_numbers: «{place.name}» is a {place.level}; only the doors of a street have sub-numbers"
        return
    if cover.from_no is None:
        if cover.to_no is not None:
            yield "to_no: is given without from_no"
        elif cover.sub_numbers:
            yield "sub_numbers: a list needs the house number it belongs to (from_no)"
        return
    to_no = cover.to_no or cover.from_no
    if cover.from_no > to_no:
        yield f"from_no: {cover.from_no} is greater than to_no: {to_no}"
    elif not any(_on_side(number, cover.side) for number in range(cover.from_no, min(cover.from_no + 1, to_no) + 1)):
        yield f"side: there is no {cover.side} number from {cover.from_no} to {to_no}"


def _on_side(number: int, side: StreetSide) -> bool:
    return side is StreetSide.ALL or (number % 2 == 1) == (side is StreetSide.ODD)


def _same_again(lines: Sequence[CoverageLine]) -> Iterator[Fault]:
    first: dict[tuple[object, ...], CoverageLine] = {}
    for line in lines:
        content = (line.post, line.place, line.from_no, line.to_no or line.from_no, line.side, line.sub_numbers)
        earlier = first.setdefault(content, line)
        if earlier is not line:
            yield _fault(line, f"is the same as row {earlier.row}")


def _people(people: Sequence[PersonLine]) -> Iterator[Fault]:
    """Nobody twice in the same seat at once, one main holder at a time, one name and number per account."""
    of_post: dict[str, list[PersonLine]] = {}
    of_account: dict[str, PersonLine] = {}
    for line in people:
        if line.first_day and line.last_day and line.last_day < line.first_day:
            yield _fault(line, f"to: {line.last_day} is before from: {line.first_day}")
            continue
        for earlier in of_post.setdefault(line.post, []):
            if earlier.held_as is not line.held_as or not _at_the_same_time(earlier, line):
                continue
            if earlier.name == line.name:
                yield _fault(line, f"«{line.name}» holds «{line.post}» as {line.held_as} in row {earlier.row} already")
            elif line.held_as is HeldAs.MAIN:
                yield _fault(
                    line, f"as: «{line.post}» already has a main holder then: «{earlier.name}», row {earlier.row}"
                )
        of_post[line.post].append(line)
        if line.account is not None:
            account = of_account.setdefault(line.account, line)
            if account.name != line.name:
                yield _fault(line, f"{ACCOUNT}: row {account.row} gives it to «{account.name}»")
            elif account.phone and line.phone and account.phone != line.phone:
                yield _fault(line, f"phone: row {account.row} has another one for the same account")


def _at_the_same_time(one: PersonLine, other: PersonLine) -> bool:
    begin = max(one.first_day or date.min, other.first_day or date.min)
    return begin <= min(one.last_day or date.max, other.last_day or date.max)


def stewards_without_coverage(lines: Lines) -> list[PostLine]:
    """Stewards' posts that answer for nothing."""
    covering = {cover.post for cover in lines.coverage}
    return [post for post in lines.posts if post.role is Role.STEWARD and post.code not in covering]


def vacancies(lines: Lines, today: date | None) -> list[PostLine]:
    """Posts that nobody holds on that day; without a day, that nobody is entered for at all."""
    held = {
        line.post
        for line in lines.people
        if today is None or (line.first_day or today) <= today <= (line.last_day or today)
    }
    return [post for post in lines.posts if post.code not in held]
