"""What residents read: the question after a code, their own household, and what is asked about a further member."""

from collections.abc import Sequence

from domain.notices.register_notices import (
    ChangeToDecide,
    CodeAsked,
    FamilyCode,
    MemberAsked,
    MemberSettled,
    MemberToSettle,
    MyHousehold,
    RegisterWaiting,
    WhoLooked,
)
from domain.register.codes import code_words
from domain.register.joining import OWNERS, SAID_TO_BE
from domain.register.members import MemberWaits
from messages.drawing.buttons import ANYWHERE, Button, ButtonRow, Labelled, pairs
from messages.drawing.frame import Frame
from messages.drawing.paging import a_page
from messages.drawing.screen import Screen
from messages.drawing.texts import Html, Texts
from subjects.register.rules import LETTER, LINK, ChangeView, ClaimView, HomesView, HomeView, LooksView, WaitingView


def _press(action: str, subject_id: int, texts: Texts, arg: str = "") -> Labelled:
    return texts.label(f"register-button-{action}"), Button(LETTER, action, subject_id, arg=arg)


def _screen(lines: Sequence[Html | None], rows: Sequence[ButtonRow] = ()) -> Screen:
    """Rooms stand in all of them: protected from being forwarded."""
    return Screen("\n".join(line for line in lines if line), rows, confidential=True)


def which_role(door: str, notice: CodeAsked, frame: Frame) -> Screen:
    """您是？"""
    texts = frame.texts
    roles = [
        (texts.label(f"register-as-{one}"), Button(LETTER, "as", notice.household_id, arg=f"{one}.{notice.digits}"))
        for one in SAID_TO_BE
    ]
    return _screen([texts.say("register-who", door=door, days=frame.community.keep_members_days)], pairs(roles))


def home(homes: HomesView, notice: MyHousehold, frame: Frame) -> Screen:
    """What one is there, and what can be put right."""
    texts, view = frame.texts, homes.here
    if view is None:
        return _which_home(homes, texts)
    own = texts.label(f"register-as-{view.was or view.stands_as}")
    lines = [
        texts.say(f"register-lead-{notice.lead}") if notice.lead else None,
        texts.say("register-title", door=view.name),
        texts.say("register-you", own=own, proof=texts.label(f"register-proof-{view.proof}"))
        if view.waits_for is None or view.was
        else None,
        _waits(view, texts),
        None
        if notice.lead
        else (texts.say("register-others", n=view.others) if view.others else texts.say("register-alone")),
    ]
    if notice.ask == "role":
        now = view.was or view.stands_as
        roles = [one for one in SAID_TO_BE if one is not now and not ({one, now} <= OWNERS)]
        buttons = [(texts.label(f"register-as-{one}"), Button(LETTER, "role", view.id, arg=one.value)) for one in roles]
        return _screen([*lines[:-1], texts.say("register-ask-role")], pairs([*buttons, _back(view.id, texts)]))
    if notice.ask == "leave":
        sure = (texts.label("button-yes"), Button(LETTER, "leave_yes", view.id))
        return _screen([texts.say("register-ask-leave", door=view.name)], [[sure, _back(view.id, texts)]])
    buttons = [_press(one, view.id, texts) for one in ("family", "not_role", "not_area", "leave", "looked")]
    if view.homes > 1:
        buttons.append((texts.label("register-button-homes"), Button(ANYWHERE, "homes")))
    return _screen(lines, pairs(buttons))


def _waits(view: HomeView, texts: Texts) -> Html | None:
    if view.waits_for is None:
        return None
    said = texts.label(f"register-as-{view.stands_as}")
    return texts.say(f"register-waits-{view.waits_for}", said=said)


def _back(household_id: int, texts: Texts) -> Labelled:
    return texts.label("button-back"), Button(LETTER, "home", household_id)


def _which_home(view: HomesView, texts: Texts) -> Screen:
    if not view.homes:
        return Screen(texts.say("register-no-home"))
    buttons = [(name, Button(LETTER, "home", household_id)) for household_id, name in view.homes[:6]]
    return _screen([texts.say("register-which-home")], pairs(buttons))


def family_code(door: str, notice: FamilyCode, frame: Frame) -> Screen:
    """To be sent on to one person of the family; so it is the one message here that may be forwarded: no room in it."""
    texts = frame.texts
    lines = [texts.say("register-family-code", code=code_words(notice.digits), days=notice.days)]
    if link := frame.link(f"{LINK}{notice.digits}"):
        lines.append(texts.say("register-family-link", link=link))
    return Screen("\n".join(lines))


def who_looked(view: LooksView, _notice: WhoLooked, frame: Frame) -> Screen:
    """谁看过"""
    texts = frame.texts
    if not view.looks:
        return _screen([texts.say("register-looked-nobody", door=view.name)])
    lines = [texts.say("register-looked", door=view.name)]
    for at, post, what in view.looks:
        values = {"when": texts.when(at, frame.now), "post": post or texts.label("register-post-ended")}
        lines.append(texts.say("register-look", **values, what=texts.label(f"register-list-{what}")))
    return _screen(lines)


def member_asked(view: ClaimView, notice: MemberAsked, frame: Frame) -> Screen:
    """301室又有一人说是业主，是您家的人吗？"""
    texts = frame.texts
    acts = view.waits_for is MemberWaits.OWNER
    head = texts.say("register-asked-minder" if acts else "register-asked-owner", door=view.door)
    said = [_press(one, notice.membership_id, texts) for one in ("say_yes", "say_no", "say_unknown")]
    return _screen([head], [said])


def settled(door: str, notice: MemberSettled, frame: Frame) -> Screen:
    """To whoever waited for it."""
    texts = frame.texts
    own = texts.label(f"register-as-{notice.stands_as}") if notice.stands_as else ""
    return _screen([texts.say(f"register-settled-{notice.how}", door=door, own=own)])


# Office and steward


def to_settle(view: ClaimView, _notice: MemberToSettle, frame: Frame) -> Screen:
    """Who says to be what, by the name they go by, and one press for yes or no."""
    texts = frame.texts
    said = texts.label(f"register-as-{view.stands_as}")
    lines = [
        texts.say("register-says", door=view.door, called=view.called or texts.label("register-nameless"), said=said),
        texts.say(f"register-why-{view.waits_for}"),
        texts.say("register-second-needed" if view.first_by_reader else "register-second") if view.first else None,
    ]
    yes = (texts.label("register-button-is", said=said), Button(LETTER, "is", view.id))
    return _screen(lines, [[yes, _press("is_not", view.id, texts)]])


def to_decide(view: ChangeView, _notice: ChangeToDecide, frame: Frame) -> Screen:
    """What is to be put right."""
    texts = frame.texts
    what = texts.label(f"register-what-{view.what}")
    before = view.before or texts.label("register-nothing")
    head = texts.say("register-change", door=view.door, what=what, before=before, after=view.after)
    return _screen([head], [[_press("change", view.id, texts), _press("keep", view.id, texts)]])


def waiting(view: WaitingView, notice: RegisterWaiting, frame: Frame) -> Screen:
    """Each opens its card."""
    texts = frame.texts
    buttons = [
        (_label(one.door, texts.label(f"register-as-{one.stands_as}"), texts), Button(LETTER, "settle", one.id))
        for one in view.claims
    ]
    buttons += [
        (_label(one.door, texts.label(f"register-what-{one.what}"), texts), Button(LETTER, "decide", one.id))
        for one in view.changes
    ]
    if not buttons:
        return Screen(texts.say("register-waiting-none"))
    rows = a_page(buttons, notice.page, lambda n: Button(ANYWHERE, "register-waiting", arg=str(n)), texts)
    return _screen([texts.say("register-waiting", n=len(buttons))], rows)


def _label(door: str, what: str, texts: Texts) -> str:
    return texts.label("register-waiting-line", door=door, what=what)
