"""What every rule may ask of a ticket; each rule's own questions extend it."""

from typing import Protocol

from domain.vocabulary import Grade, State


class TicketFacts(Protocol):
    """A ticket as the rules know it, be it a row or a sketch of one."""

    @property
    def state(self) -> State: ...
    @property
    def grade(self) -> Grade: ...
    @property
    def reporter_id(self) -> int | None: ...
    @property
    def recorded_by_id(self) -> int | None: ...
    @property
    def assignee_id(self) -> int | None: ...
