"""Who is told what when something happened to a ticket: one row for each action, one cell for each side.

The table below is the only place that knows. docs/flow.md shows it, drawn from here; services/telling/telling.py does
what it says, and tests/services/test_who_is_told.py walks through all of it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from enum import StrEnum

from domain.vocabulary import Action


class Side(StrEnum):
    """How somebody can stand to a ticket, in the order in which it is told: whoever stands at several hears once."""

    REPORTER = "reporter"
    """For themselves."""
    PROXY = "proxy"
    """Reported it for somebody else."""
    RECORDER = "recorder"
    """Wrote down what came by telephone or at the door; once they have left, who answers for the place now."""
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
    """What a cell says. A card that somebody has of the ticket is drawn anew with every change, whatever their cell."""

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
    Told.OWN: "it is their own doing",
    Told.NOBODY: "nobody stands there then",
    Told.AMONG: "it stays among those who handle it",
    Told.BETWEEN: "it is between the reporter and whoever handles it",
    Told.LATER: "they hear when somebody has it again, or what came of it",
    Told.ELSEWHERE: "something else tells them: one list of several tickets, or the line that goes with this one",
    Told.ALIKE: "for them nothing is different",
    Told.LOOKED: "looks are written down for the reporter to read, not told",
}
"""Why there is nothing to tell, for each cell that says so."""


@dataclass(frozen=True, slots=True)
class ToldRow:
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

TOLD: Mapping[Action, ToldRow] = {
    #                        assignee former  helper  deputy  reporter proxy  recorder followers merged target
    Action.FILE:         ToldRow(CARD,   NOBODY, NOBODY, LATER,  OWN,     OWN,    OWN,    NOBODY,  NOBODY, NOBODY),
    Action.CLAIM:        ToldRow(OWN,    NEWS,   REDRAW, REDRAW, NEWS,    NEWS,   NEWS,   NEWS,    NEWS,   NOBODY),
    Action.RETURN:       ToldRow(CARD,   OWN,    REDRAW, REDRAW, NEWS,    NEWS,   NEWS,   LATER,   LATER,  NOBODY),
    Action.HAND_OVER:    ToldRow(CARD,   NEWS,   REDRAW, REDRAW, NEWS,    NEWS,   NEWS,   LATER,   LATER,  NOBODY),
    Action.WAIT:         ToldRow(NEWS,   NOBODY, REDRAW, REDRAW, NEWS,    NEWS,   NEWS,   NEWS,    NEWS,   NOBODY),
    Action.RESUME:       ToldRow(NEWS,   NOBODY, REDRAW, REDRAW, NEWS,    NEWS,   NEWS,   ELSE,    ELSE,   NOBODY),
    Action.RESOLVE:      ToldRow(NEWS,   NOBODY, REDRAW, REDRAW, NEWS,    NEWS,   NEWS,   NEWS,    NEWS,   NOBODY),
    Action.CONFIRM:      ToldRow(NEWS,   NOBODY, REDRAW, REDRAW, OWN,     OWN,    NOBODY, ELSE,    NEWS,   NOBODY),
    Action.NOT_SOLVED:   ToldRow(NEWS,   NEWS,   REDRAW, REDRAW, OWN,     OWN,    NOBODY, NEWS,    NEWS,   NOBODY),
    Action.VERIFY:       ToldRow(NEWS,   NOBODY, REDRAW, REDRAW, NEWS,    NEWS,   NEWS,   ELSE,    NEWS,   NOBODY),
    Action.UNDO:         ToldRow(NEWS,   OWN,    REDRAW, REDRAW, NEWS,    NEWS,   NEWS,   NEWS,    NEWS,   NOBODY),
    Action.REOPEN:       ToldRow(CARD,   REDRAW, NOBODY, REDRAW, NEWS,    NEWS,   NEWS,   NEWS,    NEWS,   NOBODY),
    Action.REJECT:       ToldRow(NEWS,   NOBODY, NEWS,   REDRAW, NEWS,    NEWS,   NEWS,   NEWS,    ELSE,   NOBODY),
    Action.APPEAL:       ToldRow(CARD,   REDRAW, NOBODY, REDRAW, OWN,     OWN,    NOBODY, NEWS,    NOBODY, NOBODY),
    Action.MERGE:        ToldRow(NEWS,   NOBODY, NEWS,   REDRAW, NEWS,    NEWS,   NEWS,   ALIKE,   ALIKE,  CARD),
    Action.UNLINK:       ToldRow(CARD,   NOBODY, NOBODY, REDRAW, NEWS,    NEWS,   NEWS,   ALIKE,   NOBODY, NEWS),
    Action.REASSIGN:     ToldRow(CARD,   NEWS,   REDRAW, REDRAW, NEWS,    NEWS,   NEWS,   LATER,   LATER,  NOBODY),
    Action.WITHDRAW:     ToldRow(NEWS,   NOBODY, NEWS,   REDRAW, OWN,     OWN,    NOBODY, NOBODY,  ELSE,   NOBODY),
    Action.STEP_BACK:    ToldRow(NEWS,   NOBODY, NEWS,   REDRAW, OWN,     OWN,    NOBODY, NEWS,    ALIKE,  NOBODY),
    Action.CALL_OFF:     ToldRow(NEWS,   NOBODY, NEWS,   NEWS,   OWN,     OWN,    NOBODY, NEWS,    ELSE,   NOBODY),
    Action.REROUTE:      ToldRow(CARD,   NOBODY, REDRAW, REDRAW, NEWS,    NEWS,   NEWS,   LATER,   LATER,  NOBODY),
    Action.ENTRUST:      ToldRow(ELSE,   ELSE,   REDRAW, REDRAW, ELSE,    ELSE,   ELSE,   LATER,   LATER,  NOBODY),
    Action.COME_BACK:    ToldRow(ELSE,   ELSE,   REDRAW, REDRAW, ALIKE,   ALIKE,  ALIKE,  ALIKE,   ALIKE,  NOBODY),
    Action.CLOSE:        ToldRow(NEWS,   NOBODY, REDRAW, REDRAW, NEWS,    NEWS,   NOBODY, ELSE,    NEWS,   NOBODY),
    Action.ESCALATE:     ToldRow(CARD,   NEWS,   NEWS,   REDRAW, NEWS,    NEWS,   NEWS,   LATER,   LATER,  NOBODY),
    Action.REMIND:       ToldRow(REDRAW, NOBODY, REDRAW, REDRAW, NEWS,    NEWS,   NOBODY, ELSE,    ELSE,   NOBODY),
    Action.CHECK:        ToldRow(REDRAW, NOBODY, NOBODY, REDRAW, AMONG,   AMONG,  AMONG,  AMONG,   AMONG,  NOBODY),
    Action.FOLLOW_UP:    ToldRow(ALIKE,  NOBODY, NOBODY, ALIKE,  NEWS,    NEWS,   NEWS,   BETWEEN, BETWEEN, NOBODY),
    Action.RECATEGORISE: ToldRow(NEWS,   NEWS,   REDRAW, REDRAW, NEWS,    NEWS,   NEWS,   ALIKE,   ALIKE,  NOBODY),
    Action.RELOCATE:     ToldRow(NEWS,   NEWS,   NEWS,   REDRAW, NEWS,    NEWS,   NEWS,   ALIKE,   ALIKE,  NOBODY),
    Action.PROPOSE:      ToldRow(REDRAW, NOBODY, REDRAW, REDRAW, AMONG,   AMONG,  REDRAW, AMONG,   AMONG,  NOBODY),
    Action.APPROVE:      ToldRow(NEWS,   NOBODY, REDRAW, REDRAW, ELSE,    ELSE,   REDRAW, ELSE,    ELSE,   NOBODY),
    Action.DECLINE:      ToldRow(NEWS,   NOBODY, REDRAW, REDRAW, AMONG,   AMONG,  REDRAW, AMONG,   AMONG,  NOBODY),
    Action.REGRADE:      ToldRow(NEWS,   NOBODY, REDRAW, REDRAW, NEWS,    NEWS,   NEWS,   ALIKE,   ALIKE,  NOBODY),
    Action.FOLLOWED:     ToldRow(ALIKE,  NOBODY, ALIKE,  ALIKE,  NEWS,    NEWS,   NEWS,   ELSE,    NOBODY, OWN),
    Action.TAKE_IN:      ToldRow(ELSE,   NOBODY, REDRAW, REDRAW, AMONG,   AMONG,  REDRAW, BETWEEN, ELSE,   NOBODY),
    Action.LOCATE:       ToldRow(NEWS,   NEWS,   NEWS,   CARD,   OWN,     OWN,    NEWS,   ALIKE,   ALIKE,  NOBODY),
    Action.NAME_DANGER:  ToldRow(NEWS,   NOBODY, NEWS,   NEWS,   OWN,     OWN,    NOBODY, ALIKE,   ALIKE,  NOBODY),
    Action.FOLLOW:       ToldRow(NEWS,   NOBODY, REDRAW, REDRAW, REDRAW,  REDRAW, REDRAW, OWN,     ALIKE,  NOBODY),
    Action.COMMENT:      ToldRow(NEWS,   NOBODY, NEWS,   REDRAW, NEWS,    NEWS,   NEWS,   BETWEEN, BETWEEN, NEWS),
    Action.CORRECT:      ToldRow(NEWS,   NOBODY, NEWS,   REDRAW, NEWS,    NEWS,   NEWS,   BETWEEN, BETWEEN, NEWS),
    Action.REPLY:        ToldRow(NEWS,   NOBODY, REDRAW, REDRAW, NEWS,    NEWS,   NEWS,   BETWEEN, BETWEEN, NEWS),
    Action.NOTE:         ToldRow(NEWS,   NOBODY, NEWS,   REDRAW, AMONG,   AMONG,  AMONG,  AMONG,   AMONG,  NEWS),
    Action.NUDGE:        ToldRow(NEWS,   NOBODY, NEWS,   REDRAW, OWN,     OWN,    NOBODY, BETWEEN, BETWEEN, NOBODY),
    Action.RATE:         ToldRow(NEWS,   NOBODY, REDRAW, REDRAW, OWN,     OWN,    NOBODY, BETWEEN, BETWEEN, NOBODY),
    Action.THANK:        ToldRow(NEWS,   NOBODY, REDRAW, REDRAW, OWN,     OWN,    NOBODY, BETWEEN, BETWEEN, NOBODY),
    Action.ASK:          ToldRow(REDRAW, NOBODY, REDRAW, REDRAW, ELSE,    ELSE,   ELSE,   AMONG,   AMONG,  NOBODY),
    Action.ASK_STEP:     ToldRow(ELSE,   NOBODY, REDRAW, REDRAW, ELSE,    ELSE,   ELSE,   AMONG,   AMONG,  NOBODY),
    Action.LOOK:         ToldRow(LOOKED, NOBODY, LOOKED, LOOKED, LOOKED,  LOOKED, LOOKED, LOOKED,  LOOKED, NOBODY),
}
# fmt: on
"""What reaches whom. Whoever acted reads their own answer and hears nothing besides."""


def told_row(action: Action, undone: Action | None = None) -> ToldRow:
    """The cells of an action. Taking a step back (`undone`) is told to whoever was told of that step, and to whoever
    answers for it again."""
    row = TOLD[action]
    if undone is None:
        return row
    heard = {field.name: Told(getattr(TOLD[undone], field.name)) for field in fields(ToldRow)}
    unheard = {side: Told.REDRAW for side, told in heard.items() if told not in (Told.NEWS, Told.CARD)}
    return replace(row, **{**unheard, "assignee": row.assignee, "former": row.former})


COMES_ANEW = frozenset(action for action, row in TOLD.items() if row.assignee is Told.CARD) - {Action.FILE}
"""Whoever is asked now was asked by one of these; the words said with it stand on the card until somebody takes it."""
