"""/bodies, and a body's page."""

from domain.bodies.body_views import BodyView, SeatHolder
from domain.view_shapes import PageOf
from messages.drawing.buttons import ANYWHERE, Button, ButtonRow, Labelled, danger, pairs, primary
from messages.drawing.frame import Frame
from messages.drawing.paging import turning
from messages.drawing.screen import Screen
from messages.drawing.texts import Html, Texts
from subjects.bodies.notices import BodiesList, BodyEndSure, BodyPage
from subjects.bodies.rules import LETTER, ON_A_PAGE


def _press(action: str, view: BodyView, texts: Texts, key: str | None = None) -> Labelled:
    return texts.label(key or f"bodies-button-{action}"), Button(LETTER, action, view.body.id)


def bodies_list(page: PageOf[BodyView], notice: BodiesList, frame: Frame) -> Screen:
    """Name, kind and telephone, a button each."""
    texts = frame.texts
    if not page.rows:
        return Screen(texts.say("bodies-none"))
    lines = [texts.say("bodies-head", total=page.total), *(_line(view, texts) for view in page.rows)]
    rows: list[ButtonRow] = [[(view.body.name, Button(LETTER, "open", view.body.id))] for view in page.rows]
    turn = turning(notice.page, ON_A_PAGE, page.total, lambda n: Button(ANYWHERE, "bodies", arg=str(n)), texts)
    return Screen("\n".join(lines), [*rows, turn])


def _line(view: BodyView, texts: Texts) -> Html:
    body = view.body
    lost = texts.label("bodies-lost") if view.sees_people and not view.reachable else ""
    kind = texts.label(f"bodies-kind-{body.kind}")
    return texts.say("bodies-line", name=body.name, kind=kind, phone=body.phone or "", lost=lost)


def body_page(view: BodyView, _notice: BodyPage, frame: Frame) -> Screen:
    """What it does and how it is reached; to whoever keeps it, who sits there and how much it is asked."""
    texts, body = frame.texts, view.body
    comma = texts.label("and-so-on")
    does = comma.join([*(texts.pick(one) for one in view.duties), *view.tasks])
    lines = [
        texts.say("bodies-title", name=body.name, kind=texts.label(f"bodies-kind-{body.kind}")),
        texts.say("bodies-does", duties=does, places=comma.join(view.places)) if does else None,
        " ".join(
            [texts.say("bodies-phone", phone=body.phone)] * bool(body.phone)
            + [texts.say("bodies-hours", hours=body.hours)] * bool(body.hours)
        ),
        texts.say("bodies-lends", what=_lends(view, texts)) if view.resources else None,
        texts.say("bodies-members", members=comma.join(view.members)) if view.members else None,
        *(_seat(one, texts) for one in view.holders),
        texts.say("bodies-nobody-there") if view.sees_people and not view.reachable else None,
        texts.say("bodies-open-asks", n=view.open_asks) if view.open_asks else None,
    ]
    buttons: list[Labelled] = []
    if view.letters and view.reachable:
        buttons.append(primary(_press("write", view, texts)))
    if view.seat_to_invite is not None:
        invite = Button(ANYWHERE, "invite-post", arg=str(view.seat_to_invite))
        buttons += [(texts.label("bodies-button-invite"), invite), danger(_press("end", view, texts))]
    back = (texts.label("button-back"), Button(ANYWHERE, "bodies", arg="0"))
    return Screen("\n".join(line for line in lines if line), pairs([*buttons, back]))


def _lends(view: BodyView, texts: Texts) -> str:
    """«会议室（1号楼，周末）、梯子»."""
    words = []
    for one in view.resources:
        known = [said for said in (one.spot, one.hours) if said]
        words.append(
            texts.label("bodies-lent", what=one.what, when=texts.label("and-so-on").join(known)) if known else one.what
        )
    return texts.label("and-so-on").join(words)


def _seat(one: SeatHolder, texts: Texts) -> Html:
    until = texts.say("bodies-until", day=texts.day(one.until)) if one.until is not None else ""
    lost = "" if one.reachable else texts.label("bodies-lost")
    key = "bodies-seat-deputy" if one.deputy else "bodies-seat"
    return texts.say(key, name=one.name, until=until, lost=lost)


def end_sure(view: BodyView, _notice: BodyEndSure, frame: Frame) -> Screen:
    """Yes, or back."""
    texts = frame.texts
    yes, back = _press("end_yes", view, texts, "button-yes"), _press("open", view, texts, "button-back")
    return Screen(texts.say("bodies-end-sure", name=view.body.name), [[danger(yes)], [back]])
