"""What is read of asks: the card of whoever is asked, what came of it, and what may go along."""

from collections.abc import Sequence

from domain.matters.ask_views import AskLine, AskNewsView, AskView, BodyChoice
from domain.matters.asks import OPEN_ASKS, AskAction, AskKind, AskState, AskTold, DeclineReason, GoesAlong
from domain.notices.ask_notices import (
    AskCard,
    AskChoice,
    AskedOfMe,
    AskNews,
    AskSent,
    WhatGoesAlong,
    WhomItConcerns,
    WhomToAsk,
)
from domain.view_shapes import PageOf
from domain.views import PAGE
from messages.asks.ask_parts import ON_ASK, press_on, quoted, what_it_is
from messages.asks.call_screens import call_card
from messages.drawing.buttons import ANYWHERE, ON_TICKET, Button, ButtonRow, Labelled, pairs, primary
from messages.drawing.frame import Frame
from messages.drawing.paging import turning
from messages.drawing.screen import Screen
from messages.drawing.texts import Html, Texts

_SAID = (AskTold.QUESTION, AskTold.REPLY, AskTold.ADDED)
"""What is said between both sides, and changes nothing."""


def ask_card(view: AskView, notice: AskCard, frame: Frame) -> Screen:
    """What is asked, where, until when, and with what of the reporter; the answers below."""
    if view.kind is AskKind.COME:
        return call_card(view, notice, frame)
    texts = frame.texts
    letter = view.kind is AskKind.ANSWER
    head = texts.say("asks-head-letter" if letter else "asks-head", place=view.place, category=what_it_is(view, texts))
    lines = [
        texts.say(f"asks-lead-{notice.lead}", body=view.body) if notice.lead else None,
        texts.say("asks-ring", body=view.body, phone=view.body_phone or texts.label("asks-no-phone"))
        if view.enters and view.state in OPEN_ASKS
        else None,
        head,
        _standing(view, frame, phone=view.state in OPEN_ASKS and not letter),
        quoted(view.words),
        quoted(view.reporter_words),
    ]
    return Screen("\n".join(line for line in lines if line), _answers(view, texts))


def _standing(view: AskView, frame: Frame, *, phone: bool) -> Html:
    """Until when an answer is awaited, or what was answered; beside it the resident's number, while it is of use."""
    texts = frame.texts
    reason = texts.say(f"asks-reason-{view.reason}") if view.reason is not None else ""
    answered = view.kind is AskKind.ANSWER and view.state is AskState.DONE
    stands = texts.say(
        "asks-standing-done-letter" if answered else f"asks-standing-{view.state}",
        reply=texts.when(view.reply_due, frame.now),
        result=texts.when(view.result_due, frame.now),
        name=view.answered_by or texts.label("somebody"),
        when=texts.when(view.answered_at, frame.now),
        reason=reason,
    )
    number = _phone(view, texts) if phone else None
    return Html(f"{stands}　{number}") if number else stands


def _phone(view: AskView, texts: Texts) -> Html | None:
    if view.says_nothing:
        return None
    if view.reporter_phone:
        return texts.say("asks-phone", phone=view.reporter_phone)
    return texts.say("asks-phone-none")


def _answers(view: AskView, texts: Texts) -> list[ButtonRow]:
    """What the asked can say now; whoever only reads has nothing to press but what is theirs."""
    buttons: list[Labelled] = []
    if view.asked_side:
        letter = view.kind is AskKind.ANSWER
        if letter and AskAction.DONE in view.actions:
            buttons.append(primary(press_on(view, "answer", texts)))
        if AskAction.ACCEPT in view.actions and not letter:
            buttons.append(primary(press_on(view, "accept", texts)))
        if AskAction.DECLINE in view.actions:
            buttons.append(press_on(view, "decline", texts))
        if AskAction.DONE in view.actions and not letter:
            done = press_on(view, "done", texts)
            buttons.append(primary(done) if view.state is AskState.ACCEPTED else done)
        if view.state in OPEN_ASKS and not view.enters:
            buttons.append(press_on(view, "question", texts))
            if view.colleagues:
                buttons.append(press_on(view, "colleague", texts))
    if AskAction.UNDO in view.actions:
        buttons.append(press_on(view, "undo", texts, key="button-undo"))
    return pairs(buttons)


NOT_COMING = (DeclineReason.NOT_OURS, DeclineReason.NO_HANDS, DeclineReason.OTHERS_FIRST, DeclineReason.OTHER)
"""Why somebody cannot come; parts and money are reasons for not doing something."""


def ask_choice(view: AskView, notice: AskChoice, frame: Frame) -> Screen:
    """Why not? Which colleague?"""
    texts = frame.texts
    if notice.what == "colleague":
        to = [(name, Button(ON_ASK, "colleague_to", view.id, view.version, str(one))) for one, name in view.colleagues]
        return Screen(
            texts.say("asks-which-colleague"),
            [*([one] for one in to[:PAGE]), [press_on(view, "open", texts, key="button-back")]],
        )
    why = NOT_COMING if view.kind is AskKind.COME else tuple(DeclineReason)
    reasons = [press_on(view, "decline_for", texts, reason, key=f"asks-reason-{reason}") for reason in why]
    return Screen(texts.say("asks-why-not"), pairs(reasons))


def news(seen: AskNewsView, notice: AskNews, frame: Frame) -> Screen:
    """What came of it, to whoever asked; and what is said between both sides."""
    texts, view = frame.texts, seen.ask
    reason = texts.say(f"asks-reason-{view.reason}") if view.reason is not None else ""
    text = texts.say(
        _news_key(view, notice.step),
        body=view.body,
        number=view.number or "",
        place=view.place,
        category=what_it_is(view, texts),
        reason=reason,
        by=seen.by or texts.label("somebody"),
        result=texts.when(view.result_due, frame.now),
        phone=view.body_phone or texts.label("asks-no-phone"),
    )
    said = quoted(seen.words)
    text = Html(f"{text}\n{said}") if said else text
    if notice.step is AskTold.LETTER:
        return Screen(text)
    if view.asked_side and not view.enters and notice.step in _SAID:
        return Screen(text, _answers(view, texts))
    return Screen(text, _next_steps(seen, notice, texts))


def _news_key(view: AskView, step: AskTold) -> str:
    """A letter is answered, not done; and of what was accepted it is said that the ticket rests."""
    if step is AskTold.ACCEPT and view.waits:
        return "asks-news-accept-rests"
    if step is AskTold.DONE and view.kind is AskKind.ANSWER:
        return "asks-news-done-letter"
    return f"asks-news-{step}"


def _rang(view: AskView, texts: Texts) -> list[Labelled]:
    """What they said on the telephone, entered by whoever has rung them up."""
    return [
        press_on(view, "accept", texts, key="asks-button-rang-yes"),
        press_on(view, "decline", texts, key="asks-button-rang-no"),
    ]


def _next_steps(seen: AskNewsView, notice: AskNews, texts: Texts) -> list[ButtonRow]:
    """What whoever asked can do now."""
    view = seen.ask
    on_ticket = seen.ticket_id or 0, seen.ticket_moves
    buttons: list[Labelled] = []
    if notice.step is AskTold.QUESTION:
        buttons.append(press_on(view, "reply", texts))
    if notice.step is AskTold.DONE and seen.ticket_is_theirs:
        buttons.append(primary((texts.label("button-resolve"), Button(ON_TICKET, "resolve", *on_ticket))))
    if notice.step in (AskTold.DECLINE, AskTold.FALL_SILENT, AskTold.NOT_REACHED) and seen.ticket_is_theirs:
        buttons.append((texts.label("asks-button-ask_others"), Button(ON_TICKET, "ask_help", *on_ticket)))
        buttons.append((texts.label("button-wait"), Button(ON_TICKET, "wait", *on_ticket)))
    if view.state in (AskState.SILENT, AskState.UNREACHED) and AskAction.ACCEPT in view.actions:
        buttons += _rang(view, texts)
    if AskAction.RECALL in view.actions and notice.step is not AskTold.QUESTION:
        buttons.append(press_on(view, "recall", texts))
    if seen.ticket_id is not None:
        buttons.append((texts.label("asks-button-ticket"), Button(ON_TICKET, "open", *on_ticket)))
    return pairs(buttons[:6])


def whom(seen: tuple[int, int, Sequence[BodyChoice]], _notice: WhomToAsk, frame: Frame) -> Screen:
    """Who can be asked; those whom nothing reaches say so, with their telephone."""
    texts = frame.texts
    ticket_id, moves, bodies = seen
    if not bodies:
        return Screen(texts.say("asks-nobody"))
    lost = [
        texts.say("asks-lost", body=one.name, phone=one.phone or texts.label("asks-no-phone"))
        for one in bodies
        if not one.reachable
    ]
    rows: list[ButtonRow] = []
    for one in bodies:
        label = one.name if one.reachable else texts.label("asks-lost-label", body=one.name)
        rows.append([(label, Button(ON_TICKET, "ask_help_of", ticket_id, moves, str(one.id)))])
    back = (texts.label("button-back"), Button(ON_TICKET, "open", ticket_id, moves))
    return Screen("\n".join([texts.say("asks-whom"), *lost]), [*rows, [back]])


def whom_it_concerns(seen: tuple[int, int, Sequence[BodyChoice]], _notice: WhomItConcerns, frame: Frame) -> Screen:
    """Which body is it about? It is then not asked."""
    texts = frame.texts
    ticket_id, moves, bodies = seen
    back = (texts.label("button-back"), Button(ON_TICKET, "open", ticket_id, moves))
    if not bodies:
        return Screen(texts.say("asks-nobody"), [[back]])
    rows: list[ButtonRow] = [
        [(one.name, Button(ON_TICKET, "concerned_is", ticket_id, moves, str(one.id)))] for one in bodies
    ]
    return Screen(texts.say("asks-which-concerned"), [*rows, [back]])


def sent(view: AskView, _notice: AskSent, frame: Frame) -> Screen:
    """Who is asked now or with their next bundle, and until when they answer; or that nothing reaches them."""
    texts = frame.texts
    later = "asks-sent-later" if view.comes_at is not None else "asks-sent"
    key = "asks-sent-unreached" if view.state is AskState.UNREACHED else later
    text = texts.say(
        key,
        body=view.body,
        comes=texts.when(view.comes_at, frame.now),
        reply=texts.when(view.reply_due, frame.now),
        phone=view.body_phone or texts.label("asks-no-phone"),
    )
    buttons: list[Labelled] = []
    if view.state is AskState.UNREACHED and AskAction.ACCEPT in view.actions:
        buttons += _rang(view, texts)
    if AskAction.RECALL in view.actions:
        buttons.append(press_on(view, "recall", texts))
    return Screen(text, pairs(buttons))


def goes_along(view: AskView, _notice: WhatGoesAlong, frame: Frame) -> Screen:
    """To the reporter: which body, what it would get, and what happens else."""
    texts = frame.texts
    buttons = [press_on(view, "agree", texts, along, key=f"asks-along-{along}") for along in _OFFERED]
    return Screen(texts.say("asks-what-goes-along", body=view.body), [[one] for one in buttons])


_OFFERED = (GoesAlong.DOOR_PHONE, GoesAlong.DOOR, GoesAlong.PLACE)
"""都可以, 只说门牌, 不要."""


def asked_of_me(page: PageOf[AskView], notice: AskedOfMe, frame: Frame) -> Screen:
    """A contact's list, by what is due first."""
    texts = frame.texts
    if not page.rows:
        return Screen(texts.say("asks-none-open"))
    lines = [texts.say("asks-list-head", total=page.total)]
    rows: list[ButtonRow] = []
    for view in page.rows:
        due = texts.when(view.result_due or view.reply_due, frame.now)
        line = {"place": view.place, "category": what_it_is(view, texts)}
        lines.append(texts.say(f"asks-list-{view.state}", due=due, **line))
        rows.append([(texts.label("asks-button-open", **line), Button(ON_ASK, "open", view.id, view.version))])
    turn = turning(notice.page, PAGE, page.total, lambda n: Button(ANYWHERE, "asked-of-me", arg=str(n)), texts)
    return Screen("\n".join(lines), [*rows, turn])


def line_on_card(line: AskLine, frame: Frame, *, handles: bool) -> Html:
    """On the ticket's card: to whoever handles it how it stands; to the reporter who helps, and never who declined."""
    texts = frame.texts
    if not handles:
        return texts.say("asks-on-own-card", body=line.body)
    return texts.say(f"asks-on-card-{line.state}", body=line.body, due=texts.when(line.due, frame.now))
