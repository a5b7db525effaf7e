"""Opening a list with doors beyond one's own is a look, which their households read under 谁看过 (collective.md
1.6)."""

from collections.abc import Sequence
from datetime import datetime, time
from zoneinfo import ZoneInfo

from domain.vocabulary import CHAIN
from storage.models import HouseholdRow
from storage.register.members import Members
from storage.unit_of_work import UnitOfWork


def note_look(work: UnitOfWork, person_id: int, place_id: int, what: str) -> None:
    """Written down once a day, however often the same list is opened."""
    zone = ZoneInfo(work.community.zone)
    today = datetime.combine(work.local_day(), time(), zone)
    work.store(Members).note_look(person_id, place_id, what, today)


def who_looked(work: UnitOfWork, household: HouseholdRow, limit: int) -> Sequence[tuple[datetime, str, str]]:
    """The last ones who have opened a list with this door: when, the post they held then, never the name, and which
    list."""
    directory = work.directory
    line = [place.id for place in directory.line(household.place_id)]
    return [
        (
            one.at,
            next((post.title for post in directory.posts_of(one.person_id, one.at) if post.role in CHAIN), ""),
            one.what,
        )
        for one in work.store(Members).looks_at(line, limit)
    ]
