"""The ticket as a subject: its lists, its buttons on every side, and its screens."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from functools import partial

from domain.notices.notices import (
    ApprovalCard,
    AskWords,
    CardButtons,
    CardRedraw,
    Choose,
    MergeSure,
    MyTickets,
    OfficeChoice,
    OtherSideUnreachable,
    RatingAsked,
    Receipt,
    ReporterShown,
    TicketCard,
    TicketHistory,
    TicketMedia,
    TicketNews,
    TicketWords,
    ToDo,
)
from domain.notices.post_notices import CorrectionSure
from domain.notices.word_notices import WhichToPress
from domain.posts.rights import Right
from domain.words.sayings import listed
from handlers.subject import Command, Press, Shown, Subject, shown
from handlers.tickets.lists import my, my_page, todo, todo_page
from handlers.tickets.office import OFFICE
from handlers.tickets.office_words import WORDS_OF_SUPERIORS
from handlers.tickets.own import OWN_COMMANDS, OWN_PRESSES
from handlers.tickets.resident import RESIDENT
from handlers.tickets.steward import STEWARD
from handlers.tickets.undoing import UNDOING
from handlers.tickets.waiting import WAIT_DATE
from handlers.tickets.words import WORDS
from messages.drawing.buttons import ANYWHERE
from messages.office import office_screens
from messages.tickets import cards, correction_screens, news, rating_screens, ticket_screens
from messages.tickets.answer_screens import which_to_press
from services.parts import Tick
from services.tickets.approvals import remind_approvals
from services.tickets.checks import draw_checks
from services.tickets.ladder import take_due_steps
from services.tickets.steps import resume_due
from services.views import card_views, list_views, office_views

_SAID_FOR_MY = (
    "我的报告", "我的报告怎么样了", "我的报告怎么样", "我报的怎么样了", "我的单子", "我的工单", "我的记录",
    "我报的事", "我报过", "我报过哪些", "我报过什么", "报过哪些", "报过些", "以前报", "以前报过", "进度", "我的进度",
    "查进度", "看进度", "进度查询", "查一下进度", "历史记录", "my reports", "my report", "show my reports",
    "my tickets", "status", "my status",
)  # fmt: skip
_SAID_FOR_TODO = (
    "待办", "我的待办", "待办事项", "我的任务", "任务", "今天的任务", "我要办的", "还有什么要办", "todo", "my todo",
    "my tasks", "tasks", "my work",
)  # fmt: skip

SHOWN: Sequence[Shown] = (
    shown(TicketCard, see=card_views.card, draw=cards.card),
    shown(CardRedraw, see=card_views.redrawn_card, draw=cards.redrawn_card, expect=card_views.expect_cards),
    shown(CardButtons, see=card_views.plain_card, draw=cards.other_buttons),
    shown(TicketNews, see=card_views.news, draw=news.news),
    shown(OtherSideUnreachable, see=card_views.ticket, draw=news.unreachable),
    shown(TicketWords, see=card_views.words, draw=ticket_screens.ticket_words),
    shown(TicketMedia, see=card_views.files, draw=ticket_screens.ticket_files),
    shown(RatingAsked, see=card_views.ticket, draw=rating_screens.rating_asked),
    shown(Receipt, see=card_views.ticket, draw=ticket_screens.receipt),
    shown(TicketHistory, see=card_views.history, draw=ticket_screens.history),
    shown(Choose, see=card_views.choice, draw=ticket_screens.choose),
    shown(AskWords, see=card_views.ticket, draw=ticket_screens.ask_words),
    shown(CorrectionSure, see=card_views.correction, draw=correction_screens.correction_sure),
    shown(ReporterShown, see=card_views.reporter, draw=ticket_screens.reporter_shown),
    shown(WhichToPress, see=list_views.which_to_press, draw=which_to_press),
    shown(MyTickets, see=list_views.my_tickets, draw=ticket_screens.my_tickets),
    shown(ToDo, see=list_views.to_do, draw=ticket_screens.to_do),
    shown(OfficeChoice, see=office_views.choice, draw=office_screens.office_choice),
    shown(ApprovalCard, see=office_views.approval, draw=office_screens.approval_card),
    shown(MergeSure, see=office_views.merge, draw=office_screens.merge_sure),
)


def ticket_of(wings: Sequence[Subject]) -> Subject:
    """Tickets; /todo also shows what waits in these subjects."""
    waiting = [wing.to_do for wing in wings if wing.to_do is not None]
    to_do = Command("todo", partial(todo, waiting), Right.HOLD_A_POST_OR_SEAT, said=_SAID_FOR_TODO)
    return replace(_TICKET, commands=(Command("my", my, said=_SAID_FOR_MY), to_do, *OWN_COMMANDS))


_TICKET = Subject(
    "ticket",
    presses=(
        *RESIDENT,
        *STEWARD,
        *OFFICE,
        *UNDOING,
        Press(ANYWHERE, "my", my_page, listed("看我的报告/my list"), held=None),
        Press(ANYWHERE, "todo", todo_page, held=None),
        *OWN_PRESSES,
    ),
    questions=(*WORDS, WAIT_DATE, *WORDS_OF_SUPERIORS),
    ticks=(
        Tick("take_due_steps", timedelta(seconds=30), take_due_steps),
        Tick("resume_waiting", timedelta(seconds=30), resume_due),
        Tick("remind_approvals", timedelta(minutes=5), remind_approvals),
        Tick("draw_checks", timedelta(minutes=10), draw_checks),
    ),
    shown=SHOWN,
)
