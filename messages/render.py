"""From a fact to a message: one row per kind of notice. A new kind adds its row here."""

from collections.abc import Callable
from typing import TypeVar

from domain.notices.announcement_notices import Announcement, AnnouncementApproval, AnnouncementScreen, DoorList
from domain.notices.notice import Notice
from messages.drawing.scene import Scene
from messages.drawing.screen import Screen
from messages.office import announcement_screens

N = TypeVar("N", bound=Notice)
Draw = Callable[[N, Scene], Screen]

_DRAWN: dict[type[Notice], Callable[[Notice, Scene], Screen]] = {}


def _draws(kind: type[N], draw: Draw[N]) -> None:
    def drawn(notice: Notice, scene: Scene) -> Screen:
        if not isinstance(notice, kind):
            raise TypeError(kind.__name__)
        return draw(notice, scene)

    _DRAWN[kind] = drawn


_draws(Announcement, announcement_screens.copy)
_draws(AnnouncementApproval, announcement_screens.approval)
_draws(AnnouncementScreen, announcement_screens.author_screen)
_draws(DoorList, announcement_screens.door_list)


def render(notice: Notice, scene: Scene) -> Screen:
    """The message for this reader, in their language, as things are now."""
    return _DRAWN[type(notice)](notice, scene)
