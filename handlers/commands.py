"""A command that is the whole message: 取消, 提交, 帮助, 我的报告, 催办, 2612-0003. In a sentence they are words like
any others, and while words are awaited nearly all of them are the answer."""

from domain.notices.notices import DraftScreen
from domain.words.ticket_numbers import number_said
from domain.words.whole import asks
from handlers.asking import show_commands
from handlers.subject import Command, Subjects
from handlers.tickets.own import open_named
from handlers.turn import Turn
from services.filing.alarms import alarm_of
from services.filing.reports import asks_for_words


def commanded(subjects: Subjects, turn: Turn) -> bool:
    """Was the whole message a command, and has it been carried out? Only words that are one look anything up."""
    command = subjects.commanded(turn.words) if not turn.said.files else None
    number = number_said(turn.words) if command is None and not turn.said.files else None
    if (command is None and number is None) or _is_said_to_a_ticket(turn):
        return False
    if _words_are_awaited(subjects, turn):
        return command is not None and command.always and _carried_out(subjects, command, turn)
    if number is not None:
        return open_named(turn, *number)
    return command is not None and _carried_out(subjects, command, turn)


def _carried_out(subjects: Subjects, command: Command, turn: Turn) -> bool:
    if command.right is not None and not turn.work.may(turn.person, command.right):
        return _shows_the_draft(turn) or _shows_commands(subjects, turn)
    if command.acts and asks(turn.words):
        return _shows_the_draft(turn)
    if command.acts and command.always and _belongs_to_alarm(subjects, turn):
        return False
    command.handle(turn)
    return True


def _is_said_to_a_ticket(turn: Turn) -> bool:
    """A reply to a message about a ticket belongs to that ticket."""
    replied = turn.said.answers
    return replied is not None and turn.work.messages.ticket_of(turn.account, replied) is not None


def _words_are_awaited(subjects: Subjects, turn: Turn) -> bool:
    return subjects.asked(turn) is not None or asks_for_words(turn.work, turn.person)


def _shows_commands(subjects: Subjects, turn: Turn) -> bool:
    """What only others have is no report either."""
    show_commands(subjects, turn)
    return True


def _shows_the_draft(turn: Turn) -> bool:
    """«提交？», «取消？»: nothing happens, and what it is about is shown."""
    if turn.work.conversation.draft(turn.person.id) is None:
        return False
    turn.answer(DraftScreen("draft-small-talk"))
    return True


def _belongs_to_alarm(subjects: Subjects, turn: Turn) -> bool:
    """While an alarm runs «取消» calls it off; so does «算了» where there is nothing else to end."""
    if alarm_of(turn.work, turn.person) is None or subjects.asked(turn) is not None:
        return False
    return turn.work.community.calls_off(turn.words) or turn.work.conversation.draft(turn.person.id) is None
