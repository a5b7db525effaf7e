"""How many households the register has where, as the directory holds it."""

from collections.abc import Mapping

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from storage.models import HouseholdRow

_A_HOUSEHOLD = case((HouseholdRow.until.is_(None) & HouseholdRow.counts, 1))
_COUNTED = select(
    HouseholdRow.place_id, HouseholdRow.number, HouseholdRow.sub_number, func.count(_A_HOUSEHOLD)
).group_by(HouseholdRow.place_id, HouseholdRow.number, HouseholdRow.sub_number)


def read_door_counts(session: Session) -> Mapping[int, Mapping[tuple[int | None, str | None], int]]:
    """By place, number and sub-number: how many doors there stand and count as households; none where all are parking
    spaces, or are no more."""
    found: dict[int, dict[tuple[int | None, str | None], int]] = {}
    for place_id, number, sub_number, n in session.execute(_COUNTED):
        found.setdefault(place_id, {})[number, sub_number] = n
    return found
