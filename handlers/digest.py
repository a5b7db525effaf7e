"""The weekly digest, the mornings and the calendar."""

from collections.abc import Sequence

from domain.notices.notices import (
    CalendarMissing,
    DigestList,
    DigestNames,
    DigestPicture,
    DigestReport,
    DigestTable,
    Morning,
)
from handlers.subject import Shown, plain, shown
from messages.digest import digest_files, digest_lists, digest_screens
from messages.tickets import morning
from services.views import digest_views as views
from services.views import list_views

SHOWN: Sequence[Shown] = (
    shown(DigestReport, see=views.digest_view, draw=digest_screens.report),
    shown(DigestPicture, see=views.figures_view, draw=digest_files.picture),
    shown(DigestTable, see=views.table_view, draw=digest_files.table),
    plain(DigestNames, digest_files.names),
    shown(DigestList, see=views.list_view, draw=digest_lists.tickets_behind),
    shown(Morning, see=list_views.morning, draw=morning.morning),
    plain(CalendarMissing, morning.calendar_missing),
)
