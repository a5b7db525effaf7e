"""/my and /todo: the tickets one has reported, and those that wait for one."""

from domain.notices.ask_notices import AskedOfMe
from domain.notices.notices import MyTickets, ToDo
from handlers.pressing import page_in
from handlers.turn import Turn
from messages.drawing.buttons import Button


def my(turn: Turn) -> None:
    """/my: own reports."""
    turn.answer(MyTickets())


def my_page(turn: Turn, button: Button) -> None:
    """Another page of them."""
    turn.redraw(MyTickets(page_in(button.arg)))


def todo(turn: Turn) -> None:
    """/todo: what waits for a steward, by due time; for whoever has the seat of a body, what that is asked."""
    directory, now = turn.work.directory, turn.work.now
    if directory.seats_of(turn.person.id, now):
        turn.answer(AskedOfMe())
    if directory.posts_of(turn.person.id, now) or not directory.seats_of(turn.person.id, now):
        turn.answer(ToDo())


def todo_page(turn: Turn, button: Button) -> None:
    """Another page of it."""
    turn.redraw(ToDo(page_in(button.arg)))
