"""What is kept of bundles about their readers, and for how long."""

from datetime import datetime

from domain.community import Community
from storage.matters.bundles import Bundles
from storage.models import Person
from storage.unit_of_work import UnitOfWork

KEPT_DAYS = 365
"""A line, and the word that nothing more of its kind is to be heard: longer than what it is about goes on."""


def mine(work: UnitOfWork, person: Person) -> object:
    """When they were told what, and what they do not want to be reminded of."""

    def at(moment: datetime | None) -> str | None:
        return moment.isoformat(timespec="seconds") if moment is not None else None

    lines = work.store(Bundles).of_person(person.id)
    return [
        {"kind": line.kind, "kept": at(line.said_at), "told": at(line.told_at), "muted": at(line.muted_at)}
        for line in lines
    ]


def forget(work: UnitOfWork, person: Person) -> None:
    work.store(Bundles).forget(person.id)


def days(_community: Community) -> int:
    return KEPT_DAYS


def count_old(work: UnitOfWork, before: datetime) -> int:
    return work.store(Bundles).count_old(before)


def empty_old(work: UnitOfWork, before: datetime) -> int:
    return work.store(Bundles).delete_old(before)
