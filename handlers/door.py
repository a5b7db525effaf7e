"""Where an update comes in: recognise the person, find the route, answer, cross it off; or say why not.

Three kinds of trouble, three answers (docs/flow.md): an expected «no» undoes the changes and is said; a bug sets
the update aside with an incident number and the person reads «sorry»; a database error leaves here unanswered
and the whole unit is tried again.
"""

import logging
import secrets
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from domain.notices.notices import GroupOnly, Letter, Sorry
from domain.refusal import Refusal
from handlers.danger import passes_the_flood
from handlers.restrictions import held_back
from handlers.routes import Routes
from handlers.said import Said, SaidKind
from handlers.subject import Subjects
from handlers.turn import Knowledge, Toast, Turn, refuse
from messages.drawing.buttons import ON_TICKET, Button
from services.filing.flooding import Heard, feel, hear
from services.posts.reachability import account_unreachable, person_reachable
from storage.delivery.inbox import Waiting
from storage.sql.errors import TryAgain
from storage.unit_of_work import UnitOfWork

log = logging.getLogger(__name__)

_SPOKEN = frozenset({SaidKind.WORDS, SaidKind.PRESS, SaidKind.EDIT, SaidKind.JOINED, SaidKind.BLOCKED})
"""Said by a person for themselves."""


@dataclass(frozen=True, slots=True)
class HandledUpdate:
    """What is left to do after the commit; how it went (done, refused, limited, set_aside, nothing), whose it was."""

    toasts: tuple[Toast, ...]
    outcome: str
    person_id: int | None = None
    ticket_id: int | None = None


class UpdateDoor:
    """Where updates come in, with the routes that the subjects make. `read`: what was written down, as it was said."""

    def __init__(self, subjects: Subjects, knowledge: Knowledge, read: Callable[[Waiting], Said]) -> None:
        self._subjects, self._routes, self._knowledge, self._read = subjects, Routes(subjects), knowledge, read

    def answer_together(self, work: UnitOfWork, waiting: Sequence[Waiting]) -> list[HandledUpdate]:
        """Answer the next updates of several accounts within one unit, each in a savepoint of its own."""
        heard = [(one, self._read_or_fail(one)) for one in waiting]
        _expect(work, [(one, said) for one, said in heard if isinstance(said, Said)])
        return [self._answer_one(work, one, said) for one, said in heard]

    def answer_alone(self, work: UnitOfWork, waiting: Waiting) -> HandledUpdate:
        """Answer the only update of a unit, without a savepoint. An expected «no» or a bug leaves here as it is: it
        undoes the unit, and the update is answered by `answer_together`."""
        said = self._read(waiting)
        _expect(work, [(waiting, said)])
        answered = self._answered(work, waiting.channel, said)
        work.inbox.cross_off(waiting)
        return answered

    def answer_update(self, work: UnitOfWork, waiting: Waiting) -> HandledUpdate:
        """Answer one update within the open unit. Always crosses it off, or sets it aside."""
        return self._answer_one(work, waiting, self._read_or_fail(waiting))

    def _read_or_fail(self, waiting: Waiting) -> Said | Exception:
        try:
            return self._read(waiting)
        except Exception as unsound:
            return unsound

    def _answer_one(self, work: UnitOfWork, waiting: Waiting, said: Said | Exception) -> HandledUpdate:
        try:
            if isinstance(said, Exception):
                raise said
            with work.attempt():
                answered = self._answered(work, waiting.channel, said)
        except Refusal as refusal:
            answered = self._refused(work, waiting.channel, said, refusal)
        except TryAgain:
            raise
        except Exception as bug:
            incident = secrets.token_hex(4).upper()
            log.error("incident %s update=%s %s %s", incident, waiting.number, type(bug).__name__, frames_of(bug))
            work.inbox.set_aside(waiting, incident)
            _apologise(work, waiting, incident, said)
            return HandledUpdate((), "set_aside")
        work.inbox.cross_off(waiting)
        return answered

    def _answered(self, work: UnitOfWork, channel: str, said: Said) -> HandledUpdate:
        answered = self._answer(work, channel, said)
        ticket = work.just_changed()
        return replace(answered, ticket_id=ticket.id) if ticket is not None else answered

    def _answer(self, work: UnitOfWork, channel: str, said: Said) -> HandledUpdate:
        if said.kind is SaidKind.IN_A_GROUP:
            return _in_a_group(work, channel, said)
        if said.kind is SaidKind.NOTHING:
            return HandledUpdate((), "nothing")
        turn = self._turn(work, channel, said)
        if said.kind is SaidKind.BLOCKED:
            account_unreachable(work, turn.account, "the person stopped the bot")
            return HandledUpdate((), "done", turn.person.id)
        person_reachable(work, turn.person)
        if said.kind is SaidKind.JOINED:
            return HandledUpdate((), "done", turn.person.id)
        if (limited := _too_much(turn)) is not None:
            return limited
        handle = self._routes.route_of(said)
        if handle is None:
            return HandledUpdate((), "nothing", turn.person.id)
        if held_back(self._subjects, turn):
            return HandledUpdate(tuple(turn.toasts), "restricted", turn.person.id)
        handle(turn)
        return HandledUpdate(tuple(turn.toasts), "done", turn.person.id)

    def _turn(self, work: UnitOfWork, channel: str, said: Said) -> Turn:
        person = work.people.recognise(channel, said.account, said.language)
        return Turn(said, work, person, self._knowledge, channel)

    def _refused(self, work: UnitOfWork, channel: str, said: Said | Exception, refusal: Refusal) -> HandledUpdate:
        if isinstance(said, Exception):
            return HandledUpdate((), "refused")
        turn = self._turn(work, channel, said)
        _too_much(turn)  # the count was undone with the changes: whatever is refused counts all the same
        ticket_id = _pressed_ticket(turn, refusal)
        refuse(turn, refusal, ticket_id)
        return HandledUpdate(tuple(turn.toasts), "refused", turn.person.id, ticket_id)


def _expect(work: UnitOfWork, heard: Sequence[tuple[Waiting, Said]]) -> None:
    speakers = [(one.channel, said.account) for one, said in heard if said.kind in _SPOKEN]
    buttons = (Button.read_or_none(said.pressed) for _, said in heard if said.pressed is not None)
    work.expect(speakers, {one.subject_id for one in buttons if one is not None and one.kind == ON_TICKET})


def give_up(work: UnitOfWork, waiting: Waiting) -> None:
    """An update that has ended the process again and again: set aside unread; its sender is told, if they are known."""
    incident = secrets.token_hex(4).upper()
    log.error("incident %s update=%s set aside after %s tries", incident, waiting.number, waiting.tries)
    work.inbox.set_aside(waiting, incident)
    _apologise(work, waiting, incident, None)


def frames_of(error: BaseException) -> str:
    """Where it happened: files and lines, never values."""
    frames = traceback.extract_tb(error.__traceback__)
    return " < ".join(f"{frame.filename.rsplit('/', 2)[-1]}:{frame.lineno}" for frame in reversed(frames[-6:]))


def _too_much(turn: Turn) -> HandledUpdate | None:
    """Nobody floods the others: what is too much in a minute is told once and crossed off unread."""
    work, person = turn.work, turn.person
    heard = feel(work, person) if turn.is_press else hear(work, person, turn.words, turn.said.at)
    if heard is Heard.WELCOME or passes_the_flood(turn):
        return None
    if heard is Heard.TOO_MUCH:
        turn.say("too-much")
        turn.toast(None)
    return HandledUpdate(tuple(turn.toasts), "limited")


def _in_a_group(work: UnitOfWork, channel: str, said: Said) -> HandledUpdate:
    """A group that speaks to the program is answered with a link to it alone, and nobody there becomes a person."""
    account_id = work.accounts.at(channel, said.account)
    if work.outbox.waits_for(account_id):
        return HandledUpdate((), "nothing")  # one link that waits to be sent there is enough
    work.outbox.add(account_id, Letter(0, GroupOnly(), reply_to=said.number))
    return HandledUpdate((), "done")


def _pressed_ticket(turn: Turn, refusal: Refusal) -> int | None:
    """The ticket whose card is redrawn after a refused press; none when the presser may not see it."""
    button = turn.pressed
    if button is None or refusal.key in ("refused-unknown-ticket", "refused-old-button"):
        return None
    return button.subject_id if button.kind == ON_TICKET else None


def _apologise(work: UnitOfWork, waiting: Waiting, incident: str, said: Said | Exception | None) -> None:
    """To whoever is known, and whoever has spoken for themselves; never to a group."""
    person = work.people.by_account(waiting.address, waiting.channel)
    if person is not None:
        work.tell(Letter(person.id, Sorry(incident)))
    elif isinstance(said, Said) and said.kind in _SPOKEN:
        work.outbox.add(work.accounts.at(waiting.channel, said.account), Letter(0, Sorry(incident)))
