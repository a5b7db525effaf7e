"""From a fact to a message: one row per kind of notice. A new kind adds its row here."""

from collections.abc import Callable
from typing import TypeVar

from domain.notices.announcement_notices import Announcement, AnnouncementApproval, AnnouncementScreen, DoorList
from domain.notices.notice import Notice
from domain.notices.notices import (
    DigestList,
    DigestNames,
    DigestPicture,
    DigestReport,
    DigestTable,
    DraftScreen,
    Help,
    LanguageChoice,
    MenuOfPosts,
    PostTaken,
    Say,
    Sorry,
    Welcome,
    WhoAnswers,
)
from domain.notices.post_notices import (
    AdministratorSure,
    AnswersNow,
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
from domain.notices.privacy_notices import DeleteMe, LooksAtMyName, MyData, PrivacyStatement
from domain.notices.question_notices import Answered, ContactWanted, GoElsewhere, StewardOf, Unanswered
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
from messages.office import announcement_screens, menu_screens, privacy_screens
from messages.posts import absence_screens, invite_screens, post_screens
from messages.tickets import (
    danger_screens,
    draft_screens,
    neighbour_screens,
    question_screens,
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
_draws(DraftScreen, draft_screens.draft_screen)
_draws(DigestReport, digest_screens.report)
_draws(DigestPicture, lambda _notice, scene: digest_files.picture(scene))
_draws(DigestTable, digest_files.table)
_draws(DigestNames, digest_files.names)
_draws(DigestList, digest_lists.tickets_behind)


def render(notice: Notice, scene: Scene) -> Screen:
    """The message for this reader, in their language, as things are now."""
    return with_way_out(notice, scene, _DRAWN[type(notice)](notice, scene))
