"""Answers to what is asked: the community's own, who answers for a place, whose business it is instead."""

from domain.notices.question_notices import Answered, ContactWanted, GoElsewhere, StewardOf, Unanswered
from domain.posts.steward_views import AskerView, StewardView
from domain.view_shapes import Sought
from domain.words.answers import KnownAnswer
from domain.words.opening import written_hours
from messages.drawing.buttons import ANYWHERE, Button, ButtonRow
from messages.drawing.frame import Frame
from messages.drawing.screen import ACCOUNT, Screen
from messages.drawing.texts import Html, Texts, safe
from messages.drawing.way_out import way_out
from messages.tickets.ticket_screens import office_phone

CITY = "city"
"""The number (12345) that knows whose business something is."""


def answered(notice: Answered, frame: Frame) -> Screen:
    """What the office has written down."""
    texts = frame.texts
    answer = next((one for one in frame.community.answers if one.code == notice.code and one.known), None)
    if answer is None:
        return unanswered(Unanswered(), frame)
    return Screen(_lines(answer, texts), [_report(texts)])


def unanswered(_notice: Unanswered, frame: Frame) -> Screen:
    """Nobody has: the office can be asked, by telephone or by one tap."""
    texts = frame.texts
    hours = opening(frame)
    lines = [texts.say("question-unanswered", office=office_phone(frame)), hours]
    ask = (texts.label("button-ask-office"), Button(ANYWHERE, "ask"))
    return way_out(Screen(_joined(*lines), [[ask], _report(texts)]), texts)


def elsewhere(notice: GoElsewhere, frame: Frame) -> Screen:
    """Where to go instead."""
    texts = frame.texts
    answer = next((one for one in frame.community.elsewhere if one.code == notice.code), None)
    city = next((one for one in frame.community.emergency_numbers if one.code == CITY and one.number), None)
    also = city is not None and (answer is None or answer.phone != city.number)
    lines = [
        texts.say("elsewhere-head"),
        _lines(answer, texts) if answer is not None else None,
        texts.say("elsewhere-city", name=texts.pick(city.name), number=city.number) if city and also else None,
        texts.say("elsewhere-kept"),
    ]
    return way_out(Screen(_joined(*lines), [_report(texts)]), texts)


def steward(sought: Sought[StewardView], notice: StewardOf, frame: Frame) -> Screen:
    """Name, duty, hours, deputy, and a telephone number where they allow it."""
    texts = frame.texts
    report = [_report(texts)] if notice.kept else []
    view, address = sought.found, notice.address
    if address is None:
        return Screen(texts.say("steward-which-place"), report)
    if view is None:
        return Screen(texts.say("steward-nobody", office=office_phone(frame)), report)
    lines = [
        texts.say("steward-head", place=view.place, title=view.title),
        texts.say("steward-name", name=view.name) if view.name else None,
        opening(frame),
        texts.say("steward-deputy", deputy=view.deputy) if view.deputy else None,
        texts.say("steward-phone", phone=view.phone) if view.phone else texts.say("steward-no-phone"),
    ]
    arg = ".".join((str(address.place_id), str(address.number or ""), address.sub_number or ""))
    rows: list[ButtonRow] = (
        [] if view.phone else [[(texts.label("button-contact"), Button(ANYWHERE, "contact", arg=arg))]]
    )
    return Screen(_joined(*lines), [*rows, *report])


def contact_wanted(sought: Sought[AskerView], _notice: ContactWanted, frame: Frame) -> Screen:
    """To the steward: who asks for them, and how that person is found."""
    texts = frame.texts
    view = sought.found
    if view is None:
        return Screen(texts.say("contact-gone"))
    lines = [
        texts.say("contact-wanted", place=view.place, name=view.name or texts.say("contact-somebody")),
        texts.say("contact-phone", phone=view.phone) if view.phone else None,
    ]
    if view.account is not None:
        link = texts.say("contact-open")
        lines.append(Html(f'{ACCOUNT}{view.account}">{link}</a>'))
    return Screen(_joined(*lines))


def opening(frame: Frame) -> Html | None:
    """The community's hours: one line, days with the same hours together."""
    texts = frame.texts
    parts = [
        texts.say(
            "opening-days",
            first=texts.label("weekdays").split()[first],
            last=texts.label("weekdays").split()[last],
            hours=hours,
        )
        if first != last
        else texts.say("opening-day", day=texts.label("weekdays").split()[first], hours=hours)
        for first, last, hours in written_hours(frame.community.hours)
    ]
    return texts.say("opening", hours=Html("; ".join(parts))) if parts else None


def _lines(answer: KnownAnswer, texts: Texts) -> Html:
    return _joined(
        Html(f"<b>{safe(texts.pick(answer.name))}</b>"),
        safe(texts.pick(answer.text)) if answer.text else None,
        texts.say("answer-address", address=texts.pick(answer.address)) if answer.address else None,
        texts.say("answer-hours", hours=texts.pick(answer.hours)) if answer.hours else None,
        texts.say("answer-phone", phone=answer.phone) if answer.phone else None,
    )


def _report(texts: Texts) -> ButtonRow:
    return [(texts.label("button-report"), Button(ANYWHERE, "report"))]


def _joined(*lines: Html | None) -> Html:
    return Html("\n".join(line for line in lines if line))
