"""Words to a ticket that has ended: none is lost. What can be made of them depends on how whoever wrote them stands to
it."""

from collections.abc import Collection
from enum import StrEnum

from domain.vocabulary import Action


class Late(StrEnum):
    """What one tap makes of them."""

    REOPEN = "reopen"
    APPEAL = "appeal"
    AGAIN = "again"
    """A report of its own that follows the ended one."""
    NOTE = "note"


def offers(actions: Collection[Action], *, reports: bool) -> list[Late]:
    """What is offered to somebody who may do these things to the ticket; `reports`: it is his."""
    found = [late for late in (Late.REOPEN, Late.APPEAL) if Action(late) in actions]
    if reports:
        return found or [Late.AGAIN]
    return [*found, Late.NOTE] if Action.NOTE in actions else found
