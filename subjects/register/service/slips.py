"""Slips with codes, for a whole place or one door: printed for homes that nobody speaks for yet."""

from collections.abc import Sequence
from datetime import timedelta

from domain.notices.register_notices import Slips
from domain.posts.directory import Address
from domain.refusal import Refusal
from domain.register.codes import CODE_DAYS
from services.register.codes import make_codes
from storage.models import Person
from storage.register.codes import DoorCodes
from storage.unit_of_work import UnitOfWork
from subjects.register.rules import MAX_SLIPS, SlipsPlan
from subjects.register.service.doors import acts_at, acts_for, doors_for, seen_door


def plan_slips(work: UnitOfWork, place_id: int, person: Person) -> SlipsPlan:
    """Which doors of the place would get one. Raises Refusal where there is nothing to print, or too much at once."""
    doors = acts_for(work, doors_for(work, place_id, person), person)
    if not doors:
        raise Refusal("register-refused-unknown")
    wanted = [door.id for door in doors if not door.has_app]
    if not wanted:
        raise Refusal("register-refused-all-connected")
    if len(wanted) > MAX_SLIPS:
        raise Refusal("register-refused-too-many", n=len(wanted), most=MAX_SLIPS)
    good = frozenset(work.store(DoorCodes).open_printed(wanted))
    return SlipsPlan(place_id, work.directory.name(Address(place_id)), wanted, good)


def print_slips(work: UnitOfWork, place_id: int, *, anew: bool, by: Person) -> Slips:
    """`anew`: also for doors whose slip is still good; that one ends."""
    plan = plan_slips(work, place_id, by)
    doors = [one for one in plan.doors if anew or one not in plan.good]
    if not doors:
        raise Refusal("register-refused-all-printed")
    return _printed(work, place_id, doors, by)


def print_slip(work: UnitOfWork, household_id: int, *, by: Person) -> Slips:
    """One door's, whoever speaks for it already: the second owner, a tenant."""
    row = seen_door(work, household_id, by)
    if not acts_at(work, row, by):
        raise Refusal("register-refused-unknown")
    return _printed(work, row.place_id, [row.id], by)


def _printed(work: UnitOfWork, place_id: int, doors: Sequence[int], by: Person) -> Slips:
    made = make_codes(work, doors, by=by)
    until = work.now + timedelta(days=CODE_DAYS)
    return Slips(place_id, tuple((one, made[one]) for one in doors), until.isoformat())
