"""What screens that are not yet given a view of their own are drawn from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from domain.announcements.announcements import AnnouncementView, Doors
from domain.digest.digest import Figures, TableRow
from domain.privacy import Leaving, NameLook
from domain.tickets.already import KnownTicket
from domain.tickets.approvals import ApprovalView
from domain.tickets.restrictions import RestrictionView
from domain.views import (
    AlertView,
    Colleague,
    CorrectionView,
    DraftView,
    LineView,
    MediaView,
    ReporterView,
    TicketView,
)
from messages.drawing.frame import Frame


@dataclass(slots=True)
class Scene(Frame):
    """Everything a notice may be drawn from at the moment it is sent."""

    ticket: TicketView | None = None
    line: LineView | None = None
    draft: DraftView | None = None
    alert: AlertView | None = None
    tickets: Sequence[TicketView] = ()
    total: int = 0
    also: Sequence[KnownTicket] = ()
    """What neighbours reported and the reader has too."""
    media: Sequence[MediaView] = ()
    text: str | None = None
    reporter: ReporterView | None = None
    colleagues: Sequence[Colleague] = ()
    approval: ApprovalView | None = None
    restrictions: Sequence[RestrictionView] = ()
    figures: Figures | None = None
    older: Sequence[Figures] = ()
    """Weeks that an outage held back, oldest first."""
    rows: Sequence[TableRow] = ()
    correction: CorrectionView | None = None
    announcement: AnnouncementView | None = None
    doors: Sequence[Doors] = ()
    looks: Sequence[NameLook] = ()
    leaving: Leaving | None = None
    my_data: Mapping[str, object] | None = None

    @staticmethod
    def of(frame: Frame) -> "Scene":
        return Scene(frame.reader, frame.texts, frame.now, frame.community, frame.directory, frame.bot_username)
