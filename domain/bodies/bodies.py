"""Bodies: committees, firms, alliances, departments. They stand beside the chain: a seat of theirs gives a person the
asks that are sent to it, and nothing else (spec: collective.md 1.3, 3 B)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class BodyKind(StrEnum):
    """What sort of organisation it is. An alliance has members; whose it is (owners, merchants, units, 党建) is its
    name's business."""

    RESIDENTS_COMMITTEE = "residents_committee"
    OWNERS_COMMITTEE = "owners_committee"
    SELF_MANAGEMENT = "self_management"
    PROPERTY = "property"
    COMMUNITY_COMPANY = "community_company"
    POLICE_POST = "police_post"
    ALLIANCE = "alliance"
    INSTITUTION = "institution"
    DEPARTMENT = "department"
    BUILDER = "builder"
    SUPERVISOR = "supervisor"
    MEDIATION = "mediation"
    ASSOCIATION = "association"
    TEAM = "team"


class BodyChannel(StrEnum):
    """How it is reached: by its seats in the chat, or by the office, on the telephone or on paper."""

    CHAT = "chat"
    PHONE = "phone"
    PAPER = "paper"


@dataclass(frozen=True, slots=True)
class BodyDuty:
    """What a body answers for: a category's code, a whole shelf of them («D6»), or a task; at its places, or at these
    alone. `order`: which of several bodies is asked first, 1 before 2."""

    what: str
    places: tuple[int, ...] = ()
    order: int = 1


@dataclass(frozen=True, slots=True)
class Resource:
    """What a body can lend: where, when, and its last day; None: nobody has said."""

    what: str
    spot: str | None = None
    hours: str | None = None
    until: date | None = None

    def words(self) -> str:
        """As the set-up's table has it: «会议室@1号楼,周末,2027-06-30»."""
        where = f"{self.what}@{self.spot}" if self.spot else self.what
        return ",".join([where, *filter(None, (self.hours, self.until.isoformat() if self.until else None))])


@dataclass(frozen=True, slots=True)
class Body:
    """One body, as the directory holds it. `places`: where it works, with everything below them. `reply_limit` and
    `result_limit` as in «8w» (domain/time/limits.py). `until` None: it has no end. `members`: of an alliance, the ids
    of the bodies in it."""

    id: int
    code: str
    kind: BodyKind
    name: str
    places: tuple[int, ...]
    channel: BodyChannel = BodyChannel.CHAT
    phone: str | None = None
    hours: str | None = None
    reply_limit: str = "8w"
    result_limit: str = "24w"
    elected_on: date | None = None
    since: datetime | None = None
    until: datetime | None = None
    duties: Sequence[BodyDuty] = ()
    members: tuple[int, ...] = ()

    def stands(self, at: datetime) -> bool:
        """Is there such a body then?"""
        return (self.since is None or self.since <= at) and (self.until is None or at < self.until)
