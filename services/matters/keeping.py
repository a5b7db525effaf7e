"""What matters and asks keep of people: the words they wrote, for two years; headers and lines stay, for the counts."""

from datetime import datetime

from domain.community import Community
from services.parts import Keeps
from storage.matters.matters import Matters
from storage.models import Person
from storage.unit_of_work import UnitOfWork

KEPT_DAYS = 730
"""Asks, whistles, projects, minutes (collective.md 1.7)."""


def _mine(work: UnitOfWork, person: Person) -> object:
    return [{"at": text.said_at.isoformat(), "words": text.body} for text in work.store(Matters).words_of(person.id)]


def _forget(work: UnitOfWork, person: Person) -> None:
    work.store(Matters).forget_words_of(person.id)


def _days(_community: Community) -> int:
    return KEPT_DAYS


def _count_old(work: UnitOfWork, before: datetime) -> int:
    return work.store(Matters).count_words(before)


def _empty_old(work: UnitOfWork, before: datetime) -> int:
    return work.store(Matters).empty_words(before)


MATTERS_KEPT = Keeps("matters", _mine, _forget, _days, _count_old, _empty_old)
