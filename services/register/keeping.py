"""What the register keeps of people, and for how long (collective.md 1.7): memberships 30 days after their end, looks
half a year, doors that are no more five years; then they go, or stay as a number that tells of no door."""

from datetime import datetime, timedelta

from domain.community import Community
from services.parts import Keeps
from services.register.looking import who_looked
from storage.models import Person
from storage.register.codes import DoorCodes
from storage.register.corrections import Corrections
from storage.register.households import Households
from storage.register.members import Members
from storage.unit_of_work import UnitOfWork

LOOKS_SHOWN = 50
WRONG_CODES_KEPT = timedelta(days=1)


def _my_households(work: UnitOfWork, person: Person) -> object:
    """Their memberships, who opened lists with their doors, and what they asked to put right."""
    store, name = work.store(Members), work.directory.name
    households = []
    for row in store.of_person(person.id, ended=True):
        door = work.store(Households).get(row.household_id)
        if door is None:
            continue
        looks = who_looked(work, door, LOOKS_SHOWN) if row.until is None else []
        households.append(
            {
                "door": name(door.address),
                "as": row.stands_as,
                "proof": row.proof,
                "waits_for": row.waits_for,
                "since": row.since.isoformat(),
                "until": row.until.isoformat() if row.until is not None else None,
                "looked_at": [{"at": at.isoformat(), "by": post, "list": what} for at, post, what in looks],
            }
        )
    corrections = [
        {"at": row.asked_at.isoformat(), "what": row.what, "before": row.before, "after": row.after}
        for row in work.store(Corrections).of_person(person.id)
    ]
    return {"households": households, "corrections": corrections}


def _forget_member(work: UnitOfWork, person: Person) -> None:
    """They speak for no home any more; what they said of others and their codes go with it."""
    store = work.store(Members)
    store.drop(store.of_person(person.id, ended=True))
    store.drop_words_of(person.id)
    work.store(DoorCodes).unlink(person.id)
    work.store(Corrections).unlink(person.id)


def _count_members(work: UnitOfWork, before: datetime) -> int:
    return work.store(Members).count_ended(before)


def _drop_members(work: UnitOfWork, before: datetime) -> int:
    ended = work.store(Members).ended(before)
    work.store(Members).drop(ended)
    work.store(DoorCodes).drop_old(before, work.now - WRONG_CODES_KEPT)
    return len(ended)


MEMBERS_KEPT = Keeps(
    "household-members",
    _my_households,
    _forget_member,
    lambda community: community.keep_members_days,
    _count_members,
    _drop_members,
)


def _my_looks(work: UnitOfWork, person: Person) -> object:
    """Which lists of doors they have opened."""
    places = work.directory.places
    return [
        {"at": one.at.isoformat(), "place": places[one.place_id].name, "list": one.what}
        for one in work.store(Members).looks_of(person.id)
        if one.place_id in places
    ]


def _stays(_work: UnitOfWork, _person: Person) -> None:
    """That a post has looked is the households' to know."""


def _days_of_looks(community: Community) -> int:
    return community.keep_repairs_days


LOOKS_KEPT = Keeps(
    "register-looks",
    _my_looks,
    _stays,
    _days_of_looks,
    lambda work, before: work.store(Members).count_looks(before),
    lambda work, before: work.store(Members).drop_looks(before),
)


def _nobodys(_work: UnitOfWork, _person: Person) -> object:
    """A door is nobody's; whose it was stands with the memberships."""
    return []


DOORS_KEPT = Keeps(
    "former-households",
    _nobodys,
    _stays,
    lambda community: community.keep_register_days,
    lambda work, before: work.store(Households).count_ended(before),
    lambda work, before: work.store(Households).empty_ended(before),
)
REGISTER_KEPT = (MEMBERS_KEPT, LOOKS_KEPT, DOORS_KEPT)
