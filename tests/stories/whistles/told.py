"""What walks over all subjects must be told of whistles."""

from services.parts import Figure
from subjects.whistles.rules import OVER, STEPS, Assessed, WhistleKind, WhistleOutcome
from subjects.whistles.screens import PRESSED
from subjects.whistles.service.counting import WHISTLES_OF_THE_WEEK

STATES = {"proposed", "requested", "blown", "met", "resulted"} | OVER
FIGURES: tuple[Figure, ...] = tuple(WHISTLES_OF_THE_WEEK.figures)
FAMILIES = {
    "whistles-kind-": {*WhistleKind},
    "whistles-about-": {*WhistleKind},
    "whistles-stands-": STATES,
    "whistles-button-": {*PRESSED, "whistle", "these", "rang"},
    "whistles-assessed-": {*Assessed},
    "whistles-outcome-": {*WhistleOutcome},
    "whistles-lead-": {
        "approve", "sent", "requested", "street", "blown", "declined", "silent", "not_met", "late", "resulted",
        "recalled",
    },
    "whistles-count-": {"coming", "arrived", "done", "declined", "silent", "open"},
    "whistles-whistle-": {"title"},
    "whistles-whistle-state-": STATES,
    "whistles-whistle-due-": {"approve", "street", "remind", "reply", "meet", "result", "assess"},
    "whistles-whistle-did-": {"open", *STEPS},
    "whistles-figure-": {one.key for one in FIGURES},
    "whistles-together": {"", "-name"},
}  # fmt: skip
"""Keys that are put together: what stands in front, and everything that may follow."""
ASKED = {
    "whistles_when": ("楼长8", {"kind": "branch", "called": [1]}),
    "whistles_why": ("楼长9", {"kind": "branch", "called": [1], "come_at": "2026-11-30T08:00:00+00:00", "spot": ""}),
    **{
        f"whistles_{what}": (f"楼长{10 + n}", {"whistle": 1, "outcomes": []})
        for n, what in enumerate(("decline", "street_declined", "recall", "move"))
    },
    "whistles_result": ("楼长24", {"whistle": 1, "outcomes": []}),
}
"""Who of the people of before is asked which question, with what was said before."""
