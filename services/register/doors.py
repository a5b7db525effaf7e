"""Doors that are no more: joined or divided flats end here and begin with the next import of the table; rolls that were
made stay as they are (collective.md 3 A)."""

from domain.refusal import Refusal
from services.register.correcting import DECIDES_CORRECTIONS
from services.register.members import end_memberships
from storage.models import HouseholdRow, Person
from storage.register.corrections import Corrections
from storage.register.households import Households
from storage.unit_of_work import UnitOfWork


def end_household(work: UnitOfWork, household_id: int, *, by: Person) -> HouseholdRow:
    """There is no such door any more: nobody speaks for it, and no code opens it."""
    if not work.may(by, DECIDES_CORRECTIONS):
        raise Refusal("refused-needs-office")
    row = work.store(Households).lock(household_id)
    if row is None or row.until is not None:
        raise Refusal("register-refused-unknown")
    row.until, row.version = work.now, row.version + 1
    end_memberships(work, row)
    work.store(Corrections).decline_open(row.id, by.id)
    work.places.touch()  # how many doors there are stands in the directory
    return row
