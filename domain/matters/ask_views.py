"""What a reader may see of an ask, already filtered; built in services/views/ask_views.py, drawn by messages/asks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from domain.matters.asks import AskAction, AskKind, AskState, DeclineReason, GoesAlong
from domain.words.categories import Category


@dataclass(frozen=True, slots=True)
class AskLine:
    """An ask on the card of its ticket: whom, how it stands, until when."""

    body: str
    state: AskState
    due: datetime | None


@dataclass(frozen=True, slots=True)
class AskView:
    """An ask as this reader may see it. `place` has the room only where the reporter agreed; `reporter_words` and
    `reporter_phone` likewise; `number` of its ticket for those who handle that. `asked_side`: the reader is asked, or
    enters what was said on the telephone (`enters`)."""

    id: int
    version: int
    number: str | None
    kind: AskKind
    state: AskState
    body: str
    body_phone: str | None
    category: Category | None
    """None: it is about a matter."""
    place: str
    words: str | None
    goes_along: GoesAlong
    reporter_words: str | None
    reporter_phone: str | None
    says_nothing: bool
    """It is a dispute: nothing of the reporter goes along."""
    asked_by: str | None
    reply_due: datetime | None
    result_due: datetime | None
    reason: DeclineReason | None
    answered_by: str | None
    answered_at: datetime | None
    asked_side: bool
    enters: bool
    colleagues: Sequence[tuple[int, str]]
    actions: frozenset[AskAction]
    waits: bool
    """The ticket waits because of it."""
    title: str | None = None
    """Of the matter in which they are called; `spot`: where they are to come."""
    spot: str | None = None
    come_at: datetime | None = None
    arrived: bool = False
    may_arrive: bool = False
    """It is the time to say «我到了»."""
    comes_at: datetime | None = None
    """When its card is sent, where it waits for the next bundle of everybody who is asked; only said to the asker."""


@dataclass(frozen=True, slots=True)
class AskNewsView:
    """An ask, and what was said in the line that is told; `by`: who said it, by name."""

    ask: AskView
    words: str | None
    by: str | None
    ticket_id: int | None
    ticket_moves: int
    ticket_is_theirs: bool
    """The reader is the ticket's assignee, and it is not done yet."""


@dataclass(frozen=True, slots=True)
class BodyChoice:
    """A body that can be asked; `reachable`: somebody has its seat and can be told; else `phone` is all there is."""

    id: int
    name: str
    reachable: bool
    phone: str | None
