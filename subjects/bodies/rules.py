"""What may be done with bodies, by whom: everybody reads about them, the office keeps them, residents write to some."""

from domain.bodies.bodies import Body, BodyChannel
from domain.posts.rights import SECRETARIAT, Right

LETTER = "b"
"""The kind of a body's buttons."""
KEEPS_BODIES = Right("keep bodies", SECRETARIAT)
"""End a body, invite its contacts (collective.md 3 B)."""
ON_A_PAGE = 4
"""Bodies of a list, with «还有» and a way out six buttons."""
MAX_LETTER_CHARACTERS = 1000


def takes_letters(body: Body) -> bool:
    """Can a resident write to it: has it seats in the chat?"""
    return body.channel is BodyChannel.CHAT
