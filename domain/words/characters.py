"""Which characters of what people type are kept: all that can be read, none that hides or turns round the others.

Key words, places and names are looked for in words; a zero-width space between two characters would hide them, and
an override of direction would turn the rest of somebody's card round. Emoji keep their joiners.
"""

import re

_LINES = re.compile("\r\n?|[\u0085\u2028\u2029]")
_UNSEEN = re.compile(
    "[\0-\x08\x0b-\x1f\x7f-\x9f"  # controls; NUL is kept by no database
    "\xad\u061c\u115f\u1160\u180e\u200b\u200e\u200f\u2060-\u2064\u3164\ufeff\uffa0"  # of no width, or blank
    "\u202a-\u202e\u2066-\u2069"  # of direction
    "\ud800-\udfff]"  # halves of a character
)


def readable(text: str) -> str:
    """The text without characters that nobody sees; empty when nothing else was in it."""
    kept = _UNSEEN.sub("", _LINES.sub("\n", text)).strip()
    return kept if any(character.isprintable() and not character.isspace() for character in kept) else ""
