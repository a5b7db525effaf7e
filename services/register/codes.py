"""Codes of doors: made for slips and for the family, shown once, and used (spec: collective.md 3 A)."""

import hashlib
import secrets
from collections.abc import Iterable, Sequence
from datetime import timedelta

from domain.refusal import Refusal
from domain.register.codes import (
    CODE_DAYS,
    CODE_DIGITS,
    FAMILY_CODE_DAYS,
    CodeTrouble,
    blocked_until,
    is_like_a_number,
)
from domain.register.members import MAX_MEMBERS, MemberAs, MemberProof
from services.register.members import join, own_membership
from storage.models import DoorCode, HouseholdRow, MembershipRow, Person
from storage.register.codes import DoorCodes
from storage.register.households import Households
from storage.register.members import Members
from storage.unit_of_work import UnitOfWork


def _hash(digits: str) -> str:
    return hashlib.sha256(digits.encode()).hexdigest()


def _digits() -> str:
    """Eight at random that are no report's number."""
    while is_like_a_number(digits := f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}d}"):
        pass
    return digits


def make_codes(work: UnitOfWork, household_ids: Sequence[int], *, by: Person) -> dict[int, str]:
    """A code for each of these doors, for the slips, by household; the unused older slips of the same doors end. Who
    may print has been asked before (subjects/register/service/slips.py)."""
    codes = work.store(DoorCodes)
    codes.end_printed(household_ids)
    return _make(work, household_ids, family=False, by=by, lasts=timedelta(days=CODE_DAYS))


def make_family_code(work: UnitOfWork, household_id: int, *, by: Person) -> str:
    """〔家里人〕: one more for somebody of the same home. Raises Refusal for whoever only waits to speak for it, and
    where with the codes that are still good there would be more than six."""
    own = own_membership(work, household_id, by)
    if own.waits_for is not None and own.was is None:
        raise Refusal("register-refused-waits")
    work.store(Households).lock(household_id)  # of two who make the last one at once
    given = len(work.store(Members).of_household(household_id)) + work.store(DoorCodes).open_family(household_id)
    if given >= MAX_MEMBERS:
        raise Refusal("register-refused-six", n=MAX_MEMBERS)
    lasts = timedelta(days=FAMILY_CODE_DAYS)
    return _make(work, [household_id], family=True, by=by, lasts=lasts)[household_id]


def _make(
    work: UnitOfWork, household_ids: Iterable[int], *, family: bool, by: Person, lasts: timedelta
) -> dict[int, str]:
    store, made = work.store(DoorCodes), dict[int, str]()
    missing = list(dict.fromkeys(household_ids))
    while missing:  # a number that some door had before is drawn again
        drawn = {one: _digits() for one in missing}
        taken = store.known([_hash(digits) for digits in drawn.values()]) | {_hash(one) for one in made.values()}
        for household_id, digits in drawn.items():
            if (hashed := _hash(digits)) not in taken:
                taken.add(hashed)
                made[household_id] = digits
        missing = [one for one in missing if one not in made]
    store.add([(one, _hash(digits)) for one, digits in made.items()], family=family, by=by.id, lasts=lasts)
    return made


def opens_something(work: UnitOfWork, digits: str) -> bool:
    """Is there a code like that, used or not? Nothing is counted."""
    return work.store(DoorCodes).find(_hash(digits)) is not None


def look_at_code(work: UnitOfWork, digits: str, *, by: Person) -> HouseholdRow | CodeTrouble:
    """Which door it opens, or why it opens none. A wrong one is counted: it is no Refusal, which would undo that."""
    found = _opened(work, work.store(DoorCodes).find(_hash(digits)), by)
    return found[1] if isinstance(found, tuple) else found


def use_code(work: UnitOfWork, digits: str, said: MemberAs, *, by: Person) -> MembershipRow | CodeTrouble:
    """Whoever has the slip says what they are to the home, and speaks for it from now on, or once somebody has said
    yes. One person may have several homes, each by a code of its own."""
    found = _opened(work, work.store(DoorCodes).lock(_hash(digits)), by)
    if isinstance(found, CodeTrouble):
        return found
    code, household = found
    code.used_by_id, code.used_at = by.id, work.now
    code.expires_at = work.now  # from here it is counted for how long its door is kept
    return join(work, household.id, said, by, MemberProof.CODE)


def _opened(work: UnitOfWork, code: DoorCode | None, by: Person) -> tuple[DoorCode, HouseholdRow] | CodeTrouble:
    store, members = work.store(DoorCodes), work.store(Members)
    if blocked_until(store.wrong_of(by.id), work.now) is not None:
        return CodeTrouble.BLOCKED
    if code is None:
        store.note_wrong(by.id)
        return CodeTrouble.UNKNOWN
    household = work.store(Households).get(code.household_id)
    if household is None or household.until is not None:
        return CodeTrouble.ENDED
    if members.membership(by.id, household.id) is not None:
        return CodeTrouble.MEMBER
    if code.used_at is not None:
        return CodeTrouble.USED
    if code.expires_at <= work.now:
        return CodeTrouble.EXPIRED
    if code.family and len(members.of_household(household.id)) >= MAX_MEMBERS:
        return CodeTrouble.FULL
    return code, household
