"""From a fact to a message: one row per kind of notice. A new kind adds its row here."""

from collections.abc import Callable
from typing import TypeVar

from domain.notice import Notice
from domain.notices import (
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
    Help,
    LanguageChoice,
    MenuOfPosts,
    MergeSure,
    Morning,
    MyTickets,
    OfficeChoice,
    OtherSideUnreachable,
    PostTaken,
    PrivacyStatement,
    Receipt,
    ReporterShown,
    RestrictedList,
    Say,
    Sorry,
    TicketCard,
    TicketHistory,
    TicketMedia,
    TicketNews,
    TicketWords,
    ToDo,
    Welcome,
    WhoAnswers,
)
from domain.views import Scene
from domain.word_notices import (
    AlarmRaised,
    AlreadyReported,
    DangerAdvice,
    FollowerNews,
    HarmAdvice,
    SafeguardingNotice,
    SmallTalk,
    TopicProposed,
    WhichTicket,
)
from messages import (
    cards,
    danger_screens,
    digest_files,
    digest_lists,
    digest_screens,
    draft_screens,
    menu_screens,
    morning,
    neighbour_screens,
    news,
    office_screens,
    ticket_screens,
)
from messages.screen import Screen
from messages.texts import Texts

N = TypeVar("N", bound=Notice)
Draw = Callable[[N, Scene, Texts], Screen]

_DRAWN: dict[type[Notice], Callable[[Notice, Scene, Texts], Screen]] = {}


def _draws(kind: type[N], draw: Draw[N]) -> None:
    def drawn(notice: Notice, scene: Scene, texts: Texts) -> Screen:
        if not isinstance(notice, kind):
            raise TypeError(kind.__name__)
        return draw(notice, scene, texts)

    _DRAWN[kind] = drawn


_draws(Welcome, menu_screens.welcome)
_draws(Help, menu_screens.help_screen)
_draws(Say, menu_screens.say)
_draws(Sorry, menu_screens.sorry)
_draws(LanguageChoice, menu_screens.language_choice)
_draws(PrivacyStatement, menu_screens.privacy)
_draws(DangerAdvice, danger_screens.danger_advice)
_draws(AlarmRaised, danger_screens.alarm_raised)
_draws(HarmAdvice, danger_screens.harm_advice)
_draws(SafeguardingNotice, danger_screens.alert)
_draws(SmallTalk, neighbour_screens.small_talk)
_draws(WhichTicket, neighbour_screens.which_ticket)
_draws(AlreadyReported, neighbour_screens.already_reported)
_draws(FollowerNews, neighbour_screens.follower_news)
_draws(TopicProposed, neighbour_screens.topic)
_draws(MenuOfPosts, menu_screens.menu_of_posts)
_draws(PostTaken, menu_screens.post_taken)
_draws(WhoAnswers, menu_screens.who_answers)
_draws(DraftScreen, draft_screens.draft_screen)
_draws(Morning, morning.morning)
_draws(CalendarMissing, morning.calendar_missing)
_draws(Receipt, lambda _notice, scene, texts: ticket_screens.receipt(scene, texts))
_draws(MyTickets, ticket_screens.my_tickets)
_draws(ToDo, ticket_screens.to_do)
_draws(TicketHistory, ticket_screens.history)
_draws(Choose, ticket_screens.choose)
_draws(AskWords, ticket_screens.ask_words)
_draws(ReporterShown, lambda _notice, scene, texts: ticket_screens.reporter_shown(scene, texts))
_draws(TicketWords, ticket_screens.ticket_words)
_draws(TicketMedia, lambda _notice, scene, _texts: Screen(media=scene.media))
_draws(TicketCard, cards.card)
_draws(CardRedraw, lambda _notice, scene, texts: cards.redrawn_card(scene, texts))
_draws(OfficeChoice, office_screens.office_choice)
_draws(ApprovalCard, office_screens.approval_card)
_draws(MergeSure, office_screens.merge_sure)
_draws(Found, office_screens.found)
_draws(RestrictedList, office_screens.restricted_list)
_draws(TicketNews, news.news)
_draws(OtherSideUnreachable, news.unreachable)
_draws(DigestReport, digest_screens.report)
_draws(DigestPicture, lambda _notice, scene, texts: digest_files.picture(scene, texts))
_draws(DigestTable, digest_files.table)
_draws(DigestNames, digest_files.names)
_draws(DigestList, digest_lists.tickets_behind)


def render(notice: Notice, scene: Scene) -> Screen:
    """The message for this reader, in his language, as things are now."""
    texts = Texts(scene.reader.language, scene.community.zone)
    return _DRAWN[type(notice)](notice, scene, texts)
