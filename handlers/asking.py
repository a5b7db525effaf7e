"""Words that are no report: a question, a wish about the bot itself, another body's business. Each is answered, and
one tap makes a report of it all the same."""

from collections.abc import Callable, Mapping, Sequence

from domain.notices.notices import DraftScreen, Help
from domain.notices.question_notices import Answered, ContactWanted, GoElsewhere, StewardOf, Unanswered
from domain.notices.word_notices import FilesKept, NumberUnknown
from domain.words.guessing import Guessing, no_guess
from domain.words.meaning import Meaning
from domain.words.sayings import listed
from handlers.start import usable
from handlers.stewards import who_answers_here
from handlers.subject import Press, Shown, Subject, Subjects, plain, shown
from handlers.turn import Turn
from messages.drawing.buttons import ANYWHERE, Button
from messages.tickets import question_screens as screens
from messages.tickets.answer_screens import files_kept, number_unknown
from services.filing.proposing import QUESTION
from services.filing.reports import choose_category, keep_aside, say_kept, take_back
from services.posts.stewards import asker_view, steward_view


def answered(subjects: Subjects, turn: Turn, meaning: Meaning) -> bool:
    """Was it one of these, and has it been answered?"""
    answer = _ANSWERS.get(meaning)
    if answer is None:
        return False
    answer(subjects, turn)
    return True


def _question(_subjects: Subjects, turn: Turn) -> None:
    community = turn.work.community
    _keep(turn)
    if community.reader.asks_who(turn.words):
        who_answers_here(turn, turn.words)
        return
    found = community.answer(turn.words)
    if found is not None and found.known:
        turn.answer(Answered(found.code))
    else:
        turn.answer(Unanswered())


def _elsewhere(_subjects: Subjects, turn: Turn) -> None:
    _keep(turn)
    found = turn.work.community.elsewhere_for(turn.words)
    turn.answer(GoElsewhere(found.code if found is not None else None))


def _command(subjects: Subjects, turn: Turn) -> None:
    """A wish about the bot in a sentence: what shows what it speaks of is shown. Whatever else a command does is done
    by its whole words alone. A wish that names none gets the list of them, and its words are kept."""
    if (command := subjects.mentioned(turn.words)) is not None:
        command.handle(turn)
    else:
        show_commands(subjects, turn)


def show_commands(subjects: Subjects, turn: Turn) -> None:
    """What they can do here; the words wait for one tap, should they be a report."""
    _keep(turn)
    turn.answer(Help(usable(turn, subjects.commands.values()), guessed=True))


def _keep(turn: Turn) -> None:
    keep_aside(turn.work, turn.person, turn.words, turn.said.number)


_ANSWERS: Mapping[Meaning, Callable[[Subjects, Turn], None]] = {
    Meaning.QUESTION: _question,
    Meaning.ELSEWHERE: _elsewhere,
    Meaning.COMMAND: _command,
}


def _report(turn: Turn, _button: Button) -> None:
    """«这是要反映的事»: the words that were kept aside are a report after all."""
    turn.answer(DraftScreen(_begin_with_kept(turn, turn.guess)))


def _begin_with_kept(turn: Turn, guess: Guessing = no_guess) -> str | None:
    kept = take_back(turn.work, turn.person)
    return say_kept(turn.work, turn.person, kept, guess)


def _ask_office(turn: Turn, _button: Button) -> None:
    """«请社区回答»: a question that has no answer yet goes to the office as one."""
    lead = _begin_with_kept(turn)
    choose_category(turn.work, turn.person, QUESTION)
    turn.answer(DraftScreen(lead))


SHOWN: Sequence[Shown] = (
    plain(Answered, screens.answered),
    plain(Unanswered, screens.unanswered),
    plain(GoElsewhere, screens.elsewhere),
    shown(StewardOf, see=steward_view, draw=screens.steward),
    shown(ContactWanted, see=asker_view, draw=screens.contact_wanted),
)

ASKING = Subject(
    "asking",
    presses=(
        Press(
            ANYWHERE,
            "report",
            _report,
            listed(
                "要报/报吧/是要报的/是要报的事/就报这个/是新的事/是新的/新的事/另一件/是另一件/report it/something new"
            ),
            held=None,
        ),
        Press(ANYWHERE, "ask", _ask_office, listed("问社区/请社区回答/帮我问问/ask the office"), held=None),
    ),
    shown=(*SHOWN, plain(FilesKept, files_kept), plain(NumberUnknown, number_unknown)),
)
