"""Bundles as a subject: the day's one joined message, the list behind it, and what is not to be heard of any more."""

from datetime import timedelta

from domain.notices.bundle_notices import Bundle, BundleList, Muted, WhatToMute
from domain.words.sayings import listed
from handlers.pressing import page_in
from handlers.subject import Press, Subject, plain, shown
from handlers.turn import Turn
from messages.bundles import bundle_screens as screens
from messages.bundles.bundle_screens import ON_BUNDLE
from messages.drawing.buttons import Button
from services.matters import bundle_keeping as keeping
from services.matters.bundle_sending import bundle_reached, remind_of_due_asks, send_bundles
from services.matters.bundling import mute_line, unmute_line
from services.parts import Keeps, Tick
from services.views import bundle_views as views


def _all(turn: Turn, button: Button) -> None:
    """«都看»: under the message that counts them a message of its own, then page by page in its place."""
    shown_as = BundleList(button.subject_id, page_in(button.arg))
    if page_in(button.arg):
        turn.redraw(shown_as)
    else:
        turn.answer(shown_as)


def _mute(turn: Turn, button: Button) -> None:
    """«不再提醒»: of several, which?"""
    seen = views.bundle(turn.work, Bundle(button.subject_id), turn.person)
    able = [line for line in seen.lines if line.can_be_muted]
    if len(able) == 1:
        _muted(turn, able[0].id)
    else:
        turn.answer(WhatToMute(button.subject_id))


def _mute_line(turn: Turn, button: Button) -> None:
    _muted(turn, button.subject_id)


def _muted(turn: Turn, line_id: int) -> None:
    mute_line(turn.work, line_id, by=turn.person)
    turn.answer(Muted(line_id))


def _unmute(turn: Turn, button: Button) -> None:
    """«还是提醒我»"""
    unmute_line(turn.work, button.subject_id, by=turn.person)
    turn.say("bundles-unmuted")


BUNDLES = Subject(
    "bundles",
    texts="messages.bundles",
    presses=(
        Press(ON_BUNDLE, "all", _all, held=None, under_it=listed("都看看/全部看/全都看/all of them")),
        Press(
            ON_BUNDLE,
            "mute",
            _mute,
            listed(
                "别再提醒/别再提醒了/不要再提醒/不要再提醒了/不用再提醒/不用再提醒了/别提醒了/不用提醒了/别提醒我了/别再提醒我了/"
                "stop reminding me"
            ),
            held=None,
        ),
        Press(ON_BUNDLE, "mute_line", _mute_line, held=None),
        Press(ON_BUNDLE, "unmute", _unmute, held=None, under_it=listed("还是提醒吧/继续提醒/remind me again")),
    ),
    shown=(
        shown(Bundle, see=views.bundle, draw=screens.joined, reached=bundle_reached),
        shown(BundleList, see=views.bundle, draw=screens.whole_list),
        shown(WhatToMute, see=views.bundle, draw=screens.what_to_mute),
        plain(Muted, screens.muted),
    ),
    ticks=(
        Tick("remind_of_due_asks", timedelta(minutes=1), remind_of_due_asks),
        Tick("send_bundles", timedelta(minutes=1), send_bundles),
    ),
    keeps=(
        Keeps(
            name="bundles",
            mine=keeping.mine,
            forget=keeping.forget,
            days=keeping.days,
            count_old=keeping.count_old,
            empty_old=keeping.empty_old,
        ),
    ),
)
