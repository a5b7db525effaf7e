"""The ticket as a subject: its lists, its buttons on every side, and its screens."""

from collections.abc import Sequence

from domain.posts.rights import Right
from handlers.subject import Command, Press, Shown, Subject
from handlers.tickets.lists import my, my_page, todo, todo_page
from handlers.tickets.office import OFFICE
from handlers.tickets.office_words import WORDS_OF_SUPERIORS
from handlers.tickets.resident import RESIDENT
from handlers.tickets.steward import STEWARD
from handlers.tickets.waiting import WAIT_DATE
from handlers.tickets.words import WORDS
from messages.drawing.buttons import ANYWHERE

_SAID_FOR_MY = ("我的报告", "我的报告怎么样了", "我报的怎么样了", "进度", "my reports", "my report", "status")

SHOWN: Sequence[Shown] = ()

TICKET = Subject(
    "ticket",
    commands=(
        Command("my", my, said=_SAID_FOR_MY),
        Command("todo", todo, Right.HOLD_A_POST),
    ),
    presses=(
        *RESIDENT,
        *STEWARD,
        *OFFICE,
        Press(ANYWHERE, "my", my_page, held=None),
        Press(ANYWHERE, "todo", todo_page, held=None),
    ),
    questions=(*WORDS, WAIT_DATE, *WORDS_OF_SUPERIORS),
    shown=SHOWN,
)
