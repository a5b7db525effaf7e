"""Every press on a ticket comes in here, whoever presses; what may be done, the rules say behind the door."""

from collections.abc import Sequence

from domain.notices.notices import (
    ApprovalCard,
    AskWords,
    CardRedraw,
    Choose,
    MergeSure,
    MyTickets,
    OfficeChoice,
    OtherSideUnreachable,
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
from domain.refusal import Refusal
from handlers.office import OFFICE
from handlers.resident import RESIDENT
from handlers.steward import STEWARD
from handlers.subject import Shown, shown
from handlers.turn import Turn
from messages.office import office_screens
from messages.tickets import cards, correction_screens, news, ticket_screens
from services.views import card_views, list_views, office_views

PRESSES = {**RESIDENT, **STEWARD, **OFFICE}


def press(turn: Turn) -> None:
    """A button of a ticket. One that is out of date refreshes the card instead of acting; one that brought the ticket
    on is redrawn where it was pressed, whether its sending was marked or not."""
    button = turn.button()
    press = PRESSES.get(button.action)
    if press is None:
        raise Refusal("refused-old-button")
    ticket = turn.work.tickets.get(button.subject_id, seen_by=turn.person)
    is_redrawn = turn.keep_card(ticket.id)
    if press.moves and button.version != ticket.moves:
        turn.toast("refreshed")
        turn.redraw(CardRedraw(ticket.id))
        return
    turn.toast(None)
    press.handle(turn, button)
    if turn.query is not None and button.version != ticket.moves and not (is_redrawn or turn.replaced):
        turn.redraw(CardRedraw(ticket.id))


SHOWN: Sequence[Shown] = (
    shown(TicketCard, see=card_views.card, draw=cards.card),
    shown(CardRedraw, see=card_views.redrawn_card, draw=cards.redrawn_card, expect=card_views.expect_cards),
    shown(TicketNews, see=card_views.news, draw=news.news),
    shown(OtherSideUnreachable, see=card_views.ticket, draw=news.unreachable),
    shown(TicketWords, see=card_views.words, draw=ticket_screens.ticket_words),
    shown(TicketMedia, see=card_views.files, draw=ticket_screens.ticket_files),
    shown(Receipt, see=card_views.ticket, draw=ticket_screens.receipt),
    shown(TicketHistory, see=card_views.history, draw=ticket_screens.history),
    shown(Choose, see=card_views.choice, draw=ticket_screens.choose),
    shown(AskWords, see=card_views.ticket, draw=ticket_screens.ask_words),
    shown(CorrectionSure, see=card_views.correction, draw=correction_screens.correction_sure),
    shown(ReporterShown, see=card_views.reporter, draw=ticket_screens.reporter_shown),
    shown(MyTickets, see=list_views.my_tickets, draw=ticket_screens.my_tickets),
    shown(ToDo, see=list_views.to_do, draw=ticket_screens.to_do),
    shown(OfficeChoice, see=office_views.choice, draw=office_screens.office_choice),
    shown(ApprovalCard, see=office_views.approval, draw=office_screens.approval_card),
    shown(MergeSure, see=office_views.merge, draw=office_screens.merge_sure),
)
