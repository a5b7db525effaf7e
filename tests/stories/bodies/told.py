"""What walks over all subjects must be told of bodies."""

from domain.bodies.bodies import BodyKind
from subjects.bodies.service.terms import ENDING, HANDED, HANDED_OVER, OVER, RENEWED, TERM_STEPS

FAMILIES = {
    "bodies-button-": {"write", "end", "invite"},
    "bodies-kind-": {*BodyKind},
    "bodies-term-": {"title"},
    "bodies-term-state-": {ENDING, OVER, HANDED_OVER, RENEWED},
    "bodies-term-due-": {"end", "hand_over"},
    "bodies-term-button-": {*HANDED},
    "bodies-term-did-": {"open", *TERM_STEPS},
}
"""Keys that are put together: what stands in front, and everything that may follow."""
