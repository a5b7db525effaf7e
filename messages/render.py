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
    DigestList,
    DigestNames,
    DigestPicture,
    DigestReport,
    DigestTable,
    DraftScreen,
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
from domain.notices.post_notices import (
    CorrectionSure,
)
from domain.notices.privacy_notices import DeleteMe, LooksAtMyName, MyData, PrivacyStatement
from domain.notices.word_notices import (
    AlarmRaised,
    AlreadyReported,
    DangerAdvice,
    EmergencySure,
    FollowerNews,
    HarmAdvice,
    LateWords,
    SafeguardingNotice,
    SmallTalk,
    TopicProposed,
    WhichTicket,
)
from messages.digest import digest_files, digest_lists, digest_screens
from messages.drawing.scene import Scene
from messages.drawing.screen import Screen
from messages.drawing.way_out import with_way_out
from messages.office import announcement_screens, office_screens, privacy_screens
from messages.tickets import (
    cards,
    correction_screens,
    danger_screens,
    draft_screens,
    morning,
    neighbour_screens,
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


_draws(PrivacyStatement, privacy_screens.privacy)
_draws(MyData, lambda _notice, scene: privacy_screens.my_data(scene))
_draws(LooksAtMyName, privacy_screens.looks)
_draws(DeleteMe, lambda _notice, scene: privacy_screens.delete_me(scene))
_draws(Announcement, announcement_screens.copy)
_draws(AnnouncementApproval, announcement_screens.approval)
_draws(AnnouncementScreen, announcement_screens.author_screen)
_draws(DoorList, announcement_screens.door_list)
_draws(DangerAdvice, danger_screens.danger_advice)
_draws(AlarmRaised, danger_screens.alarm_raised)
_draws(HarmAdvice, danger_screens.harm_advice)
_draws(EmergencySure, danger_screens.emergency_sure)
_draws(SafeguardingNotice, danger_screens.alert)
_draws(SmallTalk, neighbour_screens.small_talk)
_draws(WhichTicket, neighbour_screens.which_ticket)
_draws(LateWords, neighbour_screens.late_words)
_draws(AlreadyReported, neighbour_screens.already_reported)
_draws(FollowerNews, neighbour_screens.follower_news)
_draws(TopicProposed, neighbour_screens.topic)
_draws(DraftScreen, draft_screens.draft_screen)
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
_draws(DigestReport, digest_screens.report)
_draws(DigestPicture, lambda _notice, scene: digest_files.picture(scene))
_draws(DigestTable, digest_files.table)
_draws(DigestNames, digest_files.names)
_draws(DigestList, digest_lists.tickets_behind)


def render(notice: Notice, scene: Scene) -> Screen:
    """The message for this reader, in their language, as things are now."""
    return with_way_out(notice, scene, _DRAWN[type(notice)](notice, scene))
