"""A button answered by its number, for whoever cannot hit it or does not see it: 1, 第三个.

Only while the newest message in the chat has buttons and no words are awaited. Otherwise a number is words, as in a
report that says nothing but «502».
"""

from domain.notices.word_notices import NumberUnknown
from domain.tickets.report_form import TYPED, next_question
from domain.words.choosing import bear_numbers, chosen, read_choice
from handlers.commands import commanded
from handlers.conversation import step_aside, words_or_files
from handlers.in_words import in_words
from handlers.pressing_for import choose
from handlers.shown import shown_buttons
from handlers.subject import Subjects
from handlers.turn import Turn
from messages.drawing.buttons import ON_DRAFT


def words_or_button(subjects: Subjects, turn: Turn) -> None:
    """Whatever somebody writes comes in here."""
    step_aside(subjects, turn)
    if turn.words and not turn.attachments() and _is_read(subjects, turn):
        return
    number = read_choice(turn.words)
    if number is not None and not turn.attachments() and _by_number(subjects, turn, number):
        return
    if turn.words and in_words(subjects, turn):
        return
    if not commanded(subjects, turn):
        words_or_files(subjects, turn)


def _is_read(subjects: Subjects, turn: Turn) -> bool:
    """Is it nothing but a code or a number that some subject knows?"""
    said = ((one, one.read(turn.words)) for one in subjects.reads)
    return any(read is not None and one.take(turn, read) for one, read in said)


def _by_number(subjects: Subjects, turn: Turn, number: int) -> bool:
    buttons = shown_buttons(turn)
    if not buttons:
        return False
    of_draft = buttons[0][1].kind == ON_DRAFT
    if of_draft and _draft_awaits_words(turn):
        return False
    labels = [label for label, _ in buttons]
    position = chosen(number, labels)
    if position is None and of_draft and bear_numbers(labels):
        return False  # a house that is not among the buttons: the draft reads it
    if position is None:
        turn.answer(NumberUnknown(number, tuple((label, button.data()) for label, button in buttons)))
        return True
    choose(subjects, turn, buttons[position][1])
    return True


def _draft_awaits_words(turn: Turn) -> bool:
    row = turn.work.conversation.draft(turn.person.id)
    if row is None:
        return False
    form = turn.work.conversation.form(row)
    return next_question(form, turn.work.community, turn.work.directory) in TYPED
