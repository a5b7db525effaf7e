"""Somebody who is limited, muted or banned: what still passes, and what they read instead."""

from domain.tickets.report_form import ALBUM
from domain.tickets.restrictions import HEAVIEST_FIRST, REPORTS_A_DAY_WHEN_LIMITED, Restriction
from domain.vocabulary import Grade
from domain.words.choosing import chosen, read_choice
from handlers.meant import meant_by
from handlers.shown import shown_buttons
from handlers.subject import Subjects
from handlers.turn import Turn
from messages.drawing.buttons import ON_TICKET, Button
from services.filing.reports import keep_aside
from services.keeping.restrictions import in_danger, may_file_today, restriction_of


def held_back(subjects: Subjects, turn: Turn) -> bool:
    """Is this held back? Then the person was told until when, and how to object. Danger always passes."""
    row = restriction_of(turn.work, turn.person)
    if row is None or not _concerned(subjects, turn, row.kind) or in_danger(turn.work, turn.person, _words(turn)):
        return False
    turn.toast(None)
    if (words := _words(turn)) and turn.work.conversation.awaited(turn.person.id) is None:
        keep_aside(turn.work, turn.person, words, turn.said.number)  # for the button that says «danger»
    turn.say(f"restricted-still-{row.kind}", until_time=row.until.isoformat(), most=REPORTS_A_DAY_WHEN_LIMITED)
    return True


def limit_reached(turn: Turn) -> bool:
    """«提交» in words, by somebody who may file no more today: they were told so, as for the button."""
    row = restriction_of(turn.work, turn.person)
    if row is None or row.kind is not Restriction.LIMIT or may_file_today(turn.work, turn.person):
        return False
    turn.say(f"restricted-still-{row.kind}", until_time=row.until.isoformat(), most=REPORTS_A_DAY_WHEN_LIMITED)
    return True


def _words(turn: Turn) -> str:
    return "" if turn.is_press or turn.chosen is not None else turn.words


def _concerned(subjects: Subjects, turn: Turn, kind: Restriction) -> bool:
    button = turn.chosen or turn.pressed or _button_in_words(subjects, turn)
    if button is not None or turn.is_press:
        return button is not None and _holds_press(subjects, turn, button, kind)
    if turn.words.startswith("/") or kind is Restriction.LIMIT or _is_a_command(subjects, turn):
        return False
    if kind is Restriction.BAN:
        return True
    awaited, question = turn.work.conversation.awaited(turn.person.id), subjects.asked(turn)
    if question is None:
        return awaited is None or awaited.what != ALBUM
    return not question.muted


def _is_a_command(subjects: Subjects, turn: Turn) -> bool:
    """One that has a slash passes in words too."""
    command = subjects.commanded(turn.words) if subjects.asked(turn) is None else None
    return command is not None and command.listed


def _button_in_words(subjects: Subjects, turn: Turn) -> Button | None:
    """The button that is answered by its number or in words is held back as its press is, and passes as it does."""
    shown = shown_buttons(turn) if turn.words and not turn.said.files else []
    number = read_choice(turn.words)
    if number is not None:
        position = chosen(number, [label for label, _ in shown])
        return shown[position][1] if position is not None else None
    found = meant_by(subjects, shown, turn.words)
    return found.button if found is not None else None


def _holds_press(subjects: Subjects, turn: Turn, button: Button, kind: Restriction) -> bool:
    press = subjects.presses.get((button.kind, button.action))
    if press is None or press.held is None or HEAVIEST_FIRST.index(kind) > HEAVIEST_FIRST.index(press.held):
        return False
    if kind is Restriction.LIMIT:
        return not may_file_today(turn.work, turn.person)
    if button.kind == ON_TICKET:
        return turn.work.tickets.get(button.subject_id, seen_by=turn.person).grade is not Grade.P0
    return True
