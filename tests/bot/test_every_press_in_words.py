"""A walk over all presses: each is reached by its labels and by its sayings, and by those of no other button beside it.

Those whose labels are names (places, people, numbers) are pressed by that label; they are listed with the reason.
"""

from collections.abc import Iterator, Mapping, Sequence

import pytest

from bot.catalogs import CATALOGS
from bot.subjects import SUBJECTS, WINGS
from domain.matters.asks import DeclineReason, GoesAlong
from domain.register.joining import SAID_TO_BE
from domain.tickets.approvals import RejectReason
from domain.tickets.late_words import LateChoice
from domain.tickets.restrictions import Restriction
from domain.vocabulary import Aware, Grade, Rating, Result, ReturnReason, Secrecy, WaitingReason
from domain.words.sayings import whole
from handlers.meant import meant_by
from handlers.subject import Press, Subject, Subjects
from messages.asks.ask_parts import ON_ASK
from messages.bundles.bundle_screens import ON_BUNDLE
from messages.drawing.buttons import ANYWHERE, ON_DRAFT, ON_TICKET, Button
from messages.matters.matter_screens import ON_MATTER
from messages.tickets.danger_screens import KINDS
from subjects.announcements.rules import Urgency
from subjects.announcements.screens import LETTER
from subjects.bodies.rules import LETTER as ON_BODY
from subjects.bodies.service.terms import HANDED
from subjects.register.rules import LETTER as ON_DOOR
from subjects.whistles.rules import ON_WHISTLE, Assessed, WhistleKind

KEYED: Mapping[tuple[str, str], Mapping[str, str]] = {
    (ON_TICKET, "open"): {"": "button-back"},
    (ON_TICKET, "late"): {one: f"button-late-{one}" for one in LateChoice},
    (ON_TICKET, "rate"): {one: f"button-{one}" for one in Rating},
    (ON_TICKET, "return_for"): {one: f"return-{one}" for one in ReturnReason},
    (ON_TICKET, "wait_for"): {one: f"waiting-{one}" for one in WaitingReason if one is not WaitingReason.PARKED},
    (ON_TICKET, "extend_for"): {one: f"waiting-{one}" for one in WaitingReason if one is not WaitingReason.PARKED},
    (ON_TICKET, "wait_until"): {one: f"day-{one}" for one in ("tomorrow", "after")},
    (ON_TICKET, "resolve_as"): {one: f"result-{one}" for one in Result},
    (ON_TICKET, "reject_for"): {one: f"reject-{one}" for one in RejectReason},
    (ON_TICKET, "regrade_to"): {one: f"grade-{one}" for one in Grade},
    (ON_TICKET, "restrict_as"): {one: f"restrict-{one}" for one in Restriction},
    (ON_TICKET, "kind"): {one: f"button-kind-{one}" for one in KINDS},
    **{(ON_TICKET, one): {"": "button-yes"} for one in ("withdraw_yes", "category_yes", "relocate_yes", "merge_yes")},
    **{(ON_TICKET, one): {"": f"asked-{one}"} for one in ("extend", "park", "reject")},
    (ON_DRAFT, "secrecy-is"): {one: f"button-secrecy-{one}" for one in Secrecy},
    (ON_DRAFT, "channel"): {one: f"button-by-{one}" for one in ("phone", "door")},
    (ON_DRAFT, "groups"): {"": "button-all-kinds"},
    (ON_DRAFT, "places"): {"": "button-other-place"},
    (ON_DRAFT, "skip-behalf"): {"": "button-skip"},
    (ON_DRAFT, "aware"): {one: f"button-aware-{one}" for one in (Aware.KNOWS, Aware.NOT_YET)},
    (ON_TICKET, "less"): {"": "button-back"},
    (ON_TICKET, "skip_why"): {"": "button-skip"},
    (ON_TICKET, "these_reply"): {"": "button-reply"},
    (ON_TICKET, "these_note"): {"": "button-note"},
    (ON_TICKET, "these_not_solved"): {"": "button-not_solved"},
    (ON_TICKET, "these_nudge"): {"": "button-nudge-these"},
    (ON_TICKET, "further_office"): {"": "button-further"},
    (ANYWHERE, "command"): {one: f"command-{one}" for one in ("my", "todo", "steward")},
    (ANYWHERE, "help"): {"": "button-more"},
    (ANYWHERE, "posts-more"): {"": "button-more"},
    (ANYWHERE, "which_ticket"): {"": "button-another-ticket"},
    (ANYWHERE, "who-later"): {"": "button-skip"},
    (ANYWHERE, "undo-follow"): {"": "button-undo"},
    (ANYWHERE, "danger"): {"": "button-it-is-now"},
    (ANYWHERE, "harm_slip"): {"": "button-mistake"},
    (ANYWHERE, "ask"): {"": "button-ask-office"},
    (ANYWHERE, "leave-deputy"): {"": "button-no-deputy"},
    (ANYWHERE, "digest-table"): {"": "button-table"},
    (ANYWHERE, "digest-names"): {"": "button-table-names"},
    **{
        (ANYWHERE, one): {"": "button-further"}
        for one in ("my", "todo", "find", "meant-further", "which", "restricted", "digest-more")
    },
    (ANYWHERE, "notices"): {"": "announcements-button-mute"},
    (ON_TICKET, "ask_help"): {"": "asks-button-ask_others"},
    (ON_TICKET, "concerned"): {"": "asks-button-concerned"},
    (ON_MATTER, "open"): {"": "button-back"},
    (ON_MATTER, "history"): {"": "matters-button-history"},
    (ON_MATTER, "step"): {one: f"bodies-term-button-{one}" for one in HANDED},
    (ANYWHERE, "own-matters"): {"": "button-further"},
    **{
        (ON_ASK, one): {"": f"asks-button-{one}"}
        for one in ("accept", "decline", "done", "answer", "question", "reply", "colleague", "recall", "arrive")
    },
    (ON_TICKET, "whistle_kind"): {one: f"whistles-kind-{one}" for one in WhistleKind},
    (ON_TICKET, "whistle_these"): {"": "whistles-button-these"},
    (ON_WHISTLE, "assess"): {one: f"whistles-assessed-{one}" for one in Assessed},
    (ON_WHISTLE, "open"): {"": "button-back"},
    **{(ON_DOOR, one): {said: f"register-as-{said}" for said in SAID_TO_BE} for one in ("as", "role")},
    **{(ON_DOOR, one): {"": "button-back"} for one in ("home", "of")},
    **{(ON_DOOR, one): {"": "button-yes"} for one in ("leave_yes", "gone_yes")},
    (ON_DOOR, "list"): {"": "button-further"},
    **{(ANYWHERE, one): {"": "button-further"} for one in ("register-places", "register-waiting")},
    (ANYWHERE, "homes"): {"": "register-button-homes"},
    (ON_ASK, "undo"): {"": "button-undo"},
    (ON_ASK, "decline_for"): {one: f"asks-reason-{one}" for one in DeclineReason},
    (ON_ASK, "agree"): {one: f"asks-along-{one}" for one in GoesAlong},
    (ON_ASK, "open"): {"": "button-back"},
    (ANYWHERE, "asked-of-me"): {"": "button-further"},
    (ANYWHERE, "bodies"): {"": "button-further"},
    (ON_BODY, "open"): {"": "button-back"},
    (ON_BODY, "end_yes"): {"": "button-yes"},
    **{(ON_BUNDLE, one): {"": f"bundles-button-{one}"} for one in ("all", "mute", "unmute")},
    (LETTER, "further"): {"": "button-further"},
    (LETTER, "door_page"): {"": "button-further"},
    (LETTER, "door_undo"): {"": "button-undo"},
    (LETTER, "urgency"): {one: f"announcements-button-urgency-{one}" for one in Urgency},
}
"""Where a label is not called after its action: by what the button carries."""

NAMES = {
    **{(ON_DRAFT, one): "places and what the settings call them" for one in ("group", "category", "place", "here")},
    **{(ON_DRAFT, one): "places" for one in ("candidate", "home")},
    **{(ON_DRAFT, one): "numbers of reports, or how many" for one in ("add-to", "reopen-own", "split")},
    **{(ON_TICKET, one): "people" for one in ("hand_over_to", "reassign_to")},
    **{(ON_TICKET, one): "what the settings call it" for one in ("category_in", "category_is")},
    **{(ON_TICKET, one): "numbers of reports" for one in ("merge_with", "add_these", "these_of", "blocked")},
    (ON_TICKET, "there"): "places",
    (ON_TICKET, "whistle_whom"): "organisations",
    **{(ON_DOOR, one): "doors" for one in ("door", "decide")},
    **{(ON_DOOR, one): "numbers of slips" for one in ("slips_all", "slips_new")},
    (ON_DOOR, "is"): "what somebody says to be",
    (ON_WHISTLE, "ended"): "three answers to one question after the other",
    **{(ANYWHERE, one): "reports" for one in ("meant", "meant-so")},
    **{(ANYWHERE, one): "posts and people" for one in ("posts", "post", "people", "person", "revoke", "end-post")},
    **{(ANYWHERE, one): "names in the question" for one in ("invite-post", "invite-administrator", "invite-go")},
    **{(ANYWHERE, one): "names in the question" for one in ("administrator-yes", "leave-back", "leave-end", "lift")},
    **{(ANYWHERE, one): "weeks, parts and pages" for one in ("digest", "digest-page")},
    (ANYWHERE, "language"): "each in its own",
    (ANYWHERE, "sos"): "danger is never left to words that are compared",
    **{(LETTER, one): "places" for one in ("place", "here")},
    (LETTER, "stands"): "numbers of days",
    (LETTER, "door"): "rooms",
    **{(ON_TICKET, one): "bodies" for one in ("ask_duty", "ask_help_of", "concerned_is")},
    (ON_ASK, "colleague_to"): "people",
    (ON_BUNDLE, "mute_line"): "reports",
}
"""Presses whose labels differ from one screen to the next, and why."""


def labels_of(press: Press, language: str) -> Iterator[tuple[str, str]]:
    """What the button carries and how it is labelled, for every label that is always the same."""
    keyed = KEYED.get((press.kind, press.action))
    if keyed is None:
        found = [f"button-{press.action}", *(f"{wing.name}-button-{press.action}" for wing in WINGS)]
        keyed = {"": next((key for key in found if key in CATALOGS[language]), "")}
    for arg, key in keyed.items():
        if key and "{" not in (text := str(CATALOGS[language][key])):
            yield arg, text


WITHOUT_BACK = {(ON_TICKET, one) for one in ("open", "less", "skip", "skip_why")}


def screen_of(press: Press, language: str) -> list[tuple[str, Button]]:
    """Its buttons, with «返回» under them as on most screens of a ticket."""
    about = 0 if press.kind in (ON_DRAFT, ANYWHERE) else 7
    shown = [(text, Button(press.kind, press.action, about, 0, arg)) for arg, text in labels_of(press, language)]
    back = (str(CATALOGS[language]["button-back"]), Button(ON_TICKET, "open", 7, 0))
    return [*shown, back] if press.kind == ON_TICKET and (press.kind, press.action) not in WITHOUT_BACK else shown


def is_pressed(subjects: Subjects, shown: Sequence[tuple[str, Button]], words: str) -> Button | None:
    found = meant_by(subjects, shown, words)
    return found.button if found is not None else None


PRESSES = [pytest.param(press, id=f"{press.kind}:{press.action}") for press in SUBJECTS.presses.values()]
LANGUAGES = ("en", "zh")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("press", PRESSES)
def test_every_label_presses_its_button(press: Press, language: str) -> None:
    shown = screen_of(press, language)
    labelled = [(label, button) for label, button in shown if button.action == press.action]
    assert labelled or (press.kind, press.action) in NAMES, "its words, or why it has none"
    for label, button in labelled:
        for written in (label, label.upper(), f"{label}。", f" {label}！"):
            assert is_pressed(SUBJECTS, shown, written) == button, written


@pytest.mark.parametrize("press", PRESSES)
def test_every_saying_presses_its_button_and_no_other(press: Press) -> None:
    shown = screen_of(press, "zh")
    button = Button(press.kind, press.action, 0 if press.kind in (ON_DRAFT, ANYWHERE) else 7)
    if not any(one.action == press.action for _, one in shown):
        shown.append(("某某", button))
    for words in (*press.said, *press.under_it):
        spoken = words.replace("…", " this " if words.strip("…")[-1].isascii() else "").strip()
        if len([one for _, one in shown if one.action == press.action]) == 1 and spoken.strip():
            found = is_pressed(SUBJECTS, shown, spoken)
            assert found is not None, words
            assert found.action == press.action, words
    for arg, sayings in press.said_of.items():
        for words in sayings:
            found = is_pressed(SUBJECTS, shown, words)
            assert found is not None, words
            assert (found.action, found.arg) == (press.action, arg), words


def test_sayings_are_written_as_they_are_looked_for() -> None:
    for press in SUBJECTS.presses.values():
        every = [*press.said, *press.under_it, *(one for said in press.said_of.values() for one in said)]
        assert all(whole(one.replace("…", "")) for one in every), press.action


def test_a_wing_of_ones_own_is_answered_the_same_way() -> None:
    pressed = list[str]()
    lend = Press("l", "lend", lambda _turn, button: pressed.append(button.action), ("借给他", "拿去用吧"))
    keep = Press(
        "l", "keep", lambda _turn, button: pressed.append(button.action), under_it=("不借",), said_of={"1": ("一个月",)}
    )
    subjects = Subjects(*SUBJECTS.every, Subject("lending", presses=(lend, keep)))
    shown = [("出借", Button("l", "lend", 4, 1)), ("不外借", Button("l", "keep", 4, 1))]
    assert is_pressed(subjects, shown, "拿去用吧，谢谢") == shown[0][1]
    assert is_pressed(subjects, shown, "不借了吧") is None
    assert is_pressed(subjects, shown, "不借啊") == shown[1][1]
    assert is_pressed(subjects, shown, "不外借") == shown[1][1]
    assert is_pressed(subjects, [("一个月以后", Button("l", "keep", 4, 1, "1"))], "一个月") is not None
    assert is_pressed(subjects, [("一年以后", Button("l", "keep", 4, 1, "12"))], "一个月") is None
