"""What is told of asks: to whoever is asked, and to whoever asked."""

from dataclasses import dataclass
from typing import ClassVar

from domain.matters.asks import AskTold
from domain.notices.notice import Notice


@dataclass(frozen=True, slots=True)
class AskCard(Notice):
    """What somebody is asked, as it now stands, with what they can answer; `lead` names a sentence above it."""

    redraws: ClassVar[bool] = True
    ask_id: int
    lead: str | None = None


@dataclass(frozen=True, slots=True)
class AskNews(Notice):
    """What happened to it, told to the other side: by that step, with the words and files of line `seq` of the ticket's
    history."""

    ask_id: int
    step: AskTold
    seq: int


@dataclass(frozen=True, slots=True)
class AskChoice(Notice):
    """A question about an ask, with its answers: why not, which colleague."""

    ask_id: int
    what: str


@dataclass(frozen=True, slots=True)
class WhomToAsk(Notice):
    """The bodies that can be asked about a ticket."""

    ticket_id: int


@dataclass(frozen=True, slots=True)
class WhomItConcerns(Notice):
    """«与哪家有关»: the bodies that work there, for whoever reported it or handles it to name one."""

    ticket_id: int


@dataclass(frozen=True, slots=True)
class WhatGoesAlong(Notice):
    """To the reporter: what of theirs may go along to that body?"""

    ask_id: int


@dataclass(frozen=True, slots=True)
class AskSent(Notice):
    """To whoever asked: who is asked now, and until when they answer."""

    ask_id: int


@dataclass(frozen=True, slots=True)
class AskedOfMe(Notice):
    """A contact's list: what their bodies are asked and have not done."""

    page: int = 0
