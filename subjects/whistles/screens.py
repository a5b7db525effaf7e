"""What is read of whistles: choosing kind and parties, the card of whoever has a hand in it, the result."""

from collections.abc import Sequence
from datetime import datetime

from domain.views import TicketView
from domain.vocabulary import State
from domain.words.lengths import shortened
from messages.asks.ask_parts import ON_ASK, quoted
from messages.drawing.buttons import ON_TICKET, Button, ButtonRow, Labelled, pairs, primary
from messages.drawing.frame import Frame
from messages.drawing.screen import Screen
from messages.drawing.texts import Html, Texts
from subjects.whistles.notices import HowItEnded, WhichWhistle, WhistleCard, WhomToCall, WhyAsked
from subjects.whistles.rules import (
    BLOWN,
    MAX_CALLED,
    MET,
    ON_WHISTLE,
    OVER,
    PROPOSED,
    RESULTED,
    Answers,
    Assessed,
    Choosing,
    WhistleKind,
    WhistleOutcome,
    WhistleView,
)

PER_PAGE = 4
MAX_NAMES_UNITS = 60
PRESSED = (
    "blow", "request", "decline", "street_blew", "street_declined", "meet", "result", "move", "recall",
)  # fmt: skip
"""Steps that have a button of their own, the likeliest first."""


def which_kind(seen: tuple[int, int, Sequence[WhistleKind]], _notice: WhichWhistle, frame: Frame) -> Screen:
    """Of which kind? Each says whom it calls."""
    texts = frame.texts
    ticket_id, moves, kinds = seen
    rows: list[ButtonRow] = [
        [(texts.label(f"whistles-kind-{kind}"), Button(ON_TICKET, "whistle_kind", ticket_id, moves, kind))]
        for kind in kinds
    ]
    back = (texts.label("button-back"), Button(ON_TICKET, "open", ticket_id, moves))
    told = [texts.say(f"whistles-about-{kind}") for kind in kinds]
    return Screen("\n".join([texts.say("whistles-which-kind"), *told]), [*rows, [back]])


def whom(seen: Choosing, notice: WhomToCall, frame: Frame) -> Screen:
    """Who is to come; pressed once more they are not."""
    texts = frame.texts

    def to(chosen: Sequence[int], page: int, action: str = "whistle_whom") -> Button:
        arg = f"{notice.kind}.{page}.{'-'.join(str(one) for one in chosen)}"
        return Button(ON_TICKET, action, seen.ticket_id, seen.moves, arg)

    back = (texts.label("button-back"), Button(ON_TICKET, "open", seen.ticket_id, seen.moves))
    if not seen.bodies:
        return Screen(texts.say("whistles-nobody-there"), [[back]])
    start = notice.page * PER_PAGE
    rows: list[ButtonRow] = []
    for body in seen.bodies[start : start + PER_PAGE]:
        taken = body.id in notice.chosen
        chosen = [one for one in notice.chosen if one != body.id] if taken else [*notice.chosen, body.id]
        many = texts.label("whistles-and-members", n=len(body.members)) if body.members else ""
        label = f"{'✓ ' if taken else ''}{shortened(body.name, MAX_NAMES_UNITS)}{many}"
        rows.append([(label, to(chosen[:MAX_CALLED], notice.page))])
    last: list[Labelled] = []
    if len(seen.bodies) > start + PER_PAGE:
        last.append((texts.label("button-further"), to(notice.chosen, notice.page + 1)))
    elif notice.page:
        last.append((texts.label("button-back"), to(notice.chosen, 0)))
    if notice.chosen:
        last.append(primary((texts.label("whistles-button-these"), to(notice.chosen, notice.page, "whistle_these"))))
    elif not last:
        last.append(back)
    return Screen(texts.say("whistles-whom", n=len(notice.chosen)), [*rows, last])


def card(view: WhistleView, notice: WhistleCard, frame: Frame) -> Screen:
    """How it stands, in three lines, and why; what the reader can do."""
    texts = frame.texts
    lead = texts.say(f"whistles-lead-{notice.lead}", number=view.number) if notice.lead else None
    head = texts.say("whistles-head", number=view.number, title=view.title, n=len(view.tickets))
    lines = [
        _joined(lead, head),
        _where(view, frame),
        _joined(_stands(view, frame), _silent(view, texts)),
        texts.say("whistles-untried") if view.without_try and view.state == PROPOSED else None,
        quoted(view.result or view.said_last or view.why),
    ]
    return Screen("\n".join(line for line in lines if line), _buttons(view, notice, texts))


def _joined(*parts: Html | None) -> str:
    return " ".join(part for part in parts if part)


def _where(view: WhistleView, frame: Frame) -> Html | None:
    if view.state in OVER or view.state == RESULTED:
        return None
    texts = frame.texts
    spot = view.spot or texts.label("asks-spot-none")
    called = shortened(texts.label("and-so-on").join(view.called), MAX_NAMES_UNITS)
    return texts.say("whistles-where", when=texts.when(view.come_at, frame.now), spot=spot, called=called)


def _stands(view: WhistleView, frame: Frame) -> Html:
    texts, count = frame.texts, view.answers
    key = f"whistles-stands-{view.state}"
    return texts.say(
        key,
        owner=view.owner or texts.label("post-vacant"),
        by=view.proposed_by or texts.label("somebody"),
        called=count.called,
        counts=texts.label("and-so-on").join(_counts(count, texts)),
        arrived=count.arrived,
        done=count.done,
        result=texts.day(view.result_due),
        due=texts.when(view.due_at, frame.now),
        how=texts.label(f"whistles-assessed-{view.assessed}" if view.assessed else "whistles-not-assessed"),
    )


def _counts(count: Answers, texts: Texts) -> list[str]:
    """How many said what; what nobody did is not said."""
    said = {
        "coming": count.coming,
        "arrived": count.arrived,
        "done": count.done,
        "declined": count.declined,
        "silent": count.silent,
        "open": count.open,
    }
    return [texts.label(f"whistles-count-{what}", n=n) for what, n in said.items() if n]


def _silent(view: WhistleView, texts: Texts) -> Html | None:
    """Bodies by name and telephone; volunteers are only counted."""
    if not view.answers.silent_bodies or view.state != BLOWN:
        return None
    named = [
        texts.label("whistles-silent-one", name=name, phone=phone or texts.label("asks-no-phone"))
        for _, name, phone in view.answers.silent_bodies[:PER_PAGE]
    ]
    return texts.say("whistles-silent", names=texts.label("and-so-on").join(named))


def _buttons(view: WhistleView, notice: WhistleCard, texts: Texts) -> list[ButtonRow]:
    buttons: list[Labelled] = []
    own = [action for action in PRESSED if action in view.actions and _fits(view, action)]
    for action in own:
        press = (texts.label(f"whistles-button-{action}"), Button(ON_WHISTLE, action, view.id, view.version))
        buttons.append(primary(press) if action in ("blow", "request", "street_blew", "meet", "result") else press)
    if view.state == BLOWN and view.answers.silent_bodies and "meet" in view.actions:
        ask_id, name, _ = view.answers.silent_bodies[0]
        rang = texts.label("whistles-button-rang", name=shortened(name, 16))
        buttons.append((rang, Button(ON_ASK, "open", ask_id)))
    if view.state == RESULTED and "assess" in view.actions:
        buttons += [
            (texts.label(f"whistles-assessed-{how}"), Button(ON_WHISTLE, "assess", view.id, view.version, how))
            for how in Assessed
        ]
    if notice.lead and view.tickets:
        ticket_id, _, moves = view.tickets[0]
        buttons.append((texts.label("asks-button-ticket"), Button(ON_TICKET, "open", ticket_id, moves)))
    return pairs(buttons[:6])


def _fits(view: WhistleView, action: str) -> bool:
    """A street's whistle is asked of the street, any other is blown; before a meeting there is no other result."""
    street = view.kind is WhistleKind.STREET
    return not (action == "blow" and street) and not (action == "request" and not street)


def how_it_ended(view: WhistleView, notice: HowItEnded, frame: Frame) -> Screen:
    """For one ticket after the other."""
    texts, said = frame.texts, dict(notice.outcomes)
    left = [one for one in view.tickets if one[0] not in said]
    if not left or view.state not in (BLOWN, MET):
        return Screen()
    ticket_id, number, _ = left[0]
    so_far = "-".join(f"{one}{how[0]}" for one, how in notice.outcomes)
    rows: list[ButtonRow] = [
        [
            (
                texts.label(f"whistles-outcome-{how}"),
                Button(ON_WHISTLE, "ended", view.id, view.version, f"{so_far}-{ticket_id}{how[0]}".strip("-")),
            )
        ]
        for how in WhistleOutcome
    ]
    return Screen(texts.say("whistles-how-ended", number=number), rows)


def why_asked(notice: WhyAsked, frame: Frame) -> Screen:
    """When and where, with the weekday; then why."""
    texts = frame.texts
    when = texts.when(datetime.fromisoformat(notice.come_at), frame.now)
    return Screen(texts.say("whistles-say-why", when=when, spot=notice.spot or texts.label("asks-spot-none")))


def is_offered(view: TicketView) -> bool:
    """Whoever handles a ticket that somebody has taken on; whether enough was tried is said when it is pressed."""
    return view.reader_handles and view.state in (State.CLAIMED, State.WAITING)
