"""From a fact to a message: one row per kind of notice. A new kind adds its row here."""

from collections.abc import Callable
from typing import TypeVar

from domain.notices.announcement_notices import Announcement, AnnouncementApproval, AnnouncementScreen, DoorList
from domain.notices.notice import Notice
from domain.notices.notices import (
    ApprovalCard,
    AskWords,
    CalendarMissing,
    CardRedraw,
    Choose,
    Found,
    MergeSure,
    Morning,
    MyTickets,
    OfficeChoice,
    OtherSideUnreachable,
    Receipt,
    ReporterShown,
    RestrictedList,
    TicketCard,
    TicketHistory,
    TicketMedia,
    TicketNews,
    TicketWords,
    ToDo,
)
from domain.notices.post_notices import CorrectionSure
from messages.drawing.scene import Scene
from messages.drawing.screen import Screen
from messages.office import announcement_screens, office_screens
from messages.tickets import (
    cards,
    correction_screens,
    morning,
    news,
    ticket_screens,
)

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
_draws(Morning, morning.morning)
_draws(CalendarMissing, morning.calendar_missing)
_draws(Receipt, lambda _notice, scene: ticket_screens.receipt(scene))
_draws(MyTickets, ticket_screens.my_tickets)
_draws(ToDo, ticket_screens.to_do)
_draws(TicketHistory, ticket_screens.history)
_draws(Choose, ticket_screens.choose)
_draws(CorrectionSure, correction_screens.correction_sure)
_draws(AskWords, ticket_screens.ask_words)
_draws(ReporterShown, lambda _notice, scene: ticket_screens.reporter_shown(scene))
_draws(TicketWords, ticket_screens.ticket_words)
_draws(TicketMedia, ticket_screens.ticket_files)
_draws(TicketCard, cards.card)
_draws(CardRedraw, lambda _notice, scene: cards.redrawn_card(scene))
_draws(OfficeChoice, office_screens.office_choice)
_draws(ApprovalCard, office_screens.approval_card)
_draws(MergeSure, office_screens.merge_sure)
_draws(Found, office_screens.found)
_draws(RestrictedList, office_screens.restricted_list)
_draws(TicketNews, news.news)
_draws(OtherSideUnreachable, news.unreachable)


def render(notice: Notice, scene: Scene) -> Screen:
    """The message for this reader, in their language, as things are now."""
    return _DRAWN[type(notice)](notice, scene)
