"""The weekly digest, the mornings and the calendar."""

from collections.abc import Sequence

from domain.notices.notices import DigestList, DigestNames, DigestPicture, DigestReport, DigestTable
from handlers.subject import Shown, plain, shown
from messages.digest import digest_files, digest_lists, digest_screens
from services.views import digest_views as views

SHOWN: Sequence[Shown] = (
    shown(DigestReport, see=views.digest_view, draw=digest_screens.report),
    shown(DigestPicture, see=views.figures_view, draw=digest_files.picture),
    shown(DigestTable, see=views.table_view, draw=digest_files.table),
    plain(DigestNames, digest_files.names),
    shown(DigestList, see=views.list_view, draw=digest_lists.tickets_behind),
)
