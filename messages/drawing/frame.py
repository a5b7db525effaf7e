"""What every screen is drawn with, whatever it shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from domain.community import Community
from domain.posts.directory import Directory
from domain.views import Reader
from messages.drawing.card_button import CardButton
from messages.drawing.texts import Texts


class LinkMaker(Protocol):
    """Makes the address that opens the program in some channel; with a code, at what the code stands for."""

    def __call__(self, code: str = "") -> str: ...


def no_link(code: str = "") -> str:
    """On paper and in a terminal nothing is opened."""
    return code


@dataclass(frozen=True, slots=True)
class Frame:
    """Who reads, in which language, and the community as it is now. `link`: makes links for the reader's channel;
    `on_cards`: what other subjects offer below a ticket."""

    reader: Reader
    texts: Texts
    now: datetime
    community: Community
    directory: Directory
    link: LinkMaker
    on_cards: Sequence[CardButton] = ()
