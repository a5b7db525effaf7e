"""Danger: the number and the first safe action before everything, what was done about it, and harm to people."""

from domain.notices.word_notices import AlarmRaised, DangerAdvice, EmergencySure, HarmAdvice, SafeguardingNotice
from domain.posts.directory import Address, Directory
from domain.views import AlertView, TicketView
from domain.vocabulary import Level
from domain.words.danger import Danger
from domain.words.lengths import shortened
from messages.drawing.buttons import ANYWHERE, EMERGENCY, ON_TICKET, Button, ButtonRow, pairs
from messages.drawing.frame import Frame
from messages.drawing.screen import Screen
from messages.drawing.texts import Html, Texts, safe
from messages.tickets.ticket_screens import office_phone

KINDS = ("fire", "gas", "electric", "trapped", "any")
"""One row that asks which danger it is (services/filing/alarms.py knows the same)."""
MAX_BUILDINGS = 24
"""Buttons for «which building?»."""


def danger_advice(notice: DangerAdvice, frame: Frame) -> Screen:
    """The number and the first safe action are the first line; of a mere risk the number alone, with «it is now»."""
    texts = frame.texts
    danger = frame.community.danger(notice.danger)
    if danger is None:
        return Screen(texts.say("danger-any"))
    if notice.now:
        return Screen(_advice(danger, texts))
    button = texts.label("button-it-is-now"), Button(ANYWHERE, "danger", arg=danger.code)
    if danger.safeguarding:
        button = texts.label("button-emergency-harm"), Button(ANYWHERE, EMERGENCY, arg="harm")
    return Screen(texts.say("danger-risk", number=danger.number), [[button]])


def _advice(danger: Danger, texts: Texts) -> Html:
    first, _, rest = texts.pick(danger.advice).partition("\n")
    return Html(f"<b>{safe(first)}</b>\n{safe(rest)}")


def alarm_raised(view: TicketView, notice: AlarmRaised, frame: Frame) -> Screen:
    """Who was called, and that nobody has answered yet: help is on the way only when a person says so."""
    texts = frame.texts
    key = "alarm-again" if notice.again else "alarm-raised"
    called = texts.say("alarm-called", n=notice.called)
    if not notice.called:
        called = texts.say("alarm-nobody", office=office_phone(frame))
    lines = [texts.say(key, number=view.number, place=view.place, called=called)]
    rows: list[ButtonRow] = []
    if view.near:
        lines.append(texts.say("alarm-near"))
    if view.address_to_check:
        lines.append(texts.say("alarm-where"))
        rows += pairs([_there(view, address, frame) for address in _buildings(frame.directory)])
    if notice.pressed:
        lines.append(texts.say("alarm-kind"))
        rows.append([_kind(view, code, texts) for code in KINDS if frame.community.danger(code) is not None])
    if not notice.again:
        undo = texts.label("button-mistake" if notice.pressed else "button-call_off")
        rows.append([(undo, Button(ON_TICKET, "call_off", view.id, view.moves))])
    return Screen("\n".join(lines), rows)


def _there(view: TicketView, address: Address, frame: Frame) -> tuple[str, Button]:
    return frame.directory.name(address), Button(ON_TICKET, "there", view.id, view.moves, str(address.place_id))


def _kind(view: TicketView, code: str, texts: Texts) -> tuple[str, Button]:
    return texts.label(f"button-kind-{code}"), Button(ON_TICKET, "kind", view.id, view.moves, code)


def _buildings(directory: Directory) -> list[Address]:
    """Every building and street; where there are too many for one screen, the compounds and streets."""
    here = [place for place in directory.places.values() if place.merged_into is None]
    for levels in ({Level.BUILDING, Level.STREET}, {Level.COMPOUND, Level.STREET}):
        found = [Address(place.id) for place in here if place.level in levels]
        if len(found) <= MAX_BUILDINGS:
            return found
    return []


def emergency_sure(_notice: EmergencySure, frame: Frame) -> Screen:
    """The numbers first, then the question."""
    texts = frame.texts
    button = texts.label("button-emergency-yes"), Button(ANYWHERE, EMERGENCY, arg="sure")
    return Screen(texts.say("emergency-sure"), [[button]])


def harm_advice(notice: HarmAdvice, frame: Frame) -> Screen:
    """The numbers, a human sentence, and who has been told."""
    texts = frame.texts
    danger = frame.community.danger(notice.danger)
    advice = _advice(danger, texts) if danger is not None else texts.say("danger-any")
    told = texts.say("harm-told") if notice.told else texts.say("harm-nobody", office=office_phone(frame))
    rows: list[ButtonRow] = [[(texts.label("button-other-matter"), Button(ANYWHERE, "report"))]] if notice.other else []
    if notice.alert_id is not None:
        rows.append([(texts.label("button-mistake"), Button(ANYWHERE, "harm_slip", arg=str(notice.alert_id)))])
    return Screen("\n".join([advice, texts.say("harm-human"), told]), rows)


def alert(view: AlertView, notice: SafeguardingNotice, frame: Frame) -> Screen:
    """For the safeguarding staff: the words, who wrote them, and «I will get in touch». Never to be passed on."""
    texts = frame.texts
    person = " ".join(part for part in (view.name, view.phone, view.home) if part) or texts.say("alert-unknown")
    lines = [
        texts.say("alert-head", when=texts.when(view.at, frame.now)),
        Html(f"<blockquote>{safe(shortened(view.words or texts.say('alert-no-words'), 3000))}</blockquote>"),
        texts.say("alert-person", person=person),
        texts.say("alert-seen", name=view.seen_by or "") if view.seen else texts.say("alert-duty"),
    ]
    button = texts.label("button-take_on"), Button(ANYWHERE, "take_on", arg=str(notice.alert_id))
    return Screen("\n".join(lines), [] if view.seen else [[button]], confidential=True)
