"""What stands under a ticket: the few buttons that are needed now, and behind «更多» everything else that can be done.

Two tables: which buttons there are, the likeliest first, and which of them stand in front. Whether one is there at all
follows from what the rules allow (`view.actions`).
"""

from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum

from domain.tickets.approvals import Asked, can_be_asked
from domain.views import TicketView
from domain.vocabulary import Action, Rating, State
from messages.drawing.buttons import ON_TICKET, Button, ButtonRow, Labelled, Tone, pairs
from messages.drawing.card_button import CardButton
from messages.drawing.paging import a_page
from messages.drawing.texts import Texts

MORE, LESS, HISTORY = "more", "less", "history"
ON_EVERY_CARD = (MORE, LESS, HISTORY)
"""By one of these a message is known as a card: the last button, the door to it, or the way back from behind it."""
MOST_IN_FRONT = 4
"""Buttons on a card; what can be undone for a quarter of an hour stands there besides."""


class Reads(StrEnum):
    """How the reader of a card stands to its ticket."""

    OWN = "own"
    """It is theirs to do."""
    OTHERS = "others"
    """They handle it beside or above whoever has it."""
    REPORTER = "reporter"


def _may(action: Action) -> Callable[[TicketView], bool]:
    return lambda view: action in view.actions


def _asks_superior(what: Asked) -> Callable[[TicketView], bool]:
    asks = {Action.PROPOSE, Action.APPROVE}
    return lambda view: not view.actions.isdisjoint(asks) and can_be_asked(what, view.state, view.grade)


def _steps_in(view: TicketView) -> bool:
    return view.may_restrict or not view.actions.isdisjoint({Action.REASSIGN, Action.REGRADE})


def _names_a_body(view: TicketView) -> bool:
    """A dispute that a body there may be a side of."""
    return view.bodies_here and view.state in (State.NEW, State.CLAIMED, State.WAITING)


def _checks(view: TicketView) -> bool:
    return Action.CHECK in view.actions and not view.checked


def _own(action: Action) -> Callable[[TicketView], bool]:
    """Their own report, which is theirs to handle."""
    return lambda view: view.reader_reports and action in view.actions


def _confirms(view: TicketView) -> bool:
    return Action.CONFIRM in view.actions and not view.confirmed


def _rates(rating: Rating) -> Callable[[TicketView], bool]:
    """A word that has not been said; another may take its place."""
    return lambda view: Action.RATE in view.actions and rates_now(view) and view.rating is not rating


def rates_now(view: TicketView) -> bool:
    """Is there something to rate?"""
    return view.state is State.CLOSED or view.confirmed


def _again(view: TicketView) -> bool:
    return view.state is State.CLOSED and Action.REOPEN not in view.actions


OF_HANDLERS: Sequence[CardButton] = (
    CardButton("claim", _may(Action.CLAIM), tone=Tone.PRIMARY),
    CardButton("resolve", _may(Action.RESOLVE), tone=Tone.PRIMARY),
    CardButton("resume", _may(Action.RESUME)),
    CardButton("verify", _may(Action.VERIFY), tone=Tone.PRIMARY),
    CardButton("check_agrees", _checks),
    CardButton("check_disagrees", _checks),
    CardButton("look", lambda view: view.name_askable),
    CardButton("reply", _may(Action.REPLY)),
    CardButton("hand_over", _may(Action.HAND_OVER)),
    CardButton("ask_duty", lambda view: bool(view.help_from), label="asks-button-ask_duty"),
    CardButton("ask_help", lambda view: view.help_from is not None, label="asks-button-ask_others"),
    CardButton("wait", _may(Action.WAIT)),
    CardButton("note", _may(Action.NOTE)),
    CardButton("return", _may(Action.RETURN)),
    CardButton("step_in", _steps_in),
    CardButton("recategorise", _may(Action.RECATEGORISE)),
    CardButton("relocate", _may(Action.RELOCATE)),
    CardButton("concerned", _names_a_body, label="asks-button-concerned"),
    CardButton("extend", _asks_superior(Asked.EXTEND), label="asked-extend"),
    CardButton("park", _asks_superior(Asked.PARK), label="asked-park"),
    CardButton("reject", _asks_superior(Asked.REJECT), label="asked-reject"),
    CardButton("merge", _may(Action.MERGE)),
    CardButton("unlink", _may(Action.UNLINK)),
    CardButton("reopen-again", _may(Action.REOPEN), "reopen"),
    CardButton("confirm", lambda view: view.reader_reports and _confirms(view)),
    CardButton("not_solved", _own(Action.NOT_SOLVED)),
    CardButton("appeal", _own(Action.APPEAL)),
    CardButton("withdraw", _own(Action.WITHDRAW)),
    CardButton(HISTORY, lambda view: True),
)
"""The likeliest first. Who reported it, with their telephone, is the first thing behind «更多»: it is rung before it
is gone to."""
_USUAL = OF_HANDLERS[: 1 + next(n for n, one in enumerate(OF_HANDLERS) if one.name == "wait")]
_SELDOM = OF_HANDLERS[len(_USUAL) :]
"""What wings offer stands between: after asking others and waiting, before what is pressed once a year."""

_RATINGS: Sequence[CardButton] = tuple(CardButton(rating, _rates(rating), "rate", rating) for rating in Rating)

OF_REPORTERS: Sequence[CardButton] = (
    CardButton("confirm", _confirms, tone=Tone.PRIMARY),
    CardButton("not_solved", _may(Action.NOT_SOLVED)),
    CardButton("reopen", _may(Action.REOPEN)),
    CardButton("again", _again),
    CardButton("appeal", _may(Action.APPEAL)),
    CardButton("add", _may(Action.COMMENT)),
    CardButton("nudge", _may(Action.NUDGE)),
    CardButton("withdraw", _may(Action.WITHDRAW)),
    CardButton("concerned", _names_a_body, label="asks-button-concerned"),
    *_RATINGS,
    CardButton(HISTORY, lambda view: True),
)

IN_FRONT: Mapping[Reads, Mapping[State, Sequence[str]]] = {
    Reads.OWN: {
        State.NEW: ("claim", "hand_over"),
        State.CLAIMED: ("resolve", "reply", "ask_duty", "wait"),
        State.WAITING: ("resume", "resolve", "reply"),
        State.RESOLVED: ("confirm", "not_solved", "reply", "note"),
        State.CLOSED: ("reopen-again", "note", HISTORY),
        State.REJECTED: ("appeal", "note", HISTORY),
        State.MERGED: ("unlink", "reply", HISTORY),
        State.WITHDRAWN: ("note", HISTORY),
    },
    Reads.OTHERS: {
        State.NEW: ("claim", "hand_over"),
        State.CLAIMED: ("resolve", "reply", "note", "step_in"),
        State.WAITING: ("resume", "resolve", "reply", "note"),
        State.RESOLVED: ("verify", "reply", "note"),
        State.CLOSED: ("check_agrees", "check_disagrees", "reopen-again", "note"),
        State.REJECTED: ("note", HISTORY),
        State.MERGED: ("unlink", "reply", HISTORY),
        State.WITHDRAWN: ("note", HISTORY),
    },
    Reads.REPORTER: {
        State.NEW: ("add", "nudge", "withdraw"),
        State.CLAIMED: ("add", "nudge", "withdraw"),
        State.WAITING: ("add", "nudge", "withdraw"),
        State.RESOLVED: ("confirm", "not_solved", "add"),
        State.CLOSED: ("reopen", "again", HISTORY),
        State.REJECTED: ("appeal", HISTORY),
        State.MERGED: ("add", HISTORY),
        State.WITHDRAWN: (HISTORY,),
    },
}
"""What is needed now, the most needed first; of what is not there the next takes the place."""


def ratings(view: TicketView) -> list[CardButton]:
    """What can be said of how it went, beside what has been said."""
    return [one for one in _RATINGS if one.shown(view)]


def reads_as(view: TicketView) -> Reads:
    if not view.reader_handles:
        return Reads.REPORTER
    return Reads.OWN if view.reader_is_assignee else Reads.OTHERS


def card_buttons(view: TicketView, texts: Texts, of_wings: Sequence[CardButton] = ()) -> list[ButtonRow]:
    """What this reader needs now; the rest stands behind «更多», where it would not fit, and what other subjects offer
    whoever handles it (`of_wings`) always."""
    there, in_front, _ = _laid_out(view, of_wings)
    slip = undo_button(view, texts)
    if len(there) <= MOST_IN_FRONT:
        return pairs([*(one.drawn(view, texts) for one in there), *slip])
    more = (texts.label("button-more"), Button(ON_TICKET, MORE, view.id, view.moves))
    return pairs([*(one.drawn(view, texts) for one in in_front), more, *slip])


def undo_button(view: TicketView, texts: Texts) -> list[Labelled]:
    """«按错了», while the reader's last step can be taken back."""
    if view.undo is None:
        return []
    return [(texts.label("button-undo"), Button(ON_TICKET, "undo", view.id, view.moves, str(view.undo)))]


def buttons_behind(view: TicketView, page: int, texts: Texts, of_wings: Sequence[CardButton] = ()) -> list[ButtonRow]:
    """A page of what stands behind «更多»."""

    def to(number: int) -> Button:
        return Button(ON_TICKET, MORE, view.id, view.moves, str(number))

    behind = [one.drawn(view, texts) for one in _laid_out(view, of_wings)[2]]
    less = (texts.label("button-back"), Button(ON_TICKET, LESS, view.id, view.moves))
    return a_page(behind, page, to, texts, less)


def _laid_out(
    view: TicketView, of_wings: Sequence[CardButton]
) -> tuple[list[CardButton], list[CardButton], list[CardButton]]:
    """Every button that is there, those in front, and those behind."""
    reads = reads_as(view)
    every = OF_REPORTERS if reads is Reads.REPORTER else (*_USUAL, *of_wings, *_SELDOM)
    there = [one for one in every if one.shown(view)]
    by_name = {one.name: one for one in there}
    names = [name for name in IN_FRONT[reads][view.state] if name in by_name][: MOST_IN_FRONT - 1]
    in_front = [by_name[name] for name in names]
    return there, in_front, [one for one in there if one not in in_front]


def is_of_card(data: str) -> bool:
    """Is this what a button of a card carries?"""
    return data.startswith(_MARKS)


_MARKS = tuple(f"{ON_TICKET}:{action}:" for action in ON_EVERY_CARD)
