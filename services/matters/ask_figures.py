"""What the week's digest says of asks: how many, answered in time, silent and not reached by name, and what was solved
with help (collective.md 3 B, 4). An ask belongs to the week in which it was asked; its answer to the week in which that
was due."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from domain.matters.asks import AskState
from services.parts import DigestPart, Figure
from storage.matters.asks import Asks
from storage.models import AskRow
from storage.unit_of_work import UnitOfWork

LOOKS_BACK = timedelta(days=30)
"""No answer is due later than that after the ask; and over so long it counts how often nothing reached a body."""
TOO_OFTEN = 3
"""Times nothing reached a body within that, after which the secretary is asked to see to it (collective.md 3 B)."""
ANSWERED = frozenset({AskState.ACCEPTED, AskState.DECLINED, AskState.DONE})


def _sent(work: UnitOfWork, since: datetime, until: datetime) -> Sequence[int]:
    return _ids(work.store(Asks).asked_between(since, until))


def _due(work: UnitOfWork, since: datetime, until: datetime) -> list[AskRow]:
    """Those whose answer was due in that time, and has come or not."""
    asked = work.store(Asks).asked_between(since - LOOKS_BACK, until)
    due = (ask for ask in asked if ask.reply_due is not None and since <= ask.reply_due < until)
    return [ask for ask in due if ask.silent_at is not None or _stood(ask) in ANSWERED]


def _stood(ask: AskRow) -> AskState | None:
    """What became of it; of one that was taken back, or whose ticket has ended, what had until then."""
    return ask.was if ask.state is AskState.RECALLED else ask.state


def _to_answer(work: UnitOfWork, since: datetime, until: datetime) -> Sequence[int]:
    return _ids(_due(work, since, until))


def _in_time(work: UnitOfWork, since: datetime, until: datetime) -> Sequence[int]:
    return _ids(ask for ask in _due(work, since, until) if ask.silent_at is None)


def _silent_ones(work: UnitOfWork, since: datetime, until: datetime) -> list[AskRow]:
    return [ask for ask in _due(work, since, until) if ask.silent_at is not None]


def _silent(work: UnitOfWork, since: datetime, until: datetime) -> Sequence[int]:
    return _ids(_silent_ones(work, since, until))


def _who_was_silent(work: UnitOfWork, since: datetime, until: datetime) -> Sequence[str]:
    return _names(work, _silent_ones(work, since, until))


def _lost(work: UnitOfWork, since: datetime, until: datetime) -> list[AskRow]:
    """Also those whom somebody has rung up since."""
    return [ask for ask in work.store(Asks).asked_between(since, until) if AskState.UNREACHED in (ask.state, ask.was)]


def _unreached(work: UnitOfWork, since: datetime, until: datetime) -> Sequence[int]:
    return _ids(_lost(work, since, until))


def _who_was_not_reached(work: UnitOfWork, since: datetime, until: datetime) -> Sequence[str]:
    return _names(work, _lost(work, since, until))


def bodies_to_mend(work: UnitOfWork, until: datetime) -> Sequence[str]:
    """The bodies, by name, that nothing reached so often that the secretary is asked to see to it."""
    lost = _lost(work, until - LOOKS_BACK, until) if work.directory.bodies else []
    times = Counter(ask.to_body_id for ask in lost)
    return list(dict.fromkeys(_names(work, [ask for ask in lost if times[ask.to_body_id] >= TOO_OFTEN])))


def _helped(work: UnitOfWork, since: datetime, until: datetime) -> Sequence[int]:
    """Tickets closed on somebody's word that it is solved, with a body that had said it is done."""
    return work.store(Asks).helped_between(since, until)


def _ids(asks: Iterable[AskRow]) -> Sequence[int]:
    return [ask.id for ask in asks]


def _names(work: UnitOfWork, asks: Iterable[AskRow]) -> Sequence[str]:
    bodies = work.directory.bodies
    return [bodies[ask.to_body_id].name for ask in asks if ask.to_body_id in bodies and ask.to_body_id is not None]


ASKS_OF_THE_WEEK = DigestPart(
    (
        Figure("sent", _sent),
        Figure("in_time", _in_time, base=_to_answer),
        Figure("silent", _silent, names=_who_was_silent),
        Figure("unreached", _unreached, names=_who_was_not_reached),
        Figure("helped", _helped),
    ),
    together=True,
)
