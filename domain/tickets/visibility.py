"""Who may see a ticket at all. Storage's `get` and `lock` ask here, and so do notices, lists and cards."""

from collections.abc import Collection
from typing import Protocol

from domain.posts.accused import passed_over
from domain.ticket import TicketFacts
from domain.vocabulary import Action, Grade, Role, Secrecy

UNSEEN_BY_REPORTER = frozenset({Action.NOTE, Action.PROPOSE, Action.APPROVE, Action.DECLINE, Action.TAKE_IN})
"""Lines of the history that are among handlers: a request to a superior may be declined, and then nothing was; what a
neighbour said whose report was merged into this one is theirs."""

AMONG_HANDLERS = (
    UNSEEN_BY_REPORTER
    | {Action.RETURN, Action.REASSIGN, Action.REGRADE, Action.FOLLOW}
    | {
        Action.ASK,
        Action.ASK_STEP,
    }
)
"""Words and files that never reach the reporter."""


def may_hear(action: Action, *, reports: bool) -> bool:
    """May somebody who sees the ticket read the words of such a line and see its files? `reports`: they reported it.

    The one answer for screens, messages, exports and «my data»: a file is as secret as the line it hangs on.
    """
    return not reports or action not in AMONG_HANDLERS


class SeenTicket(TicketFacts, Protocol):
    """What decides about seeing."""

    @property
    def concerns(self) -> Role | None: ...
    @property
    def secrecy(self) -> Secrecy: ...


def may_see(ticket: SeenTicket, person_id: int, roles: Collection[Role], *, in_office: bool) -> bool:
    """The reporter, and whoever answers for its place. Setting the program up is no right.

    Whoever recorded it or has (or had) it to do sees it as long as they hold any post (`in_office`): with that they got
    it, and with that it goes. What concerns a role of the chain is hidden from whoever holds it here, or one below,
    whatever else they hold.
    """
    if person_id == ticket.reporter_id:
        return True
    if passed_over(ticket.concerns) & set(roles):
        return False
    own = in_office and person_id in (ticket.recorded_by_id, ticket.assignee_id)
    on_duty = Role.DUTY in roles and ticket.grade is Grade.P0
    return own or on_duty or bool(set(roles) - {Role.DUTY, Role.SAFEGUARDING})


def handles(ticket: SeenTicket, person_id: int, roles: Collection[Role], *, in_office: bool) -> bool:
    """Sees it as somebody who works on it. Its reporter does when they answer for it."""
    works_on_it = person_id != ticket.reporter_id or person_id == ticket.assignee_id
    return works_on_it and may_see(ticket, person_id, roles, in_office=in_office)


def may_ask_name(ticket: SeenTicket) -> bool:
    """Is there a button that shows the reporter's name to a handler? At the third level there is none."""
    return ticket.secrecy is not Secrecy.FROM_HANDLERS


def room_is_shown(ticket: SeenTicket) -> bool:
    """The room stands on the handler's card of an ordinary repair only; else it is behind the button."""
    return ticket.secrecy is Secrecy.NORMAL
