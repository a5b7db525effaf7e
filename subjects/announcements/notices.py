"""What the office sends to many, and what its author, a second person and stewards read of it."""

from dataclasses import dataclass
from typing import ClassVar

from domain.notices.notice import Notice


@dataclass(frozen=True, slots=True)
class AnnouncementScreen(Notice):
    """To its author: the announcement's next question, its preview or how far it has come, as it then is."""

    redraws: ClassVar[bool] = True
    announcement_id: int
    ask: str | None = None
    browsing: int | None = None
    candidates: tuple[int, ...] = ()
    lead: str | None = None
    page: int = 0


@dataclass(frozen=True, slots=True)
class AnnouncementApproval(Notice):
    """To a second person: an urgent announcement waits for their press."""

    announcement_id: int


@dataclass(frozen=True, slots=True)
class Announcement(Notice):
    """To everybody who lives or holds a post where it goes."""

    announcement_id: int


@dataclass(frozen=True, slots=True)
class DoorList(Notice):
    """To a steward: the households without the app to tell at the door. `task_id`: the round; `last`: the point that
    was just entered."""

    announcement_id: int
    task_id: int
    page: int = 0
    last: int | None = None
