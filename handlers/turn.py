"""One update being answered: who is talking, what came, and how the answer is queued."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Protocol

from domain.community import Community
from domain.notices.notice import Notice
from domain.notices.notices import CardRedraw, Letter, Say, TicketCard
from domain.refusal import Refusal, Value
from domain.tickets.remark import Remark
from domain.tickets.report_form import Attachment
from domain.words.characters import readable
from domain.words.guessing import Guess, Guesser
from handlers.keeping_files import kept
from handlers.said import Said, SaidKind
from messages.drawing.buttons import Button
from messages.tickets.card_buttons import is_of_card
from storage.models import Awaited, Person
from storage.tickets.ticket_messages import MessageAbout
from storage.unit_of_work import UnitOfWork

ALBUM_SETTLES = timedelta(seconds=1.2)
"""The photos of an album come as updates of their own; the answer waits this long for the rest."""


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What the program itself knows, whoever speaks: what it has learnt of the community's words (`guesser`: None from
    it, while nothing is learnt), and which `languages` it speaks, by their two letters."""

    guesser: Callable[[Community], Guesser | None]
    languages: Sequence[str]


@dataclass(frozen=True, slots=True)
class Toast:
    """A word over the screen after a press; best effort, sent right after the commit."""

    press: str
    key: str | None
    values: dict[str, Value]
    language: str


class WaitsForWords(Protocol):
    """A question, as far as asking it needs one (handlers/subject.py)."""

    @property
    def name(self) -> str: ...

    @property
    def waits(self) -> timedelta: ...


@dataclass(slots=True)
class Turn:
    """What was said, the open unit of work, and the person who speaks, from which account in which channel."""

    said: Said
    work: UnitOfWork
    person: Person
    knowledge: Knowledge
    channel: str
    replaced: bool = False
    """Something comes in the place of the message whose button was pressed."""
    toasts: list[Toast] = field(default_factory=list)
    chosen: Button | None = None
    """The button that was answered by its number, or in its words, instead of a press."""
    head: str | None = None
    """The word that would have stood over the screen after a press; by number it is said."""
    guesses: dict[str, Sequence[Guess]] = field(default_factory=dict)
    """What was guessed so far: what a text means decides where it goes, and then what it is about."""

    @property
    def account(self) -> int:
        """The account they speak from."""
        return self.work.people.account_of(self.person) or 0

    @property
    def is_press(self) -> bool:
        return self.said.kind is SaidKind.PRESS

    @property
    def words(self) -> str:
        """What was written, as far as it can be read: the one door for what people type."""
        return readable(self.said.words)

    @property
    def remark(self) -> Remark:
        """The whole message: words, files, and where an edit of it is found again."""
        return Remark(self.words, self.attachments(), self.account, self.said.number)

    def guess(self, text: str) -> Sequence[Guess]:
        """What a text most likely means, as far as that has been learnt."""
        if text not in self.guesses:
            guesser = self.knowledge.guesser(self.work.community)
            self.guesses[text] = guesser.guess(text) if guesser is not None else ()
        return self.guesses[text]

    @property
    def language(self) -> str:
        return self.person.language or "zh"

    def attachments(self) -> list[Attachment]:
        """The files of the message, kept; none that is too big."""
        return kept(self.work, self.channel, [one for one in self.said.files if not one.is_too_big])

    @property
    def too_big(self) -> bool:
        """Did a file come that is not taken?"""
        return any(one.is_too_big for one in self.said.files)

    def button(self) -> Button:
        """What the pressed button carries; a forged or ancient one is refused."""
        return self.chosen or Button.read(self.said.pressed or "")

    @property
    def pressed(self) -> Button | None:
        """The button that was pressed; None for words, and for what was never a button of ours."""
        return Button.read_or_none(self.said.pressed or "") if self.is_press else None

    def answer(self, notice: Notice) -> None:
        """Queue an answer as a new message. The answer to a part of an album waits for its other parts."""
        settles = notice.redraws and not self.is_press and self.said.album is not None
        not_before = self.work.now + ALBUM_SETTLES if settles else None
        self.work.tell(Letter(self.person.id, notice, not_before))

    def ask(self, question: WaitsForWords, ticket_id: int | None = None, **detail: object) -> None:
        """The next words of this person answer this question, with what was said before as `detail`."""
        until = self.work.now + question.waits
        self.work.conversation.await_words(self.person.id, question.name, until, ticket_id, detail)

    def ask_again(self, question: WaitsForWords, awaited: Awaited) -> None:
        """What was said did not answer it."""
        self.ask(question, awaited.ticket_id, **awaited.detail)

    def asked(self, question: WaitsForWords) -> Awaited | None:
        """What waits for an answer, if it is this question."""
        awaited = self.work.conversation.awaited(self.person.id)
        return awaited if awaited is not None and awaited.what == question.name else None

    def redraw(self, notice: Notice) -> None:
        """Queue an answer in the place of the message whose button was pressed."""
        if self.chosen is not None:  # by number: whoever typed it reads on below
            if isinstance(notice, CardRedraw):
                notice, self.head = TicketCard(notice.ticket_id, self.head or "card-now"), None
            self.answer(notice)
            return
        pressed = self.said.pressed_on
        self.replaced = pressed is not None
        self.work.tell(Letter(self.person.id, notice, edits=pressed))

    @property
    def on_card(self) -> bool:
        """Was a button of a card pressed, in front or behind «更多»?"""
        return self.said.pressed_on is not None and any(map(is_of_card, self.said.beside))

    def ask_on(self, notice: Notice) -> None:
        """A question: below the card it was asked from, or in the place of the question before."""
        if self.on_card:
            self.answer(notice)
        else:
            self.redraw(notice)

    def keep_card(self, ticket_id: int) -> bool:
        """The card that was pressed is one of the ticket's cards, whatever became of its sending: a crash or a lost
        answer leaves it unmarked. Returns whether every redraw reaches it, as the newest one there."""
        on = self.said.pressed_on
        if on is None or not self.on_card:
            return False
        card = MessageAbout(self.account, on, ticket_id, self.person.id, is_card=True)
        return self.work.messages.pressed(card)

    def say(self, key: str, *, ticket_id: int | None = None, **values: Value) -> None:
        """Queue a plain sentence."""
        self.answer(Say(key, values, ticket_id))

    def toast(self, key: str | None, **values: Value) -> None:
        """Answer the press itself; every press is answered once, by the last toast."""
        if self.chosen is not None:
            self.head = f"toast-{key}" if key else None
        elif self.is_press:
            self.toasts = [Toast(self.said.press, f"toast-{key}" if key else None, values, self.language)]


Handle = Callable[[Turn], None]


def refuse(turn: Turn, refusal: Refusal, ticket_id: int | None) -> None:
    """An expected «no»: said durably, and shown over the screen; a card that was pressed is redrawn."""
    if turn.is_press:
        turn.toasts = [Toast(turn.said.press, refusal.key, dict(refusal.values), turn.language)]
    values = dict(refusal.values)
    if "state" in values:
        values["state_key"] = f"state-{values.pop('state')}"
    turn.answer(Say(refusal.key, values))
    if ticket_id is not None and turn.is_press:
        turn.redraw(CardRedraw(ticket_id))
