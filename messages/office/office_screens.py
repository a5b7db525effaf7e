"""Screens of superiors and the office: requests, stepping in, merging, what was found, who is restricted."""

from collections.abc import Sequence

from domain.notices.notices import ApprovalCard, Found, MergeSure, OfficeChoice, RestrictedList
from domain.places.finding import Search
from domain.tickets.approvals import ApprovalView, Asked, Decision, RejectReason
from domain.tickets.restrictions import Restriction, RestrictionView
from domain.view_shapes import PageOf
from domain.views import PAGE, ChoiceView, TicketView
from domain.vocabulary import Action, Grade, WaitingReason
from domain.words.lengths import shortened
from messages.drawing.buttons import ANYWHERE, MAX_BYTES, ON_TICKET, Button, ButtonRow, Labelled
from messages.drawing.frame import Frame
from messages.drawing.paging import MOST, MOST_PEOPLE, a_page, turning
from messages.drawing.screen import Screen
from messages.drawing.texts import Html, Texts, safe
from messages.tickets.card_buttons import buttons_behind
from messages.tickets.cards import state_word
from messages.tickets.ticket_screens import listed, to_them

_DOOR_OF_BEFORE = "more"
"""What stood behind it stands behind «更多» of the card."""
MAX_UNITS_OF_A_REPORT = 120
"""Units (domain/words/lengths.py) of each report's words when two are compared."""


def office_choice(seen: ChoiceView, notice: OfficeChoice, frame: Frame) -> Screen:
    """What next? Which of these?"""
    texts, view = frame.texts, seen.ticket
    if notice.what == _DOOR_OF_BEFORE:
        return Screen(texts.say("office-more"), buttons_behind(view, 0, texts, frame.on_cards))

    def answer(label: str, action: str, arg: str = "") -> Labelled:
        return label, Button(ON_TICKET, action, view.id, view.moves, arg)

    key, most = f"office-{notice.what}", MOST
    buttons: list[Labelled]
    match notice.what:
        case "extend":
            reasons = [reason for reason in WaitingReason if reason is not WaitingReason.PARKED]
            buttons = [answer(texts.label(f"waiting-{reason}"), "extend_for", reason) for reason in reasons]
        case "reject":
            buttons = [answer(texts.label(f"reject-{reason}"), "reject_for", reason) for reason in RejectReason]
        case "step_in":
            buttons = []
            if Action.REASSIGN in view.actions:
                buttons.append(answer(texts.label("button-reassign"), "reassign"))
            if Action.REGRADE in view.actions:
                buttons.append(answer(texts.label("button-regrade"), "regrade"))
            if Action.REOPEN in view.actions:
                buttons.append(answer(texts.label("button-reopen-again"), "reopen"))
            if view.may_restrict:
                buttons.append(answer(texts.label("button-restrict"), "restrict"))
        case "reassign":
            key = key if seen.colleagues else "choose-hand_over-nobody"
            buttons, most = [answer(*to_them("reassign_to", one)) for one in seen.colleagues], MOST_PEOPLE
        case "regrade":
            others = [grade for grade in Grade if grade is not view.grade]
            buttons = [answer(texts.label(f"grade-{grade}"), "regrade_to", grade) for grade in others]
        case _:
            buttons = [answer(texts.label(f"restrict-{kind}"), "restrict_as", kind) for kind in Restriction]
    back = answer(texts.label("button-back"), "open")

    def to(page: int) -> Button:
        return Button(ON_TICKET, "further_office", view.id, view.moves, f"{page}:{notice.what}")

    return Screen(texts.say(key), a_page(buttons, notice.page, to, texts, back, most=most))


def approval_card(seen: tuple[TicketView, ApprovalView], notice: ApprovalCard, frame: Frame) -> Screen:
    """What is asked for, by whom and why; two buttons while it is undecided."""
    texts = frame.texts
    view, asked = seen
    number = texts.say("card-number", number=view.number, state=Html(f"<b>{state_word(texts, view)}</b>"))
    what = texts.say("card-what", category=texts.pick(view.category.name), place=view.place)
    lines = [
        texts.say(notice.key, asked=texts.say(f"asked-{asked.asked}"), by=asked.by),
        Html(f"{number}　{what}"),
        _asked_for(asked, texts),
        Html(f"<blockquote>{safe(asked.words)}</blockquote>") if asked.words else None,
        texts.say(f"decision-{asked.decision}") if asked.decision is not Decision.WAITING else None,
    ]
    rows: list[ButtonRow] = []
    if asked.may_decide:
        rows = [
            [
                (texts.label("button-approve"), Button(ON_TICKET, "approve", view.id, view.moves, str(asked.id))),
                (texts.label("button-decline"), Button(ON_TICKET, "decline", view.id, view.moves, str(asked.id))),
            ]
        ]
    rows.append(
        [
            (texts.label("button-card"), Button(ON_TICKET, "open", view.id, view.moves)),
            (texts.label("button-history"), Button(ON_TICKET, "history", view.id, view.moves)),
        ]
    )
    return Screen("\n".join(line for line in lines if line), rows)


def _asked_for(asked: ApprovalView, texts: Texts) -> Html:
    if asked.asked is Asked.REJECT:
        return texts.say("approval-reject", reason=texts.say(f"reject-{asked.reason}"))
    until = texts.day(asked.until) if asked.until else ""
    if asked.asked is Asked.PARK:
        return texts.say("approval-park", until=until)
    return texts.say("approval-extend", reason=texts.say(f"waiting-{asked.reason}"), until=until)


def merge_sure(seen: tuple[TicketView, Sequence[TicketView]], notice: MergeSure, frame: Frame) -> Screen:
    """Which one? Then both, side by side, and one press."""
    texts = frame.texts
    view, others = seen
    back: tuple[str, Button] = (texts.label("button-back"), Button(ON_TICKET, "open", view.id, view.moves))
    if notice.target is None:
        into = [
            (_in_short(other, texts), Button(ON_TICKET, "merge_with", view.id, view.moves, str(other.id)))
            for other in others
        ]

        def to(page: int) -> Button:
            return Button(ON_TICKET, "merge", view.id, view.moves, str(page))

        key = "merge-which" if others else "merge-which-typed"
        return Screen(texts.say(key), a_page(into, notice.page, to, texts, back))
    target = others[0]
    sure: tuple[str, Button] = (
        texts.label("button-yes"),
        Button(ON_TICKET, "merge_yes", view.id, view.moves, str(target.id)),
    )
    lines = [texts.say("merge-sure", number=view.number, into=target.number)]
    for one in (view, target):
        lines.append(texts.say("card-number", number=one.number, state=state_word(texts, one)))
        lines.append(texts.say("card-what", category=texts.pick(one.category.name), place=one.place))
        if one.words:
            lines.append(Html(f"<blockquote>{safe(shortened(one.words, MAX_UNITS_OF_A_REPORT))}</blockquote>"))
    return Screen("\n".join(line for line in lines if line), [[sure], [back]])


def _in_short(view: TicketView, texts: Texts) -> str:
    return texts.label("button-open", number=view.number, category=view.place)


def found(page: PageOf[TicketView], notice: Found, frame: Frame) -> Screen:
    """/find: a line and a button for each."""
    texts = frame.texts
    search = Search(number=notice.number) if notice.number else Search.parse(notice.search)
    what = _what_was_sought(search, frame)
    if not page.rows:
        return Screen(texts.say("find-nothing", what=what))
    lines, rows = listed(page.rows, frame)
    turn = [
        one
        for one in turning(notice.page, PAGE, page.total, lambda n: _find(n, notice.search), texts)
        if len(one[1].data().encode()) <= MAX_BYTES
    ]
    return Screen("\n".join([texts.say("find-head", total=page.total, what=what), *lines]), [*rows, turn])


def _find(page: int, search: str) -> Button:
    return Button(ANYWHERE, "find", arg=f"{page}|{search}")


def _what_was_sought(search: Search, frame: Frame) -> str:
    """As it was understood, so that a wrong reading is seen."""
    texts = frame.texts
    directory = frame.directory
    words = [search.number or ""]
    for place, house in search.places:
        if place in directory.places:
            words.append(directory.places[place].name + (f"{house}号" if house is not None else ""))
    known = [code for code in search.categories if frame.community.has_category(code)]
    words += [texts.pick(frame.community.category(code).name) for code in known]
    words.append(texts.label(f"which-{search.which}") if search.which else "")
    return " · ".join(word for word in words if word)


def restricted_list(in_force: Sequence[RestrictionView], notice: RestrictedList, frame: Frame) -> Screen:
    """Everything in force, without names: the ticket it came from says enough."""
    texts = frame.texts
    if not in_force:
        return Screen(texts.say("restricted-none"))
    lines = [texts.say("restricted-head", total=len(in_force))]
    rows: list[ButtonRow] = []
    start = notice.page * PAGE
    for n, one in enumerate(in_force[start : start + PAGE], start + 1):
        kind = texts.say(f"restrict-{one.kind}")
        until = texts.day(one.until)
        lines.append(
            texts.say("restricted-line", n=n, kind=kind, until=until, number=one.number, by=one.by, reason=one.reason)
        )
        rows.append([(texts.label("button-lift", n=n, kind=kind), Button(ANYWHERE, "lift", arg=str(one.id)))])
    turn = turning(notice.page, PAGE, len(in_force), lambda page: Button(ANYWHERE, "restricted", arg=str(page)), texts)
    return Screen("\n".join(lines), [*rows, turn])
