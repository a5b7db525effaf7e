"""The right that screens of a subject stand behind, looked at in one place."""

from collections.abc import Callable
from functools import wraps
from typing import TypeVar

from domain.notices.notice import Notice
from domain.posts.rights import Right
from storage.models import Person
from storage.unit_of_work import UnitOfWork

N = TypeVar("N", bound=Notice)
V = TypeVar("V")

See = Callable[[UnitOfWork, N, Person], V | None]


def behind(right: Right) -> Callable[[See[N, V]], See[N, V]]:
    """What only whoever has this right now may see; for anybody else it is None."""

    def guarded(see: See[N, V]) -> See[N, V]:
        @wraps(see)
        def checked(work: UnitOfWork, notice: N, person: Person) -> V | None:
            return see(work, notice, person) if work.may(person, right) else None

        return checked

    return guarded
