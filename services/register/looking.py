"""Opening a list with doors beyond one's own is a look, which their households read under 谁看过 (collective.md
1.6)."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

from storage.register.members import Members
from storage.unit_of_work import UnitOfWork


def note_look(work: UnitOfWork, person_id: int, place_id: int, what: str) -> None:
    """Written down once a day, however often the same list is opened."""
    zone = ZoneInfo(work.community.zone)
    today = datetime.combine(work.local_day(), time(), zone)
    work.store(Members).note_look(person_id, place_id, what, today)
