"""What a reader may see of an announcement: its author all of it, a second person its preview, receivers their copy."""

from collections.abc import Mapping, Sequence

from domain.matters.rounds import RoundOutcome, may_put_right
from domain.posts.directory import Address
from domain.vocabulary import CHAIN
from services.matters.rounds import may_walk
from storage.matters.rounds import Rounds
from storage.models import Person, RoundPoint
from storage.register.households import Households
from storage.unit_of_work import UnitOfWork
from subjects.announcements.notices import Announcement, AnnouncementApproval, AnnouncementScreen, DoorList
from subjects.announcements.rows import AnnouncementRow
from subjects.announcements.rules import (
    SECONDS,
    UNDER_WAY,
    AnnouncementView,
    DoorListView,
    DoorPoint,
    Doors,
    Stage,
    own_places,
)
from subjects.announcements.service.announcing import audience_of, expires_at, goes_at, may_stop
from subjects.announcements.service.doorsteps import doors_for
from subjects.announcements.service.sending import count
from subjects.announcements.store import Announcements

_ARRIVES = (Stage.QUEUING, Stage.SENDING, Stage.DONE)


def copy(work: UnitOfWork, notice: Announcement, person: Person) -> AnnouncementView | None:
    """What arrives, for as long as it stands."""
    row = _standing(work, notice.announcement_id)
    return announcement_view(work, row, person, counted=False) if row is not None else None


def doors(work: UnitOfWork, notice: DoorList, person: Person) -> DoorListView | None:
    """The same with the doors that this steward still has to go to."""
    row, walked = _standing(work, notice.announcement_id), work.store(Rounds).get(notice.task_id)
    if row is None or walked is None or not may_walk(work, walked, person):
        return None
    view = announcement_view(work, row, person, counted=False)
    points = work.store(Rounds).points(walked.id)
    listed = [point for point in points if point.household_id is not None]
    places = [point.place_id for point in points if point.household_id is None]
    told: dict[int, list[bool]] = {}
    for point in listed:
        told.setdefault(point.place_id, []).append(point.outcome is RoundOutcome.TOLD)
    counted = [Doors(place_id, len(all_), told=sum(all_)) for place_id, all_ in told.items()]
    labels = _labels(work, listed)
    left = sorted(
        (one for one in listed if one.outcome is not RoundOutcome.TOLD), key=lambda one: one.outcome is not None
    )
    last = next((one for one in listed if one.id == notice.last and may_put_right(one.entered_at, work.now)), None)
    return DoorListView(
        view,
        [*counted, *doors_for(work, places, person)],
        [_point(one, labels) for one in left],
        _point(last, labels) if last is not None else None,
    )


def _point(point: RoundPoint, labels: Mapping[int, str]) -> DoorPoint:
    return DoorPoint(point.id, labels[point.id], point.outcome is RoundOutcome.NOBODY)


def _labels(work: UnitOfWork, points: Sequence[RoundPoint]) -> Mapping[int, str]:
    """Each by its room; with its place where the round goes to several."""
    households = work.store(Households).several({one.household_id for one in points if one.household_id is not None})
    directory, several = work.directory, len({point.place_id for point in points}) > 1
    found = {}
    for point in points:
        door = households.get(point.household_id or 0)
        place = directory.name(Address(point.place_id))
        name = directory.name(door.address) if door is not None and door.door_key else place
        short = name.removeprefix(place).strip()
        found[point.id] = f"{directory.places[point.place_id].name} {short}" if several and short else short or name
    return found


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
