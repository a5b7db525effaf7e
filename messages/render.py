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
    Help,
    LanguageChoice,
    MenuOfPosts,
    MergeSure,
    Morning,
    MyTickets,
    OfficeChoice,
    OtherSideUnreachable,
    PostTaken,
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
from domain.notices.post_notices import (
    AdministratorSure,
    AnswersNow,
    CorrectionSure,
    EndPostSure,
    EntrustedWork,
    InvitationLink,
    InvitationTaken,
    InviteSure,
    InviteWhom,
    LeaveDeputies,
    Leaves,
    LeaveSure,
    NotTakenUp,
    PeopleList,
    PersonDetail,
    PostDetail,
    PostsList,
    SetUpHistory,
    UnusedInvitations,
)
from domain.notices.question_notices import Answered, ContactWanted, GoElsewhere, StewardOf, Unanswered
from messages.drawing.scene import Scene
from messages.drawing.screen import Screen
from messages.drawing.way_out import with_way_out
from messages.office import announcement_screens, menu_screens, office_screens
from messages.posts import absence_screens, invite_screens, post_screens
from messages.tickets import (
    cards,
    correction_screens,
    morning,
    news,
    question_screens,
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


_draws(Welcome, menu_screens.welcome)
_draws(Help, menu_screens.help_screen)
_draws(Say, menu_screens.say)
_draws(Sorry, menu_screens.sorry)
_draws(LanguageChoice, menu_screens.language_choice)
_draws(Announcement, announcement_screens.copy)
_draws(AnnouncementApproval, announcement_screens.approval)
_draws(AnnouncementScreen, announcement_screens.author_screen)
_draws(DoorList, announcement_screens.door_list)
_draws(Answered, question_screens.answered)
_draws(Unanswered, question_screens.unanswered)
_draws(GoElsewhere, question_screens.elsewhere)
_draws(StewardOf, question_screens.steward)
_draws(ContactWanted, question_screens.contact_wanted)
_draws(MenuOfPosts, menu_screens.menu_of_posts)
_draws(PostTaken, post_screens.post_taken)
_draws(PostsList, post_screens.posts_list)
_draws(PostDetail, post_screens.post_detail)
_draws(EndPostSure, post_screens.end_post_sure)
_draws(PeopleList, post_screens.people_list)
_draws(PersonDetail, post_screens.person_detail)
_draws(AdministratorSure, post_screens.administrator_sure)
_draws(NotTakenUp, post_screens.not_taken_up)
_draws(SetUpHistory, post_screens.set_up_history)
_draws(InviteWhom, invite_screens.invite_whom)
_draws(InviteSure, invite_screens.invite_sure)
_draws(InvitationLink, invite_screens.invitation_link)
_draws(InvitationTaken, invite_screens.invitation_taken)
_draws(UnusedInvitations, invite_screens.unused_invitations)
_draws(Leaves, absence_screens.leaves)
_draws(LeaveDeputies, absence_screens.leave_deputies)
_draws(LeaveSure, absence_screens.leave_sure)
_draws(EntrustedWork, absence_screens.entrusted_work)
_draws(AnswersNow, absence_screens.answers_now)
_draws(WhoAnswers, menu_screens.who_answers)
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
    return with_way_out(notice, scene, _DRAWN[type(notice)](notice, scene))
