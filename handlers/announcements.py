"""The announcements as a subject, as long as they are no wing."""

from domain.posts.rights import Right
from handlers.announce import _PRESSES, announce, notices, set_notices
from handlers.subject import Command, Press, Subject
from messages.drawing.buttons import ANYWHERE, ON_ANNOUNCEMENT

ANNOUNCEMENTS = Subject(
    "announce",
    commands=(Command("notices", notices), Command("announce", announce, Right.ANNOUNCE)),
    presses=(
        *(Press(ON_ANNOUNCEMENT, action, handle, held=None) for action, handle in _PRESSES.items()),
        Press(ANYWHERE, "notices", lambda turn, button: set_notices(turn, button.arg), held=None),
    ),
)
