"""What screens that are not yet given a view of their own are drawn from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from domain.announcements.announcements import AnnouncementView, Doors
from domain.digest.digest import Figures, TableRow
from domain.posts.set_up_views import SetUpView
from domain.privacy import Leaving, NameLook
from domain.views import (
    AlertView,
    AskerView,
    Colleague,
    DraftView,
    StewardView,
    TicketView,
)
from messages.drawing.frame import Frame


@dataclass(slots=True)
class Scene(Frame):
    """Everything a notice may be drawn from at the moment it is sent."""

    ticket: TicketView | None = None
    draft: DraftView | None = None
    alert: AlertView | None = None
    steward: StewardView | None = None
    asker: AskerView | None = None
    tickets: Sequence[TicketView] = ()
    total: int = 0
    colleagues: Sequence[Colleague] = ()
    names: Mapping[int, str] = field(default_factory=dict)
    """Names of people who hold posts, for the explanation of a match."""
    figures: Figures | None = None
    older: Sequence[Figures] = ()
    """Weeks that an outage held back, oldest first."""
    rows: Sequence[TableRow] = ()
    set_up: SetUpView | None = None
    announcement: AnnouncementView | None = None
    doors: Sequence[Doors] = ()
    looks: Sequence[NameLook] = ()
    leaving: Leaving | None = None
    my_data: Mapping[str, object] | None = None

    @staticmethod
    def of(frame: Frame) -> "Scene":
        return Scene(frame.reader, frame.texts, frame.now, frame.community, frame.directory, frame.bot_username)
