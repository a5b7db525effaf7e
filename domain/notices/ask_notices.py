"""What is told of asks: to whoever is asked, and to whoever asked."""

from dataclasses import dataclass
from typing import ClassVar

from domain.matters.asks import AskAction
from domain.notices.notice import Notice


@dataclass(frozen=True, slots=True)
class AskCard(Notice):
    """What somebody is asked, as it now stands, with what they can answer; `lead` names a sentence above it."""

    redraws: ClassVar[bool] = True
    ask_id: int
    lead: str | None = None


@dataclass(frozen=True, slots=True)
class AskNews(Notice):
    """To whoever asked, and to whoever answers for the ticket: what became of it by that action."""

    ask_id: int
    action: AskAction
