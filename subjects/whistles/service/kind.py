"""Whistles as a kind of matter: who hears of one, and reading it with its header."""

from dataclasses import dataclass, field

from domain.matters.matters import MatterSteps, Visibility
from domain.notices.notices import Letter
from domain.refusal import Refusal
from domain.vocabulary import Grade, HeldAs
from services.matters.matters import locked_matter, seen_matter, unknown_matter
from services.telling.unasked import send_unasked
from storage.matters.matters import Matters
from storage.models import MatterRow, Person, Ticket
from storage.unit_of_work import UnitOfWork
from subjects.whistles.notices import WhistleCard
from subjects.whistles.rows import WhistleRow
from subjects.whistles.rules import OVER, STEPS
from subjects.whistles.store import Whistles

SEEN_BY = Visibility.ASKED


@dataclass(frozen=True, slots=True)
class WhistleTable:
    """What is written down of whistles; with what their clock does they are a kind of matter (service/clock.py)."""

    name: str = "whistles-whistle"
    character: str = "哨"
    steps: MatterSteps = field(default_factory=lambda: STEPS)
    ended: frozenset[str] = OVER


TABLE = WhistleTable()


@dataclass(frozen=True, slots=True)
class Whistle:
    """A whistle with its matter's header."""

    matter: MatterRow
    row: WhistleRow


def seen_whistle(work: UnitOfWork, matter_id: int, person: Person) -> Whistle | None:
    """For reading, through its matter's door; those who are called read their ask instead."""
    matter, row = seen_matter(work, matter_id, person), work.store(Whistles).get(matter_id)
    return Whistle(matter, row) if matter is not None and row is not None else None


def locked_whistle(work: UnitOfWork, matter_id: int, person: Person) -> Whistle:
    """For changing."""
    matter, row = locked_matter(work, matter_id, person), work.store(Whistles).get(matter_id)
    if row is None:
        raise unknown_matter()
    return Whistle(matter, row)


def tickets_of(work: UnitOfWork, matter: MatterRow) -> list[Ticket]:
    """The tickets it was blown for, in the order in which they came to it."""
    ids = [link.ticket_id for link in work.store(Matters).links(matter) if link.ticket_id is not None]
    found = (work.session.get(Ticket, one) for one in ids)
    return [ticket for ticket in found if ticket is not None]


def tell_post(work: UnitOfWork, matter: MatterRow, lead: str, *, without: int | None = None) -> None:
    """Whoever has it by their post reads its card."""
    if matter.owner_post_id is None:
        return
    acting = [one for held_as in HeldAs for one in work.directory.acting(matter.owner_post_id, held_as, work.now)]
    for person_id in dict.fromkeys(acting):
        if person_id != without:
            tell(work, person_id, matter, lead)


def tell(work: UnitOfWork, person_id: int, matter: MatterRow, lead: str) -> None:
    """Its card to somebody who did not ask for it now: never at night."""
    send_unasked(work, Letter(person_id, WhistleCard(matter.id, lead)), Grade.P2)


def tell_sides(work: UnitOfWork, whistle: Whistle, lead: str, *, without: int | None = None) -> None:
    """Whoever proposed it, and whoever blew it."""
    for person_id in dict.fromkeys((whistle.row.proposed_by_id, whistle.row.blown_by_id)):
        if person_id is not None and person_id != without:
            tell(work, person_id, whistle.matter, lead)


def words(work: UnitOfWork, said: str, limit: int, by: Person) -> int:
    """Kept apart, so that they can be emptied; refuses none and too many."""
    plain = said.strip()
    if not plain or len(plain) > limit:
        raise Refusal("whistles-refused-words", n=limit)
    return work.store(Matters).keep_words(plain, by.id).id
