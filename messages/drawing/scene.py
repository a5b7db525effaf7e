"""What screens that are not yet given a view of their own are drawn from."""

from collections.abc import Sequence
from dataclasses import dataclass

from domain.announcements.announcements import AnnouncementView, Doors
from messages.drawing.frame import Frame


@dataclass(slots=True)
class Scene(Frame):
    """Everything a notice may be drawn from at the moment it is sent."""

    announcement: AnnouncementView | None = None
    doors: Sequence[Doors] = ()

    @staticmethod
    def of(frame: Frame) -> "Scene":
        return Scene(frame.reader, frame.texts, frame.now, frame.community, frame.directory, frame.bot_username)
