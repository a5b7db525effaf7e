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
