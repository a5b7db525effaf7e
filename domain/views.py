"""What a reader may see of a ticket, a draft or a list: the facts a screen is drawn from, already filtered.

Built in services/views/ behind the visibility door; drawn by messages/.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from domain.matters.ask_views import AskLine
from domain.posts.directory import Address
from domain.tickets.report_form import DraftQuestion, Form
from domain.vocabulary import (
    Action,
    Aware,
    Channel,
    Closing,
    Grade,
    MediaKind,
    Rating,
    Result,
    Role,
    Secrecy,
    State,
    WaitingReason,
)
from domain.words.categories import Category

PAGE = 5
"""Tickets on one page of a list; with the button to the next they are six."""
MOST_ASKED = 4
"""Tickets on one page of the question which one is meant."""


@dataclass(frozen=True, slots=True)
class LineView:
    """One line of a ticket's history, as this reader may read it. `words` None: none, or not for them."""

    seq: int
    action: Action
    before: State | None
    after: State
    at: datetime
    by: str | None
    by_reader: bool
    by_reporter: bool
    channel: Channel
    words: str | None
    detail: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class TicketView:
    """A ticket as this reader may see it."""

    id: int
    number: str
    state: State
    grade: Grade
    category: Category
    place: str
    room_hidden: bool
    address_to_check: bool
    """Nobody knows yet where in the community it is."""
    near: bool
    """It is beside that place."""
    words: str
    words_apart: bool
    media: int
    filed_at: datetime
    claim_due: datetime | None
    resolve_due: datetime | None
    waiting_reason: WaitingReason | None
    waiting_until: datetime | None
    result: Result | None
    closing: Closing | None
    rating: Rating | None
    secrecy: Secrecy
    concerns: Role | None
    channel: Channel
    recorded: bool
    on_behalf: bool
    has_assignee: bool
    helper: str | None
    closes_at: datetime | None
    answers: str | None
    """Who answers for it, by name; None when nobody has a name here."""
    post: str | None
    role: Role | None
    next_post: str | None
    reader_reports: bool
    reader_handles: bool
    reader_is_assignee: bool
    reporter_unreachable: bool
    name_askable: bool
    reopened: int
    households: int
    """Households that have said that they have it too, the reporter's with them; 0 while it is theirs alone."""
    checked: bool
    follows: str | None
    merged_into: str | None
    approval: str | None
    """What a superior was asked for and has not decided yet."""
    may_restrict: bool
    confirmed: bool
    moves: int
    rung: int
    next_step_at: datetime | None
    actions: frozenset[Action]
    nudge_again_at: datetime | None
    history: Sequence[LineView] = ()
    undo: int | None = None
    """The line of a step of theirs that they can still take back."""
    behalf_name: str | None = None
    """Whom it is reported for, as the reporter wrote it, and for the reporter alone: to whoever handles it that is
    behind the button."""
    behalf_aware: Aware | None = None
    asks: Sequence[AskLine] = ()
    """Who else was asked to help, and how that stands."""
    bodies_here: bool = False
    """Does any body work there? It can be named as one that this is about."""
    help_from: str | None = None
    """The body whose duty this is, by name; "" where others can be asked; None where nobody can be."""


@dataclass(frozen=True, slots=True)
class LooseView:
    """A ticket, and the words and the number of files that may belong to it."""

    ticket: TicketView
    words: str
    files: int


@dataclass(frozen=True, slots=True)
class FileView:
    """A file that somebody sent: its row (`key`), the channel it came by, and what it is called there (`ref`)."""

    key: int
    channel: str
    ref: str


@dataclass(frozen=True, slots=True)
class MediaView:
    """A file to send on; a position is none, and has degrees."""

    kind: MediaKind
    file: FileView | None = None
    latitude: float | None = None
    longitude: float | None = None


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody a ticket can be handed over to."""

    person_id: int
    name: str
    title: str


@dataclass(frozen=True, slots=True)
class CardView:
    """A ticket, and the line of its history by which its card came; None where it is of no use to this reader."""

    ticket: TicketView
    line: LineView | None


@dataclass(frozen=True, slots=True)
class NewsView:
    """A ticket, and the line of its history that is told."""

    ticket: TicketView
    line: LineView


@dataclass(frozen=True, slots=True)
class FilesView:
    """Files of a ticket, and the line of its history they came with."""

    ticket: TicketView
    line: LineView | None
    media: Sequence[MediaView]


@dataclass(frozen=True, slots=True)
class ChoiceView:
    """A question about a ticket, and who it can be given to where that is asked."""

    ticket: TicketView
    colleagues: Sequence[Colleague]


@dataclass(frozen=True, slots=True)
class ReporterView:
    """Who reported the ticket of this `number`, after a look that was recorded."""

    number: str
    name: str | None
    phone: str | None
    place: str
    behalf_name: str | None
    behalf_phone: str | None
    behalf_door: str | None = None
    behalf_aware: Aware | None = None


@dataclass(frozen=True, slots=True)
class ConcernedView:
    """A report that somebody (`by`, where they have a name here) has made for the reader."""

    ticket_id: int
    number: str
    category: Category
    by: str | None
    open: bool


@dataclass(frozen=True, slots=True)
class ContactView:
    """What the reader is called here and where they can be rung. `entered`: the office keeps it, for they hold a
    post."""

    name: str | None
    phone: str | None
    entered: bool


@dataclass(frozen=True, slots=True)
class KeptFrom:
    """Whom a report complains of. `title`: their post here, None where there is none; `goes_to`: the post that gets
    it, None where nobody stands above them; `outside`: the channels outside the community are shown too."""

    role: Role
    title: str | None
    goes_to: str | None
    outside: bool


@dataclass(frozen=True, slots=True)
class DraftView:
    """A draft, its next question, and what that question offers."""

    form: Form
    question: DraftQuestion
    version: int
    category: Category | None
    proposals: Sequence[Category]
    place: str | None
    choices: Sequence[Address]
    secrecy: Secrecy
    claim_due: datetime | None
    resolve_due: datetime | None
    consented: bool
    home: Address | None
    home_is_here: bool
    kept_from: KeptFrom | None = None
    troubles: int = 1
    """Troubles of different kinds that its words tell of."""
    complete: bool = False
    """Nothing is missing: the preview stands behind whatever else is asked."""
    page: int = 0
    """Of the answers to its question."""
    behind: str | None = None
    """The door of the preview that stands open."""


@dataclass(frozen=True, slots=True)
class AlertView:
    """An alert about harm to people, for the safeguarding staff alone. `words` None once they were emptied."""

    id: int
    danger: str
    words: str | None
    at: datetime
    name: str | None
    phone: str | None
    home: str | None
    seen_by: str | None
    seen: bool


@dataclass(frozen=True, slots=True)
class WorkMoved:
    """Tickets that somebody else answers for now, as far as the reader may see them; names are empty where there is
    none."""

    tickets: Sequence[TicketView]
    left: str
    """Who answered for them before."""
    answers: str = ""


@dataclass(frozen=True, slots=True)
class CorrectionView:
    """What a corrected place or category would change: who answers, and the promise."""

    old: str
    new: str
    old_answers: str
    new_answers: str
    old_due: datetime | None
    new_due: datetime | None


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads: their language, what they are here, and whether they want large numbered buttons."""

    person_id: int | None
    language: str
    chose_language: bool
    roles: frozenset[Role]
    is_administrator: bool
    large_buttons: bool = False
