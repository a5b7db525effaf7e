"""How many doors the register has where, as the directory holds it."""

from collections.abc import Mapping

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from storage.models import HouseholdRow

_COUNTED = (
    select(HouseholdRow.place_id, HouseholdRow.number, HouseholdRow.sub_number, func.count())
    .where(HouseholdRow.until.is_(None), HouseholdRow.counts)
    .group_by(HouseholdRow.place_id, HouseholdRow.number, HouseholdRow.sub_number)
)


def read_door_counts(session: Session) -> Mapping[int, Mapping[tuple[int | None, str | None], int]]:
    """By place, number and sub-number: how many doors there stand and count as households."""
    found: dict[int, dict[tuple[int | None, str | None], int]] = {}
    for place_id, number, sub_number, n in session.execute(_COUNTED):
        found.setdefault(place_id, {})[number, sub_number] = n
    return found
