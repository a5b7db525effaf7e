"""What a reader may see of a bundle, already filtered; built in services/views/bundle_views.py."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from domain.matters.asks import AskState
from domain.matters.bundles import BundledLine
from domain.words.categories import Category


@dataclass(frozen=True, slots=True)
class HelpView:
    """A body that was asked about a reporter's ticket, and how that stands; `due`: by when it comes."""

    body: str
    state: AskState
    due: datetime | None


@dataclass(frozen=True, slots=True)
class BundledView:
    """One line. `number`: of the ticket or matter, where the reader may have it; `about` and `version`: what its button
    opens; `due`: until when; `accepted`: it is the result that is awaited, no answer any more; `state`, `due_what`: the
    texts that say how a matter stands and what is due of it."""

    id: int
    kind: BundledLine
    can_be_muted: bool
    about: int
    version: int
    number: str = ""
    place: str = ""
    category: Category | None = None
    body: str = ""
    title: str = ""
    state: str | None = None
    due: datetime | None = None
    due_what: str | None = None
    accepted: bool = False
    helps: Sequence[HelpView] = ()
    helped: int = 0
    """How many came, of those who were called together."""


@dataclass(frozen=True, slots=True)
class BundleView:
    """A bundle as it is now. `id`: of the line by which its list is opened; `lines`: what still holds, in order;
    `also_open`: how much else the reader is asked that is neither new nor due today."""

    id: int
    lines: Sequence[BundledView]
    also_open: int = 0
