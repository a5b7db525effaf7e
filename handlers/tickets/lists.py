"""/my and /todo: the tickets one has reported, and those that wait for one."""

from collections.abc import Sequence

from domain.notices.ask_notices import AskedOfMe
from domain.notices.matter_notices import OwnMatters
from domain.notices.notices import MyTickets, ToDo
from handlers.pressing import page_in
from handlers.subject import ToDoFor
from handlers.turn import Turn
from messages.drawing.buttons import Button
from services.matters.ask_steps import asks_to_answer
from services.matters.matters import matters_of


def my(turn: Turn) -> None:
    """/my: own reports."""
    turn.answer(MyTickets())


def my_page(turn: Turn, button: Button) -> None:
    """Another page of them."""
    turn.redraw(MyTickets(page_in(button.arg)))


def todo(waiting: Sequence[ToDoFor], turn: Turn) -> None:
    """/todo: what waits for a steward, by due time; what bodies are asked, for whoever
    answers for one or rings it up; the matters that one owns; and what waits in other subjects."""
    work, person = turn.work, turn.person
    seats = work.directory.seats_of(person.id, work.now)
    matters = False
    if work.directory.bodies:  # where there are none, nothing is asked of any, and there is no matter
        matters = bool(matters_of(work, person))
        asked = bool(asks_to_answer(work, person))
        if asked or (seats and not matters):
            turn.answer(AskedOfMe())
        if matters:
            turn.answer(OwnMatters())
    others = [notice for one in waiting if (notice := one(work, person)) is not None]
    for notice in others:
        turn.answer(notice)
    if (matters or others) and not work.tickets.of_assignee(person):
        return  # «nothing to do» is not said under what there is
    if work.directory.posts_of(person.id, work.now) or not seats:
        turn.answer(ToDo())


def todo_page(turn: Turn, button: Button) -> None:
    """Another page of it."""
    turn.redraw(ToDo(page_in(button.arg)))
