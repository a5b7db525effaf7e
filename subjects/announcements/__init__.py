"""Announcements: what the office and the stewards tell many at once, and what is told at the doors of those without
the app."""

from datetime import timedelta

from handlers.subject import Command, Subject, shown
from services.parts import Keeps, Tick
from subjects.announcements import chat, screens, views
from subjects.announcements.notices import Announcement, AnnouncementApproval, AnnouncementScreen, DoorList
from subjects.announcements.rules import ANNOUNCES, SECONDS
from subjects.announcements.service import doorsteps, keeping, sending

ANNOUNCEMENTS = Subject(
    name="announcements",
    texts=__name__,
    commands=(
        Command("notices", chat.notices, said=chat.SAID_FOR_NOTICES),
        Command("announce", chat.announce, ANNOUNCES),
    ),
    presses=chat.PRESSES,
    questions=tuple(chat.ASKED.values()),
    shown=(
        shown(Announcement, see=views.copy, draw=screens.copy),
        shown(AnnouncementApproval, see=views.for_approval, draw=screens.approval),
        shown(AnnouncementScreen, see=views.of_author, draw=screens.author_screen),
        shown(DoorList, see=views.doors, draw=screens.door_list),
    ),
    ticks=(
        Tick("queue_announcements", timedelta(seconds=5), sending.queue_copies),
        Tick("end_announcements", timedelta(seconds=30), sending.end_announcements),
        Tick("drop_old_announcements", timedelta(minutes=10), sending.drop_old_drafts),
        Tick("pass_on_doors", timedelta(minutes=1), doorsteps.pass_on_doors),
    ),
    rights=(ANNOUNCES, SECONDS),
    keeps=(
        Keeps(
            name="announcements",
            mine=keeping.mine,
            forget=keeping.forget,
            days=keeping.days,
            count_old=keeping.count_old,
            empty_old=keeping.empty_old,
        ),
    ),
)
