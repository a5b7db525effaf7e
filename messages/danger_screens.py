"""Danger: the number and the first safe action before everything, what was done about it, and harm to people."""

from domain.danger import Danger
from domain.lengths import shortened
from domain.views import Scene
from domain.word_notices import AlarmRaised, DangerAdvice, HarmAdvice, SafeguardingNotice
from messages.buttons import MenuButton, Row, TicketButton
from messages.cards import ticket
from messages.screen import Screen
from messages.texts import Html, Texts, safe
from messages.ticket_screens import office_phone


def danger_advice(notice: DangerAdvice, scene: Scene, texts: Texts) -> Screen:
    """The number and the first safe action are the first line; of a mere risk the number alone, with «it is now»."""
    danger = scene.community.danger(notice.danger)
    if danger is None:
        return Screen(texts.say("danger-any"))
    if notice.now:
        return Screen(_advice(danger, texts))
    button = texts.label("button-it-is-now"), MenuButton("danger", danger.code)
    return Screen(texts.say("danger-risk", number=danger.number), [[button]])


def _advice(danger: Danger, texts: Texts) -> Html:
    first, _, rest = texts.pick(danger.advice).partition("\n")
    return Html(f"<b>{safe(first)}</b>\n{safe(rest)}")


def alarm_raised(notice: AlarmRaised, scene: Scene, texts: Texts) -> Screen:
    """Who was called, and that nobody has answered yet: help is on the way only when a person says so."""
    view = ticket(scene)
    key = "alarm-again" if notice.again else "alarm-raised"
    called = texts.say("alarm-called", n=notice.called)
    if not notice.called:
        called = texts.say("alarm-nobody", office=office_phone(scene, texts))
    text = texts.say(key, number=view.number, place=view.place, called=called)
    rows: list[Row] = []
    if not notice.again:
        rows = [[(texts.label("button-call_off"), TicketButton("call_off", view.id, view.moves))]]
    return Screen(text, rows)


def harm_advice(notice: HarmAdvice, scene: Scene, texts: Texts) -> Screen:
    """The numbers, a human sentence, and who has been told."""
    danger = scene.community.danger(notice.danger)
    advice = _advice(danger, texts) if danger is not None else texts.say("danger-any")
    told = texts.say("harm-told") if notice.told else texts.say("harm-nobody", office=office_phone(scene, texts))
    rows: list[Row] = [[(texts.label("button-other-matter"), MenuButton("report"))]] if notice.other else []
    return Screen("\n".join([advice, texts.say("harm-human"), told]), rows)


def alert(notice: SafeguardingNotice, scene: Scene, texts: Texts) -> Screen:
    """For the safeguarding staff: the words, who wrote them, and «I will get in touch». Never to be passed on."""
    view = scene.alert
    if view is None:
        raise LookupError("an alert is drawn for the safeguarding staff and the scene has none")
    person = " ".join(part for part in (view.name, view.phone, view.home) if part) or texts.say("alert-unknown")
    lines = [
        texts.say("alert-head", when=texts.when(view.at, scene.now)),
        Html(f"<blockquote>{safe(shortened(view.words or '…', 3000))}</blockquote>"),
        texts.say("alert-person", person=person),
        texts.say("alert-seen", name=view.seen_by or "") if view.seen else texts.say("alert-duty"),
    ]
    button = texts.label("button-take_on"), MenuButton("take_on", str(notice.alert_id))
    return Screen("\n".join(lines), [] if view.seen else [[button]], confidential=True)
