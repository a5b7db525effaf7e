"""The weekly digest, the mornings and the calendar."""

from collections.abc import Sequence

from domain.notices.notices import CalendarMissing, Morning
from handlers.subject import Shown, plain, shown
from messages.tickets import morning
from services.views import list_views

SHOWN: Sequence[Shown] = (
    shown(Morning, see=list_views.morning, draw=morning.morning),
    plain(CalendarMissing, morning.calendar_missing),
)
