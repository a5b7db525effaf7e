"""What a subject gives to the conversation: its commands, buttons, questions and screens; and all subjects together.

A subject is one value. Whoever needs what several of them give is handed `Subjects`; nothing is looked up elsewhere.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import TypeVar

from domain.notices.notice import Notice
from domain.posts.rights import Right
from domain.tickets.restrictions import Restriction
from handlers.turn import Handle, Turn
from messages.drawing.buttons import Button
from messages.drawing.frame import Frame
from messages.drawing.screen import Screen
from services.parts import DigestPart, Keeps, Tick, TicketPart
from storage.models import Awaited, Person
from storage.unit_of_work import UnitOfWork

N = TypeVar("N", bound=Notice)
V = TypeVar("V")
K = TypeVar("K")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Command:
    """A command; `right`: who finds it in their menu, everybody where there is none; `said`: what people write in its
    place, in small letters."""

    name: str
    handle: Handle
    right: Right | None = None
    said: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Press:
    """What a button does, pressed or answered by its number. `said`: words that mean the same under a message that
    shows it, in small letters. `held`: the mildest restriction that holds it back, None where nobody is ever kept from
    it; a button of a ticket in danger (P0) is never held back."""

    kind: str
    action: str
    handle: Callable[[Turn, Button], None]
    said: Sequence[str] = ()
    held: Restriction | None = Restriction.BAN


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
    who is muted? `fits`: of a question asked in passing: whatever does not answer it ends it, and goes where it would
    have gone without it.
    """

    name: str
    answer: Callable[[Turn, Awaited], None]
    waits: timedelta = timedelta(hours=1)
    takes: Takes = Takes.WORDS
    ends: str | None = None
    danger: bool = True
    reports: bool = True
    muted: bool = True
    fits: Callable[[Turn], bool] | None = None


ToDraw = Callable[[Frame], Screen]


@dataclass(frozen=True, slots=True)
class Shown:
    """How one kind of notice becomes a screen. `fetch` gives what is still to be drawn, or None when this reader may
    not see it (any more); `expect` reads at once what many such screens need."""

    kind: type[Notice]
    fetch: Callable[[UnitOfWork, Notice, Person | None], ToDraw | None]
    expect: Callable[[UnitOfWork, Sequence[tuple[Notice, int | None]]], None] | None = None


def shown(
    kind: type[N],
    *,
    see: Callable[[UnitOfWork, N, Person], V | None],
    draw: Callable[[V, N, Frame], Screen],
    expect: Callable[[UnitOfWork, Sequence[tuple[N, int | None]]], None] | None = None,
) -> Shown:
    """A screen of what a person may `see` of it now; whom nobody knows sees nothing."""

    def fetch(work: UnitOfWork, notice: Notice, person: Person | None) -> ToDraw | None:
        told = _as(kind, notice)
        view = see(work, told, person) if person is not None else None
        return None if view is None else lambda frame: draw(view, told, frame)

    def look_ahead(work: UnitOfWork, notices: Sequence[tuple[Notice, int | None]]) -> None:
        if expect is not None:
            expect(work, [(_as(kind, notice), reader) for notice, reader in notices])

    return Shown(kind, fetch, look_ahead if expect is not None else None)


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
    keeps: Keeps | None = None


class Subjects:
    """All subjects, and the tables that are made of what they give. Raises ValueError for what two of them claim."""

    def __init__(self, *every: Subject) -> None:
        self.every = every
        self.by_name = _table("subject", ((one.name, one) for one in every))
        self.commands = _table("command", ((c.name, c) for c in commands_of(every)))
        self.spoken = _table("words of a command", ((words, c) for c in self.commands.values() for words in c.said))
        self.presses = _table("button", (((p.kind, p.action), p) for one in every for p in one.presses))
        self.said = frozenset(words for press in self.presses.values() for words in press.said)
        self.questions = _table("question", ((q.name, q) for one in every for q in one.questions))
        self.shown = _table("notice", ((s.kind, s) for one in every for s in one.shown))
        self.ticks = _table("tick", ((t.name, t) for one in every for t in one.ticks))
        self.rights = _table("right", ((r.name, r) for one in every for r in one.rights))
        self.digest = {one.name: one.digest for one in every if one.digest is not None}
        self.keeps = [one.keeps for one in every if one.keeps is not None]
        self.after = [one.on_ticket.after for one in every if one.on_ticket is not None]
        self.notices = _table("name of a notice", ((kind.__name__, kind) for kind in self.shown))

    def asked(self, turn: Turn) -> Question | None:
        """The question that whoever speaks was asked; None for none, and for one that nobody knows any more."""
        awaited = turn.work.conversation.awaited(turn.person.id)
        return self.questions.get(awaited.what) if awaited is not None else None


def commands_of(subjects: Iterable[Subject]) -> Sequence[Command]:
    """As menus show them: what everybody finds there comes first."""
    return sorted((one for subject in subjects for one in subject.commands), key=lambda one: one.right is not None)


def _table(what: str, rows: Iterable[tuple[K, T]]) -> Mapping[K, T]:
    table: dict[K, T] = {}
    for key, value in rows:
        if key in table:
            raise ValueError(f"two subjects claim the same {what}: {key}")
        table[key] = value
    return table
