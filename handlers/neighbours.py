"""What neighbours have in common: small talk, words that may belong to a report, what others reported before."""

from collections.abc import Sequence

from domain.notices.word_notices import AlreadyReported, FollowerNews, SmallTalk, TopicProposed
from handlers.subject import Shown, Subject, plain, shown
from messages.tickets import neighbour_screens as screens
from services.views import word_views
from services.views.draft_views import draft_view, expect_drafts

SHOWN: Sequence[Shown] = (
    plain(SmallTalk, screens.small_talk),
    shown(AlreadyReported, see=draft_view, draw=screens.already_reported, expect=expect_drafts),
    plain(FollowerNews, screens.follower_news),
    shown(TopicProposed, see=word_views.reports_alike, draw=screens.topic),
)

NEIGHBOURS = Subject("neighbours", shown=SHOWN)
