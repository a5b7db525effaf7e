"""What a reader may see of an announcement: its author all of it, a second person its preview, receivers their copy."""

from subjects.announcements.rules import UNDER_WAY, AnnouncementView, Stage, own_places
from subjects.announcements.notices import Announcement, AnnouncementApproval, AnnouncementScreen, DoorList
from domain.notices.notice import Notice
from domain.posts.rights import Right
from domain.vocabulary import CHAIN
from messages.drawing.scene import Scene
from subjects.announcements.service.rounds import count
from subjects.announcements.service.announcing import audience_of, expires_at, goes_at, may_stop
from subjects.announcements.service.doorsteps import doors_for, goes_there
from subjects.announcements.store import Announcements
from storage.models import AnnouncementRow, Person
from storage.unit_of_work import UnitOfWork

_ARRIVES = (Stage.QUEUING, Stage.SENDING, Stage.DONE)


def show_announcement(work: UnitOfWork, scene: Scene, notice: Notice, person: Person) -> bool:
    """Fill the scene; False when the reader may not see it (any more)."""
    if not isinstance(notice, (Announcement, AnnouncementApproval, AnnouncementScreen, DoorList)):
        return True
    row = work.store(Announcements).get(notice.announcement_id)
    if row is None or not _may_see(work, row, notice, person):
        return False
    if isinstance(notice, DoorList):
        task = work.store(Announcements).door_task(notice.task_id)
        if task is None or not goes_there(work, task, person):
            return False
        scene.doors = doors_for(work, task.places, person)
    counted = isinstance(notice, (AnnouncementApproval, AnnouncementScreen))
    scene.announcement = announcement_view(work, row, person, counted=counted)
    return True


def _may_see(work: UnitOfWork, row: AnnouncementRow, notice: Notice, person: Person) -> bool:
    if isinstance(notice, AnnouncementApproval):
        return work.may(person, Right.SECOND_ANNOUNCEMENTS)
    if isinstance(notice, AnnouncementScreen):
        return may_stop(work, row, person)
    return row.stage in _ARRIVES and row.expires_at is not None and row.expires_at > work.now


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
        photo=words.photo,
        sender=highest.title if highest else "",
        author=work.people.name(row.author_id),
        goes_at=leaves,
        now=leaves <= work.now,
        held_by_night=leaves > planned,
        expires_at=expires_at(work, row),
        by_reader=row.author_id == person.id,
        may_stop=row.stage in UNDER_WAY and may_stop(work, row, person),
        may_approve=row.stage is Stage.AWAITING
        and row.author_id != person.id
        and work.may(person, Right.SECOND_ANNOUNCEMENTS),
        approved_by=work.people.name(row.approved_by_id),
        audience=audience_of(work, row) if counted and row.places and not begun else None,
        outcome=count(work, row) if counted and begun else None,
    )
