"""What people are promised about what is kept of them."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

STATEMENT_VERSION = 2
"""Of the text `privacy` in messages/locales. Whoever agreed to an older one is asked again with their next «提交»."""

PAGE_OF_LOOKS = 20


class KeptBecause(StrEnum):
    """Why a ticket's words outlast their time."""

    MEDIATION = "mediation"
    APPEAL = "appeal"


@dataclass(frozen=True, slots=True)
class NameLook:
    """Somebody who handles a ticket asked for its reporter's name."""

    at: datetime
    number: str
    by: str
    post: str


@dataclass(frozen=True, slots=True)
class Leaving:
    """What «delete me» would do, counted: tickets emptied now, those that are emptied once they have ended."""

    ended: int
    open: int
    post: str | None
    """A post that must be handed over first."""
    last_administrator: bool
    asked: bool
    """It was asked for already and waits for open tickets."""

    @property
    def possible(self) -> bool:
        """Nothing must be handed over first."""
        return self.post is None and not self.last_administrator
