"""What the office may do about misuse: limit, mute or ban, with a reason and an end. Danger always passes."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

REPORTS_A_DAY_WHEN_LIMITED = 2
"""New reports a day from somebody who is limited."""
MAX_DAYS = 365


class Restriction(StrEnum):
    """Limit: few new reports a day. Mute: no words, but the buttons of one's own reports. Ban: neither."""

    LIMIT = "limit"
    MUTE = "mute"
    BAN = "ban"


HEAVIEST_FIRST = (Restriction.BAN, Restriction.MUTE, Restriction.LIMIT)


@dataclass(frozen=True, slots=True)
class RestrictionView:
    """One that is in force, as the office's list shows it: the ticket it came from, never the person's name."""

    id: int
    kind: Restriction
    number: str
    reason: str
    by: str
    since: datetime
    until: datetime
