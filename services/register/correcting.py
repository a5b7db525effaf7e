"""What is put right of a door: kind and let by its steward at once, areas and owner keys by the office alone; what a
member says of them waits for it (spec: collective.md 3 A)."""

import unicodedata

from domain.notices.notices import Letter
from domain.notices.register_notices import ChangeToDecide
from domain.posts.rights import SECRETARIAT, Right
from domain.refusal import Refusal
from domain.register.doors import AreaSource, HouseholdKind, area_words, read_area
from domain.register.members import MemberRight
from domain.vocabulary import Grade, Role
from services.register.members import may
from services.telling.unasked import send_unasked
from storage.models import HouseholdChange, HouseholdRow, Person
from storage.register.corrections import Corrections
from storage.register.households import Households
from storage.unit_of_work import UnitOfWork

DECIDES_CORRECTIONS = Right("decide corrections", SECRETARIAT)
AREA, OWNER, KIND, LET = "area", "owner", "kind", "let"
"""What can be put right."""
_BY_STEWARD = frozenset({KIND, LET})
YES, NO = "yes", "no"
MAX_OWNER_KEY = 12


def propose_correction(work: UnitOfWork, household_id: int, what: str, value: str, by: Person) -> HouseholdChange:
    """Done at once by whoever may decide it; else the office is asked. Raises Refusal for what is no such value, and
    for whoever has nothing to do with that door."""
    household = work.store(Households).lock(household_id)
    if household is None or household.until is not None:
        raise Refusal("register-refused-not-yours")
    after = readable(what, value)
    if after is None:
        raise Refusal("refused-old-button")
    office = work.may(by, DECIDES_CORRECTIONS)
    steward = Role.STEWARD in work.directory.standing(by.id, household.address, work.now)
    if not (office or steward or may(work, by, household_id, MemberRight.REPORT)):
        raise Refusal("register-refused-not-yours")
    before = _value(household, what)
    row = work.store(Corrections).ask(household_id, what, before, after, by.id)
    if office or (steward and what in _BY_STEWARD):
        _decide(household, row, True, by, work)
        return row
    for person_id in work.directory.office(work.now):
        send_unasked(work, Letter(person_id, ChangeToDecide(row.id)), Grade.P3)
    return row


def decide_correction(work: UnitOfWork, change_id: int, agreed: bool, *, by: Person) -> HouseholdChange:
    """〔改〕〔不改〕 of the office, once."""
    if not work.may(by, DECIDES_CORRECTIONS):
        raise Refusal("refused-needs-office")
    row = work.store(Corrections).get(change_id)
    household = work.store(Households).lock(row.household_id) if row is not None else None
    if row is None or household is None or work.store(Corrections).refresh(row).decided_at is not None:
        raise Refusal("register-refused-settled")
    _decide(household, row, agreed, by, work)
    return row


def open_corrections(work: UnitOfWork, person: Person) -> list[HouseholdChange]:
    """What waits for the office; nothing is asked for anybody else."""
    return work.store(Corrections).open() if work.may(person, DECIDES_CORRECTIONS) else []


def _decide(household: HouseholdRow, row: HouseholdChange, agreed: bool, by: Person, work: UnitOfWork) -> None:
    row.agreed, row.decided_by_id, row.decided_at = agreed, by.id, work.now
    if not agreed:
        return
    value = row.after or ""
    if row.what == AREA:
        household.area = read_area(value)
        household.area_source = AreaSource.UNKNOWN  # nobody has seen a paper here
    elif row.what == OWNER:
        household.owner_key = value or None
    elif row.what == KIND:
        household.kind = HouseholdKind(value)
    else:
        household.let = value == YES
    household.version += 1


def _value(household: HouseholdRow, what: str) -> str | None:
    if what == AREA:
        return area_words(household.area) if household.area is not None else None
    if what == OWNER:
        return household.owner_key
    if what == KIND:
        return household.kind
    return None if household.let is None else (YES if household.let else NO)


def readable(what: str, value: str) -> str | None:
    """The value as it is kept; None for what is no such value: nothing is guessed."""
    if what == AREA:
        area = read_area(value.strip().removesuffix("平方米").removesuffix("平米").removesuffix("㎡").strip())
        return area_words(area) if area else None
    if what == OWNER:
        key = unicodedata.normalize("NFKC", value).strip().lower()  # as the table's import keeps them
        sound = 0 < len(key) <= MAX_OWNER_KEY and key.isascii() and key.isalnum() and any(map(str.isdigit, key))
        return key if sound else None
    return value if (what == KIND and value in set(HouseholdKind)) or (what == LET and value in (YES, NO)) else None
