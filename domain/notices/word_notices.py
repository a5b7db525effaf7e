"""What people are told because of the words they wrote: danger, harm, small talk, what is known here already."""

from dataclasses import dataclass
from typing import ClassVar

from domain.notices.notice import Notice


@dataclass(frozen=True, slots=True)
class DangerAdvice(Notice):
    """Danger now: the number and the first safe action. Never waits for consent. `now` False: a risk or something
    past, the number in one line."""

    danger: str
    now: bool = True


@dataclass(frozen=True, slots=True)
class AlarmRaised(Notice):
    """The danger was filed at once: its number, how many people were called, and the way to call it off."""

    ticket_id: int
    called: int
    again: bool = False
    pressed: bool = False
    """By a button, which said nothing of the kind: one row of buttons asks it afterwards."""


@dataclass(frozen=True, slots=True)
class EmergencySure(Notice):
    """The button for danger, by somebody who has called off two alarms this month: the numbers, then a question."""


@dataclass(frozen=True, slots=True)
class HarmAdvice(Notice):
    """Violence, harm to a child, self-harm: the numbers and a human sentence. `told`: how many of the safeguarding
    staff; `other`: the words also speak of something that can be reported."""

    danger: str
    told: int
    other: bool = False
    alert_id: int | None = None
    """Of an alert that a button raised: it can be said that it was a slip."""


@dataclass(frozen=True, slots=True)
class SmallTalk(Notice):
    """Nothing to report in it: what the bot is for. `kept`: the words wait for one tap, should it be one."""

    kept: bool = False


@dataclass(frozen=True, slots=True)
class WhichTicket(Notice):
    """«怎么还没人来»: to which of their open reports do these words belong, or are they a new one? `handled`: what they
    work on is listed too."""

    handled: bool = False
    page: int = 0


@dataclass(frozen=True, slots=True)
class LooseWords(Notice):
    """Words or files that answer nothing: are they for this ticket? They are kept until it is said. `others`: there are
    more that they may be for."""

    ticket_id: int
    others: bool = False


@dataclass(frozen=True, slots=True)
class LateWords(Notice):
    """Words came to a ticket that has ended: they are kept, and what can be made of them is offered. `loose`: nobody
    said that they belong to it."""

    ticket_id: int
    loose: bool = False


@dataclass(frozen=True, slots=True)
class FilesKept(Notice):
    """A photo or a voice came where a few words were asked for: it waits for one tap, that of the ticket the question
    is about. `answered`: words came with it, and they were the answer."""

    ticket_id: int | None = None
    answered: bool = False


@dataclass(frozen=True, slots=True)
class PutAside(Notice):
    """Something was ended by a command: the sentence that says so, and for an hour one tap brings it back. `aside_id`
    None: nothing was written in it."""

    key: str
    aside_id: int | None


@dataclass(frozen=True, slots=True)
class WhichToPress(Notice):
    """«催办», «撤回», by somebody with several tickets for which that can be done: a button each, by its action."""

    action: str
    page: int = 0


@dataclass(frozen=True, slots=True)
class NumberUnknown(Notice):
    """A number came that none of the buttons has: they are shown again, as label and data, so that the next one counts
    from the same."""

    carries_words: ClassVar[bool] = True
    number: int
    buttons: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class WhichMeant(Notice):
    """Words came that mean a button of several things at once: which? `buttons`: of all of them, as label and data;
    shown from the so-manieth on. `said`: the words, which are kept, are the sentence that goes with it."""

    buttons: tuple[tuple[str, str], ...]
    said: bool = False
    at: int = 0


@dataclass(frozen=True, slots=True)
class AlreadyReported(Notice):
    """Before «提交»: what is known of the same matter here (domain/tickets/already.py). `tickets`: id, number (of one's
    own alone), and when it was filed; nothing else of a neighbour's report leaves."""

    how: str
    category: str
    tickets: tuple[tuple[int, str, str], ...]


@dataclass(frozen=True, slots=True)
class FollowerNews(Notice):
    """How a neighbour's report goes on, for whoever has the same fault: what, where, and nothing of who or how."""

    action: str
    category: str
    place_id: int
    variant: str = ""


@dataclass(frozen=True, slots=True)
class TopicProposed(Notice):
    """Many reports of one category in one building: one topic?"""

    category: str
    place_id: int
    tickets: tuple[int, ...]
    households: int


@dataclass(frozen=True, slots=True)
class SafeguardingNotice(Notice):
    """An alert about harm to people, for the safeguarding staff alone."""

    alert_id: int
