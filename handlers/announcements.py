"""The announcements as a subject, as long as they are no wing."""

from domain.posts.rights import Right
from handlers.announce import (
    _PRESSES,
    announce,
    expiry_typed,
    notices,
    place_typed,
    set_notices,
    time_typed,
    words_typed,
)
from handlers.subject import Command, Press, Question, Subject, Takes
from messages.drawing.buttons import ANYWHERE, ON_ANNOUNCEMENT

ANNOUNCEMENTS = Subject(
    "announce",
    commands=(Command("notices", notices), Command("announce", announce, Right.ANNOUNCE)),
    presses=(
        *(Press(ON_ANNOUNCEMENT, action, handle, held=None) for action, handle in _PRESSES.items()),
        Press(ANYWHERE, "notices", lambda turn, button: set_notices(turn, button.arg), held=None),
    ),
    questions=(
        Question("announce_place", lambda turn, awaited: place_typed(turn, awaited, "")),
        Question(
            "announce_words",
            lambda turn, awaited: words_typed(turn, awaited, ""),
            takes=Takes.WORDS_AND_PHOTOS,
            danger=False,
        ),
        Question("announce_time", lambda turn, awaited: time_typed(turn, awaited, "")),
        Question("announce_expiry", lambda turn, awaited: expiry_typed(turn, awaited, "")),
    ),
)
