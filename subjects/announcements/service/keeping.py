"""What is kept of an announcement about its author, and for how long."""

from datetime import datetime

from domain.community import Community
from storage.models import Person
from storage.unit_of_work import UnitOfWork
from subjects.announcements.service import announcing
from subjects.announcements.store import Announcements


def mine(work: UnitOfWork, person: Person) -> object:
    """Those of this author, with their words as long as they are kept."""
    announcements, found = work.store(Announcements), []
    for row in announcements.fetch_of(person.id):
        words, at = announcements.words(row), row.created_at.isoformat(timespec="seconds")
        photo = {"channel": words.photo.channel, "ref": words.photo.ref} if words.photo is not None else None
        found.append({"at": at, "stage": row.stage, "words": words.body, "photo": photo})
    return found


def forget(work: UnitOfWork, person: Person) -> None:
    """A draft goes with its author; what was sent to many stays theirs."""
    if (draft := work.store(Announcements).draft_of(person)) is not None:
        announcing.drop(work, draft)


def days(community: Community) -> int:
    """Their words go as those of repairs do."""
    return community.keep_repairs_days


def count_old(work: UnitOfWork, before: datetime) -> int:
    return work.store(Announcements).count_words(before)


def empty_old(work: UnitOfWork, before: datetime) -> int:
    count, photos = work.store(Announcements).empty_words(before)
    work.files.let_go(photos)
    return count
