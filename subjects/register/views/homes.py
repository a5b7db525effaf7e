"""Households as their own members see them, and those who say what a member is."""

from domain.notices.register_notices import (
    ChangeToDecide,
    CodeAsked,
    FamilyCode,
    MemberAsked,
    MemberSettled,
    MemberToSettle,
    MyHousehold,
    RegisterWaiting,
    WhoLooked,
)
from domain.register.members import MemberWaits
from services.register.correcting import DECIDES_CORRECTIONS, open_corrections
from services.register.looking import who_looked
from services.register.members import asked_about, households_of, may_settle, waiting_for_office
from storage.models import HouseholdChange, MembershipRow, Person
from storage.register.corrections import Corrections
from storage.register.households import Households
from storage.register.members import Members
from storage.unit_of_work import UnitOfWork
from subjects.register.rules import LOOKS_SHOWN, ChangeView, ClaimView, HomesView, HomeView, LooksView, WaitingView


def door_name(work: UnitOfWork, household_id: int) -> str | None:
    """As it is printed; None: there is no such door any more."""
    row = work.store(Households).get(household_id)
    return work.directory.name(row.address) if row is not None and row.until is None else None


def asked(work: UnitOfWork, notice: CodeAsked, _person: Person) -> str | None:
    """The door that a code opens: whoever has the code may read it."""
    return door_name(work, notice.household_id)


def home(work: UnitOfWork, notice: MyHousehold, person: Person) -> HomesView:
    """The one asked for, or the only one; of several, which? Of none of theirs: that there is none."""
    homes = households_of(work, person)
    only = notice.household_id is None and len(homes) == 1
    wanted = [one for one in homes if only or one.id == notice.household_id]
    if not wanted:
        return HomesView(None, [(one.id, work.directory.name(one.address)) for one in homes])
    here = wanted[0]
    members = work.store(Members).of_household(here.id)
    own = next(one for one in members if one.person_id == person.id)
    others = sum(one.id != own.id and one.waits_for is None for one in members)
    name = work.directory.name(here.address)
    return HomesView(HomeView(here.id, name, own.stands_as, own.proof, own.waits_for, own.was, others, len(homes)))


def _own(work: UnitOfWork, household_id: int, person: Person) -> str | None:
    own = work.store(Members).membership(person.id, household_id)
    return door_name(work, household_id) if own is not None else None


def family_code(work: UnitOfWork, notice: FamilyCode, person: Person) -> str | None:
    """For whoever made it."""
    return _own(work, notice.household_id, person)


def settled(work: UnitOfWork, notice: MemberSettled, _person: Person) -> str | None:
    """What became of what somebody said to be; they know the door."""
    return door_name(work, notice.household_id)


def looks(work: UnitOfWork, notice: WhoLooked, person: Person) -> LooksView | None:
    """Who has opened a list with this door: the post, never the name."""
    name, household = _own(work, notice.household_id, person), work.store(Households).get(notice.household_id)
    if name is None or household is None:
        return None
    return LooksView(name, who_looked(work, household, LOOKS_SHOWN))


def _claim(work: UnitOfWork, row: MembershipRow, person: Person, *, named: bool) -> ClaimView | None:
    door = door_name(work, row.household_id)
    if door is None or row.waits_for is None:
        return None
    called = work.people.name(row.person_id) if named else None
    first = row.waits_for is MemberWaits.OWNER and row.proved_by_id is not None
    return ClaimView(row.id, door, row.stands_as, row.waits_for, called, first, first and row.proved_by_id == person.id)


def asked_of_member(work: UnitOfWork, notice: MemberAsked, person: Person) -> ClaimView | None:
    """For whoever's word counts, until it has come to something."""
    row = work.store(Members).get(notice.membership_id)
    if row is None or row.until is not None or row.waits_for not in (MemberWaits.MEMBERS, MemberWaits.OWNER):
        return None
    return _claim(work, row, person, named=False) if person.id in asked_about(work, row) else None


def to_settle(work: UnitOfWork, notice: MemberToSettle, person: Person) -> ClaimView | None:
    """For the office, or whoever meets them at the door: with the name they go by, to ring or ask for them."""
    row = work.store(Members).get(notice.membership_id)
    if row is None or not may_settle(work, row, person):
        return None
    return _claim(work, row, person, named=True)


def to_decide(work: UnitOfWork, notice: ChangeToDecide, person: Person) -> ChangeView | None:
    """What is to be put right, while that is open."""
    row = work.store(Corrections).get(notice.change_id)
    if row is None or row.decided_at is not None or not work.may(person, DECIDES_CORRECTIONS):
        return None
    return _change(work, row)


def _change(work: UnitOfWork, row: HouseholdChange) -> ChangeView | None:
    door = door_name(work, row.household_id)
    return ChangeView(row.id, door, row.what, row.before, row.after or "") if door is not None else None


def waiting(work: UnitOfWork, _notice: RegisterWaiting, person: Person) -> WaitingView:
    """What the office has to say, all of it."""
    claims = (_claim(work, row, person, named=True) for row in waiting_for_office(work, person))
    changes = (_change(work, row) for row in open_corrections(work, person))
    return WaitingView([one for one in claims if one is not None], [one for one in changes if one is not None])
