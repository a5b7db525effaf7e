"""Nobody in danger stands before a question: the line with the numbers, and the two buttons that need no words.

A screen that says or implies «no report», «which kind?», «where?» or «I did not understand» draws it at its end.
"""

from dataclasses import replace

from domain.tickets.report_form import DraftQuestion
from messages.drawing.buttons import ANYWHERE, EMERGENCY, Button, ButtonRow, danger
from messages.drawing.screen import Screen
from messages.drawing.texts import Html, Texts

SAID = frozenset(
    {
        "not-understood",
        "file-too-big",
        "too-much",
        "draft-gone",
        "edited-elsewhere",
        "date-not-read",
        "relocate-not-found",
        "relocate-several",
        "restricted-still-limit",
        "restricted-still-mute",
        "restricted-still-ban",
        "refused-too-many-tickets",
        "refused-draft-incomplete",
    }
)
"""Sentences (messages/locales) after which somebody in danger would be left without an answer."""
ASKING = frozenset({DraftQuestion.WORDS, DraftQuestion.CATEGORY, DraftQuestion.PLACE, DraftQuestion.NUMBER})
"""Questions of a draft; the preview has the line alone, for «提交» is its answer."""
LINE_ALONE = frozenset({"group-only"})
"""Where buttons lead nowhere: in a group the bot answers no press."""


def way_out(screen: Screen, texts: Texts) -> Screen:
    """The screen with the line and the two buttons."""
    return replace(way_out_line(screen, texts), beside=emergency_rows(texts))


def way_out_line(screen: Screen, texts: Texts) -> Screen:
    """The screen with the line alone."""
    return replace(screen, text=Html(f"{screen.text}\n{texts.say('way-out')}"))


def emergency_rows(texts: Texts) -> list[ButtonRow]:
    """〔着火、漏气、有人被困〕 and 〔有人打人、有人要出事〕, each on a row of its own."""
    return [
        [danger((texts.label(f"button-emergency-{what}"), Button(ANYWHERE, EMERGENCY, arg=what)))]
        for what in ("danger", "harm")
    ]
