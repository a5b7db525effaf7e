"""Who speaks for a household: joining, another role, leaving; members, steward and office who say that it is so
(spec: collective.md 3 A)."""

from collections.abc import Iterable

from domain.notices.notice import Notice
from domain.notices.notices import Letter
from domain.notices.register_notices import MemberAsked, MemberSettled, MemberToSettle
from domain.posts.rights import SECRETARIAT, Right
from domain.refusal import Refusal
from domain.register.joining import OF_THE_HOME, OWNERS, SAID_TO_BE, Claim, claim, decided
from domain.register.members import DECIDE_WITHIN, MemberAs, MemberProof, MemberRight, MemberWaits, rights_of
from domain.vocabulary import Grade, HeldAs, Role
from services.parts import MAX_BATCH
from services.telling.unasked import send_unasked
from storage.models import HouseholdRow, MembershipRow, Person
from storage.register.codes import DoorCodes
from storage.register.households import Households
from storage.register.members import Members
from storage.unit_of_work import UnitOfWork

SETTLES_MEMBERS = Right("settle members", SECRETARIAT)
"""Decide whether somebody is what they say to be."""
PROVEN, DECLINED, ENDED = "proven", "declined", "ended"
"""What somebody who waited hears."""


def may(work: UnitOfWork, person: Person, household_id: int, right: MemberRight) -> bool:
    """May they do that for this household now?"""
    own = work.store(Members).membership(person.id, household_id)
    household = work.store(Households).get(household_id)
    stands = household is not None and household.until is None
    return own is not None and stands and right in rights_of(own.stands_as, own.waits_for, own.was)


def households_of(work: UnitOfWork, person: Person) -> list[HouseholdRow]:
    """Those that somebody speaks for, or waits to; the first one first."""
    store = work.store(Members)
    found = (work.store(Households).get(own.household_id) for own in store.of_person(person.id))
    return [one for one in found if one is not None and one.until is None]


def own_membership(work: UnitOfWork, household_id: int, person: Person) -> MembershipRow:
    """Their own in a household that stands; Refusal for anybody else: whether there is such a door is not said."""
    store = work.store(Members)
    household = work.store(Households).get(household_id)
    own = store.membership(person.id, household_id)
    if own is None or household is None or household.until is not None:
        raise Refusal("register-refused-not-yours")
    return own


def join(work: UnitOfWork, household_id: int, said: MemberAs, person: Person, proof: MemberProof) -> MembershipRow:
    """They stand as what they say, as far as nobody else's yes is missing."""
    if said not in SAID_TO_BE:
        raise Refusal("refused-old-button")
    store = work.store(Members)
    household = work.store(Households).lock(household_id)
    if household is None or store.membership(person.id, household_id) is not None:
        raise Refusal("register-code-member")
    if person.home is None and said is not MemberAs.MINDER and not household.let:
        person.home = household.address  # «我家漏水了» needs no address, and what is announced there reaches them
    made = claim(said, _stand_as(work, household_id), is_let=household.let)
    row = store.add(person.id, household_id, made.stands_as, proof, None)
    _wait(work, row, made)
    return row


def change_role(work: UnitOfWork, household_id: int, said: MemberAs, *, by: Person) -> MembershipRow:
    """〔身份不对〕: something else, by the same rules; a tenant does not make himself an owner. Until somebody has
    said yes they go on as what they were."""
    store = work.store(Members)
    household = work.store(Households).lock(household_id)
    row = store.refresh(own_membership(work, household_id, by))
    now = row.was or row.stands_as
    is_same = said is now or (said is MemberAs.OWNER and now in OWNERS)
    if household is None or said not in SAID_TO_BE or (is_same and row.waits_for is None):
        raise Refusal("register-refused-same")
    stood = now if row.waits_for is None or row.was is not None else None
    store.drop_words_about(row.id)
    row.waits_for, row.was, row.decide_by = None, None, None
    if is_same and stood is not None:  # what they had asked for is taken back
        row.stands_as = stood
        return row
    others = _stand_as(work, household_id, besides=row.id)
    made = claim(said, others, is_let=household.let, was=stood)
    row.stands_as, row.was = made.stands_as, stood if made.waits_for is not None else None
    _wait(work, row, made)
    return row


def leave_household(work: UnitOfWork, household_id: int, *, by: Person) -> None:
    """〔不住这里了〕: it ends, and so do the codes that they have made for the family; it is not their home any
    more."""
    household = work.store(Households).lock(household_id)
    if household is not None and by.home == household.address:
        by.home = None
    own = work.store(Members).refresh(own_membership(work, household_id, by))
    _end(work, own)


def end_memberships(work: UnitOfWork, household: HouseholdRow) -> None:
    """Of a door that is no more."""
    for row in work.store(Members).of_household(household.id):
        _end(work, row)


def _end(work: UnitOfWork, row: MembershipRow) -> None:
    row.until, row.waits_for, row.was, row.decide_by = work.now, None, None, None
    work.store(Members).drop_words_about(row.id)
    work.store(DoorCodes).end_family(row.person_id, row.household_id)


def _stand_as(work: UnitOfWork, household_id: int, besides: int | None = None) -> list[MemberAs]:
    """As what the other members stand, whatever some of them wait to become."""
    rows = [row for row in work.store(Members).of_household(household_id) if row.id != besides]
    return [row.was or row.stands_as for row in rows if row.waits_for is None or row.was is not None]


# Whose yes is missing


def _wait(work: UnitOfWork, row: MembershipRow, made: Claim) -> None:
    row.waits_for = made.waits_for
    if made.waits_for is MemberWaits.MEMBERS:
        row.decide_by = work.now + DECIDE_WITHIN
        if not (asked := asked_about(work, row)):
            _leave_to_office(work, row)
        _tell(work, asked, MemberAsked(row.id))
    elif made.waits_for is MemberWaits.OWNER:
        _tell(work, asked_about(work, row), MemberAsked(row.id))
    elif made.waits_for is MemberWaits.OFFICE:
        _tell(work, work.directory.office(work.now), MemberToSettle(row.id))
    elif made.waits_for is MemberWaits.LOOK:
        _tell(work, _who_can_look(work, row), MemberToSettle(row.id))


def asked_about(work: UnitOfWork, row: MembershipRow) -> list[int]:
    """Whose word counts: of a further owner everybody's who belongs to the home, of a minder an owner's."""
    able = OWNERS if row.waits_for is MemberWaits.OWNER else OF_THE_HOME
    others = work.store(Members).of_household(row.household_id)
    return [one.person_id for one in others if one.id != row.id and one.waits_for is None and one.stands_as in able]


def _tell(work: UnitOfWork, people: Iterable[int], notice: Notice) -> None:
    for person_id in people:
        send_unasked(work, Letter(person_id, notice), Grade.P3)


def _who_can_look(work: UnitOfWork, row: MembershipRow) -> list[int]:
    """The stewards of that door, but never the one who is to be met; where there is none, the office."""
    household, directory = work.store(Households).get(row.household_id), work.directory
    answering = directory.answering(household.address) if household is not None else []
    stewards = [post for post in answering if post.role is Role.STEWARD]
    people = [one for post in stewards for held in HeldAs for one in directory.acting(post.id, held, work.now)]
    return [one for one in dict.fromkeys(people) if one != row.person_id] or work.directory.office(work.now)


def say_of_member(work: UnitOfWork, membership_id: int, agrees: bool | None, *, by: Person) -> MembershipRow:
    """〔是〕〔不是〕〔不清楚〕 of a member: one yes and no no, and they are an owner; a no leaves it to the office, as
    do all who do not know. Of a minder an owner's word decides at once."""
    row = _locked(work, membership_id)
    if row is None or row.waits_for not in (MemberWaits.MEMBERS, MemberWaits.OWNER):
        raise Refusal("register-refused-settled")
    asked = asked_about(work, row)
    if by.id not in asked:
        raise Refusal("register-refused-not-yours")
    work.store(Members).say(row.id, by.id, agrees)
    if row.waits_for is MemberWaits.OWNER:
        if agrees is not None:
            _settle(work, row, agrees, row.proof, by)
        return row
    said = {word.person_id: word.agrees for word in work.store(Members).words_about(row.id)}
    outcome = decided([agrees for person_id, agrees in said.items() if person_id in asked], len(asked))
    if outcome is MemberWaits.OFFICE:
        _leave_to_office(work, row)
    elif outcome is True:
        _settle(work, row, True, row.proof, by)
    return row


def _leave_to_office(work: UnitOfWork, row: MembershipRow) -> None:
    row.waits_for, row.decide_by = MemberWaits.OFFICE, None
    _tell(work, work.directory.office(work.now), MemberToSettle(row.id))


def leave_to_office(work: UnitOfWork, limit: int = MAX_BATCH) -> int:
    """Seven days without a word that decides: the office is asked. Returns of how many."""
    due = work.store(Members).undecided(limit)
    for row in due:
        _leave_to_office(work, row)
    return len(due)


# Steward and office


def may_settle(work: UnitOfWork, row: MembershipRow, person: Person) -> bool:
    """The office everything that has come to it, the steward of that door whoever is to be met; nobody himself."""
    household = work.store(Households).get(row.household_id)
    if household is None or row.person_id == person.id or row.until is not None:
        return False
    if work.may(person, SETTLES_MEMBERS):
        return row.waits_for not in (None, MemberWaits.MEMBERS)
    steward = Role.STEWARD in work.directory.standing(person.id, household.address, work.now)
    return steward and row.waits_for in (MemberWaits.LOOK, MemberWaits.OWNER)


def settle_member(work: UnitOfWork, membership_id: int, agrees: bool, *, by: Person) -> bool:
    """〔是〕〔不是〕 of whoever has met them, or decides. A minder's yes at the door is entered by two: the first is
    written down, and the second makes it so. Returns whether it is settled now."""
    row = _locked(work, membership_id)
    if row is None or not may_settle(work, row, by):
        raise Refusal("register-refused-settled")
    if row.waits_for is MemberWaits.OWNER and agrees and row.proved_by_id in (None, by.id):
        row.proved_by_id = by.id
        return False
    office = row.waits_for is MemberWaits.OFFICE
    _settle(work, row, agrees, MemberProof.OFFICE if office else MemberProof.DOOR, by)
    return True


def _settle(work: UnitOfWork, row: MembershipRow, agrees: bool, proof: MemberProof, by: Person) -> None:
    """With a no they are again what they were; whoever was nothing before speaks for the home no more."""
    was, household_id, person_id = row.was, row.household_id, row.person_id
    row.waits_for, row.was, row.decide_by = None, None, None
    work.store(Members).drop_words_about(row.id)
    if agrees:
        row.proof, row.proved_by_id = proof, by.id
        how = PROVEN
    elif was is not None:
        row.stands_as, how = was, DECLINED
    else:
        _end(work, row)
        how = ENDED
    stands_as = row.stands_as if row.until is None else None
    _tell(work, [person_id], MemberSettled(household_id, how, stands_as))


def waiting_for_office(work: UnitOfWork, person: Person) -> list[MembershipRow]:
    """/todo: of whom the office must say what they are. Nothing is asked for anybody else."""
    if not work.may(person, SETTLES_MEMBERS):
        return []
    return [row for row in work.store(Members).waiting_for_office() if row.person_id != person.id]


def _locked(work: UnitOfWork, membership_id: int) -> MembershipRow | None:
    store = work.store(Members)
    row = store.get(membership_id)
    if row is None:
        return None
    work.store(Households).lock(row.household_id)
    row = store.refresh(row)
    return row if row.until is None else None
