"""The table of routes: which update goes to which function. The first match answers."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from telegram import Update
from telegram.ext import (
    BaseHandler,
    CallbackQueryHandler,
    CommandHandler,
    ContextTypes,
    MessageHandler,
    filters,
)

from handlers import by_number, commands, conversation
from handlers.subject import Subjects
from handlers.turn import Handle


async def _never_called(_update: Update, _context: object) -> None:
    """PTB's handlers serve as matchers only: `check_update` is synchronous, what they would await is ours to call."""
    raise AssertionError("a route is matched here and called by the door")


@dataclass(frozen=True, slots=True)
class UpdateRoute:
    """A matcher, and the plain function of one turn that it leads to."""

    matcher: "BaseHandler[Update, ContextTypes.DEFAULT_TYPE, None]"
    handle: Handle

    def takes(self, update: Update) -> bool:
        found = self.matcher.check_update(update)
        return found is not None and found is not False


_SAID = filters.TEXT | filters.PHOTO | filters.VIDEO | filters.VIDEO_NOTE | filters.VOICE | filters.AUDIO
_SENT = filters.ANIMATION | filters.Document.ALL | filters.LOCATION
_NEW = filters.UpdateType.MESSAGE


class Routes:
    """The table: the first match answers."""

    def __init__(self, subjects: Subjects) -> None:
        self._routes: Sequence[UpdateRoute] = (
            *(
                UpdateRoute(CommandHandler(c.name, _never_called, filters=_NEW), c.handle)
                for c in (*commands.COMMANDS, *subjects.commands.values())
            ),
            UpdateRoute(MessageHandler(_NEW & filters.COMMAND, _never_called), commands.unknown),
            UpdateRoute(MessageHandler(filters.UpdateType.EDITED_MESSAGE, _never_called), conversation.edited),
            UpdateRoute(
                MessageHandler(_NEW & (_SAID | _SENT), _never_called), partial(by_number.words_or_button, subjects)
            ),
            UpdateRoute(MessageHandler(_NEW & ~filters.StatusUpdate.ALL, _never_called), conversation.not_understood),
            UpdateRoute(CallbackQueryHandler(_never_called), partial(by_number.pressed, subjects)),
        )

    def route_of(self, update: Update) -> Handle | None:
        """Where an update goes; None when nothing of ours answers it."""
        return next((route.handle for route in self._routes if route.takes(update)), None)
