"""What screens that are not yet given a view of their own are drawn from."""

from collections.abc import Sequence
from dataclasses import dataclass

from domain.announcements.announcements import AnnouncementView, Doors
from domain.tickets.already import KnownTicket
from domain.tickets.approvals import ApprovalView
from domain.tickets.restrictions import RestrictionView
from domain.views import (
    Colleague,
    CorrectionView,
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
    correction: CorrectionView | None = None
    announcement: AnnouncementView | None = None
    doors: Sequence[Doors] = ()

    @staticmethod
    def of(frame: Frame) -> "Scene":
        return Scene(frame.reader, frame.texts, frame.now, frame.community, frame.directory, frame.bot_username)
