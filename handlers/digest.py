"""The weekly digest and the calendar."""

from collections.abc import Sequence
from datetime import timedelta
from functools import partial

from domain.digest.digest import BUTTONS, Section
from domain.notices.notices import (
    CalendarMissing,
    DigestButtons,
    DigestList,
    DigestNames,
    DigestPicture,
    DigestReport,
    DigestTable,
    Morning,
)
from domain.posts.rights import Right
from domain.refusal import Refusal
from domain.time.dates import read_day
from handlers.pressing import page_in
from handlers.subject import Command, Press, Shown, Subject, plain, shown
from handlers.turn import Turn
from messages.digest import digest_files, digest_lists, digest_screens
from messages.drawing.buttons import ANYWHERE, Button
from messages.tickets import morning
from services.digest.digest_tables import look_at_names
from services.digest.digests import Parts, check_digest, digest_for, send_due_digests
from services.digest.mornings import declare_day, send_mornings, warn_of_missing_year
from services.digest.service_hours import note_hour
from services.matters.bundle_sending import bundle_reached
from services.parts import Tick
from services.views import digest_views as views
from services.views import list_views


def _digest(parts: Parts, turn: Turn) -> None:
    """/digest: this week so far; /digest 2026-W46: that week, as it was frozen. `parts`: what subjects give to it."""
    if not turn.work.may(turn.person, Right.READ_DIGESTS):
        raise Refusal("refused-only-secretary")
    _, _, asked = turn.words.partition(" ")
    week, version = digest_for(turn.work, asked, parts)
    turn.answer(DigestReport(week, version))
    turn.answer(DigestPicture(week, version))


def calendar(turn: Turn) -> None:
    """/calendar 2027-02-08 休: the office declares a day off or working."""
    parts = turn.words.split()[1:]
    words = {"休": False, "off": False, "班": True, "works": True}
    day = read_day(parts[0], turn.work.local_day()) if parts else None
    if day is None or len(parts) != 2 or parts[1].lower() not in words:
        turn.say("calendar-usage")
        return
    works = words[parts[1].lower()]
    declare_day(turn.work, day, works=works, by=turn.person)
    turn.say("calendar-works" if works else "calendar-off", day=day.isoformat())


def _digest_list(turn: Turn, button: Button) -> None:
    turn.answer(_list_of(turn, button.arg))


def _digest_page(turn: Turn, button: Button) -> None:
    turn.redraw(_list_of(turn, button.arg))


def _list_of(turn: Turn, arg: str) -> DigestList:
    """«2026-W46:1:overdue:0»: week, version, section, page."""
    week, version, section, page = (*arg.split(":"), "", "", "")[:4]
    if section not in {*BUTTONS}:
        raise Refusal("refused-old-button")
    check_digest(turn.work, turn.person, week, page_in(version))
    return DigestList(week, page_in(version), Section(section), page_in(page))


def _digest_more(turn: Turn, button: Button) -> None:
    """«还有»: «2026-W46:1:1», the next lists under the same digest."""
    week, version, page = (*button.arg.split(":"), "", "")[:3]
    check_digest(turn.work, turn.person, week, page_in(version))
    turn.redraw(DigestButtons(week, page_in(version), page_in(page)))


def _digest_table(turn: Turn, button: Button) -> None:
    week, _, version = button.arg.partition(":")
    check_digest(turn.work, turn.person, week, page_in(version))
    turn.answer(DigestTable(week, page_in(version)))


def _digest_names(turn: Turn, button: Button) -> None:
    """«带姓名的表»: first what a look means, then the table; the look is recorded in every ticket."""
    week, version, sure = (*button.arg.split(":"), "", "")[:3]
    check_digest(turn.work, turn.person, week, page_in(version))
    if sure != "yes":
        turn.answer(DigestNames(week, page_in(version)))
        return
    look_at_names(turn.work, week, page_in(version), by=turn.person)
    turn.answer(DigestTable(week, page_in(version), names=True))


SHOWN: Sequence[Shown] = (
    shown(DigestReport, see=views.digest_view, draw=digest_screens.report),
    shown(DigestButtons, see=views.digest_view, draw=digest_screens.other_buttons),
    shown(DigestPicture, see=views.figures_view, draw=digest_files.picture),
    shown(DigestTable, see=views.table_view, draw=digest_files.table),
    plain(DigestNames, digest_files.names),
    shown(DigestList, see=views.list_view, draw=digest_lists.tickets_behind),
    shown(Morning, see=list_views.morning, draw=morning.morning, reached=bundle_reached),
    plain(CalendarMissing, morning.calendar_missing),
)


def digest_of(wings: Sequence[Subject]) -> Subject:
    """The week's page shows what these subjects count, too."""
    parts = {wing.name: wing.digest for wing in wings if wing.digest is not None}
    return Subject(
        "digest",
        commands=(
            Command("digest", partial(_digest, parts), Right.READ_DIGESTS),
            Command("calendar", calendar, Right.HOLD_A_POST),
        ),
        presses=(
            Press(ANYWHERE, "digest", _digest_list, held=None),
            Press(ANYWHERE, "digest-page", _digest_page, held=None),
            Press(ANYWHERE, "digest-more", _digest_more, held=None),
            Press(ANYWHERE, "digest-table", _digest_table, held=None),
            Press(ANYWHERE, "digest-names", _digest_names, held=None),
        ),
        ticks=(
            Tick("note_hour", timedelta(minutes=1), note_hour),
            Tick("send_due_digests", timedelta(minutes=1), partial(send_due_digests, parts=parts)),
            Tick("send_mornings", timedelta(minutes=1), send_mornings),
            Tick("warn_of_missing_year", timedelta(hours=1), warn_of_missing_year),
        ),
        shown=SHOWN,
    )
