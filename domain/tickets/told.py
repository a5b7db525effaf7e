"""Who is told what when something happened to a ticket: one row for each action, one cell for each side.

The table below is the only place that knows. docs/flow.md shows it, drawn from here; services/telling/telling.py does
what it says, and tests/services/test_who_is_told.py walks through all of it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from domain.vocabulary import Action


class Side(StrEnum):
    """How somebody can stand to a ticket, in the order in which it is told: whoever stands at several hears once."""

    REPORTER = "reporter"
    """For himself."""
    PROXY = "proxy"
    """Reported it for somebody else."""
    RECORDER = "recorder"
    """Wrote down what came by telephone or at the door; once he has left, who answers for the place now."""
    ASSIGNEE = "assignee"
    """Who answers for it after what happened."""
    FORMER = "former"
    """Who answered for it before, where that is somebody else."""
    HELPER = "helper"
    """From whom silence took it, and who stays on."""
    DEPUTY = "deputy"
    """Of the post that answers for it."""
    FOLLOWERS = "followers"
    """«我也遇到», of this one and of those merged into it: what, where, and nothing of who or in whose words."""
    MERGED = "merged"
    """Who hears for the residents of the tickets merged into this one: its state, and nothing of whose it is."""
    TARGET = "target"
    """Who answers for the ticket that this one was merged into."""


class Told(StrEnum):
    """What a cell says. A card that somebody has of the ticket is drawn anew with every change, whatever his cell."""

    NEWS = "news"
    CARD = "card"
    """News that are to be acted on: the card, with the words that belong to what happened."""
    REDRAW = "redraw"
    OWN = "own"
    NOBODY = "nobody"
    AMONG = "among"
    BETWEEN = "between"
    LATER = "later"
    ELSEWHERE = "elsewhere"
    ALIKE = "alike"
    LOOKED = "looked"


BECAUSE: Mapping[Told, str] = {
    Told.OWN: "it is his own doing",
    Told.NOBODY: "nobody stands there then",
    Told.AMONG: "it stays among those who handle it",
    Told.BETWEEN: "it is between the reporter and whoever handles it",
    Told.LATER: "he hears when somebody has it again, or what came of it",
    Told.ELSEWHERE: "something else tells him: one list of several tickets, or the line that goes with this one",
    Told.ALIKE: "for him nothing is different",
    Told.LOOKED: "looks are written down for the reporter to read, not told",
}
"""Why there is nothing to tell, for each cell that says so."""


@dataclass(frozen=True, slots=True)
class Row:
    """An action's cells, in the order of the table."""

    assignee: Told
    former: Told
    helper: Told
    deputy: Told
    reporter: Told
    proxy: Told
    recorder: Told
    followers: Told
    merged: Told
    target: Told

    def __getitem__(self, side: Side) -> Told:
        told = getattr(self, side)
        return Told(told)

    @property
    def redraws(self) -> bool:
        """Is anything to be seen of it on a card? Not what is the same for whoever answers for it."""
        return self.assignee not in (Told.ALIKE, Told.LOOKED)


# fmt: off
NEWS, CARD, REDRAW, OWN, NOBODY, AMONG, BETWEEN, LATER, ALIKE = (
    Told.NEWS, Told.CARD, Told.REDRAW, Told.OWN, Told.NOBODY, Told.AMONG, Told.BETWEEN, Told.LATER, Told.ALIKE,
)
ELSE, LOOKED = Told.ELSEWHERE, Told.LOOKED

TOLD: Mapping[Action, Row] = {
    #                        assignee former  helper  deputy  reporter proxy  recorder followers merged target
    Action.FILE:         Row(CARD,   NOBODY, NOBODY, LATER,  OWN,     OWN,    OWN,    NOBODY,  NOBODY, NOBODY),
    Action.CLAIM:        Row(OWN,    NEWS,   REDRAW, REDRAW, NEWS,    NEWS,   NEWS,   NEWS,    NEWS,   NOBODY),
    Action.RETURN:       Row(CARD,   OWN,    REDRAW, REDRAW, NEWS,    NEWS,   NEWS,   LATER,   LATER,  NOBODY),
    Action.HAND_OVER:    Row(CARD,   NEWS,   REDRAW, REDRAW, NEWS,    NEWS,   NEWS,   LATER,   LATER,  NOBODY),
    Action.WAIT:         Row(NEWS,   NOBODY, REDRAW, REDRAW, NEWS,    NEWS,   NEWS,   NEWS,    NEWS,   NOBODY),
    Action.RESUME:       Row(NEWS,   NOBODY, REDRAW, REDRAW, NEWS,    NEWS,   NEWS,   ELSE,    ELSE,   NOBODY),
    Action.RESOLVE:      Row(NEWS,   NOBODY, REDRAW, REDRAW, NEWS,    NEWS,   NEWS,   NEWS,    NEWS,   NOBODY),
    Action.CONFIRM:      Row(NEWS,   NOBODY, REDRAW, REDRAW, OWN,     OWN,    NOBODY, ELSE,    NEWS,   NOBODY),
    Action.NOT_SOLVED:   Row(NEWS,   NEWS,   REDRAW, REDRAW, OWN,     OWN,    NOBODY, NEWS,    NEWS,   NOBODY),
    Action.VERIFY:       Row(NEWS,   NOBODY, REDRAW, REDRAW, NEWS,    NEWS,   NEWS,   ELSE,    NEWS,   NOBODY),
    Action.REOPEN:       Row(CARD,   REDRAW, NOBODY, REDRAW, NEWS,    NEWS,   NEWS,   NEWS,    NEWS,   NOBODY),
    Action.REJECT:       Row(NEWS,   NOBODY, NEWS,   REDRAW, NEWS,    NEWS,   NEWS,   NEWS,    ELSE,   NOBODY),
    Action.APPEAL:       Row(CARD,   REDRAW, NOBODY, REDRAW, OWN,     OWN,    NOBODY, NEWS,    NOBODY, NOBODY),
    Action.MERGE:        Row(NEWS,   NOBODY, NEWS,   REDRAW, NEWS,    NEWS,   NEWS,   ALIKE,   ALIKE,  CARD),
    Action.UNLINK:       Row(CARD,   NOBODY, NOBODY, REDRAW, NEWS,    NEWS,   NEWS,   ALIKE,   NOBODY, NEWS),
    Action.REASSIGN:     Row(CARD,   NEWS,   REDRAW, REDRAW, NEWS,    NEWS,   NEWS,   LATER,   LATER,  NOBODY),
    Action.WITHDRAW:     Row(NEWS,   NOBODY, NEWS,   REDRAW, OWN,     OWN,    NOBODY, NOBODY,  ELSE,   NOBODY),
    Action.STEP_BACK:    Row(NEWS,   NOBODY, NEWS,   REDRAW, OWN,     OWN,    NOBODY, NEWS,    ALIKE,  NOBODY),
    Action.CALL_OFF:     Row(NEWS,   NOBODY, NEWS,   NEWS,   OWN,     OWN,    NOBODY, NEWS,    ELSE,   NOBODY),
    Action.REROUTE:      Row(CARD,   NOBODY, REDRAW, REDRAW, NEWS,    NEWS,   NEWS,   LATER,   LATER,  NOBODY),
    Action.ENTRUST:      Row(ELSE,   ELSE,   REDRAW, REDRAW, ELSE,    ELSE,   ELSE,   LATER,   LATER,  NOBODY),
    Action.COME_BACK:    Row(ELSE,   ELSE,   REDRAW, REDRAW, ALIKE,   ALIKE,  ALIKE,  ALIKE,   ALIKE,  NOBODY),
    Action.CLOSE:        Row(NEWS,   NOBODY, REDRAW, REDRAW, NEWS,    NEWS,   NOBODY, ELSE,    NEWS,   NOBODY),
    Action.ESCALATE:     Row(CARD,   NEWS,   NEWS,   REDRAW, NEWS,    NEWS,   NEWS,   LATER,   LATER,  NOBODY),
    Action.REMIND:       Row(REDRAW, NOBODY, REDRAW, REDRAW, NEWS,    NEWS,   NOBODY, ELSE,    ELSE,   NOBODY),
    Action.CHECK:        Row(REDRAW, NOBODY, NOBODY, REDRAW, AMONG,   AMONG,  AMONG,  AMONG,   AMONG,  NOBODY),
    Action.FOLLOW_UP:    Row(ALIKE,  NOBODY, NOBODY, ALIKE,  NEWS,    NEWS,   NEWS,   BETWEEN, BETWEEN, NOBODY),
    Action.RECATEGORISE: Row(NEWS,   NEWS,   REDRAW, REDRAW, NEWS,    NEWS,   NEWS,   ALIKE,   ALIKE,  NOBODY),
    Action.RELOCATE:     Row(NEWS,   NEWS,   NEWS,   REDRAW, NEWS,    NEWS,   NEWS,   ALIKE,   ALIKE,  NOBODY),
    Action.PROPOSE:      Row(REDRAW, NOBODY, REDRAW, REDRAW, AMONG,   AMONG,  REDRAW, AMONG,   AMONG,  NOBODY),
    Action.APPROVE:      Row(NEWS,   NOBODY, REDRAW, REDRAW, ELSE,    ELSE,   REDRAW, ELSE,    ELSE,   NOBODY),
    Action.DECLINE:      Row(NEWS,   NOBODY, REDRAW, REDRAW, AMONG,   AMONG,  REDRAW, AMONG,   AMONG,  NOBODY),
    Action.REGRADE:      Row(NEWS,   NOBODY, REDRAW, REDRAW, NEWS,    NEWS,   NEWS,   ALIKE,   ALIKE,  NOBODY),
    Action.FOLLOWED:     Row(ALIKE,  NOBODY, ALIKE,  ALIKE,  NEWS,    NEWS,   NEWS,   ELSE,    NOBODY, OWN),
    Action.TAKE_IN:      Row(ELSE,   NOBODY, REDRAW, REDRAW, AMONG,   AMONG,  REDRAW, BETWEEN, ELSE,   NOBODY),
    Action.LOCATE:       Row(NEWS,   NEWS,   NEWS,   CARD,   OWN,     OWN,    NEWS,   ALIKE,   ALIKE,  NOBODY),
    Action.NAME_DANGER:  Row(NEWS,   NOBODY, NEWS,   NEWS,   OWN,     OWN,    NOBODY, ALIKE,   ALIKE,  NOBODY),
    Action.FOLLOW:       Row(NEWS,   NOBODY, REDRAW, REDRAW, REDRAW,  REDRAW, REDRAW, OWN,     ALIKE,  NOBODY),
    Action.COMMENT:      Row(NEWS,   NOBODY, NEWS,   REDRAW, NEWS,    NEWS,   NEWS,   BETWEEN, BETWEEN, NEWS),
    Action.CORRECT:      Row(NEWS,   NOBODY, NEWS,   REDRAW, NEWS,    NEWS,   NEWS,   BETWEEN, BETWEEN, NEWS),
    Action.REPLY:        Row(NEWS,   NOBODY, REDRAW, REDRAW, NEWS,    NEWS,   NEWS,   BETWEEN, BETWEEN, NEWS),
    Action.NOTE:         Row(NEWS,   NOBODY, NEWS,   REDRAW, AMONG,   AMONG,  AMONG,  AMONG,   AMONG,  NEWS),
    Action.NUDGE:        Row(NEWS,   NOBODY, NEWS,   REDRAW, OWN,     OWN,    NOBODY, BETWEEN, BETWEEN, NOBODY),
    Action.RATE:         Row(NEWS,   NOBODY, REDRAW, REDRAW, OWN,     OWN,    NOBODY, BETWEEN, BETWEEN, NOBODY),
    Action.LOOK:         Row(LOOKED, NOBODY, LOOKED, LOOKED, LOOKED,  LOOKED, LOOKED, LOOKED,  LOOKED, NOBODY),
}
# fmt: on
"""What reaches whom. Whoever acted reads his own answer and hears nothing besides."""

COMES_ANEW = frozenset(action for action, row in TOLD.items() if row.assignee is Told.CARD) - {Action.FILE}
"""Whoever is asked now was asked by one of these; the words said with it stand on the card until somebody takes it."""
