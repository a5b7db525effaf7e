"""The figures that subjects give to a digest, and what is behind a figure, by its name."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from domain.digest.digest import Figures, Given, Section
from services.parts import DigestPart
from storage.digest.digests import Digests
from storage.unit_of_work import UnitOfWork

_OF_TICKETS = {*(section.value for section in Section), "hidden"}


def given_by(work: UnitOfWork, parts: Mapping[str, DigestPart], since: datetime, until: datetime) -> tuple[Given, ...]:
    """What every subject gives of that time, from `since` to before `until`: each row once, lowest id first."""
    return tuple(
        Given(
            subject,
            figure.key,
            _each_once(figure.ids(work, since, until)),
            _each_once(figure.base(work, since, until)) if figure.base is not None else None,
            tuple(dict.fromkeys(figure.names(work, since, until))) if figure.names is not None else (),
            part.together,
        )
        for subject, part in parts.items()
        for figure in part.figures
    )


def _each_once(ids: Sequence[int]) -> tuple[int, ...]:
    return tuple(sorted({*ids}))


def numbers_behind(work: UnitOfWork, figures: Figures, name: str) -> Sequence[str]:
    """Behind the core's figures the numbers of tickets, behind a subject's the ids of its rows. `name`: one of
    `figures.behind`."""
    ids = figures.behind[name]
    if name not in _OF_TICKETS:
        return [str(one) for one in ids]
    numbers = work.store(Digests).numbers(ids)
    return [numbers[one] for one in ids]
