"""Who may see a ticket at all. Storage's `get` and `lock` ask here, and so do notices, lists and cards."""

from collections.abc import Collection
from typing import Protocol

from domain.words import Action, Grade, Role, Secrecy

UNSEEN_BY_REPORTER = frozenset({Action.NOTE, Action.PROPOSE, Action.APPROVE, Action.DECLINE, Action.TAKE_IN})
"""Lines of the history that are among handlers: a request to a superior may be declined, and then nothing was; what a
neighbour said whose report was merged into this one is his."""

AMONG_HANDLERS = UNSEEN_BY_REPORTER | {Action.RETURN, Action.REASSIGN, Action.REGRADE, Action.FOLLOW}
"""Words that never reach the reporter."""


class SeenTicket(Protocol):
    """What decides about seeing."""

    @property
    def reporter_id(self) -> int | None: ...
    @property
    def recorded_by_id(self) -> int | None: ...
    @property
    def assignee_id(self) -> int | None: ...
    @property
    def concerns_steward(self) -> bool: ...
    @property
    def secrecy(self) -> Secrecy: ...
    @property
    def grade(self) -> Grade: ...


def may_see(ticket: SeenTicket, person_id: int, roles: Collection[Role]) -> bool:
    """The reporter, whoever recorded it, and whoever answers for its place. Setting the program up is no right.

    A matter that concerns the steward is hidden from every steward of the place, whatever else he holds.
    """
    if person_id == ticket.reporter_id:
        return True
    if ticket.concerns_steward and Role.STEWARD in roles:
        return False
    own = person_id in (ticket.recorded_by_id, ticket.assignee_id)
    on_duty = Role.DUTY in roles and ticket.grade is Grade.P0
    return own or on_duty or bool(set(roles) - {Role.DUTY, Role.SAFEGUARDING})


def handles(ticket: SeenTicket, person_id: int, roles: Collection[Role]) -> bool:
    """Sees it as somebody who works on it, not as its reporter."""
    return person_id != ticket.reporter_id and may_see(ticket, person_id, roles)


def may_ask_name(ticket: SeenTicket) -> bool:
    """Is there a button that shows the reporter's name to a handler? At the third level there is none."""
    return ticket.secrecy is not Secrecy.FROM_HANDLERS


def room_is_shown(ticket: SeenTicket) -> bool:
    """The room stands on the handler's card of an ordinary repair only; else it is behind the button."""
    return ticket.secrecy is Secrecy.NORMAL
