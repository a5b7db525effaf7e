"""What walks over all subjects must be told of announcements."""

from subjects.announcements import ANNOUNCEMENTS
from subjects.announcements.rules import Stage, Urgency
from subjects.announcements.screens import LETTER
from subjects.announcements.service.sending import REASONS

FAMILIES = {
    "announcements-button-": {
        press.action for press in ANNOUNCEMENTS.presses if press.kind == LETTER and press.action != "further"
    }
    - {"place", "here", "urgency", "further", "door", "door_page", "door_undo"},
    "announcements-button-urgency-": {*Urgency},
    "announcements-head-": {*Urgency},
    "announcements-urgency-": {*Urgency},
    "announcements-stage-": {*Stage} - {Stage.DRAFT},
    "announcements-why-": {*REASONS.values(), "gone", "muted"},
}
"""Keys that are put together: what stands in front, and everything that may follow."""
