"""What a reader may see of an announcement: its author all of it, a second person its preview, receivers their copy."""

from domain.vocabulary import CHAIN
from storage.models import Person
from storage.unit_of_work import UnitOfWork
from subjects.announcements.notices import Announcement, AnnouncementApproval, AnnouncementScreen, DoorList
from subjects.announcements.rows import AnnouncementRow
from subjects.announcements.rules import SECONDS, UNDER_WAY, AnnouncementView, DoorListView, Stage, own_places
from subjects.announcements.service.announcing import audience_of, expires_at, goes_at, may_stop
from subjects.announcements.service.doorsteps import doors_for, goes_there
from subjects.announcements.service.rounds import count
from subjects.announcements.store import Announcements

_ARRIVES = (Stage.QUEUING, Stage.SENDING, Stage.DONE)


def copy(work: UnitOfWork, notice: Announcement, person: Person) -> AnnouncementView | None:
    """What arrives, for as long as it stands."""
    row = _standing(work, notice.announcement_id)
    return announcement_view(work, row, person, counted=False) if row is not None else None


def doors(work: UnitOfWork, notice: DoorList, person: Person) -> DoorListView | None:
    """The same with the doors that this steward still has to go to."""
    row, task = _standing(work, notice.announcement_id), work.store(Announcements).door_task(notice.task_id)
    if row is None or task is None or not goes_there(work, task, person):
        return None
    view = announcement_view(work, row, person, counted=False)
    return DoorListView(view, doors_for(work, task.places, person))


def of_author(work: UnitOfWork, notice: AnnouncementScreen, person: Person) -> AnnouncementView | None:
    """For whoever writes and follows it."""
    row = work.store(Announcements).get(notice.announcement_id)
    may_follow = row is not None and may_stop(work, row, person)
    return announcement_view(work, row, person, counted=True) if row is not None and may_follow else None


def for_approval(work: UnitOfWork, notice: AnnouncementApproval, person: Person) -> AnnouncementView | None:
    """For a second person."""
    row = work.store(Announcements).get(notice.announcement_id)
    may_press = row is not None and work.may(person, SECONDS)
    return announcement_view(work, row, person, counted=True) if row is not None and may_press else None


def _standing(work: UnitOfWork, announcement_id: int) -> AnnouncementRow | None:
    row = work.store(Announcements).get(announcement_id)
    stands = row is not None and row.stage in _ARRIVES and row.expires_at is not None and row.expires_at > work.now
    return row if stands else None


def announcement_view(work: UnitOfWork, row: AnnouncementRow, person: Person, *, counted: bool) -> AnnouncementView:
    """The announcement for this person; `counted`: with whom it reaches and what became of it."""
    directory, words = work.directory, work.store(Announcements).words(row)
    posts = [directory.posts[post_id] for post_id in row.posts if post_id in directory.posts]
    highest = max(posts, key=lambda post: CHAIN.index(post.role), default=None)
    leaves = goes_at(work, row)
    planned = max(row.send_at or work.now, work.now)
    begun = row.stage in _ARRIVES or (row.stage is Stage.CANCELLED and row.cursor > 0)
    return AnnouncementView(
        id=row.id,
        version=row.version,
        stage=row.stage,
        urgency=row.urgency,
        places=tuple(place_id for place_id in row.places if place_id in directory.places),
        choices=tuple(own_places(directory, posts)),
        body=words.body or "",
        photo=words.photo.view if words.photo is not None else None,
        sender=highest.title if highest else "",
        author=work.people.name(row.author_id),
        goes_at=leaves,
        now=leaves <= work.now,
        held_by_night=leaves > planned,
        expires_at=expires_at(work, row),
        by_reader=row.author_id == person.id,
        may_stop=row.stage in UNDER_WAY and may_stop(work, row, person),
        may_approve=row.stage is Stage.AWAITING and row.author_id != person.id and work.may(person, SECONDS),
        approved_by=work.people.name(row.approved_by_id),
        audience=audience_of(work, row) if counted and row.places and not begun else None,
        outcome=count(work, row) if counted and begun else None,
    )
