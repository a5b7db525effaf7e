"""What a subject gives to the conversation: its commands, buttons, questions and screens; and all subjects together.

A subject is one value. Whoever needs what several of them give is handed `Subjects`; nothing is looked up elsewhere.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from typing import NamedTuple, TypeVar

from domain.notices.notice import Notice
from domain.notices.notices import AskWords, Say
from domain.posts.rights import Right
from domain.tickets.restrictions import Restriction
from domain.words.phrases import Phrases
from domain.words.plain import plain as plainly
from domain.words.sayings import Sayings
from domain.words.whole import bare, readings
from handlers.turn import Handle, Turn
from messages.drawing.buttons import Button
from messages.drawing.card_button import CardButton
from messages.drawing.frame import Frame
from messages.drawing.screen import Screen
from services.parts import DigestPart, Keeps, MatterKind, Tick, TicketPart
from storage.models import Awaited, Person
from storage.unit_of_work import UnitOfWork

N = TypeVar("N", bound=Notice)
V = TypeVar("V")
K = TypeVar("K")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Command:
    """A command; `right`: who finds it in their menu, everybody where there is none; `said`: what people write in its
    place, as a whole message (domain/words/whole.py). `listed`: it has a slash, and stands in menus; else it is said
    alone. `acts`: it does something at once, so that a question («提交？») or a guess never does it. `always`: it is a
    command also while words are awaited; any other is then the answer."""

    name: str
    handle: Handle
    right: Right | None = None
    said: Sequence[str] = ()
    listed: bool = True
    acts: bool = False
    always: bool = False


OpenFor = Callable[[UnitOfWork, Person], Sequence[tuple[str, Button]]]
"""Where a button could be pressed by somebody now, whether a message shows it or not: each with a label that names what
it is about."""


@dataclass(frozen=True, slots=True)
class Press:
    """What a button does, pressed or answered by its number, its label or in other words.

    `said`: sayings that mean the same (domain/words/sayings.py). `under_it`: such as mean it only under the message
    that shows it, «没有»; `said_of`: by what the button carries, where one press has several. `says`: does the same
    with the very words that were said, where the press alone would ask for a sentence. `open_for`: a wrong guess would
    matter, so that it is looked up whether the words mean another one too. `beside_words`: under a question that words
    answer its label presses it all the same: «跳过» is no sentence for anybody. `held`: the mildest restriction that
    holds it back, None where nobody is ever kept from it; a button of a ticket in danger (P0) is never held back."""

    kind: str
    action: str
    handle: Callable[[Turn, Button], None]
    said: Sequence[str] = ()
    held: Restriction | None = Restriction.BAN
    under_it: Sequence[str] = ()
    said_of: Mapping[str, Sequence[str]] = field(default_factory=dict)
    says: Callable[[Turn, Button], None] | None = None
    open_for: OpenFor | None = None
    beside_words: bool = False


class Meant(NamedTuple):
    """The press that a saying means; `arg` where it is one of its buttons alone; `anywhere`: not only under it."""

    kind: str
    action: str
    arg: str | None
    anywhere: bool

    def is_of(self, button: Button) -> bool:
        return (self.kind, self.action) == (button.kind, button.action) and self.arg in (None, button.arg)


def _sayings_of(press: Press) -> Iterable[tuple[str, Meant]]:
    yield from ((words, Meant(press.kind, press.action, None, anywhere=True)) for words in press.said)
    yield from ((words, Meant(press.kind, press.action, None, anywhere=False)) for words in press.under_it)
    for arg, said in press.said_of.items():
        yield from ((words, Meant(press.kind, press.action, arg, anywhere=False)) for words in said)


@dataclass(frozen=True, slots=True)
class WholeWords:
    """A whole message that is nothing but a code or a number of a subject's own. `read`: what it says, None for any
    other message; `take`: does something with it, and returns False where it means something else after all."""

    read: Callable[[str], str | None]
    take: Callable[[Turn, str], bool]


ToDoFor = Callable[[UnitOfWork, Person], Notice | None]
"""What waits for somebody in a subject, for /todo; None for nothing."""


def asked_about_its_ticket(_turn: Turn, awaited: Awaited) -> Notice:
    """How most questions are asked: with the ticket that they are about."""
    return AskWords(awaited.what, awaited.ticket_id) if awaited.ticket_id is not None else Say("still-asked")


class Takes(StrEnum):
    """What can answer a question."""

    WORDS = "words"
    """A day, a place, a name, a number: a voice or a photo answers none of them, and is kept for one tap."""
    WORDS_AND_PHOTOS = "words_and_photos"
    ANYTHING = "anything"
    """A sentence, typed or spoken, and whatever shows what it would say."""


@dataclass(frozen=True, slots=True)
class Question:
    """What somebody's next words mean, for as long as it `waits`: short where a stray sentence would reach somebody.

    It is over when `answer` is called, and waits again when that asks again. `ends` is the text that is said when it is
    over; an answer whose text needs values says it itself. `danger`: are its words looked at for danger before it gets
    them; `reports`: may they be a report of danger, or do they tell of one that is known? `muted`: may somebody answer
    who is muted? `asks`: what is shown when it is asked again as it stands: after help, and when somebody goes on.
    `fits`: of a question asked in passing: whatever does not answer it ends it, and goes where it would have gone
    without it.
    """

    name: str
    answer: Callable[[Turn, Awaited], None]
    waits: timedelta = timedelta(hours=1)
    takes: Takes = Takes.WORDS
    ends: str | None = None
    danger: bool = True
    reports: bool = True
    muted: bool = True
    asks: Callable[[Turn, Awaited], Notice] = asked_about_its_ticket
    fits: Callable[[Turn], bool] | None = None


ToDraw = Callable[[Frame], Screen]


@dataclass(frozen=True, slots=True)
class Shown:
    """How one kind of notice becomes a screen. `fetch` gives what is still to be drawn, or None when this reader may
    not see it (any more); `expect` reads at once what many such screens need; `reached`: it has arrived, where that
    makes a difference."""

    kind: type[Notice]
    fetch: Callable[[UnitOfWork, Notice, Person | None], ToDraw | None]
    expect: Callable[[UnitOfWork, Sequence[tuple[Notice, int | None]]], None] | None = None
    reached: Callable[[UnitOfWork, Notice], None] | None = None


def shown(
    kind: type[N],
    *,
    see: Callable[[UnitOfWork, N, Person], V | None],
    draw: Callable[[V, N, Frame], Screen],
    expect: Callable[[UnitOfWork, Sequence[tuple[N, int | None]]], None] | None = None,
    reached: Callable[[UnitOfWork, N], None] | None = None,
) -> Shown:
    """A screen of what a person may `see` of it now; whom nobody knows sees nothing."""

    def fetch(work: UnitOfWork, notice: Notice, person: Person | None) -> ToDraw | None:
        told = _as(kind, notice)
        view = see(work, told, person) if person is not None else None
        return None if view is None else lambda frame: draw(view, told, frame)

    def look_ahead(work: UnitOfWork, notices: Sequence[tuple[Notice, int | None]]) -> None:
        if expect is not None:
            expect(work, [(_as(kind, notice), reader) for notice, reader in notices])

    def note(work: UnitOfWork, notice: Notice) -> None:
        if reached is not None:
            reached(work, _as(kind, notice))

    return Shown(kind, fetch, look_ahead if expect is not None else None, note if reached is not None else None)


def plain(kind: type[N], draw: Callable[[N, Frame], Screen]) -> Shown:
    """A screen drawn from the notice alone: whoever it was sent to may read it, known or not."""

    def fetch(_work: UnitOfWork, notice: Notice, _person: Person | None) -> ToDraw:
        told = _as(kind, notice)
        return lambda frame: draw(told, frame)

    return Shown(kind, fetch)


def _as(kind: type[N], notice: Notice) -> N:
    if not isinstance(notice, kind):
        raise TypeError(kind.__name__)
    return notice


@dataclass(frozen=True, slots=True)
class Subject:
    """One subject, whole. Everything but its name may be missing. `texts`: the package whose folder holds its .po
    files; their keys begin with the subject's name."""

    name: str
    texts: str | None = None
    commands: Sequence[Command] = ()
    presses: Sequence[Press] = ()
    questions: Sequence[Question] = ()
    shown: Sequence[Shown] = ()
    ticks: Sequence[Tick] = ()
    rights: Sequence[Right] = ()
    on_ticket: TicketPart | None = None
    digest: DigestPart | None = None
    keeps: Sequence[Keeps] = ()
    matters: Sequence[MatterKind] = ()
    on_cards: Sequence[CardButton] = ()
    """Buttons that it offers whoever handles a ticket, behind «更多»."""
    reads: Sequence[WholeWords] = ()
    links: Mapping[str, Callable[[Turn, str], None]] = field(default_factory=dict)
    """Links into the chat of its own: how their payload begins, and what is done with the rest of it."""
    to_do: ToDoFor | None = None


class Subjects:
    """All subjects, and the tables that are made of what they give. Raises ValueError for what two of them claim."""

    def __init__(self, *every: Subject) -> None:
        self.every = every
        self.by_name = _table("subject", ((one.name, one) for one in every))
        self.commands = _table("command", ((c.name, c) for c in commands_of(every)))
        said = list(_table("command", ((c.name, c) for one in every for c in one.commands)).values())
        self.spoken = _table("words of a command", ((bare(words), c) for c in said for words in c.said))
        shows = [c for c in said if c.listed and c.right is None and not c.acts]
        self._mentioned = Phrases((words, c) for c in shows for words in c.said)
        self.presses = _table("button", (((p.kind, p.action), p) for one in every for p in one.presses))
        self.said = Sayings(saying for press in self.presses.values() for saying in _sayings_of(press))
        self.questions = _table("question", ((q.name, q) for one in every for q in one.questions))
        self.shown = _table("notice", ((s.kind, s) for one in every for s in one.shown))
        self.ticks = _table("tick", ((t.name, t) for one in every for t in one.ticks))
        self.rights = _table("right", ((r.name, r) for one in every for r in one.rights))
        self.digest = {one.name: one.digest for one in every if one.digest is not None}
        self.keeps = [kept for one in every for kept in one.keeps]
        self.after = [one.on_ticket.after for one in every if one.on_ticket is not None]
        self.on_cards = tuple(button for one in every for button in one.on_cards)
        self.reads = tuple(one for subject in every for one in subject.reads)
        self.notices = _table("name of a notice", ((kind.__name__, kind) for kind in self.shown))

    def commanded(self, words: str) -> Command | None:
        """The command that the whole message is."""
        return next((self.spoken[said] for said in readings(words) if said in self.spoken), None)

    def mentioned(self, words: str) -> Command | None:
        """The command that shows what the words speak of; for a message that is taken for a wish of that kind."""
        return next((hit.value for hit in self._mentioned.longest(plainly(words).strip())), None)

    def asked(self, turn: Turn) -> Question | None:
        """The question that whoever speaks was asked; None for none, and for one that nobody knows any more."""
        awaited = turn.work.conversation.awaited(turn.person.id)
        return self.questions.get(awaited.what) if awaited is not None else None


def commands_of(subjects: Iterable[Subject]) -> Sequence[Command]:
    """Those with a slash, as menus show them: what everybody finds there comes first."""
    listed = (one for subject in subjects for one in subject.commands if one.listed)
    return sorted(listed, key=lambda one: one.right is not None)


def _table(what: str, rows: Iterable[tuple[K, T]]) -> Mapping[K, T]:
    table: dict[K, T] = {}
    for key, value in rows:
        if key in table:
            raise ValueError(f"two subjects claim the same {what}: {key}")
        table[key] = value
    return table
