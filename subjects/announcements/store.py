"""Announcements: their drafts, who lives where they go, and what became of them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from pydantic import TypeAdapter
from sqlalchemy import ColumnElement, delete, func, select, update

from domain.posts.directory import Address
from storage.models import Person, RoundRow, Ticket
from storage.people.accounts import bound, reachable
from storage.sql.store import Store
from subjects.announcements.rows import AnnouncementRound, AnnouncementRow, AnnouncementWords
from subjects.announcements.rules import UNDER_WAY, Outcome, Stage, Urgency

_OUTCOME = TypeAdapter(Outcome)


@dataclass(frozen=True, slots=True)
class Neighbour:
    """Somebody with the app who may live, or hold a post, where an announcement goes."""

    person_id: int
    home: Address | None
    muted: bool
    unreachable: bool


def _full(before: datetime) -> ColumnElement[bool]:
    old = select(AnnouncementRow.id).where(AnnouncementRow.ended_at < before)
    return AnnouncementWords.body.is_not(None) & AnnouncementWords.announcement_id.in_(old)


class Announcements(Store):
    """The announcements of one unit of work. Callers ask who may see one (service/announcing.py)."""

    def begin(self, author: Person, posts: Sequence[int]) -> AnnouncementRow:
        row = AnnouncementRow(
            author_id=author.id,
            posts=list(posts),
            places=[],
            urgency=Urgency.ORDINARY,
            stage=Stage.DRAFT,
            version=1,
            created_at=self._now,
            cursor=0,
            muted=0,
            unreachable=0,
        )
        self._session.add(row)
        self._session.flush()
        self._session.add(AnnouncementWords(announcement_id=row.id))
        self._session.flush()
        return row

    def get(self, announcement_id: int) -> AnnouncementRow | None:
        return self._session.get(AnnouncementRow, announcement_id)

    def lock(self, announcement_id: int) -> AnnouncementRow | None:
        """For changing: of two presses at once the second sees what the first has done."""
        return self._session.get(AnnouncementRow, announcement_id, with_for_update=True, populate_existing=True)

    def draft_of(self, author: Person) -> AnnouncementRow | None:
        """The author's draft, locked."""
        mine = select(AnnouncementRow).where(
            AnnouncementRow.author_id == author.id, AnnouncementRow.stage == Stage.DRAFT
        )
        return self._session.scalar(mine.limit(1).with_for_update())

    def words(self, row: AnnouncementRow) -> AnnouncementWords:
        return self._session.get_one(AnnouncementWords, row.id)

    def under_way(self, author_id: int | None) -> list[AnnouncementRow]:
        """What can still be stopped: of one author, or (None) everybody's."""
        going = select(AnnouncementRow).where(AnnouncementRow.stage.in_(UNDER_WAY), AnnouncementRow.ended_at.is_(None))
        if author_id is not None:
            going = going.where(AnnouncementRow.author_id == author_id)
        return list(self._session.scalars(going.order_by(AnnouncementRow.id)))

    def drop(self, row: AnnouncementRow) -> None:
        """A draft that will not be sent goes, with its words."""
        self._write(delete(AnnouncementWords).where(AnnouncementWords.announcement_id == row.id))
        self._session.delete(row)
        self._session.flush()

    def kept(self, outcome: Outcome) -> dict[str, object]:
        """What became of it, as it is kept when the messages themselves are forgotten."""
        written: dict[str, object] = _OUTCOME.dump_python(outcome, mode="json")
        return written

    def result(self, kept: Mapping[str, object]) -> Outcome:
        return _OUTCOME.validate_python(kept)

    # What the clock asks

    def due_to_queue(self, urgencies: Collection[Urgency]) -> AnnouncementRow | None:
        """One whose messages must be put into the outbox now, locked."""
        open_ = select(AnnouncementRow).where(AnnouncementRow.ended_at.is_(None))
        due = (AnnouncementRow.stage == Stage.PLANNED) & (AnnouncementRow.send_at <= self._now)
        open_ = open_.where(due | (AnnouncementRow.stage == Stage.QUEUING), AnnouncementRow.urgency.in_(urgencies))
        return self._session.scalar(open_.order_by(AnnouncementRow.id).limit(1).with_for_update(skip_locked=True))

    def due_to_end(self) -> list[AnnouncementRow]:
        """Those whose messages are all queued or stopped, and whose result was not told; locked."""
        left = select(AnnouncementRow).where(AnnouncementRow.ended_at.is_(None))
        left = left.where(AnnouncementRow.stage.in_((Stage.SENDING, Stage.CANCELLED)))
        return list(self._session.scalars(left.order_by(AnnouncementRow.id).with_for_update(skip_locked=True)))

    def due_to_lapse(self) -> list[AnnouncementRow]:
        """Those whose time is over before they began; locked."""
        late = select(AnnouncementRow).where(
            AnnouncementRow.ended_at.is_(None),
            AnnouncementRow.stage.in_((Stage.AWAITING, Stage.PLANNED)),
            AnnouncementRow.expires_at <= self._now,
        )
        return list(self._session.scalars(late.with_for_update(skip_locked=True)))

    def drafts_before(self, before: datetime) -> list[AnnouncementRow]:
        old = select(AnnouncementRow).where(AnnouncementRow.stage == Stage.DRAFT, AnnouncementRow.created_at < before)
        return list(self._session.scalars(old.where(AnnouncementRow.ended_at.is_(None))))

    def fetch_of(self, author_id: int) -> list[AnnouncementRow]:
        his = select(AnnouncementRow).where(AnnouncementRow.author_id == author_id)
        return list(self._session.scalars(his.order_by(AnnouncementRow.id)))

    def count_words(self, before: datetime) -> int:
        """How many that ended before that time have words still."""
        return self._session.scalar(select(func.count()).select_from(AnnouncementWords).where(_full(before))) or 0

    def empty_words(self, before: datetime) -> tuple[int, list[int | None]]:
        """Words and photos of those that ended before that time go; returns how many, and the keys of their photos."""
        photos = list(self._session.scalars(select(AnnouncementWords.photo_key).where(_full(before))))
        return self._write(update(AnnouncementWords).where(_full(before)).values(body=None, photo_key=None)), photos

    # Who gets it

    def neighbours(
        self, places: Collection[int], holders: Collection[int], *, after: int = 0, limit: int | None = None
    ) -> list[Neighbour]:
        """Everybody with the app whose home is in these places, and these holders of posts, by their number."""
        columns = (
            Person.id,
            Person.home_place_id,
            Person.home_number,
            Person.home_sub_number,
            Person.home_room,
            Person.mutes_announcements,
            reachable(Person.id),
        )
        there = select(*columns).where(
            Person.home_place_id.in_(places) | Person.id.in_(holders),
            bound(Person.id),
            Person.leaves_at.is_(None),
            Person.id > after,
        )
        rows = self._session.execute(there.order_by(Person.id).limit(limit))
        return [
            Neighbour(
                person_id,
                Address(place_id, number, sub_number, room) if place_id is not None else None,
                muted,
                not is_reachable,
            )
            for person_id, place_id, number, sub_number, room, muted, is_reachable in rows
        ]

    # At the doors

    def walked_for(self, row: AnnouncementRow, round_id: int) -> None:
        """That round tells of this one."""
        self._session.add(AnnouncementRound(announcement_id=row.id, round_id=round_id))
        self._session.flush()

    def rounds_of(self, row: AnnouncementRow) -> list[RoundRow]:
        own = select(RoundRow).join(AnnouncementRound, AnnouncementRound.round_id == RoundRow.id)
        return list(self._session.scalars(own.where(AnnouncementRound.announcement_id == row.id)))

    def is_of(self, row: AnnouncementRow, round_id: int) -> bool:
        """Does that round tell of this one?"""
        link = self._session.get(AnnouncementRound, round_id)
        return link is not None and link.announcement_id == row.id

    def open_rounds(self) -> list[tuple[RoundRow, AnnouncementRow]]:
        """Those that somebody has still to walk, of announcements that stand; locked."""
        asked = (
            select(RoundRow, AnnouncementRow)
            .join(AnnouncementRound, AnnouncementRound.round_id == RoundRow.id)
            .join(AnnouncementRow, AnnouncementRow.id == AnnouncementRound.announcement_id)
            .where(RoundRow.done_at.is_(None), RoundRow.closes_at > self._now, RoundRow.by_person_id.is_not(None))
        )
        found = self._session.execute(asked.order_by(RoundRow.id).with_for_update(of=RoundRow, skip_locked=True))
        return [(walked, row) for walked, row in found]

    def recorded_at(self, places: Collection[int]) -> list[int]:
        """Tickets from there that came by telephone or at the door: their doors have no app."""
        told = select(Ticket.id).where(
            Ticket.place_id.in_(places), Ticket.recorded_by_id.is_not(None), Ticket.room.is_not(None)
        )
        return list(self._session.scalars(told.where(Ticket.emptied_at.is_(None))))
