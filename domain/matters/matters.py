"""A matter (事项): the header of everything with a number, an owner, a next date and a history; tickets stay their own.

What its states are is each kind's: a table in the style of domain/matters/asks.py. What all share stands here: numbers,
who may see one, and how a step is taken (spec: collective.md 1.2, 1.6, 2.2).
"""

import re
import unicodedata
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Protocol

from domain.refusal import Refusal

LONGEST_PLAN = timedelta(days=365)
LONGEST_TERM = timedelta(days=6 * 365)
"""How far ahead a date of a plan may lie; of a term, a project or a warranty (collective.md 1.9)."""
MAX_TITLE_CHARACTERS = 30

_NUMBER = re.compile(r"([^\W\d_])?\s*(\d{4})\s*[-–—]?\s*(\d{1,4})")


class Visibility(StrEnum):
    """Who may see a matter, by class; `handles` it and the secretariat always (collective.md 1.6)."""

    OPEN = "open"
    """Everybody in its places."""
    SCOPE = "scope"
    """Members of the households there, and the chain of the places."""
    GROUP = "group"
    """Named posts (专班)."""
    ASKED = "asked"
    """Whoever was asked, and who asked."""
    SEALED = "sealed"
    """The case's own people alone, not even the secretariat."""
    OWN = "own"
    """The person or household it is about."""


@dataclass(frozen=True, slots=True)
class MatterReader:
    """How somebody stands to a matter: they hold its post or one above (`handles`), belong to its working group, live
    in its places, were asked in it, it is theirs; they are of the office or the secretary."""

    handles: bool = False
    in_group: bool = False
    lives_there: bool = False
    asked: bool = False
    own: bool = False
    secretariat: bool = False


def may_see_matter(visibility: Visibility, reader: MatterReader) -> bool:
    """The one answer for lists, screens, finding and export."""
    if visibility is Visibility.SEALED:
        return reader.in_group
    if reader.handles or reader.in_group or reader.secretariat:
        return True
    seen = {
        Visibility.OPEN: reader.lives_there or reader.asked or reader.own,
        Visibility.SCOPE: reader.lives_there,
        Visibility.ASKED: reader.asked or reader.own,
        Visibility.OWN: reader.own,
    }
    return seen.get(visibility, False)


@dataclass(frozen=True, slots=True)
class MatterActor:
    """Who acts: `handles` it by their post, is of the secretariat, has a seat of the body it is about, or has `opened`
    it. `person_id` None is the clock."""

    person_id: int | None
    handles: bool = False
    secretariat: bool = False
    of_body: bool = False
    opened: bool = False


MATTER_CLOCK = MatterActor(None)

MatterRule = Callable[[MatterActor], str | None]
"""None: allowed. Otherwise the key of the sentence that says why not."""


def only_clock(actor: MatterActor) -> str | None:
    """Only the program: its date has come."""
    return None if actor.person_id is None else "matters-refused-not-yours"


def its_post_or_body(actor: MatterActor) -> str | None:
    """Whoever has it by their post, the office, or the contacts of the body it is about."""
    return None if actor.handles or actor.secretariat or actor.of_body else "matters-refused-not-yours"


def its_post(actor: MatterActor) -> str | None:
    """Whoever has it by their post."""
    return None if actor.handles else "matters-refused-not-yours"


def opener_or_post(actor: MatterActor) -> str | None:
    """Whoever opened it, or has it by their post."""
    return None if actor.opened or actor.handles else "matters-refused-not-yours"


def secretariat(actor: MatterActor) -> str | None:
    """The office or the secretary."""
    return None if actor.secretariat else "matters-refused-not-yours"


@dataclass(frozen=True, slots=True)
class MatterStep:
    """One row of a kind's table. `after` None keeps the state."""

    before: frozenset[str]
    after: str | None
    who: MatterRule


MatterSteps = Mapping[str, MatterStep]


class MatterTable(Protocol):
    """What is written down of a kind of matter: its name, the character in front of its numbers, its steps, and the
    states in which it has ended."""

    @property
    def name(self) -> str: ...
    @property
    def character(self) -> str: ...
    @property
    def steps(self) -> MatterSteps: ...
    @property
    def ended(self) -> frozenset[str]: ...


def advance_matter(steps: MatterSteps, state: str, action: str, actor: MatterActor) -> str:
    """The state after one step, or the `Refusal` that says why not."""
    step = steps.get(action)
    if step is None or state not in step.before:
        raise Refusal("matters-refused-state")
    if no := step.who(actor):
        raise Refusal(no)
    return step.after or state


def possible_steps(steps: MatterSteps, state: str, actor: MatterActor) -> frozenset[str]:
    """Everything that `advance_matter` would allow."""
    return frozenset(action for action, step in steps.items() if state in step.before and step.who(actor) is None)


def matter_number(character: str, month: str, n: int) -> str:
    """«征2611-03»: the kind's character, year and month where the community is, a running number of that kind."""
    return f"{character}{month}-{n:02d}"


def numbers_meant(text: str, characters: Collection[str]) -> list[str]:
    """The printed numbers that a typed one may mean: with its character that one, without it one of every kind.
    Full-width digits and hyphens are read too; a character that no kind has means none."""
    found = _read(text)
    if found is None:
        return []
    character, month, n = found[1], found[2], int(found[3])
    meant = [character] if character is not None else sorted(characters)
    return [matter_number(one, month, n) for one in meant if one in characters]


def names_its_kind(text: str, characters: Collection[str]) -> bool:
    """Is it a number with a character that some kind has? Then it means that one, and no ticket."""
    found = _read(text)
    return found is not None and found[1] in characters


def _read(text: str) -> re.Match[str] | None:
    return _NUMBER.fullmatch(unicodedata.normalize("NFKC", text).strip().replace("−", "-"))
