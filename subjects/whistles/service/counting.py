"""How those who were called stand, and what the week's digest says of whistles (collective.md 3 C «Digest»). Silence is
a number for people, a name for bodies."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from domain.matters.asks import AskState
from services.parts import DigestPart, Figure
from storage.matters.asks import Asks
from storage.models import AskRow, MatterRow
from storage.unit_of_work import UnitOfWork
from subjects.whistles.rows import WhistleRow
from subjects.whistles.rules import Answers, WhistleKind
from subjects.whistles.store import Whistles

ANSWERED = frozenset({AskState.ACCEPTED, AskState.DECLINED, AskState.DONE})
SILENT = frozenset({AskState.SILENT, AskState.UNREACHED})


def answers_of(work: UnitOfWork, matter: MatterRow) -> Answers:
    """Who answered what; of what was called off, how it stood then (C6)."""
    asks = work.store(Asks).of_matter(matter.id)
    states = [_stood(ask) for ask in asks]
    silent = [ask for ask in asks if _stood(ask) in SILENT]
    bodies = work.directory.bodies
    return Answers(
        called=len(asks),
        coming=sum(state is AskState.ACCEPTED for state in states),
        arrived=sum(ask.arrived_at is not None for ask in asks),
        declined=sum(state is AskState.DECLINED for state in states),
        done=sum(state is AskState.DONE for state in states),
        open=sum(state is AskState.SENT for state in states),
        late=sum(ask.silent_at is not None and _stood(ask) in ANSWERED for ask in asks),
        silent=len(silent),
        silent_bodies=[
            (ask.id, body.name, body.phone)
            for ask in silent
            if ask.to_person_id is None and (body := bodies.get(ask.to_body_id or 0)) is not None
        ],
    )


def _stood(ask: AskRow) -> AskState | None:
    return ask.was if ask.state is AskState.RECALLED else ask.state


def _asks_of(work: UnitOfWork, since: datetime, until: datetime) -> list[AskRow]:
    """Everybody who was called by the whistles of that time."""
    blown = work.store(Whistles).blown_between(since, until)
    return [ask for row in blown for ask in work.store(Asks).of_matter(row.matter_id)]


Ids = Callable[[UnitOfWork, datetime, datetime], Sequence[int]]


def _whistles(holds: Callable[[WhistleRow], bool]) -> Ids:
    def ids(work: UnitOfWork, since: datetime, until: datetime) -> Sequence[int]:
        return [row.matter_id for row in work.store(Whistles).blown_between(since, until) if holds(row)]

    return ids


def _called(holds: Callable[[AskRow], bool]) -> Ids:
    def ids(work: UnitOfWork, since: datetime, until: datetime) -> Sequence[int]:
        return [ask.id for ask in _asks_of(work, since, until) if holds(ask)]

    return ids


def _is_silent(ask: AskRow) -> bool:
    return _stood(ask) in SILENT


def _names_of_the_silent(work: UnitOfWork, since: datetime, until: datetime) -> Sequence[str]:
    """Bodies alone; volunteers stay a number."""
    bodies = work.directory.bodies
    silent: Iterable[AskRow] = (ask for ask in _asks_of(work, since, until) if _is_silent(ask))
    named = (bodies.get(ask.to_body_id or 0) for ask in silent if ask.to_person_id is None)
    return list(dict.fromkeys(body.name for body in named if body is not None))


def _filed(work: UnitOfWork, since: datetime, until: datetime) -> Sequence[int]:
    return work.store(Whistles).filed_between(since, until)


WHISTLES_OF_THE_WEEK = DigestPart(
    (
        Figure("branch", _whistles(lambda row: row.kind is WhistleKind.BRANCH)),
        Figure("alliance", _whistles(lambda row: row.kind is WhistleKind.ALLIANCE)),
        Figure("street", _whistles(lambda row: row.kind is WhistleKind.STREET)),
        Figure("answered", _called(lambda ask: _stood(ask) in ANSWERED), base=_called(lambda _ask: True)),
        Figure("came", _called(lambda ask: ask.arrived_at is not None), base=_called(lambda _ask: True)),
        Figure("silent", _called(_is_silent), names=_names_of_the_silent),
        Figure("resulted", _whistles(lambda row: row.resulted_at is not None)),
        Figure("untried", _whistles(lambda row: row.without_try)),
        Figure("rate", _whistles(lambda _row: True), base=_filed),
    ),
    together=True,
)
