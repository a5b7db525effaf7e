"""What matters and asks keep of people: the words they wrote, for two years (collective.md 1.7; a setting); headers and
lines stay, for the counts, with who asked and who answered."""

from datetime import datetime

from domain.community import Community
from services.parts import Keeps
from storage.matters.asks import Asks
from storage.matters.matters import Matters
from storage.models import Person
from storage.unit_of_work import UnitOfWork


def _mine(work: UnitOfWork, person: Person) -> object:
    asks, bodies = work.store(Asks).of_person(person.id), work.directory.bodies
    return {
        "words": [
            {"at": text.said_at.isoformat(), "words": text.body} for text in work.store(Matters).words_of(person.id)
        ],
        "asks": [
            {
                "asked_at": ask.asked_at.isoformat(),
                "asked_by_me": ask.asked_by_id == person.id,
                "answered_by_me": ask.answered_by_id == person.id,
                "answered_at": ask.answered_at.isoformat() if ask.answered_at is not None else None,
                "body": bodies[ask.to_body_id].name if ask.to_body_id is not None else None,
                "stands": ask.state,
            }
            for ask in asks
        ],
    }


def _forget(work: UnitOfWork, person: Person) -> None:
    work.store(Matters).forget_words_of(person.id)


def _days(community: Community) -> int:
    return community.keep_matters_days


def _count_old(work: UnitOfWork, before: datetime) -> int:
    return work.store(Matters).count_words(before)


def _empty_old(work: UnitOfWork, before: datetime) -> int:
    return work.store(Matters).empty_words(before)


MATTERS_KEPT = Keeps("matters", _mine, _forget, _days, _count_old, _empty_old)
