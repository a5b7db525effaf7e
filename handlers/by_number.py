"""A button answered by its number, for whoever cannot hit it or does not see it: 1, 二, 第三个.

Only while the newest message in the chat has buttons and no words are awaited. Otherwise a number is words, as in a
report that says nothing but «502».
"""

from collections.abc import Mapping

from domain.notices.notices import TicketCard
from domain.tickets.report_form import KEPT, DraftQuestion, next_question
from domain.words.choosing import bear_numbers, chosen, read_choice
from handlers import draft, menu, ticket
from handlers.conversation import words_or_files
from handlers.subject import Subjects
from handlers.turn import Handle, Turn
from messages.drawing.buttons import ANYWHERE, EMERGENCY, ON_DRAFT, ON_TICKET
from storage.delivery.lanes import Lanes

PRESSES: Mapping[str, Handle] = {
    ON_TICKET: ticket.press,
    ON_DRAFT: draft.press,
    ANYWHERE: menu.press,
}
"""Where a button leads, by its kind, pressed or answered by its number."""
_TYPED = frozenset({DraftQuestion.WORDS, DraftQuestion.NUMBER, DraftQuestion.BEHALF})
"""Questions of a draft whose answer is words, whatever buttons stand under them."""


def pressed(subjects: Subjects, turn: Turn) -> None:
    """A button."""
    button = turn.button()
    press = subjects.presses.get((button.kind, button.action))
    if press is None:
        PRESSES.get(button.kind, menu.unknown)(turn)
        return
    turn.toast(None)
    press.handle(turn, button)


def words_or_button(subjects: Subjects, turn: Turn) -> None:
    """Whatever somebody writes comes in here."""
    number = None if turn.attachments() else read_choice(turn.words)
    if number is None or not _press(subjects, turn, number):
        words_or_files(subjects, turn)


def _press(subjects: Subjects, turn: Turn, number: int) -> bool:
    shown = turn.work.store(Lanes).last_asked(turn.message.chat_id)
    buttons = [button for button in shown if not button[1].startswith(f"{ANYWHERE}:{EMERGENCY}:")]
    if not buttons or turn.message.reply_to_message is not None:
        return False
    awaited = turn.work.conversation.awaited(turn.person.id)
    if awaited is not None and awaited.what != KEPT:
        return False
    of_draft = buttons[0][1].startswith(f"{ON_DRAFT}:")
    if of_draft and _draft_awaits_words(turn):
        return False
    labels = [label for label, _ in buttons]
    position = chosen(number, labels)
    if position is None and of_draft and bear_numbers(labels):
        return False  # a house that is not among the buttons: the draft reads it
    if position is None:
        turn.say("number-unknown", number=number, most=len(buttons))
        return True
    turn.chosen = buttons[position][1]
    pressed(subjects, turn)
    if turn.head is not None:
        if turn.chosen.startswith(f"{ON_TICKET}:"):
            turn.answer(TicketCard(turn.button().subject_id, turn.head))
        else:
            turn.say(turn.head)
    return True


def _draft_awaits_words(turn: Turn) -> bool:
    row = turn.work.conversation.draft(turn.person.id)
    if row is None:
        return False
    form = turn.work.conversation.form(row)
    return next_question(form, turn.work.community, turn.work.directory) in _TYPED
