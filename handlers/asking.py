"""Words that are no report: a question, a wish about the bot itself, another body's business. Each is answered, and
one tap makes a report of it all the same."""

from collections.abc import Callable, Mapping, Sequence

from domain.notices.question_notices import Answered, ContactWanted, GoElsewhere, StewardOf, Unanswered
from domain.words.meaning import Meaning
from handlers.commands import COMMANDS, offer_help
from handlers.stewards import who_answers_here
from handlers.subject import Shown, plain, shown
from handlers.turn import Turn
from messages.tickets import question_screens as screens
from services.filing.reports import keep_aside
from services.posts.stewards import asker_view, steward_view


def answered(turn: Turn, meaning: Meaning) -> bool:
    """Was it one of these, and has it been answered?"""
    answer = _ANSWERS.get(meaning)
    if answer is None:
        return False
    answer(turn)
    return True


def _question(turn: Turn) -> None:
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


def _elsewhere(turn: Turn) -> None:
    _keep(turn)
    found = turn.work.community.elsewhere_for(turn.words)
    turn.answer(GoElsewhere(found.code if found is not None else None))


def _command(turn: Turn) -> None:
    """What people write instead of a command. A wish that names none gets the list of them, and its words are kept."""
    name = turn.work.community.reader.command(turn.words)
    handle = next((one.handle for one in COMMANDS if one.name == name and not one.right), None)
    if handle is None:
        _keep(turn)
        handle = offer_help
    handle(turn)


def _keep(turn: Turn) -> None:
    keep_aside(turn.work, turn.person, turn.words, turn.message.message_id)


_ANSWERS: Mapping[Meaning, Callable[[Turn], None]] = {
    Meaning.QUESTION: _question,
    Meaning.ELSEWHERE: _elsewhere,
    Meaning.COMMAND: _command,
}

SHOWN: Sequence[Shown] = (
    plain(Answered, screens.answered),
    plain(Unanswered, screens.unanswered),
    plain(GoElsewhere, screens.elsewhere),
    shown(StewardOf, see=steward_view, draw=screens.steward),
    shown(ContactWanted, see=asker_view, draw=screens.contact_wanted),
)
