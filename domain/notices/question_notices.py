"""What people are told who ask something, or who come with another body's business."""

from dataclasses import dataclass

from domain.notices.notice import Notice
from domain.posts.directory import Address


@dataclass(frozen=True, slots=True)
class Answered(Notice):
    """The community's own answer (domain/words/answers.py). The words are kept: one tap makes a report of them."""

    code: str


@dataclass(frozen=True, slots=True)
class Unanswered(Notice):
    """Nobody has written down an answer to that: where the office is reached, and one tap that asks it."""


@dataclass(frozen=True, slots=True)
class GoElsewhere(Notice):
    """Another body's business, and whose; None where only the city's number is known. The words are kept too."""

    code: str | None


@dataclass(frozen=True, slots=True)
class StewardOf(Notice):
    """Who answers for a place; None: it is not known which. `kept`: words wait, should it be a report."""

    place_id: int | None = None
    number: int | None = None
    sub_number: str | None = None
    kept: bool = False

    @property
    def address(self) -> Address | None:
        return Address(self.place_id, self.number, self.sub_number) if self.place_id is not None else None


@dataclass(frozen=True, slots=True)
class ContactWanted(Notice):
    """To a steward: this person asks them to get in touch, about this place. Not a ticket."""

    person_id: int
    place_id: int
    number: int | None = None
    sub_number: str | None = None

    @property
    def address(self) -> Address:
        return Address(self.place_id, self.number, self.sub_number)
