"""What somebody said at once: words, files, and the message they stood in, so that an edit of it finds them."""

from collections.abc import Sequence
from dataclasses import dataclass

from domain.tickets.report_form import Attachment
from domain.vocabulary import Action


@dataclass(frozen=True, slots=True)
class Remark:
    """One message, or the part of a draft that goes with one step. Words may be empty where there are files."""

    words: str = ""
    files: Sequence[Attachment] = ()
    account_id: int | None = None
    number: int | None = None


GOES_ON_AS = {
    Action.NOTE: Action.NOTE,
    Action.RETURN: Action.NOTE,
    Action.PROPOSE: Action.NOTE,
    Action.APPROVE: Action.NOTE,
    Action.DECLINE: Action.NOTE,
    Action.REASSIGN: Action.NOTE,
    Action.REGRADE: Action.NOTE,
    Action.FOLLOW: Action.FOLLOW,
}
"""As what words are put right that the reporter does not read: it stays as secret as they were. All others may be
corrected for both sides to see."""
