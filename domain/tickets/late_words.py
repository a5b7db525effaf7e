"""Words to a ticket that has ended: none is lost. What can be made of them depends on how whoever wrote them stands to
it."""

from collections.abc import Collection
from enum import StrEnum

from domain.vocabulary import Action


class LateChoice(StrEnum):
    """What one tap makes of them."""

    REOPEN = "reopen"
    APPEAL = "appeal"
    AGAIN = "again"
    """A report of its own that follows the ended one."""
    NOTE = "note"
    NEW = "new"
    """A report of its own that has nothing to do with it."""


def offers(actions: Collection[Action], *, reports: bool) -> list[LateChoice]:
    """What is offered to somebody who may do these things to the ticket; `reports`: it is theirs."""
    found = [late for late in (LateChoice.REOPEN, LateChoice.APPEAL) if Action(late) in actions]
    if reports:
        return found or [LateChoice.AGAIN]
    return [*found, LateChoice.NOTE] if Action.NOTE in actions else found
