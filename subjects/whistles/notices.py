"""What is shown of whistles."""

from dataclasses import dataclass
from typing import ClassVar

from domain.notices.notice import Notice


@dataclass(frozen=True, slots=True)
class WhistleCard(Notice):
    """A whistle as it stands; `lead` names a sentence above it."""

    redraws: ClassVar[bool] = True
    matter_id: int
    lead: str | None = None


@dataclass(frozen=True, slots=True)
class WhichWhistle(Notice):
    """Of which kind is it to be?"""

    ticket_id: int


@dataclass(frozen=True, slots=True)
class WhomToCall(Notice):
    """Who is to come? Chosen so far; `page` of the offered."""

    ticket_id: int
    kind: str
    chosen: tuple[int, ...] = ()
    page: int = 0


@dataclass(frozen=True, slots=True)
class WhyAsked(Notice):
    """When and where, said back with the weekday (`come_at` as ISO 8601), and the question why."""

    come_at: str
    spot: str


@dataclass(frozen=True, slots=True)
class HowItEnded(Notice):
    """For each ticket: what came of it? `outcomes` so far, by ticket."""

    matter_id: int
    outcomes: tuple[tuple[int, str], ...] = ()
