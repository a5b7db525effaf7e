"""What the chain reads of doors, and their slips. Areas and owner keys stand on the office's page alone."""

from collections.abc import Sequence
from functools import partial

from domain.notices.register_notices import RegisterDoor, RegisterDoors, RegisterOf, RegisterPlaces, Slips, SlipsAsked
from domain.register.codes import code_words
from domain.register.doors import HouseholdKind
from domain.vocabulary import MediaKind
from messages.drawing.buttons import ANYWHERE, Button, ButtonRow, Labelled, pairs, primary
from messages.drawing.frame import Frame
from messages.drawing.paging import a_page
from messages.drawing.screen import Screen, Upload
from messages.drawing.texts import Html, Texts
from subjects.register.rules import LETTER, LINK, DoorChoice, DoorListPage, DoorsView, DoorView, SlipsPlan, SlipsView


def _press(action: str, subject_id: int, texts: Texts, arg: str = "") -> Labelled:
    return texts.label(f"register-button-{action}"), Button(LETTER, action, subject_id, arg=arg)


def _back(action: str, subject_id: int, texts: Texts) -> Labelled:
    return texts.label("button-back"), Button(LETTER, action, subject_id)


def places(view: Sequence[DoorChoice], notice: RegisterPlaces, frame: Frame) -> Screen:
    """Which of one's own?"""
    texts = frame.texts
    buttons = [(one.label, Button(LETTER, "of", one.id)) for one in view]
    rows = a_page(buttons, notice.page, lambda n: Button(ANYWHERE, "register-places", arg=str(n)), texts)
    return Screen(texts.say("register-which-place"), rows)


def overview(view: DoorsView, _notice: RegisterOf, frame: Frame) -> Screen:
    """Three lines, and what can be done."""
    texts = frame.texts
    lines = [
        texts.say("register-total", place=view.place, n=view.doors),
        texts.say("register-areas", n=view.with_area, missing=view.doors - view.with_area, let=view.let),
        texts.say("register-connected", n=view.with_app),
    ]
    buttons = [_press("no_area", view.place_id, texts)] if view.with_area < view.doors else []
    if view.acts:
        buttons += [_press(one, view.place_id, texts) for one in ("slips", "alter")]
        if view.waiting:
            buttons.append(_press("meet", view.place_id, texts))
    else:
        buttons.append(_press("see_doors", view.place_id, texts))
    return Screen("\n".join(lines), pairs(buttons))


def door_list(view: DoorListPage, notice: RegisterDoors, frame: Frame) -> Screen:
    """A button each."""
    texts = frame.texts
    back = _back("of", view.place_id, texts)
    if not view.doors:
        return Screen(texts.say("register-list-empty"), [[back]])
    buttons = [(one.label, Button(LETTER, "door", one.id)) for one in view.doors]

    def to(page: int) -> Button:
        return Button(LETTER, "list", view.place_id, arg=f"{notice.which}.{page}")

    head = texts.say(f"register-head-{notice.which}", place=view.place, n=len(view.doors))
    return Screen(head, a_page(buttons, notice.page, to, texts, back), confidential=True)


def one_door(view: DoorView, notice: RegisterDoor, frame: Frame) -> Screen:
    """What is known of it, and what may be put right by this reader."""
    texts = frame.texts
    lines = [
        texts.say(f"register-lead-{notice.lead}") if notice.lead else None,
        texts.say("register-title", door=view.name),
        texts.say(
            "register-known",
            kind=texts.label(f"register-kind-{view.kind}"),
            let=texts.label(f"register-let-{_let(view)}"),
            app=texts.label("register-app-yes" if view.has_app else "register-app-no"),
        ),
        _office_line(view, texts),
    ]
    if notice.ask == "gone":
        sure = (texts.label("button-yes"), Button(LETTER, "gone_yes", view.id))
        back = _back("door", view.id, texts)
        return Screen(texts.say("register-ask-gone", door=view.name), [[sure, back]], confidential=True)
    rows = _rows_behind(view, texts) if notice.ask == "more" else _rows(view, texts)
    return Screen("\n".join(line for line in lines if line), rows, confidential=True)


def _let(view: DoorView) -> str:
    return "unknown" if view.let is None else ("yes" if view.let else "no")


def _office_line(view: DoorView, texts: Texts) -> Html | None:
    if not view.sees_all:
        return None
    nothing = texts.label("register-nothing")
    return texts.say("register-office-line", area=view.area or nothing, owner=view.owner_key or nothing)


def _rows(view: DoorView, texts: Texts) -> list[ButtonRow]:
    if not view.acts:
        return [[_back("of", view.place_id, texts)]]
    if view.sees_all:
        buttons = [_press(one, view.id, texts) for one in ("area", "owner_key", "slip", "door_more")]
    else:
        buttons = [*_uses(view, texts), *(_press(one, view.id, texts) for one in ("wrong_area", "slip"))]
    if view.waiting:
        buttons.append(_press("settle", view.waiting[0], texts))
    return pairs([*buttons, _back("of", view.place_id, texts)])


def _rows_behind(view: DoorView, texts: Texts) -> list[ButtonRow]:
    """«更多» of the office."""
    return pairs([*_uses(view, texts), _press("gone", view.id, texts), _back("door", view.id, texts)])


def _uses(view: DoorView, texts: Texts) -> list[Labelled]:
    """Let or not, flat or shop: what it is not now."""
    uses = ("not_let" if view.let else "is_let", "is_flat" if view.kind is HouseholdKind.SHOP else "is_shop")
    return [_press(one, view.id, texts) for one in uses]


def slips_asked(view: SlipsPlan, _notice: SlipsAsked, frame: Frame) -> Screen:
    """How many, and what ends."""
    texts, n, good = frame.texts, len(view.doors), len(view.good)
    lines = [texts.say("register-slips", place=view.place, n=n)]
    every = (texts.label("register-button-slips_all", n=n), Button(LETTER, "slips_all", view.place_id))
    buttons = [primary(every)]
    if good:
        lines.append(texts.say("register-slips-good", n=good))
        if good < n:
            label = texts.label("register-button-slips_new", n=n - good)
            buttons = [primary((label, Button(LETTER, "slips_new", view.place_id))), every]
    return Screen("\n".join(lines), [*([one] for one in buttons), [_back("of", view.place_id, texts)]])


def slips(view: SlipsView, _notice: Slips, frame: Frame) -> Screen:
    """The paper itself: codes stand on it, so that it is protected."""
    texts = frame.texts
    until = texts.date(view.until.astimezone(frame.community.calendar().zone).date())
    caption = texts.say("register-slips-caption", place=view.place, n=len(view.slips), until=until)
    upload = Upload(MediaKind.DOCUMENT, "huma.pdf", partial(_paper, view, until, frame))
    return Screen(caption, upload=upload, confidential=True)


def _paper(view: SlipsView, until: str, frame: Frame) -> bytes:
    from messages.paper.sheets import packaged_font  # a running bot carries no PDF library in its memory
    from subjects.register.screens.paper import DoorSlip, slips_paper

    made = [DoorSlip(door, code_words(digits), frame.link(f"{LINK}{digits}")) for door, digits in view.slips]
    return slips_paper(made, frame.texts.pick(frame.community.name), until, frame.texts, packaged_font())
