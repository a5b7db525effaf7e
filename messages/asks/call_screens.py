"""The card of whoever is called to a place (an ask to come): by whom, where, when, and until when they answer."""

from domain.matters.ask_views import AskView
from domain.matters.asks import OPEN_ASKS, AskAction
from domain.notices.ask_notices import AskCard
from messages.asks.ask_parts import press_on, quoted
from messages.drawing.buttons import ButtonRow, Labelled, pairs, primary
from messages.drawing.frame import Frame
from messages.drawing.screen import Screen
from messages.drawing.texts import Html, Texts


def call_card(view: AskView, notice: AskCard, frame: Frame) -> Screen:
    """In three lines, and below them why."""
    texts = frame.texts
    lines = [
        texts.say(f"asks-lead-{notice.lead}", body=view.body) if notice.lead else None,
        texts.say("asks-ring", body=view.body, phone=view.body_phone or texts.label("asks-no-phone"))
        if view.enters and view.state in OPEN_ASKS
        else None,
        texts.say("asks-head-come", title=view.title or "", place=view.place),
        _where(view, frame),
        _stands(view, frame),
        quoted(view.words),
    ]
    return Screen("\n".join(line for line in lines if line), _answers(view, texts))


def _where(view: AskView, frame: Frame) -> Html | None:
    if view.state not in OPEN_ASKS:
        return None
    texts = frame.texts
    spot = view.spot or texts.label("asks-spot-none")
    return texts.say("asks-come-to", when=texts.when(view.come_at, frame.now), spot=spot)


def _stands(view: AskView, frame: Frame) -> Html:
    texts = frame.texts
    stands = "arrived" if view.arrived else view.state
    return texts.say(
        f"asks-come-{stands}",
        reply=texts.when(view.reply_due, frame.now),
        result=texts.day(view.result_due) if view.result_due is not None else "",
        name=view.answered_by or texts.label("somebody"),
        when=texts.when(view.answered_at, frame.now),
        reason=texts.say(f"asks-reason-{view.reason}") if view.reason is not None else "",
    )


def _answers(view: AskView, texts: Texts) -> list[ButtonRow]:
    buttons: list[Labelled] = []
    if view.asked_side:
        if AskAction.ACCEPT in view.actions:
            come = "asks-button-rang-yes-come" if view.enters else "asks-button-come"
            buttons.append(primary(press_on(view, "accept", texts, key=come)))
        if AskAction.DECLINE in view.actions:
            not_coming = "asks-button-rang-no" if view.enters else "asks-button-not_coming"
            buttons.append(press_on(view, "decline", texts, key=not_coming))
        if AskAction.ARRIVE in view.actions and view.may_arrive:
            buttons.append(primary(press_on(view, "arrive", texts)))
        if AskAction.DONE in view.actions:
            buttons.append(press_on(view, "done", texts))
        if view.state in OPEN_ASKS and not view.enters:
            buttons.append(press_on(view, "question", texts))
            if view.colleagues:
                buttons.append(press_on(view, "colleague", texts))
    if AskAction.UNDO in view.actions:
        buttons.append(press_on(view, "undo", texts, key="button-undo"))
    return pairs(buttons[:6])
