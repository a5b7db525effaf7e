"""The one door of presses, and what every press on a ticket has in common."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from domain.notices.notices import CardRedraw
from domain.refusal import Refusal
from domain.tickets.restrictions import Restriction
from domain.vocabulary import Action
from handlers.subject import Press, Question, Subjects
from handlers.turn import Turn
from messages.drawing.buttons import ON_TICKET, Button
from services.tickets.waiting_for import name_of, waiting_for
from storage.models import Awaited, Person
from storage.unit_of_work import UnitOfWork

TicketAction = Callable[[Turn, Button], None]


def press_button(subjects: Subjects, turn: Turn) -> None:
    """Whatever was pressed, or chosen by its number. What no subject knows is from another year, or forged."""
    button = turn.button()
    press = subjects.presses.get((button.kind, button.action))
    if press is None:
        raise Refusal("refused-old-button")
    turn.toast(None)
    press.handle(turn, button)


def ticket_press(
    action: str,
    handle: TicketAction,
    *,
    moves: bool = False,
    said: Sequence[str] = (),
    under_it: Sequence[str] = (),
    said_of: Mapping[str, Sequence[str]] | None = None,
    says: TicketAction | None = None,
    step: Action | None = None,
    beside_words: bool = False,
) -> Press:
    """A button of a ticket, whoever presses; what may be done, the rules say behind the door. `moves`: it would move
    the ticket, so one that is out of date refreshes the card instead. A card whose press brought the ticket on is
    redrawn where it was pressed, whether its sending was marked or not. `step`: the action for which tickets wait that
    somebody may mean, although no message shows the button."""

    def pressed(turn: Turn, button: Button) -> None:
        ticket = turn.work.tickets.get(button.subject_id, seen_by=turn.person)
        is_redrawn = turn.keep_card(ticket.id)
        if moves and button.version != ticket.moves:
            turn.toast("refreshed")
            turn.redraw(CardRedraw(ticket.id))
            return
        handle(turn, button)
        if turn.is_press and button.version != ticket.moves and not (is_redrawn or turn.replaced):
            turn.redraw(CardRedraw(ticket.id))

    return Press(
        ON_TICKET,
        action,
        pressed,
        said,
        held=Restriction.BAN,
        under_it=under_it,
        said_of=said_of or {},
        says=says,
        open_for=partial(_open_for, action, step) if step is not None else None,
        beside_words=beside_words,
    )


def sentence(question: Question, detail: Callable[[Button], Mapping[str, object]] = lambda _button: {}) -> TicketAction:
    """The words that were said instead of a press are the answer to the question that the press would have asked."""

    def said(turn: Turn, button: Button) -> None:
        turn.work.tickets.get(button.subject_id, seen_by=turn.person)
        awaited = Awaited(what=question.name, ticket_id=button.subject_id, detail=dict(detail(button)))
        question.answer(turn, awaited)
        if question.ends is not None and turn.work.conversation.awaited(turn.person.id) is None:
            turn.say(question.ends, ticket_id=button.subject_id)

    return said


def _open_for(action: str, step: Action, work: UnitOfWork, person: Person) -> list[tuple[str, Button]]:
    return [
        (name_of(work, ticket, person), Button(ON_TICKET, action, ticket.id, ticket.moves))
        for ticket in waiting_for(work, step, person)
    ]


def number_in(arg: str) -> int:
    """The number that a button carries; anything else is forged."""
    if not arg.isascii() or not arg.isdigit() or len(arg) > 18:
        raise Refusal("refused-old-button")
    return int(arg)


def page_in(arg: str) -> int:
    """The page that a button of a list carries; the first for anything else."""
    return int(arg) if arg.isascii() and arg.isdigit() and len(arg) < 5 else 0
