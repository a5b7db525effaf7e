"""Facts that somebody must be told. They are kept as facts; the sentence is made at the door, in the
reader's language (messages/). A card is drawn from its ticket as it then is; an event tells its own story
from the ticket's history, however late it arrives."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar

from domain.notices.notice import Notice as Notice
from domain.refusal import Value
from domain.vocabulary import Grade

# Answers to the speaker


@dataclass(frozen=True, slots=True)
class Welcome(Notice):
    """/start: one short screen."""

    place_id: int | None = None


@dataclass(frozen=True, slots=True)
class Help(Notice):
    """What to write, and the commands this person can use, those used most first; `page` of those that stand behind
    «更多». `unknown`: what was typed and is none of them. `guessed`: words were taken for a wish of this kind."""

    carries_words: ClassVar[bool] = True
    commands: tuple[str, ...]
    unknown: str | None = None
    guessed: bool = False
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Say(Notice):
    """A sentence of messages/locales, with what fills it."""

    carries_words: ClassVar[bool] = True
    key: str
    values: Mapping[str, Value] = field(default_factory=dict)
    ticket_id: int | None = None


@dataclass(frozen=True, slots=True)
class Sorry(Notice):
    """Our fault: the incident number."""

    incident: str


@dataclass(frozen=True, slots=True)
class GroupOnly(Notice):
    """In a group: the way to a conversation of one's own, and nothing else."""


@dataclass(frozen=True, slots=True)
class LanguageChoice(Notice):
    """Which language?"""


@dataclass(frozen=True, slots=True)
class DraftScreen(Notice):
    """The report in the making: its next question or its preview, drawn as the draft then is. `page`: of the answers;
    `behind`: which door of the preview stands open."""

    redraws: ClassVar[bool] = True
    lead: str | None = None
    page: int = 0
    behind: str | None = None


@dataclass(frozen=True, slots=True)
class Receipt(Notice):
    """Filed: number, who is asked, until when, and what if nobody reacts."""

    ticket_id: int


@dataclass(frozen=True, slots=True)
class MyTickets(Notice):
    """/my"""

    page: int = 0


@dataclass(frozen=True, slots=True)
class ToDo(Notice):
    """/todo, sorted by due time."""

    page: int = 0


@dataclass(frozen=True, slots=True)
class Morning(Notice):
    """The working day's one message: due today, overdue, half gone, waiting; drawn as things then are. `about`: tickets
    of which something waited to be told; `bundle`: a line of what was kept for it (domain/matters/bundles.py)."""

    about: tuple[int, ...] = ()
    bundle: int | None = None


@dataclass(frozen=True, slots=True)
class CalendarMissing(Notice):
    """Next year's moved working days are not known yet."""

    year: int


@dataclass(frozen=True, slots=True)
class TicketHistory(Notice):
    """Every line of a ticket's history that the reader may see."""

    ticket_id: int


@dataclass(frozen=True, slots=True)
class Choose(Notice):
    """A question with buttons about a ticket: a reason, a date, a result, a colleague; `page` of its answers."""

    what: str
    ticket_id: int
    page: int = 0


@dataclass(frozen=True, slots=True)
class AskWords(Notice):
    """A question answered by typing; what is awaited is in the row of this person."""

    what: str
    ticket_id: int


@dataclass(frozen=True, slots=True)
class OfficeChoice(Notice):
    """A question with buttons that superiors are asked; `page` of its answers."""

    what: str
    ticket_id: int
    page: int = 0


@dataclass(frozen=True, slots=True)
class MergeSure(Notice):
    """Both reports side by side before one goes into the other; with no `target` which one? `page` of those."""

    ticket_id: int
    target: int | None = None
    page: int = 0


@dataclass(frozen=True, slots=True)
class Found(Notice):
    """/find: what was found of `search` (domain/places/finding.py) or by `number`."""

    search: str
    number: str | None = None
    page: int = 0


@dataclass(frozen=True, slots=True)
class RestrictedList(Notice):
    """Who is limited, muted or banned now, each with a button that revokes it."""

    page: int = 0


@dataclass(frozen=True, slots=True)
class ReporterShown(Notice):
    """The reporter's name, telephone and room, after a look that was recorded."""

    ticket_id: int


@dataclass(frozen=True, slots=True)
class WhoAnswers(Notice):
    """/who: a match explained step by step."""

    carries_words: ClassVar[bool] = True
    text: str


@dataclass(frozen=True, slots=True)
class MenuOfPosts(Notice):
    """The commands of a post appear in the menu of its holder's chat."""

    commands: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PostTaken(Notice):
    """An invitation was pressed: which post, for which places."""

    post_id: int


# To others


@dataclass(frozen=True, slots=True)
class TicketCard(Notice):
    """A new message with the ticket's card, for whoever handles it; `key` is the line above it, and the words of line
    `seq` of its history stand below that."""

    ticket_id: int
    key: str = "card-new"
    seq: int | None = None


@dataclass(frozen=True, slots=True)
class ApprovalCard(Notice):
    """A steward asks for what they may not settle alone; for the superior who is to decide."""

    ticket_id: int
    approval_id: int
    key: str = "approval-new"


@dataclass(frozen=True, slots=True)
class CardRedraw(Notice):
    """Everybody's card of this ticket as it now is; one per chat that has one."""

    redraws: ClassVar[bool] = True
    ticket_id: int


@dataclass(frozen=True, slots=True)
class CardButtons(Notice):
    """Other buttons of a ticket under the message that was pressed: the given page of what stands behind «更多»; None:
    those of the card."""

    ticket_id: int
    page: int | None = None


@dataclass(frozen=True, slots=True)
class RatingAsked(Notice):
    """How did it go? `answered`: "rated" when it has been said, "told" when nothing more is asked."""

    ticket_id: int
    answered: str = ""


@dataclass(frozen=True, slots=True)
class TicketWords(Notice):
    """The reporter's own words in a message of their own, when they do not fit on the card."""

    ticket_id: int
    text_id: int
    part: int = 0


@dataclass(frozen=True, slots=True)
class TicketMedia(Notice):
    """Photos (together), a voice, a video, a document or a position, sent on as they came: line `seq` of the history
    says whose they are and what they came with."""

    ticket_id: int
    media_ids: tuple[int, ...]
    seq: int | None = None


@dataclass(frozen=True, slots=True)
class TicketNews(Notice):
    """Something happened to a ticket: line `seq` of its history."""

    ticket_id: int
    seq: int


@dataclass(frozen=True, slots=True)
class OtherSideUnreachable(Notice):
    """The other side cannot be reached by the bot; the offered other way is in the text."""

    ticket_id: int
    who: str


@dataclass(frozen=True, slots=True)
class DigestReport(Notice):
    """A week's digest as it was frozen; `missed` are weeks before it (with versions) that an outage held back."""

    week: str
    version: int
    missed: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class DigestButtons(Notice):
    """A page of the buttons under a digest, in the place of those that were there."""

    week: str
    version: int
    page: int = 0
    missed: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class DigestPicture(Notice):
    """The same figures as a picture."""

    week: str
    version: int


@dataclass(frozen=True, slots=True)
class DigestList(Notice):
    """The tickets behind one figure of a digest."""

    week: str
    version: int
    section: str
    page: int = 0


@dataclass(frozen=True, slots=True)
class DigestTable(Notice):
    """The rows behind a digest as an XLSX file; `names`: with the reporters' names, after the look was recorded."""

    week: str
    version: int
    names: bool = False


@dataclass(frozen=True, slots=True)
class DigestNames(Notice):
    """Asked back before names are shown in the table behind a digest."""

    week: str
    version: int


@dataclass(frozen=True, slots=True)
class Letter:
    """A notice on its way to one person. `not_before` makes its chat wait (albums settle); `held_until` keeps it
    out of the chat's lane until then (nights pass), so that answers overtake it; `keeps_quiet` is the grade whose
    quiet time it keeps, also when it was delayed on its way. What is held keeps some quiet time, which ends: else
    nothing would ever let it go."""

    to: int
    notice: Notice
    not_before: datetime | None = None
    edits: int | None = None
    reply_to: int | None = None
    held_until: datetime | None = None
    keeps_quiet: Grade | None = None

    def __post_init__(self) -> None:
        if self.held_until is not None and self.keeps_quiet is None:
            raise ValueError("a letter is held and keeps nobody's quiet time: it would never leave")
