"""A button answered by its number or in its words, for whoever cannot hit it or does not see it: 1, 第三个, 修好了.

Only while the newest message in the chat has buttons and no words are awaited. Otherwise a number is words, as in a
report that says nothing but «502».
"""

import re
from collections.abc import Collection

from domain.notices.notices import TicketCard
from domain.notices.word_notices import NumberUnknown
from domain.tickets.report_form import KEPT, TYPED, next_question
from domain.words.choosing import bear_numbers, chosen, read_choice
from handlers.conversation import step_aside, words_or_files
from handlers.pressing import press_button
from handlers.subject import Subjects
from handlers.turn import Turn
from messages.drawing.buttons import ON_DRAFT, ON_TICKET, Button
from storage.delivery.lanes import Lanes

_AROUND_WORDS = " 　。.!！~～"
"""A question mark is not among them: «好了？» asks."""
_COUNTED = re.compile(r"^\d+\. ")


def words_or_button(subjects: Subjects, turn: Turn) -> None:
    """Whatever somebody writes comes in here."""
    step_aside(subjects, turn)
    if not turn.attachments():
        number, words = read_choice(turn.words), turn.words.strip(_AROUND_WORDS).lower()
        if number is not None and _by_number(subjects, turn, number):
            return
        if words in subjects.said and _in_words(subjects, turn, words):
            return
    words_or_files(subjects, turn)


def _by_number(subjects: Subjects, turn: Turn, number: int) -> bool:
    buttons = _shown(turn)
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
    _choose(subjects, turn, buttons[position][1])
    return True


def _in_words(subjects: Subjects, turn: Turn, words: str) -> bool:
    """«修好了» under «处理好了»: the one button that is called so, else the only one whose words these are. What speaks
    of danger is never a press."""
    if turn.work.community.sightings(turn.words):
        return False
    meant = [(label, button) for label, button in _shown(turn) if words in _said_for(subjects, button)]
    called = [one for one in meant if _COUNTED.sub("", one[0]).lower() == words]
    found = called or meant
    if len(found) != 1:
        return False
    _choose(subjects, turn, found[0][1])
    return True


def _said_for(subjects: Subjects, button: Button) -> Collection[str]:
    press = subjects.presses.get((button.kind, button.action))
    return press.said if press is not None else ()


def _shown(turn: Turn) -> list[tuple[str, Button]]:
    """The buttons under the newest message with their labels; none while something else is asked or answered."""
    if turn.said.answers is not None:
        return []
    asked = turn.work.store(Lanes).last_asked(turn.account)
    read = ((label, Button.read_or_none(data)) for label, data in asked)
    buttons = [(label, button) for label, button in read if button is not None and not button.is_emergency]
    awaited = turn.work.conversation.awaited(turn.person.id) if buttons else None
    return buttons if awaited is None or awaited.what == KEPT else []


def _choose(subjects: Subjects, turn: Turn, button: Button) -> None:
    turn.chosen = button
    press_button(subjects, turn)
    if turn.head is None:
        return
    if button.kind == ON_TICKET:
        turn.answer(TicketCard(button.subject_id, turn.head))
    else:
        turn.say(turn.head)


def _draft_awaits_words(turn: Turn) -> bool:
    row = turn.work.conversation.draft(turn.person.id)
    if row is None:
        return False
    form = turn.work.conversation.form(row)
    return next_question(form, turn.work.community, turn.work.directory) in TYPED
