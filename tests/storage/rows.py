"""Rows that the tests of storage start from: a small place with posts, people, tickets."""

from datetime import timedelta

from domain.register.doors import AreaSource, HouseholdKind, door_key
from domain.vocabulary import Channel, Grade, HeldAs, Kind, Level, Role, Secrecy, State
from storage.models import CoverageRow, HoldingRow, HouseholdRow, Person, PlaceRow, PostRow, Ticket
from storage.register.households import Households
from storage.unit_of_work import UnitOfWork


def lay_out(work: UnitOfWork) -> dict[str, int]:
    """A community with two buildings; each has a steward's post, the compound a leader's. Codes to ids."""
    ids: dict[str, int] = {}
    for code, parent, level in (
        ("sl", None, Level.COMMUNITY),
        ("gh", "sl", Level.COMPOUND),
        ("gh1", "gh", Level.BUILDING),
        ("gh2", "gh", Level.BUILDING),
    ):
        place = PlaceRow(code=code, parent_id=ids[parent] if parent else None, level=level, name=code, aliases=[])
        work.session.add(place)
        work.session.flush()
        ids[code] = place.id
    for code, role in (("gh1", Role.STEWARD), ("gh2", Role.STEWARD), ("gh", Role.GROUP_LEADER)):
        post = PostRow(code=f"p-{code}", place_id=ids[code], role=role, title=code)
        work.session.add(post)
        work.session.flush()
        ids[f"p-{code}"] = post.id
        work.session.add(CoverageRow(post_id=post.id, place_id=ids[code], side="all"))
    work.places.touch()
    return ids


def person(work: UnitOfWork, number: int, name: str | None = None, *, post: int | None = None) -> Person:
    """Somebody with an account, perhaps in a post."""
    found = work.people.recognise("telegram", str(number), "zh")
    if name is not None:
        work.people.set_contact(found.id, name, None)
    if post is not None:
        work.session.add(HoldingRow(post_id=post, person_id=found.id, held_as=HeldAs.MAIN))
        work.places.touch()
    return found


def ticket(work: UnitOfWork, place_id: int, *, reporter: Person | None = None, **more: object) -> Ticket:
    """A ticket as filing makes it, without its words and its history."""
    filed_by = reporter if reporter is not None else person(work, 9)
    facts: dict[str, object] = {
        "state": State.NEW,
        "category": "R101",
        "kind": Kind.REPAIR,
        "grade": Grade.P2,
        "safety": False,
        "place_id": place_id,
        "secrecy": Secrecy.NORMAL,
        "concerns": None,
        "channel": Channel.CHAT,
        "on_behalf": False,
        "reporter_id": reporter.id if reporter else None,
        "filed_by_id": filed_by.id,
        "filed_at": work.now,
        "claim_due": work.now + timedelta(hours=4),
        "resolve_due": work.now + timedelta(hours=24),
        "appealed": False,
        "reopened": 0,
        "not_solved": 0,
        "changes": 0,
        "moves": 0,
        **more,
    }
    return work.tickets.add(Ticket(number=work.tickets.next_number("2611"), **facts))


def household(work: UnitOfWork, place_id: int, room: str, **more: object) -> HouseholdRow:
    """A door of the register: a flat of 80 m² that counts."""
    row = HouseholdRow(place_id=place_id, number=None, sub_number=None, room=room, door_key=door_key(None, None, room))
    row.kind, row.area, row.area_source = HouseholdKind.FLAT, 8000, AreaSource.CERTIFICATE
    row.counts, row.owner_key, row.floor, row.let = True, None, None, None
    row.since = row.until = None
    row.version = 1
    for name, value in more.items():
        setattr(row, name, value)
    work.store(Households).add_all([row])
    return row
